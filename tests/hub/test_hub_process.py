"""The real hub in its own process: killed in the middle, started again, used from the command line, by a stick."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub import RunningHub, open_hub, start_hub
from hub.accounts import Role, add_user
from hub.cli import hub as command
from hub.demo import demo_names
from hub.embed import DemoLogin
from hub.errors import HubNotStarted
from hub.house import HubConfig
from kiosk.catalogue import issue, load_shipped
from kiosk.core.clock import BEIJING, SystemClock
from kiosk.core.ids import TerminalId, uuid7
from kiosk.core.sealing import SEALED_TYPE, pack, seal
from kiosk.core.terminal_auth import sign_request
from kiosk.core.wire import EnrolReply, Submission, SubmissionAck

ANSWERS = {
    "kind": "first",
    "low_income": "no",
    "elsewhere": "no",
    "phone": "13800001234",
    "home": "虚构市测试路1号",
    "pay_to": "social_card",
}


class Terminal:
    """Speaks to a hub over a real socket."""

    def __init__(self, running: RunningHub) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.session = requests.Session()
        self.session.trust_env = False
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        body = {"code": running.enrol_code, "public_key": public}
        answered = self.session.post(f"{running.url}/v1/enrol", json=body, timeout=30)
        self.me = EnrolReply.model_validate_json(answered.content)
        self.count = 0

    def sealed(self) -> tuple[Submission, bytes]:
        self.count += 1
        now = datetime.now(BEIJING)
        service = load_shipped().services["01"]
        person = {"name": "虚构老人", "id_number": "11010119400307001X", "how": "chip"}
        submission = Submission.model_validate(
            {
                "submission_id": uuid7(),
                "case_number": issue("130302", now.date(), TerminalId("K07"), self.count),
                "service_id": "01",
                "service_version": service.version,
                "terminal_id": "K07",
                "division": "130302",
                "created_at": now,
                "holder": person,
                "operator": person,
                "fields": {k: [{"value": v, "source": "typed", "at": now}] for k, v in ANSWERS.items()},
                "consents": [{"text_version": service.consent_version, "at": now, "how": "touch"}],
                "witness": {"staff_id": "0001", "name": "测试见证人", "at": now},
            }
        )
        public = base64.b64decode(self.me.seal_public_key)
        packed = pack(submission, {})
        return submission, seal(public, self.me.seal_key_id, "submission", submission.submission_id, packed)

    def put(self, url: str, submission: Submission, body: bytes) -> requests.Response:
        path = f"/v1/submissions/{submission.submission_id}"
        digest = hashlib.sha256(body)
        headers = {
            "Authorization": sign_request(self.key, "K07", "PUT", path, digest.hexdigest(), SystemClock().now()),
            "Content-Type": SEALED_TYPE,
            "Content-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:",
        }
        return self.session.put(url + path, data=body, headers=headers, timeout=30)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[..., RunningHub]]:
    started: list[RunningHub] = []

    def start(**more: Any) -> RunningHub:
        started.append(start_hub(tmp_path / "hub", **more))
        return started[-1]

    yield start
    for hub in started:
        hub.stop()


def test_a_hub_killed_in_the_middle_of_intake_loses_and_doubles_nothing(
    running: Callable[..., RunningHub], tmp_path: Path
) -> None:
    hub = running()
    terminal, random = Terminal(hub), Random(7)
    waiting = [terminal.sealed() for _ in range(60)]
    acknowledged: dict[str, SubmissionAck] = {}
    kills = 0
    while len(acknowledged) < len(waiting):
        killer = threading.Timer(random.uniform(0.005, 0.12), hub.kill) if kills < 4 else None
        if killer is not None:
            killer.start()
        for submission, body in waiting:
            if submission.submission_id in acknowledged:
                continue
            try:
                answered = terminal.put(hub.url, submission, body)
            except requests.exceptions.RequestException:
                break
            assert answered.status_code in (200, 201), answered.text
            acknowledged[submission.submission_id] = SubmissionAck.model_validate_json(answered.content)
        if killer is not None:
            killer.join()
            kills += 1
            hub = running(port=hub.port)
    assert kills == 4
    for submission, body in waiting:
        again = SubmissionAck.model_validate_json(terminal.put(hub.url, submission, body).content)
        assert again == acknowledged[submission.submission_id]
    hub.stop()
    opened = open_hub(HubConfig(tmp_path / "hub"))
    try:
        numbers = [row[0] for row in opened.store.read(lambda tx: tx.rows("select number from cases"))]
        assert sorted(numbers) == sorted(submission.case_number for submission, _ in waiting)
        assert opened.store.write(lambda tx: tx.rows("pragma integrity_check")) == [("ok",)]
    finally:
        opened.close()
    verified = CliRunner().invoke(command, ["audit", "verify", "--data", str(tmp_path / "hub")])
    assert (verified.exit_code, "完整" in verified.output) == (0, True)


def desk_page(hub: RunningHub, login: DemoLogin, code: str) -> str:
    """The desk as somebody sees it who logs in as the console told."""
    browser = requests.Session()
    browser.post(f"{hub.url}/login", data={"name": login.name, "password": login.password}, timeout=30)
    browser.post(f"{hub.url}/login/code", data={"code": code}, timeout=30)
    return browser.get(f"{hub.url}/desk", timeout=30).text


def test_the_demonstration_has_labelled_notices_and_people_who_can_log_in(
    running: Callable[..., RunningHub], tmp_path: Path
) -> None:
    hub = running(demo=True)
    notices = json.loads(requests.get(f"{hub.url}/v1/notices", timeout=30).json()["files"]["notices.json"])
    assert len(notices) == 3
    assert all(notice["title"].startswith("【示例】") for notice in notices)
    clerk, guide, boss = hub.logins
    form = {"name": clerk.name, "password": clerk.password}
    answered = requests.post(f"{hub.url}/login", data=form, timeout=30, allow_redirects=False)
    assert answered.status_code == 303
    assert all("演示" in login.name for login in hub.logins)
    assert "等电话" in desk_page(hub, guide, guide.code)
    told = CliRunner().invoke(command, ["demo-code", "--data", str(tmp_path / "hub")]).output
    later = dict(line.split() for line in told.splitlines())
    assert sorted(later) == sorted([guide.name, boss.name])
    assert "等电话" in desk_page(hub, guide, later[guide.name])
    hub.stop()
    again = running(demo=True, port=hub.port)
    assert again.logins[1].password != guide.password
    notices = json.loads(requests.get(f"{again.url}/v1/notices", timeout=30).json()["files"]["notices.json"])
    assert len(notices) == 3


def test_a_case_is_shown_as_json_beside_the_running_hub(running: Callable[..., RunningHub], tmp_path: Path) -> None:
    hub = running()
    terminal = Terminal(hub)
    submission, body = terminal.sealed()
    assert terminal.put(hub.url, submission, body).status_code == 201
    found = hub.case(submission.case_number)
    assert found is not None
    assert (found["status"], found["holder_masked"]) == ("待受理", "虚**人")
    arguments = ["case", "show", submission.case_number, "--data", str(tmp_path / "hub")]
    shown = CliRunner().invoke(command, [*arguments, "--json"])
    assert json.loads(shown.output) == found
    assert "待受理" in CliRunner().invoke(command, arguments).output
    missing = CliRunner().invoke(command, ["case", "show", "x", "--data", str(tmp_path / "hub")])
    assert missing.exit_code == 3


def test_a_hub_ends_when_its_parent_lets_go(running: Callable[..., RunningHub]) -> None:
    hub = running()
    assert hub.process.stdin is not None
    hub.process.stdin.close()
    assert hub.process.wait(30) == 0


def test_a_port_that_is_taken_is_told_and_not_waited_for(running: Callable[..., RunningHub], tmp_path: Path) -> None:
    hub = running()
    with pytest.raises(HubNotStarted):
        start_hub(tmp_path / "other", port=hub.port)


def test_a_demonstration_does_not_start_on_a_data_directory_with_real_people(tmp_path: Path) -> None:
    opened = open_hub(HubConfig(tmp_path / "hub"))
    assert add_user(opened, "测试办事员", "correct horse 12", Role.OPERATOR, "cli") is None
    opened.close()
    with pytest.raises(HubNotStarted):
        start_hub(tmp_path / "hub", demo=True)
    opened = open_hub(HubConfig(tmp_path / "hub"))
    assert demo_names(opened) == []
    opened.close()


def test_a_stick_is_taken_in_once_and_a_forged_one_not(running: Callable[..., RunningHub], tmp_path: Path) -> None:
    from zipfile import ZipFile

    from kiosk.core.export_format import ExportItem, ExportManifest, manifest_text

    hub = running()
    terminal = Terminal(hub)
    hub.stop()
    items, bodies = [], {}
    for _ in range(3):
        submission, body = terminal.sealed()
        item_id = submission.submission_id
        bodies[item_id] = body
        digest = hashlib.sha256(body).hexdigest()
        items.append(
            ExportItem(id=item_id, kind="submission", sha256=digest, size=len(body), created_at=submission.created_at)
        )
    manifest = ExportManifest(terminal_id="K07", exported_at=datetime.now(BEIJING), items=items)
    signature = base64.b64encode(terminal.key.sign(manifest_text(manifest))).decode()

    def stick(name: str, signed: str, damaged: bool = False) -> str:
        path = tmp_path / name
        with ZipFile(path, "w") as archive:
            archive.writestr("manifest.json", manifest.model_copy(update={"signature": signed}).model_dump_json())
            for n, (item_id, body) in enumerate(bodies.items()):
                archive.writestr(f"items/{item_id}", body[:-1] + b"?" if damaged and n == 0 else body)
        return str(path)

    def take(path: str) -> Any:
        return CliRunner().invoke(command, ["import", path, "--data", str(tmp_path / "hub"), "--json"])

    assert take(str(tmp_path / "nowhere.zip")).exit_code == 4
    assert take(stick("forged.zip", base64.b64encode(bytes(64)).decode())).exit_code == 3
    damaged = take(stick("damaged.zip", signature, damaged=True))
    assert (damaged.exit_code, json.loads(damaged.output)["taken"]) == (1, 2)
    whole = take(stick("whole.zip", signature))
    assert (whole.exit_code, json.loads(whole.output)) == (0, {"taken": 1, "known": 2, "refused": []})


def test_the_command_line_adds_people_codes_and_names_a_broken_record(tmp_path: Path) -> None:
    data, runner = ["--data", str(tmp_path / "hub")], CliRunner()
    add = ["user", "add", "测试管理员", "--role", "admin", "--password-stdin", *data]
    assert runner.invoke(command, add, input="long enough 1\n").exit_code == 0
    assert runner.invoke(command, add, input="long enough 1\n").exit_code == 3
    code = ["enrol-code", "--terminal", "K07", "--division", "130302", "--hall", "测试大厅", "--json", *data]
    assert len(json.loads(runner.invoke(command, code).output)["code"]) == 19
    assert runner.invoke(command, [*code[:2], "bad", *code[3:]]).exit_code == 3
    opened = open_hub(HubConfig(tmp_path / "hub"))

    def tamper(tx: Any) -> None:
        tx.run("drop trigger audit_no_update")
        tx.run("update audit set object = 'user:other' where seq = 1")

    opened.store.write(tamper)
    opened.close()
    verified = runner.invoke(command, ["audit", "verify", "--json", *data])
    assert verified.exit_code == 1
    assert json.loads(verified.output) == {"outcome": "broken", "record": 1, "say": "内容被改过。"}


def test_production_names_every_reason_not_to_start(tmp_path: Path) -> None:
    from hub.accounts import Role, add_user
    from hub.production import reasons_against

    opened = open_hub(HubConfig(tmp_path / "hub"))
    try:
        assert add_user(opened, "演示", "long enough 1", Role.OPERATOR, "hub", demo=True) is None
        assert len(reasons_against(opened, tls=False)) == 4
    finally:
        opened.close()
    refused = CliRunner().invoke(command, ["run", "--production", "--data", str(tmp_path / "hub")])
    assert refused.exit_code == 2
    assert "--tls-cert" in refused.output
    half = CliRunner().invoke(command, ["run", "--turn-url", "turn:t.example", "--data", str(tmp_path / "hub")])
    assert (half.exit_code, "--turn-secret-file" in half.output) == (2, True)
    nowhere = CliRunner().invoke(command, ["run", "--tls-cert", "/nowhere/c.pem", "--data", str(tmp_path / "hub")])
    assert nowhere.exit_code == 4


def test_a_production_hub_does_not_answer_for_the_sandbox_biller(tmp_path: Path) -> None:
    from hub import Refused
    from hub.billing import bill
    from kiosk.core.wire import BillQuery

    opened = open_hub(HubConfig(tmp_path / "hub", simulated_billers=False))
    try:
        outcome = bill(opened, "electric", BillQuery(account="1303000001"))
        assert isinstance(outcome, Refused)
        assert outcome.problem.problem == "biller_off"
    finally:
        opened.close()
