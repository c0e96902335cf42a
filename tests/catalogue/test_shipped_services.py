"""The ten matters we ship: complete, honest, and in plain words."""

from pathlib import Path

import pytest

from kiosk.catalogue import WINDOW_DECIDES, Flow, Service, figures_for, load_shipped, shipped_files, shipped_pictograms
from kiosk.catalogue.plain_language import complaints, residents_texts
from kiosk.core.clock import ManualClock

IDS = ["01", "02", "03", "17", "27", "32", "33", "34", "35", "38"]
FLOWS = [*["application"] * 2, "attestation", "application", "payment", "report"]
FLOWS += ["ticket", "progress", "notices", "help"]
SERVICES = list(load_shipped().services.values())
every_service = pytest.mark.parametrize("service", SERVICES, ids=IDS)


def test_the_ten_matters_are_there_each_with_its_flow() -> None:
    assert [s.id for s in SERVICES] == IDS
    assert [str(s.flow) for s in SERVICES] == FLOWS


@every_service
def test_every_text_for_residents_is_short_and_plain(service: Service) -> None:
    found = [(place, problem) for place, text in residents_texts(service) for problem, _ in complaints(text)]
    assert found == []


@every_service
def test_there_is_always_a_human_window(service: Service) -> None:
    assert service.offline_channel
    if service.consent:
        assert "不同意" in service.consent or "不想说" in service.consent
        assert "窗口" in service.consent
        assert len(service.consent) <= 120


@every_service
def test_no_figure_or_time_limit_of_the_city_is_shown_before_it_is_confirmed(service: Service) -> None:
    for figure in figures_for(service, "130302", ManualClock().now().date()):
        assert figure.shown() == WINDOW_DECIDES
    if service.time_limit is not None:
        assert not service.time_limit.source.confirmed
    for rule in service.rules:
        assert rule.source is None or not (rule.blocks and not rule.source.confirmed)


@every_service
def test_people_say_it_in_at_least_ten_ways(service: Service) -> None:
    assert len(set(service.aliases)) >= 10


@every_service
def test_a_slip_can_always_be_called_about(service: Service) -> None:
    assert {"next", "phone"} <= set(service.slip)


@every_service
def test_at_most_eight_questions_are_asked_of_everyone(service: Service) -> None:
    assert len([f for f in service.fields if f.when is None and not f.from_card]) <= 8


def test_the_face_is_never_the_only_way_to_prove_to_be_alive() -> None:
    service = load_shipped().services["03"]
    assert service.flow is Flow.ATTESTATION
    ways = next(f for f in service.fields if f.id == "way")
    assert {"witness", "visit"} <= {o.id for o in ways.options}
    assert "face" not in {o.id for o in ways.options}


def test_family_is_asked_for_only_where_there_is_no_phone() -> None:
    for name in ("01", "02", "17"):
        fields = {f.id: f for f in load_shipped().services[name].fields}
        assert fields["phone"].none_answer == "没有手机"
        when = fields["contact_name"].when
        assert when is not None
        assert (when.field, when.is_) == ("phone", ["none"])


def test_someone_may_act_for_another_wherever_a_person_is_named() -> None:
    for service in SERVICES:
        if service.min_level >= 4:
            assert {"agent_relation", "agent_phone", "agent_proof"} <= {f.id for f in service.agent_fields}


def test_the_electricity_sandbox_says_that_it_is_one() -> None:
    shipped = load_shipped()
    biller = shipped.biller_of(shipped.services["27"])
    assert biller is not None
    assert biller.simulated
    assert "模拟" in biller.name
    assert "模拟" in shipped.services["27"].guide[0]
    assert biller.shape.fullmatch(biller.example)


def test_every_category_holds_a_service_and_every_service_a_category() -> None:
    shipped = load_shipped()
    assert [c.name for c in shipped.categories] == ["养老福利", "生活缴费", "居住与社区", "大厅服务"]
    assert sum(len(shipped.in_category(c.id)) for c in shipped.categories) == len(SERVICES)
    assert all(c.pictogram in shipped_pictograms() for c in shipped.categories)


def test_the_version_is_that_of_the_content() -> None:
    shipped = load_shipped()
    assert shipped.version.startswith("2026-")
    assert dict(shipped.files) == shipped_files()


def test_every_shipped_file_is_one_that_is_read() -> None:
    root = Path(__file__).parents[2] / "kiosk" / "catalogue"
    assert {p.relative_to(root).as_posix() for p in root.rglob("*.yaml")} == set(shipped_files())
