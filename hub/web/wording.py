"""Codes of the audit chain and of devices, in the words of the people who read these pages."""

from kiosk.core.faults import TEXTS, Fault

_ACTS = {
    "submission_received": "收到办件",
    "case_accept": "受理",
    "case_ask_correction": "补正告知",
    "case_corrected": "补正完成",
    "case_decline": "不予受理",
    "case_start": "开始办理",
    "case_pause": "暂停计时",
    "case_resume": "恢复计时",
    "case_grant": "办结：准予",
    "case_deny": "办结：不予",
    "case_withdraw": "办结：撤回",
    "case_deliver": "送达",
    "form_opened": "查看填的内容",
    "login": "登录",
    "login_failed": "登录没成",
    "login_locked": "登录被锁",
    "logout": "退出",
    "user_added": "加用户",
    "code_reset": "换手机动态码",
    "guide_set": "定导办员的岗位和本事",
    "guide_presence": "导办员换状态",
    "call_asked": "叫导办员",
    "call_offered": "问导办员接不接",
    "call_unanswered": "导办员没有应答",
    "call_taken": "导办员接了",
    "call_declined": "导办员没接",
    "call_joined": "居民同意，接通",
    "call_allowed": "居民同意一项",
    "call_refused": "居民不同意或收回一项",
    "call_asked_consent": "请居民同意一项",
    "call_pointed": "指给居民看",
    "call_suggested": "建议填一项",
    "call_filled": "居民用了建议",
    "call_value_asked": "请看一项隐私内容",
    "call_photo_asked": "请拍材料",
    "call_photo_judged": "看过材料照片",
    "call_proposed": "建议换个事项",
    "call_transfer_asked": "请别人接手",
    "call_transferred": "换人接手",
    "call_listened": "督导开始旁听",
    "call_unheard": "不再旁听，或离开",
    "call_guest_asked": "请人一起来",
    "call_guest_allowed": "居民让人一起来",
    "call_guest_refused": "居民不让来，或请走",
    "call_guest_there": "窗口人员或电话加入",
    "follow_up_due": "答应回电话",
    "follow_up_taken": "有人来回电话",
    "follow_up_result": "回电话的结果",
    "call_phone": "电话没有打通，或挂了",
    "call_recorded": "开始录声音",
    "recording_heard": "听录音",
    "recording_deleted": "删录音",
    "call_left": "帮办结束",
    "call_wrapped_up": "导办员写好结果",
    "enrol_code_created": "生成登记码",
    "terminal_enrolled": "终端登记",
    "terminal_revoked": "终端停用",
    "alert_seen": "看到提醒",
    "device_stopped": "停用设备",
    "device_resumed": "恢复设备",
    "service_stopped": "停办事项",
    "service_resumed": "恢复事项",
    "unlock_code_issued": "发检修码",
    "repair_opened": "开始检修",
    "repair_closed": "检修结束",
    "repair_locked": "检修门锁住",
    "bundle_asked": "要维护包",
    "bundle_taken": "收到维护包",
    "bundle_fetched": "取走维护包",
    "stick_imported": "收下 U 盘",
    "notice_published": "发布公告",
    "notice_withdrawn": "撤下公告",
    "ticket_called": "叫号",
    "help_asked": "请人帮忙",
    "help_answered": "有人去帮",
    "help_closed": "求助办完",
    "duty_on": "到岗",
    "duty_off": "离岗",
    "payment_begun": "开始交费",
    "payment_paid": "交费成功",
    "payment_failed": "交费没成",
    "payment_reversed": "交费退回",
    "payment_void": "没收到的交费作废",
    "rectification_closed": "整改结单",
    "unclear_taught": "教会一句话",
    "unclear_discarded": "丢弃一句话",
}
_ACTORS = {"hub": "中枢", "cli": "命令行", "nobody": "没登录的人"}
_KINDS = {
    "terminal": "终端",
    "user": "用户",
    "help": "求助",
    "call": "帮办",
    "notice": "公告",
    "ticket": "号",
    "payment": "交费",
    "rating": "评价",
    "unclear": "没听懂的话",
}
STATES = {
    "online": "正常",
    "offline": "没有应答",
    "powerOff": "没有通电",
    "noDevice": "没接上",
    "hardwareError": "坏了",
    "userError": "要人动手",
    "deviceBusy": "正忙",
    "fraudAttempt": "有人动手脚",
    "potentialFraud": "可能有人动手脚",
    "starting": "正在启动",
}


DEVICES = {
    "card_reader": "读卡器",
    "receipt_printer": "小票打印机",
    "document_printer": "A4 打印机",
    "social_card": "社保卡读卡器",
    "scanner": "高拍仪",
    "code_reader": "扫码口",
    "keypad": "小键盘",
    "presence": "人体感应",
    "power": "后备电源",
    "cabinet": "机柜灯和门",
    "jack": "耳机孔",
    "camera": "摄像头",
    "microphone": "话筒",
    "speaker": "声音",
    "voice_pack": "语音包",
    "store": "本机存储",
}


def act_name(act: str) -> str:
    """What was done; the code itself when it has no name yet."""
    return _ACTS.get(act, act)


def name_of(code: str) -> str:
    """「终端 K07」 for "terminal:K07"; a case number stays as it is."""
    kind, colon, rest = code.partition(":")
    if not colon:
        return _ACTORS.get(code, code)
    return f"{_KINDS.get(kind, kind)} {rest[:13]}"


def device_name(device: str) -> str:
    """「小票打印机」 for "receipt_printer"; the id itself when it has no name yet."""
    return DEVICES.get(device, device)


def device_words(state: str) -> str:
    """「要人动手：请给打印机装纸」 for "userError/paper_out"."""
    how, _, fault = state.partition("/")
    known = fault in {str(code) for code in Fault}
    said = TEXTS[Fault(fault)].staff if known else fault
    return "：".join(filter(None, (STATES.get(how, how), said)))
