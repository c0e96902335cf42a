"""A real hub killed in the middle of a call; and the city's coturn, which takes the credentials the hub makes."""

import asyncio
import base64
import contextlib
import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aioice
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.coturn import SECRET, coturn
from hub import open_hub, start_hub
from hub.accounts import Role, begin_session
from hub.desk import Link, Switchboard, guides, switchboard
from hub.desk import turn as turn_credentials
from hub.desk.guides import Profile
from hub.house import HubConfig
from hub.times import stamp
from kiosk.core import calls
from kiosk.core.clock import SystemClock
from kiosk.core.ids import uuid7


class Enrolled:
    """What a terminal's link signs with."""

    id = "K07"

    def __init__(self, running: Any) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.hub = type("Clocked", (), {"clock": SystemClock()})()
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        body = {"code": running.enrol_code, "public_key": public}
        assert requests.post(f"{running.url}/v1/enrol", json=body, timeout=30).status_code == 200


def set_up_guide(data_dir: Path) -> str:
    opened = open_hub(HubConfig(data_dir))
    try:

        def work(tx: Any) -> None:
            sql = "insert into users (name, password_hash, role, created_at) values ('测试导办员', '', ?, '')"
            tx.run(sql, Role.GUIDE)
            begin_session(tx, opened, "测试导办员", Role.GUIDE, "cookie-0712")

        opened.store.write(work)
        assert guides.set_profile(opened, Profile("测试导办员", "小王", "0712"), "cli") is None
    finally:
        opened.close()
    return "cookie-0712"


def test_a_hub_killed_in_the_middle_of_a_call_finds_both_ends_again(tmp_path: Path, ends: Any) -> None:
    running = start_hub(tmp_path / "hub")
    try:
        cookie = set_up_guide(tmp_path / "hub")
        terminal, desk = ends.Terminals(running.url, Enrolled(running)), ends.Desks(running.url, cookie)
        terminal.hello()
        desk.ready()
        call = terminal.ask()
        desk.told(calls.Offer)
        desk.say(calls.Take, call)
        terminal.told(calls.Offered)
        terminal.say(calls.Accept, call)
        terminal.told(calls.Joined)
        desk.told(calls.Joined)
        terminal.say(calls.Consented, call, capability="page", granted=True)
        desk.told(calls.Consented)
        running.kill()
        for end in (terminal, desk):
            with pytest.raises(ends.Closed):
                end.told(calls.Left)
        running = start_hub(tmp_path / "hub", port=running.port)
        terminal.again()
        welcome = terminal.hello(call)
        assert (welcome.call, welcome.standing) == (call, "joined")
        desk.again()
        assert (desk.hello(call).standing, call) == ("joined", call)
        terminal.say(calls.Mirror, call, screen={"key": "question:01:phone"})
        assert desk.told(calls.Mirror).screen["key"] == "question:01:phone"
        desk.say(calls.Point, call, screen="question:01:phone", action="next")
        assert terminal.told(calls.Point).action == "next"
        desk.say(calls.Suggest, call, number=1, field="phone", value="13800001234")
        assert desk.told(calls.ErrorSaid).code == "no_consent"
        terminal.say(calls.HangUp, call)
        assert (desk.told(calls.Left).why, terminal.told(calls.Left).why) == ("resident_done", "resident_done")
        for end in (terminal, desk):
            end.close()
    finally:
        running.stop()


def test_a_guide_who_does_not_come_back_to_a_hub_started_anew_is_missed(lite: Any) -> None:
    """The hub that died could tell nobody that she had gone; the new one finds it out."""
    board = Switchboard(lite.hub)
    lite.enrol()
    lite.guide_cookie("0712", Role.GUIDE)
    columns = (
        "id,terminal_id,boot,division,hall,street,reason,wants,by_facts,priority,matter,step,trouble,devices,settings,"
        "ticket,asked_at,state,state_at,guide"
    )
    at, call = stamp(lite.clock.now()), uuid7()
    values = f"'{call}','K07','b','130302','测试大厅','','asked','voice','{{}}',2,'01','','','{{}}','{{}}','帮-001'"
    sql = f"insert into calls ({columns}) values ({values},'{at}','joined','{at}','测试导办员0712')"
    lite.hub.store.write(lambda tx: tx.run(sql))
    link = Link("terminal:K07")
    link.greeted = True
    board.links["terminal:K07"] = link

    def told() -> list[str]:
        async def look() -> list[str]:
            await board.round()
            return [link.outbox.get_nowait().kind for _ in range(link.outbox.qsize())]  # type: ignore[union-attr]

        return asyncio.run(look())

    assert told() == []
    lite.clock.advance(11)
    assert told() == ["guide_lost"]
    lite.clock.advance(31)
    assert told() == ["left"]


