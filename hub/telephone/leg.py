"""One telephone on one WebSocket to the exchange: opened for it and closed after it."""

import asyncio
import logging
import secrets
import ssl
from collections.abc import Awaitable, Callable

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from hub.telephone.line import Line
from hub.telephone.sip.dialogue import Dialogue, Out, Said, Send
from hub.telephone.sip.messages import MESSAGE_BYTES, Request, Response, header, read, write
from kiosk.core.clock import Clock

log = logging.getLogger("hub")
OPEN_S = 8.0
LOOK_S = 0.5
"""How often time is looked at while nothing is heard."""


class Leg:
    """A telephone that is rung. `run` ends when it is over; `told` hears what became of it, in order."""

    def __init__(
        self, line: Line, clock: Clock, number: str, offer: str, told: Callable[[Said], Awaitable[None]]
    ) -> None:
        self._line = line
        self._clock = clock
        self._told = told
        self._dialogue = Dialogue(line, number, offer, lambda: secrets.token_hex(12))
        self._hung_up = asyncio.Event()

    def hang_up(self) -> None:
        """This side wants no more of it."""
        self._hung_up.set()

    async def run(self) -> None:
        """Ring, speak, end. Never raises for what the exchange does."""
        try:
            async with _open(self._line) as socket:
                await self._speak(socket)
        except (OSError, WebSocketException, TimeoutError, ValueError) as error:
            # ValueError: the certificates file; the address was checked when it was read.
            log.warning("the telephone exchange is not to be had: %s", type(error).__name__)
        if self._hung_up.is_set():
            await self._do(None, self._dialogue.hang_up(self._clock.monotonic()))
        await self._do(None, self._dialogue.lost())

    async def _speak(self, socket: ClientConnection) -> None:
        dialogue, wanted = self._dialogue, False
        if self._hung_up.is_set():
            # Taken back while the line to the exchange was being opened: nothing ever rings.
            return
        await self._do(socket, dialogue.begin(self._clock.monotonic()))
        hearing = asyncio.ensure_future(socket.recv())
        hanging = asyncio.ensure_future(self._hung_up.wait())
        try:
            while not dialogue.closed:
                waits = {hearing} if wanted else {hearing, hanging}
                await asyncio.wait(waits, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
                now = self._clock.monotonic()
                if hearing.done():
                    frame = hearing.result()
                    hearing = asyncio.ensure_future(socket.recv())
                    await self._do(socket, dialogue.heard(frame, now))
                if hanging.done() and not wanted:
                    wanted = True
                    await self._do(socket, dialogue.hang_up(now))
                await self._do(socket, dialogue.tick(now))
        finally:
            hearing.cancel()
            hanging.cancel()
            await asyncio.gather(hearing, hanging, return_exceptions=True)

    async def _do(self, socket: ClientConnection | None, outs: list[Out]) -> None:
        for frame in [out.frame for out in outs if isinstance(out, Send)]:
            if socket is not None:
                await socket.send(frame)
        for said in [out for out in outs if not isinstance(out, Send)]:
            try:
                await self._told(said)
            except Exception as error:  # noqa: BLE001 - a telephone may not go on, whatever broke
                # Whoever should know of it does not: it is put down in order instead of going on unseen.
                log.error("what became of a telephone was not taken down: %s", type(error).__name__)
                self._hung_up.set()


async def reachable(line: Line) -> str:
    """Ask the exchange for nothing (OPTIONS): "" when it answers as one, otherwise in Chinese what is wrong."""
    branch, host = secrets.token_hex(8), f"{secrets.token_hex(8)}.invalid"
    transport = "WSS" if line.exchange.startswith("wss") else "WS"
    asked = Request(
        "OPTIONS",
        f"sip:{line.domain}",
        (
            ("Via", f"SIP/2.0/{transport} {host};branch=z9hG4bK{branch}"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:{line.user}@{line.domain}>;tag={branch}"),
            ("To", f"<sip:{line.domain}>"),
            ("Call-ID", branch),
            ("CSeq", "1 OPTIONS"),
        ),
    )
    try:
        async with asyncio.timeout(OPEN_S), _open(line) as socket:
            await socket.send(write(asked))
            answered = read(await socket.recv())
    except (OSError, WebSocketException, TimeoutError, ValueError) as error:
        return f"连不上电话交换机（{type(error).__name__}）。"
    if not isinstance(answered, Response) or header(answered, "Call-ID") != branch:
        return "那边有回应，可是不是 SIP。"
    return ""


def _open(line: Line) -> connect:
    """Pings tell of an exchange that has gone without a word."""
    trusted = ssl.create_default_context(cafile=line.ca_file or None) if line.exchange.startswith("wss") else None
    return connect(
        line.exchange,
        ssl=trusted,
        subprotocols=[Subprotocol("sip")],
        max_size=MESSAGE_BYTES,
        compression=None,
        open_timeout=OPEN_S,
        close_timeout=2,
        ping_interval=10,
        ping_timeout=10,
        proxy=None,
    )
