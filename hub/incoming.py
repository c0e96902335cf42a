"""Reading a request, the same for terminals and for browsers."""

from fastapi import Request
from starlette.requests import ClientDisconnect, HTTPConnection

from hub.house import Hub
from hub.outcomes import Refused, refused


class Refusal(Exception):
    """Carries a refusal out of a dependency, where FastAPI leaves no other way; caught right outside."""

    def __init__(self, outcome: Refused) -> None:
        super().__init__(outcome.problem.problem)
        self.outcome = outcome


def hub_of(request: HTTPConnection) -> Hub:
    """The hub this application serves."""
    hub = request.app.state.hub
    assert isinstance(hub, Hub)
    return hub


async def read_body(request: Request, limit: int) -> bytes:
    """The body, at most `limit` bytes. Raises Refusal 413, before reading when the length is announced."""
    too_large = Refusal(refused(413, "too_large", "内容太大。"))
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit() or int(announced) > limit:
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise too_large
    except ClientDisconnect:
        # Nobody is there to read this answer; it only ends the request quietly.
        raise Refusal(refused(400, "cut_off", "没有收完。")) from None
    return bytes(body)
