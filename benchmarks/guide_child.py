"""A guide's peer in a process (and network namespace) of its own, with a tone and a picture: an offer in by a line, an
answer out; then, for each further line (a rung, or "?"), what has come so far.
"""

import asyncio
import json
import sys
from typing import Any

from aiortc import RTCPeerConnection, RTCSessionDescription

from benchmarks.busy import Busy
from kiosk.core.calls import RUNGS
from kiosk.media.gate import Gate
from kiosk.media.sources import Tone
from kiosk.media.tuning import tune


async def main() -> None:
    """Lives until its standard input ends."""
    counts = {"audio": 0, "video": 0}
    readers: list[asyncio.Task[None]] = []
    if "stock" not in sys.argv:
        tune()
    pc = RTCPeerConnection()

    async def read(track: Any) -> None:
        while True:
            await track.recv()
            counts[track.kind] += 1

    gates: dict[str, Gate] = {}

    def lower(rung: str) -> None:
        """As a desk does when it is told what the line carries."""
        carried = RUNGS.index(rung)
        for kind, lowest, source in (("audio", "voice_stills", lambda: Tone(1000)), ("video", "low_video", Busy)):
            gate, wanted = gates[kind], carried <= RUNGS.index(lowest)
            gate.small = rung != "video"
            if wanted != (gate.source is not None):
                gate.put(source() if wanted else None)

    pc.on("track", lambda track: readers.append(asyncio.ensure_future(read(track))))
    for kind in ("audio", "video"):
        gates[kind] = Gate(kind)
        pc.addTrack(gates[kind])
    lower("video")
    loop = asyncio.get_running_loop()
    offer = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    await pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await pc.setLocalDescription(await pc.createAnswer())
    print(json.dumps(pc.localDescription.sdp), flush=True)
    while rung := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if rung in RUNGS:
            lower(rung)
        print(json.dumps({**counts, "state": pc.connectionState}), flush=True)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    await pc.close()


asyncio.run(main())
