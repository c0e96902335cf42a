"""Where an A4 printer is, and how long to wait for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IppAddress:
    """A parsed `ipp://host:port/path` or `ipps://…`."""

    uri: str
    """As the printer is told its own name in `printer-uri`."""
    host: str
    port: int
    path: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Timings:
    """How long to wait, in seconds; shorter only in tests."""

    connect_s: float = 2.0
    answer_s: float = 5.0
    """For one whole IPP answer."""
    look_s: float = 0.5
    """Between two looks at a job under way."""
    blocked_s: float = 10.0
    """So long may a hindrance last, with no page coming out, before the job is called off."""
    job_s: float = 60.0
    """Our own deadline of a job without pages; a printer behind CUPS that is switched off is `processing` for ever."""
    page_s: float = 20.0
    """Added to it for each page."""
    busy_s: float = 10.0
    """A printer that says it is busy is asked again for so long."""
    cancel_s: float = 5.0
    """For a job called off to say that it has ended."""
    poll_s: float = 3.0
    """Between two looks at an idle printer."""
    first_retry_s: float = 0.5
    longest_retry_s: float = 30.0
    """A printer that is away is looked for twice as seldom each time, up to this."""
