"""A guide's end of a call by aiortc, on a loop of its own, for tests and benches: no browser needed."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from kiosk.media.gate import Gate
from kiosk.media.sources import Pattern, Tone

PATIENCE_S = 30.0


class GuidePeer:
    """Answers an offer, sends sound and picture of its own, keeps what it hears and sees."""

    def __init__(self, sources: Callable[[], tuple[MediaStreamTrack, ...]] = lambda: (Tone(1000), Pattern())) -> None:
        """sources: what it sends, made on its own loop."""
        self._sources = sources
        self.servers: list[RTCIceServer] = []
        """Where it may be relayed."""
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.pc: Any = None
        self.tasks: set[Any] = set()
        self.sound: list[Any] = []
        self.pictures: list[Any] = []
        self.news = threading.Condition()

    def answer(self, offer: str) -> str:
        async def make() -> str:
            if self.pc is not None:
                await self.pc.close()
            self.pc = RTCPeerConnection(RTCConfiguration(iceServers=self.servers))
            self.pc.on("track", self._begin)
            for source in self._sources():
                gate = Gate(source.kind)
                gate.put(source)
                self.pc.addTrack(gate)
            await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            await self.pc.setLocalDescription(await self.pc.createAnswer())
            return str(self.pc.localDescription.sdp)

        return str(asyncio.run_coroutine_threadsafe(make(), self.loop).result(PATIENCE_S))

    def _begin(self, track: Any) -> None:
        task = self.loop.create_task(self._read(track))
        self.tasks.add(task)
        # Kept, its last frame would be kept with it.
        task.add_done_callback(self.tasks.discard)

    async def _read(self, track: Any) -> None:
        with suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                with self.news:
                    if track.kind == "audio":
                        self.sound.append(frame.to_ndarray().reshape(-1, 2)[:, 0])
                    else:
                        self.pictures.append(frame.to_ndarray(format="rgb24"))
                    self.news.notify_all()

    def wait(self, such: Callable[[], bool], what: str) -> None:
        with self.news:
            assert self.news.wait_for(such, PATIENCE_S), what

    def close(self) -> None:
        async def end() -> None:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            if self.pc is not None:
                await self.pc.close()

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(PATIENCE_S)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()
