"""A guide's peer in a process (and network namespace) of its own: an offer in by a line, an answer out, then counts."""

import asyncio
import json
import sys
from typing import Any

from aiortc import RTCPeerConnection, RTCSessionDescription


async def main() -> None:
    """Lives until its standard input ends."""
    counts = {"audio": 0, "video": 0}
    readers: list[asyncio.Task[None]] = []
    pc = RTCPeerConnection()

    async def read(track: Any) -> None:
        while True:
            await track.recv()
            counts[track.kind] += 1

    pc.on("track", lambda track: readers.append(asyncio.ensure_future(read(track))))
    loop = asyncio.get_running_loop()
    offer = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    await pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await pc.setLocalDescription(await pc.createAnswer())
    print(json.dumps(pc.localDescription.sdp), flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(counts), flush=True)
    for reader in readers:
        reader.cancel()
    await pc.close()


asyncio.run(main())
