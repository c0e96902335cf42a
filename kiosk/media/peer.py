"""`Media` by aiortc: VP8 and Opus, on a thread and event loop of its own. An optional part (extra `call`).

The echo is taken out before (kiosk.media.echo). It has no bandwidth estimate worth the name; the ladder (kiosk.assist)
lowers what is sent.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

import numpy as np
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.sdp import candidate_from_sdp
from av.video.reformatter import VideoReformatter

from kiosk.assist import DeviceBack, DeviceGone, Measured, MediaSaid, Tracks
from kiosk.core.calls import Candidate, MediaDevice, Sdp, Turn
from kiosk.core.lanes import ThreadLane
from kiosk.media.device import Device, Open
from kiosk.media.gate import Gate
from kiosk.media.meter import Meter
from kiosk.media.tuning import tune

MEASURE_S = 1.0
CLOSES_S = 2.0
"""A device that has not closed by then hangs in its driver; whoever ends the media does not wait for it."""
DEVICES: dict[str, MediaDevice] = {"audio": "microphone", "video": "camera"}


class PeerMedia:
    """One terminal's peer. Thread-safe: everything happens on its own loop, in the order it was asked for."""

    def __init__(
        self,
        microphone: Open | None,
        camera: Open | None,
        on_sound: Callable[[np.ndarray | None], None] = lambda samples: None,
        on_picture: Callable[[np.ndarray | None], None] = lambda picture: None,
        sound: ThreadLane | None = None,
    ) -> None:
        """microphone, camera: open the device, on a thread of its own; None where there is none.

        on_sound: the guide's voice, int16 at 48 kHz, mono, 20 ms at a time; on_picture: the guide's picture, uint8
        height x width x RGB; each None when there is none any more. Both on the media's thread. sound: the microphone's
        thread, when others ask the sound system on it too; closed with the media.
        """
        tune()
        self.on_sound, self.on_picture = on_sound, on_picture
        self.on_event: Callable[[MediaSaid | DeviceGone | DeviceBack | Measured], None] = lambda event: None
        self._servers: list[RTCIceServer] = []
        self._pc: RTCPeerConnection | None = None
        self._gates: dict[str, Gate] = {}
        self._lanes = {"audio": sound or ThreadLane("microphone"), "video": ThreadLane("camera")}
        opens = {"audio": microphone, "video": camera}
        self._devices = {
            kind: Device(DEVICES[kind], opens[kind], lane, lambda event: self.on_event(event))
            for kind, lane in self._lanes.items()
        }
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: asyncio.Task[None] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="media", daemon=True)
        self._thread.start()

    def open(self, tracks: Tracks) -> None:
        self._do(self._opened(tracks))

    def heard(self, message: Sdp | Candidate | Turn) -> None:
        self._do(self._told(message))

    def close(self) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(self._ended(), self._loop)
        done.result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        for lane in self._lanes.values():
            lane.close(CLOSES_S)

    @property
    def devices(self) -> frozenset[str]:
        """Which devices are open now: "audio", "video"."""
        return frozenset(kind for kind, gate in self._gates.items() if gate.source is not None)

    # --- on the loop -----------------------------------------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        def begin() -> None:
            self._last = self._keep(self._after(self._last, work))

        self._loop.call_soon_threadsafe(begin)

    @staticmethod
    async def _after(before: "asyncio.Task[None] | None", work: Coroutine[Any, Any, None]) -> None:
        if before is not None:
            await asyncio.wait({before})
        await work

    def _keep(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _opened(self, tracks: Tracks) -> None:
        if not tracks.live:
            await self._hung_up()
            for device in self._devices.values():
                device.forget()
            return
        known = self._pc is not None and self._pc.connectionState not in ("failed", "closed")
        if tracks.fresh or not known:
            await self._hung_up()
            self._connect()
        self._put("audio", tracks.voice)
        self._put("video", tracks.camera)
        self._gates["video"].small, self._gates["video"].still = tracks.small, tracks.stills
        if tracks.fresh or not known:
            await self._offer()

    def _connect(self) -> None:
        pc = RTCPeerConnection(RTCConfiguration(iceServers=self._servers))
        self._gates = {kind: self._gate(kind) for kind in ("audio", "video")}
        for gate in self._gates.values():
            pc.addTransceiver(gate, direction="sendrecv")
        pc.on("track", lambda track: self._keep(self._read(track)))
        pc.on("connectionstatechange", lambda: self._state(pc))
        self._pc = pc
        self._keep(self._measure(pc))

    def _gate(self, kind: str) -> Gate:
        device = self._devices[kind]
        gate = Gate(kind, lambda: device.lost(gate), device.close)
        return gate

    def _put(self, kind: str, wanted: bool) -> None:
        if wanted:
            self._devices[kind].want(self._gates[kind])
        else:
            self._devices[kind].leave()

    async def _offer(self) -> None:
        assert self._pc is not None
        await self._pc.setLocalDescription(await self._pc.createOffer())
        self.on_event(MediaSaid(offer=self._pc.localDescription.sdp))

    async def _told(self, message: Sdp | Candidate | Turn) -> None:
        match message:
            case Turn(urls=urls, username=username, credential=credential):
                self._servers = [RTCIceServer(urls=list(urls), username=username, credential=credential)]
            case Sdp(type="answer", sdp=sdp) if self._pc is not None and self._pc.signalingState == "have-local-offer":
                await self._pc.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
            case Candidate(candidate=text) if text and self._pc is not None and self._pc.remoteDescription is not None:
                candidate = candidate_from_sdp(text.removeprefix("candidate:"))
                candidate.sdpMid = message.sdp_mid or None
                candidate.sdpMLineIndex = message.sdp_mline_index
                await self._pc.addIceCandidate(candidate)
            case _:
                pass

    def _state(self, pc: RTCPeerConnection) -> None:
        if pc is self._pc:
            self.on_event(MediaSaid(connected=pc.connectionState == "connected"))

    async def _read(self, track: MediaStreamTrack) -> None:
        # One for all frames: a frame's own would start threads for each.
        forms = VideoReformatter()
        try:
            while True:
                frame: Any = await track.recv()
                if track.kind == "audio":
                    self.on_sound(frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0])
                else:
                    self.on_picture(forms.reformat(frame, format="rgb24", threads=1).to_ndarray())
        except MediaStreamError:
            if track.kind == "video":
                self.on_picture(None)

    async def _measure(self, pc: RTCPeerConnection) -> None:
        """Once a second: how the line is."""
        meter = Meter()
        while pc.connectionState != "closed":
            await asyncio.sleep(MEASURE_S)
            if pc is not self._pc or pc.connectionState != "connected":
                continue
            sample = meter.sample((await pc.getStats()).values(), self.devices, self._loop.time())
            if sample is not None:
                self.on_event(Measured(sample))

    async def _hung_up(self) -> None:
        pc, self._pc = self._pc, None
        for device in self._devices.values():
            device.leave()
        gates, self._gates = self._gates, {}
        for gate in gates.values():
            gate.stop()
        if pc is not None:
            await pc.close()
            self.on_sound(None)
            self.on_picture(None)

    async def _ended(self) -> None:
        if self._last is not None:
            # What was asked for before is done first: a connection cut off while closing would never be closed.
            await asyncio.wait({self._last})
        await self._hung_up()
        others = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
