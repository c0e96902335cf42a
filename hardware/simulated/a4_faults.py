"""The faults of a simulated A4 printer by name, and what IPP calls those a printer speaks of."""

from typing import Final

FAULTS: Final = {
    "paper_low": "纸快用完",
    "paper_out": "没纸",
    "paper_out_mid_job": "打到一半没纸",
    "paper_needed": "等人放纸",
    "paper_out_warning": "没纸，只说警告",
    "tray_missing": "纸盒没推进去",
    "toner_low": "墨粉快用完",
    "toner_empty": "墨粉用完",
    "door_open": "门开着",
    "cover_open": "盖子开着",
    "jam": "卡纸",
    "jam_mid_job": "打到一半卡纸",
    "output_full": "出纸口满了",
    "stopped": "停住了，不说原因",
    "paused": "被人按了暂停",
    "rejecting": "不收任务",
    "no_pdf": "不收 PDF",
    "aborts": "打到一半自己放弃",
    "with_errors": "说打完了，但有错",
    "never_finishes": "没开机，CUPS 一直说在打",
    "keeps_on": "取消了也不停",
    "busy": "正在打别人的",
    "no_answer": "收下请求不应答",
    "half_answer": "应答只来一半",
    "reset": "应答前断开连接",
    "garbage": "应答不是 IPP",
    "wrong_number": "应答的是别的问题",
    "lost_answer": "收下任务，应答丢了",
    "lost_request": "任务没收到，连接就断了",
    "flap": "打的时候断两次又好了",
    "restart_mid_job": "打到一半重启，忘了任务",
    "unplug": "拔掉网线",
    "unplug_mid_job": "打到一半拔掉网线",
}
"""Name -> what happens, in Chinese."""
MID: Final = "_mid_job"
REASONS: Final = {
    "paper_low": "media-low-report", "paper_out": "media-empty-error", "paper_needed": "media-needed",
    "paper_out_warning": "media-empty-warning", "tray_missing": "input-tray-missing-error",
    "toner_low": "toner-low-warning", "toner_empty": "marker-supply-empty-error", "door_open": "door-open-error",
    "cover_open": "cover-open-error", "jam": "media-jam", "output_full": "output-area-full-error", "paused": "paused",
}  # fmt: skip
NO_STOP: Final = ("paper_low", "toner_low", "paper_out_warning")
HINDERS: Final = (*(name for name in REASONS if name not in ("paper_low", "toner_low")), "stopped", "never_finishes")
ONCE: Final = ("lost_answer", "lost_request")
