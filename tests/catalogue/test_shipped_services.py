"""The 38 matters we ship: complete, honest, and in plain words."""

from collections import Counter
from pathlib import Path

import pytest

from kiosk.catalogue import WINDOW_DECIDES, Flow, Service, figures_for, load_shipped, shipped_files, shipped_pictograms
from kiosk.catalogue.plain_language import complaints, residents_texts
from kiosk.core.clock import ManualClock

IDS = [f"{n:02}" for n in range(1, 39)]
HERE = {
    "application": ["01", "02", "06", "07", "08", "17", "37"],
    "attestation": ["03"],
    "payment": ["27", "28", "29", "30", "31"],
    "report": ["32"],
    "ticket": ["33"],
    "progress": ["34"],
    "notices": ["35"],
    "help": ["38"],
}
"""What can be done from beginning to end, by flow; everything else is told and led to its window."""
NATIONAL = {
    "居住证暂行条例（国务院令第663号）",
    "残疾人两项补贴全国办理规定（南安市2022年公开指南）",
    "残疾人证管理办法第九条（全国）",
    "法律援助法第四十二条（全国）",
    "民发〔2020〕20号（全国）",
}
"""The only sources that count as confirmed: rules for the whole country, named in docs/sources.md."""
AT_ONCE_FLOWS = {Flow.TICKET, Flow.PROGRESS, Flow.NOTICES, Flow.HELP}
MEANS_MANY = "卡丢了 交钱 那个本儿 认证 证明 报销 我岁数大了国家给不给钱 办证 开个证明 缴费 补贴"
"""What is said for several matters and has to be asked back."""
SERVICES = list(load_shipped().services.values())
every_service = pytest.mark.parametrize("service", SERVICES, ids=IDS)


def test_all_38_matters_are_there_and_what_cannot_be_done_here_says_so() -> None:
    assert [s.id for s in SERVICES] == IDS
    done_here = {sid for ids in HERE.values() for sid in ids}
    flows = {sid: flow for flow, ids in HERE.items() for sid in ids}
    assert {s.id: str(s.flow) for s in SERVICES} == flows | {n: "guide_only" for n in IDS if n not in done_here}


def test_the_readme_counts_what_can_be_done_here_and_what_is_led_elsewhere() -> None:
    told = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").replace("\n", "")
    assert len(IDS) == 38
    assert "三十八件事，目录里都有" in told
    assert sum(len(ids) for ids in HERE.values()) == 18
    assert "十八件能从头办到尾" in told
    assert len([s for s in SERVICES if s.flow is Flow.GUIDE_ONLY]) == 20
    assert "另外二十件" in told


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
def test_nothing_is_shown_as_confirmed_but_rules_of_the_whole_country(service: Service) -> None:
    written_down = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    for figure in figures_for(service, "130302", ManualClock().now().date()):
        assert figure.shown() == WINDOW_DECIDES or figure.source.text in NATIONAL
    sources = [f.source for f in service.figures] + [r.source for r in service.rules if r.source]
    sources += [m.source for m in service.materials if m.source]
    for source in sources:
        assert not source.confirmed or source.text in NATIONAL
        assert not source.confirmed or source.text in written_down
    if service.time_limit is not None:
        assert service.time_limit.shown() == WINDOW_DECIDES or service.time_limit.source.text in NATIONAL
    else:
        assert service.flow in AT_ONCE_FLOWS, "no time limit is told as 马上就好"
    for rule in service.rules:
        assert rule.source is None or not (rule.blocks and not rule.source.confirmed)


@every_service
def test_what_is_not_done_here_asks_nothing_and_tells_everything(service: Service) -> None:
    if service.flow is not Flow.GUIDE_ONLY:
        return
    assert not service.fields
    assert not service.consent
    assert service.materials
    assert service.rules
    assert any(word in "".join(service.guide) for word in ("告诉您", "窗口", "派出所", "医院"))
    assert any(word in service.offline_channel for word in ("窗口", "派出所", "服务台", "服务站", "中心"))
    told = [*service.guide, service.fee, *(f.shown() for f in service.figures), *(r.text for r in service.rules)]
    assert WINDOW_DECIDES in "".join(told)


@every_service
def test_people_say_it_in_at_least_twenty_ways_their_short_name_among_them(service: Service) -> None:
    assert len(set(service.aliases)) >= 20
    assert service.plain_name in service.aliases


def test_what_means_several_matters_is_claimed_by_none() -> None:
    claimed = {alias: s.id for s in SERVICES for alias in s.aliases}
    assert {word: claimed[word] for word in MEANS_MANY.split() if word in claimed} == {}


def test_the_smell_of_gas_is_never_a_word_for_paying() -> None:
    gas = next(s for s in SERVICES if s.id == "29")
    assert not [a for a in gas.aliases if "味" in a or "漏" in a]
    assert gas.fields[0].id == "smell"
    assert [r.blocks for r in gas.rules] == [True]
    assert "119" in gas.rules[0].otherwise


def test_the_twenty_papers_no_community_gives_are_each_told_where_to_get() -> None:
    papers = load_shipped().services["21"].referrals
    assert len({r.id for r in papers}) == len({r.name for r in papers}) == 20
    elsewhere = [
        "派出所",
        "公证处",
        "法院",
        "民政",
        "医院",
        "卫健",
        "残联",
        "单位",
        "窗口",
        "银行",
        "身份证",
        "养老认证",
        "证",
    ]
    for referral in papers:
        assert any(word in "".join(referral.go_to) for word in elsewhere)
        assert "社区窗口" not in "".join(referral.go_to)


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
    for name in ("01", "02", "07", "08", "17"):
        fields = {f.id: f for f in load_shipped().services[name].fields}
        assert fields["phone"].none_answer == "没有手机"
        when = fields["contact_name"].when
        assert when is not None
        assert (when.field, when.is_) == ("phone", ["none"])


def test_someone_may_act_for_another_wherever_a_person_is_named() -> None:
    for service in SERVICES:
        if service.min_level >= 4:
            assert {"agent_relation", "agent_phone", "agent_proof"} <= {f.id for f in service.agent_fields}


@pytest.mark.parametrize("sid", HERE["payment"])
def test_every_sandbox_bill_says_that_it_is_one(sid: str) -> None:
    shipped = load_shipped()
    biller = shipped.biller_of(shipped.services[sid])
    assert biller is not None
    assert biller.simulated
    assert "模拟" in biller.name
    assert "模拟" in "".join(shipped.services[sid].guide)
    assert biller.shape.fullmatch(biller.example)


def test_every_category_holds_a_service_and_every_service_a_category() -> None:
    shipped = load_shipped()
    assert len({c.id for c in shipped.categories}) == len(shipped.categories) == 8
    held = Counter({c.id: len(shipped.in_category(c.id)) for c in shipped.categories})
    assert held.total() == len(SERVICES)
    assert min(held.values()) >= 3
    assert max(held.values()) <= 8, "two pages of tiles at most"
    assert all(c.pictogram in shipped_pictograms() for c in shipped.categories)


def test_the_version_is_that_of_the_content() -> None:
    shipped = load_shipped()
    assert shipped.version.startswith("2026-")
    assert dict(shipped.files) == shipped_files()


def test_every_shipped_file_is_one_that_is_read() -> None:
    root = Path(__file__).parents[2] / "kiosk" / "catalogue"
    assert {p.relative_to(root).as_posix() for p in root.rglob("*.yaml")} == set(shipped_files())
