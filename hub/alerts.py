"""What somebody should see to: pure rules over how a terminal is, and the alerts they raise, kept until over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from hub import follow_ups
from hub.desk import recordings
from hub.house import Hub
from hub.outcomes import Refused, refused
from hub.paper import SOON, runs_out
from hub.store.base import Tx
from hub.terminals import Terminal, all_terminals
from hub.times import stamp, unstamp
from kiosk.core.faults import WORKS_ON, Fault

Rule = Literal["silent", "device", "paper_soon", "supplies", "queue_old", "refused", "follow_up_late", "recording_kept"]
DOWN_FOR = timedelta(minutes=3)
"""A shorter fault mends itself or is being mended."""
QUEUE_OLD_S = 3600
NOT_BY_ITSELF = frozenset({Fault.PAPER_LOW, Fault.VOICE_PACK_DAMAGED, Fault.OUT_OF_USE})
"""A roll's end is foreseen by the day, without its whole pack the terminal speaks on, what was stopped is known."""


@dataclass(frozen=True, slots=True)
class Down:
    """A device that is not well, and since when."""

    device: str
    state: str
    """As the heartbeat has it: "state/fault"."""
    since: datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """What the rules look at."""

    terminal: Terminal
    downs: tuple[Down, ...]
    paper_days: Mapping[date, int]
    follow_ups_late: int = 0
    """People of this hall who were promised a call and have not had it in time."""
    recordings_kept: int = 0
    """Recordings of its calls that were to be deleted and could not be."""

    def paper_out_on(self, today: date) -> date | None:
        """The day its paper will end."""
        return runs_out(self.terminal.paper_left_mm, self.paper_days, today)


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that wants somebody."""

    terminal_id: str
    rule: Rule
    device: str
    began: datetime
    seen_by: str = ""


def raised(condition: Condition, now: datetime) -> Iterator[tuple[Rule, str]]:
    """Which rules a terminal breaks now: rule, and the device it is about or ""."""
    terminal = condition.terminal
    # Of people and of the hub's own disk, whatever the terminal is.
    if condition.follow_ups_late:
        yield "follow_up_late", ""
    if condition.recordings_kept:
        yield "recording_kept", ""
    if not terminal.active or terminal.last_seen is None:
        return
    if terminal.silent(now):
        yield "silent", ""
        return  # what it said before it fell silent may be long over
    for down in condition.downs:
        fault = down.state.partition("/")[2]
        if now - down.since >= DOWN_FOR and fault not in NOT_BY_ITSELF:
            yield "supplies" if fault in WORKS_ON else "device", down.device
    today = now.date()
    out = condition.paper_out_on(today)
    if out is not None and out - today <= SOON:
        yield "paper_soon", ""
    if terminal.oldest_queued_s >= QUEUE_OLD_S:
        yield "queue_old", ""
    if terminal.refused:
        yield "refused", ""


def condition_of(tx: Tx, terminal: Terminal, now: datetime) -> Condition:
    """Everything the rules look at, of one terminal."""
    downs = tx.rows("select device, state, since from downs where terminal_id = ? order by since", terminal.id)
    days = tx.rows("select day, used_mm from paper_days where terminal_id = ?", terminal.id)
    return Condition(
        terminal,
        tuple(Down(device, state, unstamp(since)) for device, state, since in downs),
        {date.fromisoformat(day): used_mm for day, used_mm in days},
        follow_ups.overdue_of(tx, terminal.id, now),
        recordings.kept_too_long(tx, terminal.id),
    )


def look(hub: Hub) -> list[Alert]:
    """Go through all terminals: raise what began, end what is over. Returns what is open, the newest first."""
    now = hub.clock.now()

    def work(tx: Tx) -> list[Alert]:
        kept = {(a.terminal_id, a.rule, a.device): a for a in _open(tx)}
        wanted = {
            (terminal.id, *broken)
            for terminal in all_terminals(tx)
            for broken in raised(condition_of(tx, terminal, now), now)
        }
        for terminal_id, rule, device in kept.keys() - wanted:
            tx.run("delete from alerts where terminal_id = ? and rule = ? and device = ?", terminal_id, rule, device)
        for terminal_id, rule, device in wanted - kept.keys():
            tx.run(
                "insert into alerts (terminal_id, rule, device, began) values (?, ?, ?, ?)",
                *(terminal_id, rule, device, stamp(now)),
            )
        return _open(tx)

    return hub.store.write(work)


def acknowledge(hub: Hub, terminal_id: str, rule: str, device: str, by: str) -> Refused | None:
    """Somebody sees to it; the alert stays until it is over."""

    def work(tx: Tx) -> Refused | None:
        changed = tx.run(
            "update alerts set seen_by = ?, seen_at = ? where terminal_id = ? and rule = ? and device = ?"
            " and seen_by = ''",
            *(by, stamp(hub.clock.now()), terminal_id, rule, device),
        )
        if not changed:
            return refused(409, "no_alert", "这条提醒已经有人看，或者已经好了。")
        hub.audit(tx, by, "alert_seen", f"terminal:{terminal_id}", f"{rule} {device}".strip())
        return None

    return hub.store.write(work)


def _open(tx: Tx) -> list[Alert]:
    rows = tx.rows("select terminal_id, rule, device, began, seen_by from alerts order by began desc, terminal_id")
    return [Alert(terminal, rule, device, unstamp(began), seen) for terminal, rule, device, began, seen in rows]
