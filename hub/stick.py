"""Items that came on a USB stick instead of over the network; the same rules, the same answers."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from hub import help_desk, intake, ratings, repairs, unclear
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.terminals import Terminal, find_terminal
from kiosk.core.export_format import (
    ExportedBody,
    ExportItem,
    ExportManifest,
    ExportUnreadable,
    manifest_signed_by,
    read_items,
    read_manifest,
)
from kiosk.core.wire import HelpRequest, Rating, Repair, Unclear


@dataclass(frozen=True, slots=True)
class StickRefused:
    """The file as a whole cannot be taken."""

    say: str
    missing: bool = False


@dataclass(slots=True)
class ImportReport:
    """What became of each item."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Item id and why, in Chinese."""


def import_stick(hub: Hub, path: Path) -> ImportReport | StickRefused:
    """Take in an export of a terminal enrolled here. A damaged item does not hold up the rest."""
    if path.is_dir():
        return StickRefused(f"{path} 是目录。请写里面那个导出的文件。")
    manifest = read_manifest(path)
    if isinstance(manifest, ExportUnreadable):
        missing = manifest.why == "missing"
        return StickRefused(f"找不到文件 {path}。" if missing else f"{path} 不是终端导出的文件，或已损坏。", missing)
    terminal = hub.store.read(lambda tx: find_terminal(tx, manifest.terminal_id))
    if terminal is None or not terminal.active:
        return StickRefused(f"终端 {manifest.terminal_id} 没有在这里登记，或已经停用。")
    if not manifest_signed_by(manifest, terminal.public_key):
        return StickRefused("文件的签名不对，可能被改过。")
    report = _take_all(hub, terminal, path, manifest)
    said = f"taken={report.taken} known={report.known} refused={len(report.refused)}"
    hub.store.write(lambda tx: hub.audit(tx, "cli", "stick_imported", f"terminal:{terminal.id}", said))
    return report


def _take_all(hub: Hub, terminal: Terminal, path: Path, manifest: ExportManifest) -> ImportReport:
    report = ImportReport()
    for found in read_items(path, manifest):
        if isinstance(found, ExportUnreadable):
            report.refused.append((found.item, "内容缺了或损坏。"))
            continue
        outcome = _take(hub, terminal, found)
        if isinstance(outcome, Refused):
            place = f"（{outcome.problem.field}）" if outcome.problem.field else ""
            report.refused.append((found.item.id, outcome.problem.say + place))
        elif outcome:
            report.taken += 1
        else:
            report.known += 1
    return report


def _take(hub: Hub, terminal: Terminal, found: ExportedBody) -> bool | Refused:
    """True when it is new here."""
    item = found.item
    match item.kind:
        case "submission":
            outcome = intake.receive(hub, terminal, item.id, found.body)
            return outcome if isinstance(outcome, Refused) else outcome.fresh
        case "rating":
            return _rating(hub, terminal, item, found.body)
        case "help":
            return _help(hub, terminal, item, found.body)
        case "unclear":
            return _unclear(hub, item, found.body)
        case "repair":
            return _repair(hub, terminal, item, found.body)


def _rating(hub: Hub, terminal: Terminal, item: ExportItem, body: bytes) -> bool | Refused:
    try:
        rating = Rating.model_validate_json(body)
    except ValidationError:
        return _unreadable()
    if rating.rating_id != item.id:
        return _unreadable()
    return ratings.rate(hub, terminal, rating, body) or True


def _help(hub: Hub, terminal: Terminal, item: ExportItem, body: bytes) -> bool | Refused:
    try:
        request = HelpRequest.model_validate_json(body)
    except ValidationError:
        return _unreadable()
    outcome = help_desk.ask(hub, terminal, request) if request.help_id == item.id else _unreadable()
    return outcome if isinstance(outcome, Refused) else True


def _unclear(hub: Hub, item: ExportItem, body: bytes) -> bool | Refused:
    try:
        said = Unclear.model_validate_json(body)
    except ValidationError:
        return _unreadable()
    return (unclear.keep(hub, said) if said.unclear_id == item.id else _unreadable()) or True


def _repair(hub: Hub, terminal: Terminal, item: ExportItem, body: bytes) -> bool | Refused:
    try:
        said = Repair.model_validate_json(body)
    except ValidationError:
        return _unreadable()
    return (repairs.tell(hub, terminal, said) if said.repair_id == item.id else _unreadable()) or True


def _unreadable() -> Refused:
    return refused(422, "bad_message", "内容的格式不对。")
