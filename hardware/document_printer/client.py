"""One IPP printer over HTTP: each request a connection of its own, each answer whole within its time or not at all.

Raises hardware.link.LinkError for the wire, IppRefused for a printer that says no; the driver turns both into outcomes.
"""

import http.client
import ssl
from itertools import count
from typing import Final

from hardware.document_printer.codec import (
    LONGEST,
    Attribute,
    Attributes,
    BadMessage,
    Group,
    Message,
    Tag,
    attribute,
    decode,
    encode,
    number,
    texts,
)
from hardware.document_printer.types import IppAddress, Timings
from hardware.link import LinkAbsent, LinkGone, LinkStuck
from kiosk.core.clock import Clock

PRINT_JOB, CANCEL_JOB, JOB_STATE, JOBS, PRINTER_STATE = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
NOT_FOUND: Final = 0x0406
BUSY: Final = 0x0507
USER: Final = "kiosk"
A4: Final = "iso_a4_210x297mm"

_PRINTER_WANTED = (
    "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "document-format-supported",
    "media-supported", "sides-supported", "printer-make-and-model", "printer-firmware-string-version",
)  # fmt: skip
_JOB_WANTED = ("job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed")


class IppRefused(Exception):
    """The printer understood and said no."""

    def __init__(self, status: int) -> None:
        super().__init__(f"IPP status {status:#06x}")
        self.status = status


class IppClient:
    """Asks and tells one printer. Not for several threads."""

    def __init__(self, address: IppAddress, clock: Clock, timings: Timings) -> None:
        self._address = address
        self._clock = clock
        self._timings = timings
        self._numbers = count(1)

    def printer(self) -> Attributes:
        """What the printer says of itself."""
        wanted = attribute(Tag.KEYWORD, *_PRINTER_WANTED)
        return self._ask(PRINTER_STATE, {"requested-attributes": wanted}).group(Group.PRINTER)

    def print_pdf(self, name: str, pdf: bytes, printer: Attributes) -> int:
        """Hand over a whole document; returns the printer's job id. name: ours, by which it can be found again."""
        said = {"job-name": attribute(Tag.NAME, name), "document-format": attribute(Tag.MIME, "application/pdf")}
        job: dict[str, Attribute] = {}
        if A4 in texts(printer, "media-supported"):
            job["media"] = attribute(Tag.KEYWORD, A4)
        if "one-sided" in texts(printer, "sides-supported"):
            job["sides"] = attribute(Tag.KEYWORD, "one-sided")
        answer = self._ask(PRINT_JOB, said, job, pdf)
        job_id = number(answer.group(Group.JOB), "job-id")
        if job_id is None:
            raise LinkGone("an answer without a job id")
        return job_id

    def job(self, job_id: int) -> Attributes:
        """How a job is. Raises IppRefused(NOT_FOUND) when the printer knows it no more."""
        return self._ask(JOB_STATE, {**_of(job_id), "requested-attributes": _JOBS}).group(Group.JOB)

    def find(self, name: str) -> Attributes | None:
        """Our job by our own name, the newest first; None when the printer has none such."""
        for which in ("not-completed", "completed"):
            said = {"which-jobs": attribute(Tag.KEYWORD, which), "requested-attributes": _JOBS}
            found = [j for j in self._ask(JOBS, said).every(Group.JOB) if texts(j, "job-name") == (name,)]
            if found:
                return max(found, key=lambda job: number(job, "job-id") or 0)
        return None

    def cancel(self, job_id: int) -> None:
        """Call a job off; one that has ended already is as called off as it gets."""
        try:
            self._ask(CANCEL_JOB, _of(job_id))
        except IppRefused:
            return

    def _ask(self, operation: int, said: Attributes, job: Attributes | None = None, data: bytes = b"") -> Message:
        request_id = next(self._numbers)
        head = {
            "attributes-charset": attribute(Tag.CHARSET, "utf-8"),
            "attributes-natural-language": attribute(Tag.LANGUAGE, "zh-cn"),
            "printer-uri": attribute(Tag.URI, self._address.uri),
            **{name: held for name, held in said.items() if name == "job-id"},
            "requesting-user-name": attribute(Tag.NAME, USER),
        }
        head |= {name: held for name, held in said.items() if name not in head}
        groups: list[tuple[int, Attributes]] = [(Group.OPERATION, head)]
        groups += [(Group.JOB, job)] if job else []
        answer = self._exchange(encode(Message(operation, request_id, tuple(groups), data)))
        if answer.request_id != request_id:
            raise LinkGone("an answer to another question")
        if answer.code >= 0x0400:
            raise IppRefused(answer.code)
        return answer

    def _exchange(self, body: bytes) -> Message:
        address, timings = self._address, self._timings
        connection = (
            http.client.HTTPSConnection(
                address.host, address.port, timeout=timings.connect_s, context=ssl.create_default_context()
            )
            if address.secure
            else http.client.HTTPConnection(address.host, address.port, timeout=timings.connect_s)
        )
        try:
            try:
                connection.connect()
            except (OSError, UnicodeError) as error:  # UnicodeError: a host name that no resolver accepts
                raise LinkAbsent("printer cannot be reached") from error
            assert connection.sock is not None
            connection.sock.settimeout(timings.answer_s)
            return self._talk(connection, body)
        finally:
            connection.close()

    def _talk(self, connection: http.client.HTTPConnection, body: bytes) -> Message:
        end = self._clock.monotonic() + self._timings.answer_s
        try:
            connection.request("POST", self._address.path, body, {"Content-Type": "application/ipp"})
            answer = connection.getresponse()
            if answer.status != http.client.OK:
                raise LinkGone(f"HTTP status {answer.status}")
            read = bytearray()
            while chunk := answer.read1(65536):
                read += chunk
                if len(read) > LONGEST:
                    raise LinkGone("an answer without end")
                if self._clock.monotonic() > end:
                    raise LinkStuck("an answer that trickles")
            return decode(bytes(read))
        except TimeoutError as error:
            raise LinkStuck("no answer in time") from error
        except (OSError, http.client.HTTPException, BadMessage) as error:
            raise LinkGone("the conversation broke") from error


_JOBS = attribute(Tag.KEYWORD, *_JOB_WANTED)


def _of(job_id: int) -> dict[str, Attribute]:
    return {"job-id": attribute(Tag.INTEGER, job_id)}