def test_an_act_whose_thread_comes_back_first_still_waits_for_the_one_before_it(lite: Any) -> None:
    """Otherwise a page that follows her yes could be judged by what was allowed before it."""
    board = Switchboard(lite.hub)
    told: list[str] = []

    async def both() -> None:
        first_back = asyncio.Event()
        real = switchboard.run_in_threadpool

        async def held(*arguments: Any) -> Any:
            acted = await real(*arguments)
            held_up.set()
            await first_back.wait()
            return acted

        held_up = asyncio.Event()
        switchboard.run_in_threadpool = held
        try:
            first = asyncio.create_task(board.act(lambda tx: []))
            await held_up.wait()
            switchboard.run_in_threadpool = real
            second = asyncio.create_task(board.act(lambda tx: []))
            second.add_done_callback(lambda task: told.append("second"))
            for _ in range(50):
                await asyncio.sleep(0.002)
            assert told == []
            first_back.set()
            await asyncio.gather(first, second)
        finally:
            switchboard.run_in_threadpool = real

    asyncio.run(both())
    assert told == ["second"]


# --- coturn -----------------------------------------------------------------------------------------------------


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[HubConfig]:
    """A relay of our own on this machine, with the hub's settings for it."""
    try:
        with coturn(tmp_path) as running:
            yield HubConfig(tmp_path, turn_urls=(running.url,), turn_secret=SECRET)
    except FileNotFoundError:
        pytest.skip("没有安装 coturn，跳过。")


def relayed(turn: calls.Turn, credential: str) -> list[str]:
    """Addresses on the relay that these credentials buy."""

    async def gather() -> list[str]:
        host, _, port = turn.urls[0].removeprefix("turn:").partition("?")[0].partition(":")
        connection = aioice.Connection(
            ice_controlling=True, turn_server=(host, int(port)), turn_username=turn.username, turn_password=credential
        )
        with contextlib.suppress(OSError, aioice.stun.TransactionError):
            await connection.gather_candidates()
        found = [one.type for one in connection.local_candidates if one.type == "relay"]
        await connection.close()
        return found

    result: list[str] = []
    thread = threading.Thread(target=lambda: result.extend(asyncio.run(gather())))
    thread.start()
    thread.join(60)
    return result


def test_the_citys_relay_takes_what_the_hub_made_for_this_call_and_nothing_else(relay: HubConfig) -> None:
    call = uuid7()
    turn = turn_credentials.credentials(relay, call, SystemClock().now())
    assert turn is not None
    assert turn.username.endswith(f":{call}")
    assert relayed(turn, turn.credential) == ["relay"]
    forged = base64.b64encode(hashlib.sha1(b"guessed").digest()).decode()
    assert relayed(turn, forged) == []


def test_both_ends_get_credentials_of_their_call_when_the_city_has_a_relay(lite_hall: Any) -> None:
    config = HubConfig(lite_hall.place.data_dir, turn_urls=("turn:turn.example:3478",), turn_secret="s")
    object.__setattr__(lite_hall.place.hub, "config", config)
    terminal, desk = lite_hall.terminal(), lite_hall.guide()
    call = lite_hall.joined(terminal, desk)
    hers, guides_ = terminal.told(calls.Turn), desk.told(calls.Turn)
    assert hers.urls == guides_.urls == ["turn:turn.example:3478"]
    assert hers.username.partition(":")[2] == call
