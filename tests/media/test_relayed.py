"""A hall and a guide with no way to each other but the city's relay: the terminal's peer through the real coturn."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

aiortc = pytest.importorskip("aiortc", reason="没有装 aiortc（可选的 call 部分），跳过。")

from aiortc import RTCIceServer  # noqa: E402

from benchmarks.coturn import SECRET, Relay, coturn  # noqa: E402
from benchmarks.guide_peer import PATIENCE_S, GuidePeer  # noqa: E402
from hub.desk import turn  # noqa: E402
from hub.house import HubConfig  # noqa: E402
from kiosk.assist import MediaSaid, Tracks  # noqa: E402
from kiosk.core import calls  # noqa: E402
from kiosk.core.clock import SystemClock  # noqa: E402
from kiosk.media.peer import PeerMedia  # noqa: E402
from kiosk.media.sources import Pattern, Tone  # noqa: E402

CALL = "01900000-0000-7000-8000-000000000001"


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[tuple[calls.Turn, Relay]]:
    """What the hub makes for this call, and the relay itself."""
    try:
        with coturn(tmp_path) as running:
            config = HubConfig(tmp_path, turn_urls=(running.url,), turn_secret=SECRET)
            made = turn.credentials(config, CALL, SystemClock().now())
            assert made is not None
            yield made, running
    except FileNotFoundError:
        pytest.skip("没有安装 coturn，跳过。")


def only_relayed(sdp: str) -> str:
    """Without every address that is not the relay's; raises when there is none."""
    kept = [line for line in sdp.splitlines() if not line.startswith("a=candidate") or " typ relay" in line]
    assert any(line.startswith("a=candidate") for line in kept), "no relay was given"
    return "\r\n".join(kept) + "\r\n"


def test_voice_and_picture_go_by_the_relay_where_there_is_no_other_way(relay: tuple[calls.Turn, Relay]) -> None:
    made, running = relay
    guide = GuidePeer()
    guide.servers = [RTCIceServer(urls=list(made.urls), username=made.username, credential=made.credential)]
    came = {"sound": threading.Event(), "picture": threading.Event()}
    media = PeerMedia(
        Tone, Pattern,
        lambda samples: came["sound"].set() if samples is not None else None,
        lambda picture: came["picture"].set() if picture is not None else None,
    )  # fmt: skip

    def happen(event: Any) -> None:
        if isinstance(event, MediaSaid) and event.offer:
            answer = only_relayed(guide.answer(only_relayed(event.offer)))
            media.heard(calls.Sdp(call=CALL, seq=2, type="answer", sdp=answer))

    media.on_event = happen
    try:
        media.heard(made)
        media.open(Tracks(live=True, voice=True, camera=True))
        guide.wait(lambda: len(guide.sound) > 25 and len(guide.pictures) > 5, "voice and picture at the guide")
        assert came["sound"].wait(PATIENCE_S)
        assert came["picture"].wait(PATIENCE_S)
    finally:
        media.close()
        guide.close()
    assert running.wait(lambda said: carried(said) == 2, PATIENCE_S), running.said[-2000:]


def carried(said: str) -> int:
    """How many of the relay's sessions carried something both ways; it writes that down a while after they end."""
    return len(re.findall(r"peer usage: .*rb=[1-9]\d{3,}.*sb=[1-9]\d{3,}", said))
