"""The line, the hub, the store, the clock, and what nobody foresaw."""

from kiosk.core.faults.codes import Fault, FaultTexts

TEXTS = {
    Fault.LINE_DOWN: FaultTexts(
        "现在网络不通。您的事先存在这台机器里，不会丢。",
        "本机连不上市里的服务器。网通后会自动上传，不用重办。",
        "到中枢的连接失败。查网线、网关、DNS、证书；kiosk queue list 看待传条数。",
    ),
    Fault.HUB_REFUSED: FaultTexts(
        "这件事没能交上去，已经存好。请把号码给工作人员看。",
        "有一件办件被中枢退回，请联系技术人员处理，密封件还在本机。",
        "中枢以自己的错误格式拒收。原因见 kiosk queue list；修正后 kiosk queue retry。",
    ),
    Fault.TERMINAL_REFUSED: FaultTexts(
        "这台机器现在办不了这件事。请到窗口，或者叫人帮忙。",
        "服务器不认这台终端，请联系技术人员重新登记。",
        "中枢回 401（没有登记、已停用，或签名不对）。核对 identity.json，停用过的要新登记码：kiosk enrol。",
    ),
    Fault.STORE_FULL: FaultTexts(
        "这台机器存满了，现在不能再办。请到窗口，或者叫人帮忙。",
        "本机待上传的太多，请尽快接通网络或导出。",
        "队列达到字节上限或磁盘将满。恢复网络，或 kiosk queue export。",
    ),
    Fault.STORE_BROKEN: FaultTexts(
        "这台机器现在存不了东西，不能办理。请到窗口。",
        "本机存储有故障，请停用并报修。",
        "SQLite 打开或写入失败。查磁盘；不要删除队列文件。",
    ),
    Fault.STORE_SET_ASIDE: FaultTexts(
        "这台机器出过毛病，现在能用。以前在这里交的，请问工作人员。",
        "以前待上传的读不出来，已另外存好。请找技术人员，不要删。",
        "队列文件损坏或长度为零，已移到数据目录的 set-aside 下，新队列从空的开始，当天编号已跳开。"
        "取出处理后把 set-aside 里的目录移走，本提示消失。",
    ),
    Fault.CLOCK_WRONG: FaultTexts(
        "这台机器的时间不准，现在不能办理。请到窗口。",
        "本机时间不准，请联系技术人员。",
        "系统时间与中枢相差过大或早于构建日期。查 chrony。",
    ),
    Fault.CATALOGUE_STALE: FaultTexts(
        "这件事的说明可能不是最新的，以窗口答复为准。",
        "本机事项目录很久没更新了，请看网络。",
        "目录缓存超过期限或验签失败，仍在用上一个好的版本。",
    ),
    Fault.OUT_OF_USE: FaultTexts(
        "这个设备今天停用了。请用别的办法，也可以叫人帮忙。",
        "市里把这个设备停用了，请先用别的办法办。",
        "中枢下令停用了这个设备。修好后在中枢的终端页恢复。",
    ),
    Fault.UNEXPECTED: FaultTexts(
        "机器出了点问题，要重新开始。已经提交的不受影响。",
        "程序遇到没料到的错误，已自动回到首页。",
        "见日志中的 unexpected 事件（含异常类型与位置，不含个人信息）。",
    ),
}
