"""An A4 printer without the printer: real IPP over a real TCP port, jobs that take time, every fault by name.

It also does what ippeveprinter never does: stop, have its door open, forget a job, lose an answer, hang half-way, and
stay `processing` for ever as a CUPS queue does whose printer is switched off.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from hardware.document_printer import client as ipp
from hardware.document_printer.codec import (
    Attribute,
    Attributes,
    Group,
    Message,
    Tag,
    attribute,
    number,
    texts,
)
from hardware.document_printer.status import ENDED, JobState, PrinterState
from hardware.simulated.a4_faults import FAULTS, HINDERS, MID, NO_STOP, ONCE, REASONS
from hardware.simulated.ipp_port import IppPort
from hardware.simulated.part import NoSuchOrder, SimulatedPart

KEPT_JOBS: Final = 50
"""A simulator that runs for weeks keeps no more that have ended; each holds its document."""


@dataclass
class Job:
    """One job as the printer keeps it."""

    number: int
    name: str
    pdf: bytes
    state: JobState = JobState.PENDING
    pages_out: int = 0

    @property
    def pages(self) -> int:
        """Counted as a printer's interpreter would, roughly."""
        return max(1, self.pdf.count(b"/Type /Page\n") + self.pdf.count(b"/Type /Page "))


class SimulatedDocumentPrinter(SimulatedPart):
    """The printer. All methods may be called from any thread.

    link: it has no device node; a printer is found by its address. port: 0 takes a free one. page_s: how long one page
    takes. hang_s: how long `no_answer` keeps a connection.
    """

    NAME = "document_printer"
    TITLE = "A4 打印机"
    FAULTS: ClassVar[Mapping[str, str]] = FAULTS
    VERBS: ClassVar[Mapping[str, str]] = {"paper": "把最后一份打好的 A4 存成 PDF，后面写文件名"}

    def __init__(self, *, link: Path | None = None, port: int = 0, page_s: float = 0.1, hang_s: float = 30.0) -> None:
        self.page_s = page_s
        self.hang_s = hang_s
        self.changed = threading.Condition()
        self.jobs: list[Job] = []
        self.received = 0
        """Print-Job requests that reached it."""
        self.closed = False
        self.documents_out = 0
        """Documents of which every page came out."""
        self._faults: set[str] = set()
        self._flaps = 0
        self._numbers = 0
        self._server: IppPort | None = IppPort(("127.0.0.1", port), self)
        self._port = self._server.server_address[1]
        self._server.start()
        self._engine = threading.Thread(target=self._work, name="simulated-a4", daemon=True)
        self._engine.start()

    @property
    def uri(self) -> str:
        """What `open_document_printer` is told; the same after a replug."""
        return f"ipp://127.0.0.1:{self._port}/ipp/print"

    @property
    def faults(self) -> frozenset[str]:
        """Names of the faults at work or waiting for their moment."""
        return frozenset(self._faults)

    @property
    def papers(self) -> list[Job]:
        """Jobs of which every page came out, oldest first."""
        with self.changed:
            return [job for job in self.jobs if job.pages_out >= job.pages]

    @property
    def sheets_out(self) -> int:
        """Every page that ever left the printer."""
        with self.changed:
            return sum(job.pages_out for job in self.jobs)

    def has(self, *names: str) -> bool:
        return not self._faults.isdisjoint(names)

    def inject(self, name: str) -> None:
        """Cause a fault by name; those `_mid_job` strike when a job's first page begins. Raises KeyError."""
        self.FAULTS[name]
        with self.changed:
            self._faults.add(name)
            self._flaps = 2 if name == "flap" else self._flaps
            self.changed.notify_all()
        if name == "unplug":
            self._unplug()

    def set_fault(self, name: str | None) -> None:
        self.known(name)
        self.mend()
        if name is not None:
            self.inject(name)

    def unplug(self) -> None:
        self.inject("unplug")

    def replug(self) -> None:
        self.mend()

    def do(self, verb: str, rest: Sequence[str]) -> str:
        if len(rest) != 1:
            raise NoSuchOrder("请写 PDF 存到哪里。")
        try:
            Path(rest[0]).write_bytes(self.papers[-1].pdf)
        except IndexError:
            raise NoSuchOrder("还没有打出纸来。") from None
        except OSError:
            raise NoSuchOrder(f"写不了这个文件：{rest[0]}") from None
        return f"最后一份 A4 存到了 {rest[0]}。"

    def facts(self) -> dict[str, object]:
        return {"uri": self.uri, "faults": sorted(self.faults), "papers": len(self.papers)}

    def mend(self) -> None:
        """Everything well again, plugged in, with paper."""
        with self.changed:
            self._faults.clear()
            self._flaps = 0
            self.changed.notify_all()
        if self._server is None:
            self._server = IppPort(("127.0.0.1", self._port), self)
            self._server.start()

    def wait_for(self, papers: int, timeout_s: float = 10.0) -> bool:
        """Wait until so many documents have come out whole."""
        with self.changed:
            return self.changed.wait_for(
                lambda: sum(job.pages_out >= job.pages for job in self.jobs) >= papers, timeout_s
            )

    def close(self) -> None:
        """Switch it off."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self._unplug()
        self._engine.join(5.0)

    def take_fault(self, *names: str) -> str | None:
        """The fault that spoils the present exchange; those that strike once are over with it."""
        with self.changed:
            if "flap" in names and self.has("flap") and any(j.state is JobState.PROCESSING for j in self.jobs):
                self._flaps -= 1
                if self._flaps < 0:
                    self._faults.discard("flap")
                    return None
                return "flap"
            found = next((name for name in names if name in self._faults and name != "flap"), None)
            if found in ONCE:
                self._faults.discard(found)
            return found

    def _unplug(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    # --- the engine ------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            unplug = False
            with self.changed:
                self.changed.wait_for(lambda: self.closed or self._next() is not None)
                if self.closed:
                    return
                job = self._next()
                assert job is not None
                job.state = JobState.PROCESSING
                for name in [fault for fault in self._faults if fault.endswith(MID)]:
                    self._faults.discard(name)
                    self._faults.add(name.removesuffix(MID))
                    unplug = unplug or name == "unplug_mid_job"
            if unplug:
                self._unplug()
            self._print(job)

    def _next(self) -> Job | None:
        return next((job for job in self.jobs if job.state is JobState.PENDING), None)

    def _print(self, job: Job) -> None:
        with self.changed:
            while job.pages_out < job.pages:
                self.changed.wait_for(lambda: self.closed or job.state in ENDED, self.page_s)
                if self.closed or job.state in ENDED:
                    return
                if self.has("restart"):
                    self._faults.discard("restart")
                    self.jobs.remove(job)
                    return
                if self.has("aborts"):
                    job.state = JobState.ABORTED
                    return
                if not self.has(*HINDERS):
                    job.pages_out += 1
                    self.documents_out += job.pages_out == job.pages
                    self.changed.notify_all()
            job.state = JobState.COMPLETED
            self.changed.notify_all()

    # --- answers ---------------------------------------------------------------------------------------------

    def answer(self, request: Message) -> Message:
        """The answer to one request; on a server thread."""
        with self.changed:
            code, groups = self._carry_out(request, request.group(Group.OPERATION))
        head: Attributes = {
            "attributes-charset": attribute(Tag.CHARSET, "utf-8"),
            "attributes-natural-language": attribute(Tag.LANGUAGE, "en"),
        }
        numbered = request.request_id + self.has("wrong_number")
        return Message(code, numbered, ((Group.OPERATION, head), *groups), version=request.version)

    def _carry_out(self, request: Message, said: Attributes) -> tuple[int, list[tuple[int, Attributes]]]:
        match request.code:
            case ipp.PRINTER_STATE:
                return 0, [(Group.PRINTER, self._printer())]
            case ipp.PRINT_JOB:
                return self._take(said, request.data)
            case ipp.JOBS:
                done = texts(said, "which-jobs") == ("completed",)
                found = [job for job in self.jobs if (job.state in ENDED) is done]
                return 0, [(Group.JOB, self._job(job)) for job in found]
            case ipp.JOB_STATE | ipp.CANCEL_JOB:
                wanted = number(said, "job-id")
                job = next((job for job in self.jobs if job.number == wanted), None)
                if job is None:
                    return ipp.NOT_FOUND, []
                if request.code == ipp.JOB_STATE:
                    return 0, [(Group.JOB, self._job(job))]
                if job.state in ENDED:
                    return 0x0404, []
                if not self.has("keeps_on"):
                    job.state = JobState.CANCELED
                    self.changed.notify_all()
                return 0, []
            case _:
                return 0x0501, []

    def _take(self, said: Attributes, pdf: bytes) -> tuple[int, list[tuple[int, Attributes]]]:
        if self.has("busy"):
            return ipp.BUSY, []
        if self.has("no_pdf") or texts(said, "document-format") != ("application/pdf",):
            return 0x040A, []
        self.received += 1
        self._numbers += 1
        job = Job(self._numbers, next(iter(texts(said, "job-name")), ""), pdf)
        self.jobs.append(job)
        ended = [old for old in self.jobs if old.state in ENDED]
        for old in ended[:-KEPT_JOBS]:
            self.jobs.remove(old)
        self.changed.notify_all()
        return 0, [(Group.JOB, self._job(job))]

    def _printer(self) -> Attributes:
        reasons = [REASONS[name] for name in sorted(self._faults) if name in REASONS] or ["none"]
        at_work = any(job.state is JobState.PROCESSING for job in self.jobs)
        stopped = self.has("stopped", *(name for name in REASONS if name not in NO_STOP))
        state = PrinterState.STOPPED if stopped else PrinterState.PROCESSING if at_work else PrinterState.IDLE
        formats = ["image/pwg-raster", *([] if self.has("no_pdf") else ["application/pdf"])]
        return {
            "printer-state": attribute(Tag.ENUM, int(state)),
            "printer-state-reasons": attribute(Tag.KEYWORD, *reasons),
            "printer-is-accepting-jobs": attribute(Tag.BOOLEAN, not self.has("rejecting")),
            "document-format-supported": attribute(Tag.MIME, *formats),
            "media-supported": attribute(Tag.KEYWORD, ipp.A4),
            "sides-supported": attribute(Tag.KEYWORD, "one-sided"),
            "printer-make-and-model": attribute(Tag.TEXT, "Kiosk simulated A4"),
        }

    def _job(self, job: Job) -> dict[str, Attribute]:
        reason = "job-completed-successfully" if job.state is JobState.COMPLETED else "none"
        if job.state is JobState.COMPLETED and self.has("with_errors"):
            reason = "job-completed-with-errors"
        return {
            "job-id": attribute(Tag.INTEGER, job.number),
            "job-uri": attribute(Tag.URI, f"{self.uri}/{job.number}"),
            "job-name": attribute(Tag.NAME, job.name),
            "job-state": attribute(Tag.ENUM, int(job.state)),
            "job-state-reasons": attribute(Tag.KEYWORD, reason),
            "job-impressions-completed": attribute(Tag.INTEGER, job.pages_out),
        }
