"""The states of a case and the acts that lead from one to the next. Pure.

    待受理 -> (补正告知 -> 补正完成) -> 受理 | 不予受理 -> 办理中 -> (特别程序暂停) -> 办结 (准予/不予/撤回) -> 送达

What is missing is told once and completely (一次性告知): after 补正完成 it is accepted or declined, not asked again.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a case stands; the value is what a resident reads."""

    WAITING = "待受理"
    CORRECTION_ASKED = "补正告知"
    CORRECTED = "补正完成"
    ACCEPTED = "受理"
    DECLINED = "不予受理"
    IN_PROGRESS = "办理中"
    PAUSED = "特别程序暂停"
    GRANTED = "办结（准予）"
    DENIED = "办结（不予）"
    WITHDRAWN = "办结（撤回）"
    DELIVERED = "送达"


class Act(StrEnum):
    """What a clerk can do to a case; the value is the button's word."""

    ACCEPT = "受理"
    ASK_CORRECTION = "补正告知"
    CORRECTED = "补正完成"
    DECLINE = "不予受理"
    START = "开始办理"
    PAUSE = "暂停计时"
    RESUME = "恢复计时"
    GRANT = "办结：准予"
    DENY = "办结：不予"
    WITHDRAW = "办结：撤回"
    DELIVER = "送达"


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The case's state does not permit the act."""

    status: Status
    act: Act


_STEPS: dict[Status, dict[Act, Status]] = {
    Status.WAITING: {
        Act.ACCEPT: Status.ACCEPTED,
        Act.ASK_CORRECTION: Status.CORRECTION_ASKED,
        Act.DECLINE: Status.DECLINED,
        Act.WITHDRAW: Status.WITHDRAWN,
    },
    Status.CORRECTION_ASKED: {Act.CORRECTED: Status.CORRECTED, Act.WITHDRAW: Status.WITHDRAWN},
    Status.CORRECTED: {
        Act.ACCEPT: Status.ACCEPTED,
        Act.DECLINE: Status.DECLINED,
        Act.WITHDRAW: Status.WITHDRAWN,
    },
    Status.ACCEPTED: {Act.START: Status.IN_PROGRESS, Act.WITHDRAW: Status.WITHDRAWN},
    Status.DECLINED: {},
    Status.IN_PROGRESS: {
        Act.GRANT: Status.GRANTED,
        Act.DENY: Status.DENIED,
        Act.PAUSE: Status.PAUSED,
        Act.WITHDRAW: Status.WITHDRAWN,
    },
    Status.PAUSED: {Act.RESUME: Status.IN_PROGRESS, Act.WITHDRAW: Status.WITHDRAWN},
    Status.GRANTED: {Act.DELIVER: Status.DELIVERED},
    Status.DENIED: {Act.DELIVER: Status.DELIVERED},
    Status.WITHDRAWN: {},
    Status.DELIVERED: {},
}

RUNNING = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
"""States in which the deadline clock runs."""

NEEDS_NOTE = frozenset({Act.ASK_CORRECTION, Act.DECLINE, Act.PAUSE, Act.DENY})
"""Acts that a resident must be told the reason of."""

NEXT_STEP: dict[Status, str] = {
    Status.WAITING: "等窗口看您交的内容。",
    Status.CORRECTION_ASKED: "还差东西，请照下面的单子补。",
    Status.CORRECTED: "补的收到了，等窗口看。",
    Status.ACCEPTED: "已经收下，马上开始办。",
    Status.DECLINED: "这件没有收，请到窗口问原因。",
    Status.IN_PROGRESS: "正在办，请等消息。",
    Status.PAUSED: "在等别的部门，时间先停着。",
    Status.GRANTED: "批准了，请等结果送到。",
    Status.DENIED: "没有批准，请到窗口问原因。",
    Status.WITHDRAWN: "这件已经撤回。",
    Status.DELIVERED: "已经办完。",
}


def step(status: Status, act: Act) -> Status | NotAllowed:
    """The state after an act."""
    return _STEPS[status].get(act, NotAllowed(status, act))


def acts(status: Status) -> tuple[Act, ...]:
    """What can be done now, in the order of the buttons."""
    return tuple(_STEPS[status])
