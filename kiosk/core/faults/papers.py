"""What puts something on paper, or takes a picture of it."""

from kiosk.core.faults.codes import Fault, FaultTexts

TEXTS = {
    Fault.PRINTER_ABSENT: FaultTexts(
        "现在不能打小票。号码会显示出来，也可以念给您听。",
        "小票打印机没有接上，请看线和电源。",
        "打印机端口不存在或已拔出（noDevice）。接回后程序会自己重连。",
    ),
    Fault.PRINTER_SILENT: FaultTexts(
        "打小票的机器没有回应。号码会显示出来，也可以念给您听。",
        "小票打印机不应答。请关电源十秒再开。",
        "DLE EOT 1–4 在 500 毫秒内无应答。查波特率与供电。",
    ),
    Fault.PRINTER_BUSY: FaultTexts(
        "打小票的机器正忙，请稍等一下。",
        "打印机被别的程序占用，请重启本机。",
        "端口被独占打开（deviceBusy）。用 fuser 查是哪个进程。",
    ),
    Fault.PAPER_OUT: FaultTexts(
        "小票没纸了。您的事不受影响，号码会显示出来。",
        "请给小票打印机换一卷纸。",
        "纸尽（n=4: 60 位，或 n=2: 20 位）。换纸后自动恢复。",
    ),
    Fault.PAPER_LOW: FaultTexts(
        "小票纸快用完了，这次还能打。",
        "小票纸快用完了，请准备新纸卷。",
        "近端传感器（n=4: 0C 位）。",
    ),
    Fault.COVER_OPEN: FaultTexts(
        "打印机的盖子开着，现在打不了。号码会显示出来。",
        "请把小票打印机的盖子合上。",
        "上盖打开（n=2: 04 位）。合上后自动恢复。",
    ),
    Fault.CUTTER_JAM: FaultTexts(
        "打小票的机器卡住了。号码会显示出来，也可以念给您听。",
        "切刀卡住了。请关电源，打开盖子清掉碎纸再合上。",
        "切刀错误（n=3: 08 位）。清理后发 DLE ENQ 2。",
    ),
    Fault.PRINT_HEAD_HOT: FaultTexts(
        "打小票的机器要歇一会儿。号码会显示出来。",
        "打印头过热，过几分钟自己会好。",
        "可自动恢复错误（n=3: 40 位），多为打印头过热。",
    ),
    Fault.PRINTER_BROKEN: FaultTexts(
        "打小票的机器坏了。号码会显示出来，也可以念给您听。",
        "打印机报告不可恢复的错误，需要报修。",
        "不可恢复错误（n=3: 20 位）。断电重启无效则更换。",
    ),
    Fault.PRINT_UNCONFIRMED: FaultTexts(
        "不知道小票打全没有。请您核对，号码会显示出来。",
        "打印机没有确认打完。请看出纸口，必要时重打。",
        "数据已发，GS r 1 在期限内无应答。重打时标明“重打”。",
    ),
    Fault.A4_ABSENT: FaultTexts(
        "现在打不了大张纸。您的事不受影响。",
        "大张纸打印机没有接上，请看电源和网线。",
        "IPP 端口连不上（noDevice）。查打印机电源、地址和网线；接回后程序会自己重连。",
    ),
    Fault.A4_SILENT: FaultTexts(
        "打大张纸的机器没有回应。您的事不受影响。",
        "大张纸打印机不应答，没打的已经取消。请关电源十秒再开。",
        "期限内没有打完，任务已取消。打印机可能没开机：CUPS 会一直停在 processing。查打印机电源与 CUPS 队列。",
    ),
    Fault.A4_BUSY: FaultTexts(
        "打大张纸的机器正忙，请稍等一下。",
        "大张纸打印机正在打别的，请等它打完。",
        "IPP 0x0507 server-error-busy，等过后仍忙。查是不是别的电脑在用。",
    ),
    Fault.A4_PAPER_OUT: FaultTexts(
        "大张纸用完了。您的事不受影响。",
        "请给大张纸打印机加纸，把纸盒推到底。",
        "media-empty、media-needed 或 input-tray-missing。加纸后自动恢复。",
    ),
    Fault.A4_PAPER_LOW: FaultTexts(
        "大张纸快用完了，这次还能打。",
        "大张纸快用完了，请准备新纸。",
        "media-low，或空闲时的 media-empty-report。",
    ),
    Fault.A4_INK_OUT: FaultTexts(
        "打大张纸的机器没有墨了。您的事不受影响。",
        "大张纸打印机的墨粉用完了，请换一个。",
        "marker-supply-empty 或 toner-empty。换墨粉后自动恢复。",
    ),
    Fault.A4_INK_LOW: FaultTexts(
        "打大张纸的墨快用完了，这次还能打。",
        "大张纸打印机的墨粉快用完了，请准备新的。",
        "marker-supply-low、toner-low，或耗材将到寿命。",
    ),
    Fault.A4_COVER_OPEN: FaultTexts(
        "打大张纸的机器盖子开着。您的事不受影响。",
        "请把大张纸打印机的盖子和门都合上。",
        "cover-open、door-open 或 interlock-open。合上后自动恢复。",
    ),
    Fault.A4_JAM: FaultTexts(
        "打大张纸的机器卡纸了。您的事不受影响。",
        "大张纸打印机卡纸了。请打开盖子，把纸慢慢抽出来。",
        "media-jam。取出卡纸后自动恢复；反复卡纸查搓纸轮。",
    ),
    Fault.A4_TRAY_FULL: FaultTexts(
        "出纸的地方满了。您的事不受影响。",
        "请把大张纸打印机上打好的纸拿走，别看内容。",
        "output-area-full 或 output-tray-missing。",
    ),
    Fault.A4_PAUSED: FaultTexts(
        "打大张纸的机器停着。您的事不受影响。",
        "大张纸打印机停住了，请看它的屏幕，按继续。",
        "printer-state 5（stopped）或 paused。CUPS 用 cupsenable 恢复队列。",
    ),
    Fault.A4_BROKEN: FaultTexts(
        "打大张纸的机器坏了。您的事不受影响。",
        "大张纸打印机报告自己出了毛病，需要报修。",
        "任务被打印机放弃（aborted）、不收 PDF，或报告定影、感光等故障。看打印机自己的日志。",
    ),
    Fault.A4_UNCONFIRMED: FaultTexts(
        "不知道大张纸打全没有。请您看一看。",
        "打印机没有确认打完。请看出纸口，有别人的纸请收好。",
        "任务发出后失去联系（连续三次无应答或任务号不见了）。再打同一张会先查，不会打两遍。",
    ),
    Fault.SCANNER_ABSENT: FaultTexts(
        "现在拍不了材料。材料请带到窗口。",
        "高拍仪没有接上，请看它的线和灯。",
        "取画面的地址打不开（noDevice）。查 USB 线、/dev/video* 或网络地址；接回后自己会好。",
    ),
    Fault.SCANNER_SILENT: FaultTexts(
        "拍材料的机器没有回应。材料请带到窗口。",
        "高拍仪不出画面。请拔下它的线，十秒后再插上。",
        "期限内没有一帧画面。查 USB 供电和带宽，用 kiosk device shoot 复测。",
    ),
    Fault.SCANNER_BUSY: FaultTexts(
        "拍材料的机器正忙，请稍等一下。",
        "高拍仪被别的程序占用，请重启本机。",
        "设备忙（EBUSY 或 HTTP 503）。用 fuser /dev/video0 查是哪个进程。",
    ),
    Fault.SCANNER_BROKEN: FaultTexts(
        "拍材料的机器坏了。材料请带到窗口。",
        "高拍仪出的画面是坏的，需要报修。",
        "画面不是完整的 JPEG 或 PNG，或应答是错误。查线、分辨率设置和固件。",
    ),
}
