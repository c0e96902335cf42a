"""One telephone that is rung, from INVITE to BYE (RFC 3261 sections 9, 12, 13, 15, 17): no clock, no socket.

    calling -> ringing -> up        Whoever calls gives times and tokens, and sends what `said` brings back.

The transport is reliable, so nothing is sent twice; only waiting has an end. A redirection is not followed: where a
call goes is decided by the numbers the city allows, not by whoever answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from hub.telephone.line import Line
from hub.telephone.sip.digest import answer, chosen
from hub.telephone.sip.messages import (
    Garbled,
    Headers,
    Request,
    Response,
    branch_of,
    every,
    header,
    listed,
    read,
    tag_of,
    uri_of,
    write,
)

Outcome = Literal["busy", "no_answer", "declined", "wrong_number", "failed", "hung_up", "ended"]
"""ended: by this side; hung_up: by the telephone, or the exchange went away in mid call."""
ANSWERS_S = 32.0
"""Timers B and F: an exchange that says nothing this long is not there."""
GRACE_S = 5.0
"""So long the last words of a leg may take."""
_OUTCOMES: dict[int, Outcome] = {
    486: "busy", 600: "busy", 408: "no_answer", 480: "no_answer", 487: "no_answer", 603: "declined", 607: "declined",
    404: "wrong_number", 410: "wrong_number", 484: "wrong_number", 604: "wrong_number",
}  # fmt: skip
Header = tuple[str, str]
_ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS"


@dataclass(frozen=True, slots=True)
class Send:
    """A frame for the exchange."""

    frame: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rings:
    """The telephone rings."""


@dataclass(frozen=True, slots=True)
class Up:
    """Somebody has picked it up."""

    answer: str = field(repr=False)
    """SDP."""


@dataclass(frozen=True, slots=True)
class Ended:
    """It is over, or never came to be. Told once."""

    outcome: Outcome


Said = Rings | Up | Ended
Out = Send | Said


@dataclass
class Dialogue:
    """One leg. token: fresh unguessable words of letters and digits."""

    line: Line
    number: str = field(repr=False)
    offer: str = field(repr=False)
    token: Callable[[], str]
    state: Literal["calling", "ringing", "up"] = "calling"
    closed: bool = False
    """Nothing more will be said by either side."""
    due: float | None = None
    """When `tick` has something to do."""
    _ended: bool = False
    _cancel: bool = False
    _works_at_it: bool = False
    """The exchange has answered the present INVITE at all; before that nothing can be taken back (9.1)."""
    _tried: bool = False
    _seq: int = 0
    _branch: str = ""
    _bye: str = ""
    _bye_tried: bool = False
    _to: str = field(default="", repr=False)
    _target: str = ""
    _route: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._host = f"{self.token()}.invalid"
        self._call = self.token()
        self._tag = self.token()
        self._uri = f"sip:{self.number}@{self.line.domain}"
        self._to = f"<{self._uri}>"

    def begin(self, now: float) -> list[Out]:
        """Ring it."""
        return [self._invite(None, now)]

    def heard(self, frame: str | bytes, now: float) -> list[Out]:
        """One frame from the exchange. What is no SIP, or of no leg of ours, changes nothing."""
        message = read(frame)
        if isinstance(message, Garbled):
            return []
        if isinstance(message, Request):
            return self._asked(message)
        if header(message, "Call-ID") != self._call:
            return []
        number, _, method = header(message, "CSeq").partition(" ")
        if method.strip() == "BYE" and branch_of(message) == self._bye and message.status >= 200:
            return self._bye_answered(message, now)
        if method.strip() != "INVITE" or number != str(self._seq) or branch_of(message) != self._branch:
            return []
        return self._answered(message, now)

    def tick(self, now: float) -> list[Out]:
        """Time has passed."""
        if self.due is None or now < self.due:
            return []
        self.due = None
        if self._ended:
            self.closed = True
            return []
        if not self._works_at_it:
            self.closed = True
            return self._over("failed")
        return [*self._over("no_answer"), *self._stop(now)]

    def hang_up(self, now: float) -> list[Out]:
        """This side wants no more of it."""
        if self._ended:
            return []
        if not self._seq:
            self.closed = True
            return self._over("ended")
        return [*self._over("ended"), *self._stop(now)]

    def lost(self) -> list[Out]:
        """The line to the exchange is gone; sound that still flows is cut by the guide's page."""
        was, self.closed = self.state, True
        return self._over("hung_up" if was == "up" else "failed")

    # --- what the exchange says -------------------------------------------------------------------------------------

    def _answered(self, said: Response, now: float) -> list[Out]:
        if self.state == "up" and not 200 <= said.status < 300:
            # The INVITE has had its answer.
            return []
        if said.status < 200:
            return self._provisional(said, now)
        self._to = header(said, "To") if self.state != "up" else self._to
        if said.status < 300:
            return self._picked_up(said, now)
        acknowledged = self._acknowledged()
        if not self._tried and not self._cancel and (who := self._known(said, "INVITE", self._uri)):
            self._tried = True
            self._to = f"<{self._uri}>"
            return [acknowledged, self._invite(who, now)]
        self.closed = True
        return [acknowledged, *self._over(_OUTCOMES.get(said.status, "failed"))]

    def _provisional(self, said: Response, now: float) -> list[Out]:
        first, self._works_at_it = not self._works_at_it, True
        if self._cancel:
            return self._stop(now) if first else []
        if first:
            self.due = now + self.line.ring_s
        # 100 says that the exchange works at it; everything above, that there is a telephone.
        if said.status == 100 or self.state == "ringing":
            return []
        self.state = "ringing"
        return [Rings()]

    def _picked_up(self, said: Response, now: float) -> list[Out]:
        if self.state == "up":
            # The same once more, or another telephone of that number: the first has it.
            return [self._acknowledgement()] if tag_of(header(said, "To")) == tag_of(self._to) else []
        self._target = uri_of(next(iter(listed(said, "Contact")), self._uri))
        self._route = tuple(reversed(listed(said, "Record-Route")))
        self.state, self.due = "up", None
        if self._ended:
            # It was picked up while we took the call back.
            return [self._acknowledgement(), *self._stop(now)]
        if not said.body:
            return [self._acknowledgement(), *self._over("failed"), *self._stop(now)]
        return [self._acknowledgement(), Up(said.body)]

    def _bye_answered(self, said: Response, now: float) -> list[Out]:
        if not self._bye_tried and (who := self._known(said, "BYE", self._target)):
            self._bye_tried = True
            return self._bid_farewell(now, who)
        self.closed = True
        return []

    def _asked(self, asked: Request) -> list[Out]:
        ours = header(asked, "Call-ID") == self._call and tag_of(header(asked, "To")) == self._tag
        match asked.method:
            case "ACK":
                return []
            case "OPTIONS":
                return [self._reply(asked, 200, "OK")]
            case "BYE" if ours and self.state == "up" and tag_of(header(asked, "From")) == tag_of(self._to):
                self.closed = True
                return [self._reply(asked, 200, "OK"), *self._over("hung_up")]
            case "INVITE" if ours:
                # A new description within the call; the old one stands.
                return [self._reply(asked, 488, "Not Acceptable Here")]
            case "INVITE" | "BYE" | "CANCEL":
                return [self._reply(asked, 481, "Call Does Not Exist")]
            case _:
                return [self._reply(asked, 405, "Method Not Allowed")]

    # --- what we say ------------------------------------------------------------------------------------------------

    def _invite(self, who: Header | None, now: float) -> Send:
        self._seq += 1
        self._works_at_it, self.due = False, now + ANSWERS_S
        self._branch = self._new_branch()
        line = self.line
        shown = f'"{line.caller}" ' if line.caller else ""
        more: list[tuple[str, str]] = [
            ("Contact", f"<sip:{line.user}@{self._host};transport=ws>"),
            ("Allow", _ALLOW),
            ("Content-Type", "application/sdp"),
        ]
        if line.caller:
            more.append(("P-Asserted-Identity", f"<sip:{line.caller}@{line.domain}>"))
        self._from = f"{shown}<sip:{line.user}@{line.domain}>;tag={self._tag}"
        return self._send("INVITE", self._uri, self._branch, (*more, *((who,) if who else ())), self.offer)

    def _acknowledged(self) -> Send:
        """Of what was not taken: within the transaction (17.1.1.3)."""
        return self._send("ACK", self._uri, self._branch)

    def _acknowledgement(self) -> Send:
        """Of what was taken: a request of its own (13.2.2.4)."""
        return self._send("ACK", self._target, self._new_branch(), self._routes())

    def _stop(self, now: float) -> list[Out]:
        """BYE, or CANCEL once the exchange has answered at all (9.1); for a while its answer is waited for."""
        if self.state == "up":
            return self._bid_farewell(now)
        self._cancel = True
        if not self._works_at_it:
            # It may ring as soon as the exchange has come to it: until timer B it is waited for.
            return []
        self.due = now + GRACE_S
        return [self._send("CANCEL", self._uri, self._branch, to=f"<{self._uri}>")]

    def _bid_farewell(self, now: float, who: Header | None = None) -> list[Out]:
        self.due = now + GRACE_S
        self._seq += 1
        self._bye = self._new_branch()
        return [self._send("BYE", self._target, self._bye, (*self._routes(), *((who,) if who else ())))]

    def _known(self, asks: Response, method: str, uri: str) -> Header | None:
        """Who we are, for an exchange that asks; None when it does not, or in a way that cannot be answered."""
        if asks.status not in (401, 407):
            return None
        name = "Authorization" if asks.status == 401 else "Proxy-Authorization"
        challenge = chosen(every(asks, "WWW-Authenticate" if asks.status == 401 else "Proxy-Authenticate"))
        if challenge is None:
            return None
        return name, answer(challenge, self.line.user, self.line.secret, method, uri, self.token())

    def _over(self, outcome: Outcome) -> list[Out]:
        if self._ended:
            return []
        self._ended = True
        return [Ended(outcome)]

    def _routes(self) -> Headers:
        return tuple(("Route", one) for one in self._route)

    def _new_branch(self) -> str:
        return f"z9hG4bK{self.token()}"

    def _send(self, method: str, uri: str, branch: str, more: Headers = (), body: str = "", to: str = "") -> Send:
        transport = "WSS" if self.line.exchange.startswith("wss") else "WS"
        headers: Headers = (
            ("Via", f"SIP/2.0/{transport} {self._host};branch={branch}"),
            ("Max-Forwards", "70"),
            ("From", self._from),
            ("To", to or self._to),
            ("Call-ID", self._call),
            ("CSeq", f"{self._seq} {method}"),
            *more,
        )
        return Send(write(Request(method, uri, headers, body)))

    def _reply(self, asked: Request, status: int, reason: str) -> Send:
        same = [(name, value) for name in ("Via", "From", "To", "Call-ID", "CSeq") for value in every(asked, name)]
        return Send(write(Response(status, reason, (*same, ("Allow", _ALLOW)))))
