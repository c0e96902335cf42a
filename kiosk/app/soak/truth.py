"""What people were told against what is so: at the hub, on paper, in the files the terminal leaves."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from hub.house import HubConfig, open_hub
from kiosk.app.simulators import Simulators
from kiosk.app.soak.child import Told
from kiosk.app.soak.people import Visitor, planted_in, planted_in_bytes
from kiosk.app.soak.report import Report

_NUMBER = re.compile(r"\d{6}-\d{8}-[A-Z]\d{2}-\d{4}-\d")
_PIECE, _OVERLAP = 1 << 20, 64
_MONEY_MOVED = ("paid", "reversed", "processing")


class Papers:
    """What the printers have put out since the last look; taken away as people do."""

    def __init__(self, simulators: Simulators) -> None:
        self._simulators = simulators

    def take(self) -> tuple[list[str], int]:
        """The slips' texts without their line ends, and how many A4 documents there are by now."""
        printer, sheets = self._simulators.printer, self._simulators.parts.get("document_printer")
        texts = [paper.text.replace("\n", "") for paper in printer.papers] if printer is not None else []
        if printer is not None:
            del printer.papers[: len(texts)]
        return texts, getattr(sheets, "documents_out", 0)


class Truth:
    """Compares. Everything that is not as it was told goes to the report."""

    def __init__(self, report: Report, hub_directory: Path) -> None:
        self._report = report
        self._hub_directory = hub_directory
        self.told: set[Told] = set()
        self.gone: set[str] = set()
        """Words of visitors who have left."""
        self._submits = 0
        self._sheets = 0

    def visit(
        self, number: int, visitor: Visitor, told: set[Told], papers: tuple[list[str], int], submits: int
    ) -> None:
        """After a visit: the papers of it, and whether the hub has what was told as sent."""
        texts, sheets = papers
        self._report.papers += len(texts) + sheets - self._sheets
        self._submits += submits
        numbers = {("case", found) for text in texts for found in _NUMBER.findall(text)}
        for what in told - self.told:
            match what:
                case ("printed", case, "slip") if not any(case in text for text in texts):
                    self._wrong(number, "told as printed, and there is no paper with its number")
                case ("printed", _, "A4") if sheets == self._sheets:
                    self._wrong(number, "told as printed on A4, and there is no such paper")
        self._sheets = sheets
        for text in texts:
            if strangers := planted_in(text) & self.gone:
                self._wrong(number, f"an earlier visitor's words on paper ({len(strangers)})")
        sent = {what[1] for what in told if what[0] == "sent"}
        if sent and (missing := sent - self._cases()):
            self._wrong(number, f"told as handed in, and the hub does not have it ({len(missing)})")
        self.told |= told | numbers
        self.gone |= visitor.planted

    def whole(self) -> None:
        """At the end, when all has been sent: everything told is there, once, and nothing else is."""
        cases, payments, tickets = self._cases(), self._payments(), self._tickets()
        told = {what[1] for what in self.told if what[0] == "case"}
        report = self._report
        report.told, report.at_hub, report.payments, report.tickets = len(told), len(cases), len(payments), len(tickets)
        if lost := told - cases:
            report.accuse(f"{len(lost)} told of and lost")
        if len(cases) > self._submits:
            report.accuse(f"{len(cases)} cases at the hub, and only {self._submits} were handed in")
        for _, payment, state in (what for what in self.told if what[0] == "payment"):
            at_hub = payments.get(payment)
            if state in ("paid", "reversed", "processing") and at_hub is None:
                report.accuse(f"a payment told as {state}, and the hub knows none")
            if state == "paid" and at_hub not in ("paid", "reversed"):
                report.accuse(f"a payment told as paid, and the hub says {at_hub}")
            if state in ("failed", "void", "refused") and at_hub in _MONEY_MOVED:
                report.accuse(f"told that no money moved ({state}), and the hub says {at_hub}")
        if never := {what[1] for what in self.told if what[0] == "ticket"} - tickets:
            report.accuse(f"{len(never)} numbers in the queue told, and the hub did not give them")

    def files(self, directory: Path) -> None:
        """Nobody's words are readable in anything the terminal has written: queue, drafts, logs."""
        for path in sorted(directory.rglob("*")):
            if path.is_file() and planted_in_bytes(_pieces(path)) & self.gone:
                self._report.accuse(f"a visitor's words are readable in {path.name}")

    def _cases(self) -> set[str]:
        return {str(row[0]) for row in self._rows("select number from cases")}

    def _payments(self) -> dict[str, str]:
        return {str(row[0]): str(row[1]) for row in self._rows("select id, state from payments")}

    def _tickets(self) -> set[str]:
        return {str(row[0]) for row in self._rows("select id from tickets")}

    def _rows(self, query: str) -> Iterable[tuple[object, ...]]:
        hub = open_hub(HubConfig(self._hub_directory))
        try:
            return hub.store.read(lambda tx: tx.rows(query))
        finally:
            hub.close()

    def _wrong(self, number: int, what: str) -> None:
        self._report.accuse(f"visit {number + 1}: {what}")


def _pieces(path: Path) -> Iterator[bytes]:
    """A file in pieces that overlap, so that no word is cut."""
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]
