"""A city's telephone exchange: real SIP over a real WebSocket by its bytes, and telephones that answer with real media.

It shares no code with the hub: what it reads and writes is its own understanding of the RFCs.
"""

import asyncio
import contextlib
import hashlib
import re
import threading
from fractions import Fraction
from typing import Any, Self

import numpy as np
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

TELEPHONE_HZ = 700
STATUSES = {
    "busy": (486, "Busy Here"), "declined": (603, "Decline"), "wrong_number": (404, "Not Found"),
    "unreachable": (480, "Temporarily Unavailable"), "broken": (503, "Service Unavailable"),
    "moved": (302, "Moved Temporarily"),
}  # fmt: skip
NO_MEDIA = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"


class Tone(MediaStreamTrack):
    """What the telephone says."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._at, self._begun = 0, 0.0

    async def recv(self) -> AudioFrame:
        loop = asyncio.get_running_loop()
        self._begun = self._begun or loop.time()
        await asyncio.sleep(max(0.0, self._begun + self._at / 48000 - loop.time()))
        t = (np.arange(960) + self._at) / 48000
        sound = (np.sin(2 * np.pi * TELEPHONE_HZ * t) * 9000).astype(np.int16)
        frame = AudioFrame.from_ndarray(sound[None], layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, self._at, Fraction(1, 48000)
        self._at += 960
        return frame


class Telephone:
    """Somebody at home, by WebRTC as the exchange would carry it on."""

    def __init__(self) -> None:
        self.pc = RTCPeerConnection()
        self.sound: list[Any] = []
        self.heard = threading.Event()
        self._readers: list[asyncio.Task[None]] = []

    async def answer(self, offer: str) -> str:
        self.pc.on("track", lambda track: self._readers.append(asyncio.create_task(self._read(track))))
        self.pc.addTrack(Tone())
        await self.pc.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        return str(self.pc.localDescription.sdp)

    async def _read(self, track: Any) -> None:
        while True:
            frame = await track.recv()
            self.sound.append(frame.to_ndarray().reshape(-1, 2)[:, 0].astype(float))
            del self.sound[:-50]
            if len(self.sound) == 50:
                self.heard.set()

    async def close(self) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        await self.pc.close()


class Exchange:
    """Plays one part for every call: "answers", "rings" (nobody picks up), "silent" (no word) or a key of STATUSES.

    asks_who: None, "MD5" or "SHA-256": the digest it wants before it does anything.
    """

    user, secret, realm = "kiosk", "a secret of the city", "exchange.test"

    def __init__(self, plays: str = "answers", asks_who: str | None = None, media: bool = False) -> None:
        self.plays, self.asks_who, self.media = plays, asks_who, media
        self.noise: list[str | bytes] = []
        """Said before each answer: no SIP, or of nobody's call."""
        self.asked: list[tuple[str, dict[str, str], str]] = []
        """Every request that came: method, headers, whole frame."""
        self.telephone: Telephone | None = None
        self._changed = threading.Condition()
        self._sockets: set[Any] = set()
        self._calls: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Self:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self.run(self._open())
        self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/ws"
        return self

    def __exit__(self, *_: object) -> None:
        async def end() -> None:
            if self.telephone is not None:
                await self.telephone.close()
            self._server.close()
            await self._server.wait_closed()

        self.run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def heard(self, method: str, times: int = 1) -> tuple[str, dict[str, str], str]:
        """Wait for a request of this kind."""
        with self._changed:
            found = self._changed.wait_for(lambda: sum(one[0] == method for one in self.asked) >= times, 30)
        assert found, f"no {method}: {[one[0] for one in self.asked]}"
        return [one for one in self.asked if one[0] == method][times - 1]

    def pick_up(self) -> None:
        """Whoever was rung answers after all."""
        self.run(self._each(self._picked_up))

    def hang_up(self) -> None:
        """The telephone is put down."""
        self.run(self._each(self._bye))

    def say(self, frame: str | bytes) -> None:
        """Any bytes, to everybody."""

        async def send() -> None:
            for socket in self._sockets:
                await socket.send(frame)

        self.run(send())

    def cut(self) -> None:
        """The exchange goes away in mid call, without a word."""

        async def cut() -> None:
            for socket in list(self._sockets):
                socket.transport.abort()

        self.run(cut())

    # --- inside -----------------------------------------------------------------------------------------------------

    async def _open(self) -> Any:
        return await serve(self._serve, "127.0.0.1", 0, subprotocols=["sip"], compression=None)  # type: ignore[list-item]

    async def _serve(self, socket: Any) -> None:
        assert socket.subprotocol == "sip"
        self._sockets.add(socket)
        with contextlib.suppress(ConnectionClosed):
            async for frame in socket:
                await self._request(socket, frame)
        self._sockets.discard(socket)

    async def _request(self, socket: Any, frame: str) -> None:
        head, _, body = frame.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        method = first.split(" ")[0]
        if method == "SIP/2.0":
            method = f"{first.split(' ')[1]} {headers['cseq'].split(' ')[1]}"
        else:
            assert len(body.encode()) == int(headers["content-length"])
            assert headers["via"].split("branch=")[1].startswith("z9hG4bK")
            await self._do(socket, method, first.split(" ")[1], headers, body)
        with self._changed:
            self.asked.append((method, headers, frame))
            self._changed.notify_all()

    async def _do(self, socket: Any, method: str, uri: str, headers: dict[str, str], body: str) -> None:
        for noise in self.noise:
            await socket.send(noise)
        if method == "OPTIONS":
            await self._reply(socket, headers, 200, "OK")
        elif method == "INVITE":
            await self._invited(socket, uri, headers, body)
        elif method == "CANCEL":
            await self._reply(socket, headers, 200, "OK")
            invited = self._calls[headers["call-id"]]
            if "up" not in invited:
                await self._reply(socket, invited, 487, "Request Terminated")
        elif method == "BYE":
            assert "up" in self._calls[headers["call-id"]]
            await self._reply(socket, headers, 200, "OK")

    async def _invited(self, socket: Any, uri: str, headers: dict[str, str], body: str) -> None:
        self._calls[headers["call-id"]] = {**headers, "offer": body, "uri": uri}
        if self.plays == "silent":
            return
        if self.asks_who and not self._known(headers.get("authorization", ""), uri):
            asks = f'Digest realm="{self.realm}", nonce="n0nce", algorithm={self.asks_who}, qop="auth"'
            await self._reply(socket, headers, 401, "Unauthorized", (f"WWW-Authenticate: {asks}",))
            return
        await self._reply(socket, headers, 100, "Trying")
        if self.plays in STATUSES:
            contact = (f"Contact: <sip:{self.user}@premium.example>",) if self.plays == "moved" else ()
            await self._reply(socket, headers, *STATUSES[self.plays], contact)
            return
        await self._reply(socket, headers, 180, "Ringing")
        if self.plays == "answers":
            await self._picked_up(socket, headers["call-id"])

    async def _picked_up(self, socket: Any, call: str) -> None:
        invited = self._calls[call]
        invited["up"] = "yes"
        answer = NO_MEDIA
        if self.media:
            self.telephone = Telephone()
            answer = await self.telephone.answer(invited["offer"])
        more = ("Contact: <sip:home@far.invalid;transport=ws>", "Content-Type: application/sdp")
        await self._reply(socket, invited, 200, "OK", more, answer)

    async def _bye(self, socket: Any, call: str) -> None:
        invited = self._calls[call]
        lines = (
            f"BYE {re.search(r'<(.+)>', invited['contact'])[1]} SIP/2.0",  # type: ignore[index]
            "Via: SIP/2.0/WS far.invalid;branch=z9hG4bKfar", "Max-Forwards: 70", f"From: {invited['to']};tag=far",
            f"To: {invited['from']}", f"Call-ID: {call}", "CSeq: 1 BYE", "Content-Length: 0",
        )  # fmt: skip
        await socket.send("\r\n".join([*lines, "", ""]))

    async def _each(self, work: Any) -> None:
        for socket in self._sockets:
            for call in self._calls:
                await work(socket, call)

    async def _reply(
        self, socket: Any, to: dict[str, str], status: int, reason: str, more: tuple[str, ...] = (), body: str = ""
    ) -> None:
        tag = "" if status == 100 or ";tag=" in to["to"] else ";tag=far"
        lines = (
            f"SIP/2.0 {status} {reason}", f"v: {to['via']}", f"f: {to['from']}", f"To: {to['to']}{tag}",
            f"i: {to['call-id']}", f"CSeq: {to['cseq']}", *more, f"Content-Length: {len(body.encode())}",
        )  # fmt: skip
        await socket.send("\r\n".join([*lines, "", body]))

    def _known(self, said: str, uri: str) -> bool:
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', said.removeprefix("Digest ")))
        if not given:
            return False

        def hashed(text: str) -> str:
            return hashlib.new(str(self.asks_who).replace("-", ""), text.encode()).hexdigest()

        who, what = hashed(f"{self.user}:{self.realm}:{self.secret}"), hashed(f"INVITE:{uri}")
        expected = hashed(f"{who}:n0nce:{given['nc']}:{given['cnonce']}:auth:{what}")
        return given["username"] == self.user and given["uri"] == uri and given["response"] == expected


def line_to(url: str, **more: Any) -> Any:
    """The city's settings for it."""
    from hub.telephone import Line

    return Line(url, "exchange.test", Exchange.user, Exchange.secret, caller="03350000000", area="0335", **more)
