"""Two hubs on one database: calls are at one of them, the other says so, and takes over when the first is gone."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
import requests
from websockets.exceptions import ConnectionClosed

from hub.house import HubConfig, open_hub
from kiosk.core import calls

from .conftest import Desks, Hall, Terminals, listening


@pytest.fixture
def second(hall: Hall) -> Iterator[str]:
    """Another hub on the same database, beside the one that has the calls; its address."""
    place = hall.place
    with ExitStack() as stack:
        hub = open_hub(HubConfig(place.data_dir, place.database), place.clock, place.hub.shelf.current)
        stack.callback(hub.close)
        yield stack.enter_context(listening(hub))


def refused(end: Any) -> bool:
    """Whether the hub hung up because calls are elsewhere."""
    with pytest.raises(ConnectionClosed) as closed:
        end.socket.recv(60)
    return closed.value.rcvd is not None and closed.value.rcvd.code == 4010


def desk_is_at(url: str) -> int:
    return requests.get(f"{url}/healthz/desk", timeout=30).status_code


def test_the_other_hub_refuses_plainly_and_takes_over_a_call_when_the_first_is_gone(hall: Hall, second: str) -> None:
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk, "page")
    assert (desk_is_at(hall.url), desk_is_at(second)) == (200, 503)
    assert refused(Terminals(second, terminal.kiosk))
    assert refused(Desks(second, "cookie-0712"))
    terminal.say(calls.Text, call, line=1, body="还在", live=False)
    assert desk.told(calls.Text).body == "还在"
    hall.place.hub.seat.close()
    assert desk_is_at(second) == 200
    # The first tries its seat before its next round, finds it taken and sends both ends away.
    assert [refused_in_time(end) for end in (terminal, desk)] == [True, True]
    moved, seen = Terminals(second, terminal.kiosk), Desks(second, "cookie-0712")
    moved.boot = terminal.boot
    assert moved.hello(call).standing == "joined"
    assert seen.hello(call).standing == "joined"
    moved.say(calls.Text, call, line=2, body="接着说", live=False)
    assert seen.told(calls.Text).body == "接着说"
    for end in (moved, seen):
        end.close()


def refused_in_time(end: Any) -> bool:
    try:
        while True:
            end.socket.recv(60)
    except ConnectionClosed as closed:
        return closed.rcvd is not None and closed.rcvd.code == 4010


def test_a_hub_whose_line_to_the_database_died_lets_its_ends_go_before_it_goes_on(hall: Hall) -> None:
    if not hall.place.database:
        pytest.skip("只有 PostgreSQL 会断。")
    terminal = hall.terminal()
    with psycopg.connect(hall.place.database, autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = %s", (0x6B696F74,)
        )
    assert refused_in_time(terminal)
    terminal.again()
    assert terminal.hello().standing == "none"
