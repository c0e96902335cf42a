"""Every fault the terminal can name, with what to tell the resident, the hall's staff and the technician.

One table, so that no page and no driver invents its own words. The resident's sentence is spoken; it says what
happened, that nothing is lost where that is true, and what can be done now. `docs/faults.md` is generated from it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """A fault's code, as it stands in the journal, in `--json` output and in docs/faults.md."""

    READER_ABSENT = "reader_absent"
    READER_SILENT = "reader_silent"
    READER_BROKEN = "reader_broken"
    READER_BUSY = "reader_busy"
    CARD_MOVED = "card_moved"
    CARD_UNREADABLE = "card_unreadable"
    CARD_WRONG_KIND = "card_wrong_kind"
    CARD_REJECTED = "card_rejected"
    CARD_LEFT = "card_left"
    PRINTER_ABSENT = "printer_absent"
    PRINTER_SILENT = "printer_silent"
    PRINTER_BUSY = "printer_busy"
    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    PRINT_HEAD_HOT = "print_head_hot"
    PRINTER_BROKEN = "printer_broken"
    PRINT_UNCONFIRMED = "print_unconfirmed"
    A4_ABSENT = "a4_absent"
    A4_SILENT = "a4_silent"
    A4_BUSY = "a4_busy"
    A4_PAPER_OUT = "a4_paper_out"
    A4_PAPER_LOW = "a4_paper_low"
    A4_INK_OUT = "a4_ink_out"
    A4_INK_LOW = "a4_ink_low"
    A4_COVER_OPEN = "a4_cover_open"
    A4_JAM = "a4_jam"
    A4_TRAY_FULL = "a4_tray_full"
    A4_PAUSED = "a4_paused"
    A4_BROKEN = "a4_broken"
    A4_UNCONFIRMED = "a4_unconfirmed"
    SCANNER_ABSENT = "scanner_absent"
    SCANNER_SILENT = "scanner_silent"
    SCANNER_BUSY = "scanner_busy"
    SCANNER_BROKEN = "scanner_broken"
    LINE_DOWN = "line_down"
    HUB_REFUSED = "hub_refused"
    TERMINAL_REFUSED = "terminal_refused"
    STORE_FULL = "store_full"
    STORE_BROKEN = "store_broken"
    STORE_SET_ASIDE = "store_set_aside"
    CLOCK_WRONG = "clock_wrong"
    SPEAKER_ABSENT = "speaker_absent"
    VOICE_PACK_DAMAGED = "voice_pack_damaged"
    MICROPHONE_ABSENT = "microphone_absent"
    MICROPHONE_SILENT = "microphone_silent"
    RECOGNISER_ABSENT = "recogniser_absent"
    RECOGNISER_BROKEN = "recogniser_broken"
    CODE_READER_ABSENT = "code_reader_absent"
    CODE_READER_BUSY = "code_reader_busy"
    KEYPAD_ABSENT = "keypad_absent"
    KEYPAD_BUSY = "keypad_busy"
    JACK_ABSENT = "jack_absent"
    PRESENCE_ABSENT = "presence_absent"
    PRESENCE_SILENT = "presence_silent"
    PRESENCE_BUSY = "presence_busy"
    POWER_ON_BATTERY = "power_on_battery"
    POWER_LOW = "power_low"
    UPS_ABSENT = "ups_absent"
    UPS_SILENT = "ups_silent"
    UPS_BUSY = "ups_busy"
    UPS_BATTERY_WORN = "ups_battery_worn"
    SOCIAL_READER_ABSENT = "social_reader_absent"
    SOCIAL_READER_BUSY = "social_reader_busy"
    SOCIAL_CARD_MOVED = "social_card_moved"
    SOCIAL_CARD_UNREADABLE = "social_card_unreadable"
    SOCIAL_CARD_WRONG_KIND = "social_card_wrong_kind"
    CABINET_ABSENT = "cabinet_absent"
    CABINET_BUSY = "cabinet_busy"
    CABINET_OPEN = "cabinet_open"
    CABINET_TAMPERED = "cabinet_tampered"
    CATALOGUE_STALE = "catalogue_stale"
    OUT_OF_USE = "out_of_use"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class FaultTexts:
    """The three readers of one fault."""

    resident: str
    """Spoken and shown; sentences of at most 20 characters, no blame, no jargon."""
    staff: str
    """What the hall's staff can do with their hands."""
    technician: str
    """Cause as far as known, and where to look."""


TEXTS: dict[Fault, FaultTexts] = {
    Fault.READER_ABSENT: FaultTexts(
        "读卡的地方现在用不了。您可以手工输入，也可以叫人帮忙。",
        "身份证读卡器没有接上。请看读卡器的线插好没有，灯亮不亮。",
        "读卡器端口不存在或已拔出（noDevice）。查 USB/串口线与供电；接回后程序会自己重连。",
    ),
    Fault.READER_SILENT: FaultTexts(
        "读卡的地方没有回应。请稍等再试，也可以手工输入。",
        "读卡器不应答。请把读卡器断电十秒再接上。",
        "读卡器在期限内无应答（连续三次记为 offline）。查波特率、供电，用 kiosk device read-card 复测。",
    ),
    Fault.READER_BROKEN: FaultTexts(
        "读卡的地方坏了。您可以手工输入，也可以叫人帮忙。",
        "读卡器自检没有通过，需要换一台或报修。",
        "SAM 自检失败（60）或未授权（66），SAM 不接受任何命令。更换或返厂。",
    ),
    Fault.READER_BUSY: FaultTexts(
        "读卡的地方正忙，请稍等一下。",
        "读卡器被别的程序占用。请重启本机。",
        "端口被独占打开（deviceBusy）。用 fuser 查是哪个进程。",
    ),
    Fault.CARD_MOVED: FaultTexts(
        "身份证动了一下，没读完。请把身份证放稳，再等一会儿。",
        "请帮老人把身份证平放在读卡区，不要动。",
        "读卡过程中卡离开（41/81/47 或帧中断）。未交付任何半截数据。",
    ),
    Fault.CARD_UNREADABLE: FaultTexts(
        "这张身份证没读出来。请拿起来再放一次，也可以手工输入。",
        "请把证件从卡套里拿出来，平放再试；多次不行请走人工核验。",
        "读卡失败：校验错、长度错或状态 24/91。卡芯片可能损坏。",
    ),
    Fault.CARD_WRONG_KIND: FaultTexts(
        "这不是身份证。请放身份证，也可以手工输入。",
        "放上来的不是居民身份证、居住证或外国人永居证。",
        "卡类型不识别（40）。银行卡、公交卡、社保卡会这样。",
    ),
    Fault.CARD_REJECTED: FaultTexts(
        "这张身份证没有通过核验。请找工作人员看一看。",
        "读卡器不认可这张证件，请人工核验证件真伪。",
        "卡与 SAM 认证失败（31/32/33）。已记日志，未交付数据。",
    ),
    Fault.CARD_LEFT: FaultTexts(
        "您的身份证还在机器上，请拿好。",
        "有一张身份证留在读卡区，请交还本人或妥善保管。",
        "结束办理后卡仍在场。",
    ),
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
    Fault.SPEAKER_ABSENT: FaultTexts(
        "现在没有声音。字都在屏幕上，也可以叫人帮忙。",
        "本机不出声，请看音箱和耳机孔。",
        "语音进程未能启动，或没有声卡。查 espeak-ng 与 aplay -l。",
    ),
    Fault.VOICE_PACK_DAMAGED: FaultTexts(
        "有几句话换了一个声音念，意思一样。",
        "录好的语音坏了几句，机器改用合成的声音，不耽误办事。",
        "语音包的清单或录音与哈希对不上，已改用现场合成。用 kiosk voice render --out 语音包目录 补齐。",
    ),
    Fault.MICROPHONE_ABSENT: FaultTexts(
        "现在听不见您说话。请按屏幕上的键，也可以叫人帮忙。",
        "话筒没有接上。请看话筒的线插好没有。",
        "没有可用的录音设备，或已拔出。查 USB 线与 arecord -l；接回后程序会自己重连。",
    ),
    Fault.MICROPHONE_SILENT: FaultTexts(
        "话筒好像没有声音。请按屏幕上的键，也可以叫人帮忙。",
        "话筒一点声音都没有。请看话筒开关和静音键。",
        "话筒连续 10 秒全是数字零（静音、坏线或选错设备）。查 alsamixer 的 Capture 和设置 voice.microphone。",
    ),
    Fault.RECOGNISER_ABSENT: FaultTexts(
        "这台机器还听不懂话。请按屏幕上的键，也可以叫人帮忙。",
        "本机没有装听写模型，触摸和键盘照常能用。",
        "找不到 vosk 模型，或目录缺文件。用 kiosk voice install 安装，kiosk doctor 查看。",
    ),
    Fault.RECOGNISER_BROKEN: FaultTexts(
        "听话的程序停了，正在重开。请先按屏幕上的键。",
        "听写程序反复停止，触摸和键盘照常能用。",
        "听写进程反复退出，按 1、5、30 秒退避重启。查内存与模型文件的 sha256（kiosk doctor）。",
    ),
    Fault.CODE_READER_ABSENT: FaultTexts(
        "扫码的地方现在用不了。编号可以手工输入。",
        "扫码口没有接上。请看扫码口的线插好没有，灯亮不亮。",
        "扫码口的端口不存在或已拔出（连续三次才算 noDevice）。查线、供电与 udev 名字；接回后程序会自己重连。",
    ),
    Fault.CODE_READER_BUSY: FaultTexts(
        "扫码的地方正忙。编号可以手工输入。",
        "扫码口被别的程序占用。请重启本机。",
        "端口或输入设备被独占（deviceBusy）。用 fuser 查是哪个进程。",
    ),
    Fault.KEYPAD_ABSENT: FaultTexts(
        "小键盘现在用不了。请按屏幕上的键，也可以叫人帮忙。",
        "小键盘没有接上。请看小键盘的线插好没有。",
        "小键盘的输入设备不存在或已拔出（连续三次才算 noDevice）。查线与设置 devices.keypad；接回后自己重连。",
    ),
    Fault.KEYPAD_BUSY: FaultTexts(
        "小键盘正忙。请先按屏幕上的键。",
        "小键盘被别的程序占用。请重启本机。",
        "输入设备被别的程序独占（EVIOCGRAB，deviceBusy）。用 fuser 查是哪个进程。",
    ),
    Fault.JACK_ABSENT: FaultTexts(
        "插耳机的地方现在用不了。声音从音箱出来。",
        "耳机孔没有接上。请看它的线插好没有。",
        "耳机孔的输入设备打不开（连续三次才算 noDevice）。查线、权限与设置 devices.jack；接回后自己重连。",
    ),
    Fault.PRESENCE_ABSENT: FaultTexts(
        "感应人的部件没有接上，不影响办事。",
        "人体感应没有接上。不影响办事，人走了要多等一会儿才清屏。",
        "雷达端口不存在或已拔出（连续三次才算 noDevice）。查线与设置 devices.presence；接回后自己重连。",
    ),
    Fault.PRESENCE_SILENT: FaultTexts(
        "感应人的部件没有回应，不影响办事。",
        "人体感应不应答。不影响办事，请告诉技术人员。",
        "端口在，但连续九秒没有报告帧。LD2410 是 256000 波特，查波特率、供电和收发线。",
    ),
    Fault.PRESENCE_BUSY: FaultTexts(
        "感应人的部件正忙，不影响办事。",
        "人体感应被别的程序占用。请重启本机。",
        "端口被独占打开（deviceBusy）。用 fuser 查是哪个进程。",
    ),
    Fault.POWER_ON_BATTERY: FaultTexts(
        "停电了，机器还能用一会儿。请先办完这件事。",
        "停电了，终端在用后备电源。请别让人再开始新的事。",
        "UPS 在用电池（NUT: OB；Megatec: b7）。来电后自动恢复。",
    ),
    Fault.POWER_LOW: FaultTexts(
        "快没电了，机器马上要关。交上去的不受影响。",
        "后备电源快没电了，终端正在存好并关机。",
        "电池低（OB LB）、UPS 要求关机（FSD），或用电池时失去联系。存好后按设置 devices.power_off 关机。",
    ),
    Fault.UPS_ABSENT: FaultTexts(
        "后备电源没有接上，不影响办事。",
        "后备电源联系不上。不影响办事，停电时会直接关机。",
        "upsd 的端口或串口打不开（连续三次）。查 nut-server、线与设置 devices.power。",
    ),
    Fault.UPS_SILENT: FaultTexts(
        "后备电源没有回应，不影响办事。",
        "后备电源不应答，请告诉技术人员。",
        "连上了但没有状态：无应答、数据旧、驱动没连上、名字不对或看不懂。用 kiosk device power 看原因。",
    ),
    Fault.UPS_BUSY: FaultTexts(
        "后备电源正忙，不影响办事。",
        "后备电源的串口被别的程序占用。请重启本机。",
        "端口被独占打开（deviceBusy）；nut-server 和本程序不能同时用一个串口。",
    ),
    Fault.UPS_BATTERY_WORN: FaultTexts(
        "后备电源要换电池了，不影响办事。",
        "后备电源的电池该换了，停电时撑不久。",
        "UPS 自检报告要换电池（NUT: RB；Megatec: b4）。",
    ),
    Fault.SOCIAL_READER_ABSENT: FaultTexts(
        "插社保卡的地方现在用不了。请放身份证。",
        "社保卡读卡器没有接上。请看线插好没有。",
        "PC/SC 里没有这个读卡器，或 pcscd 没有运行，或没有装 pyscard（extra social-card）。用 pcsc_scan 查。",
    ),
    Fault.SOCIAL_READER_BUSY: FaultTexts(
        "插社保卡的地方正忙，请稍等一下。",
        "社保卡读卡器被别的程序占用。请重启本机。",
        "卡被别的程序独占（SCARD_E_SHARING_VIOLATION，deviceBusy）。",
    ),
    Fault.SOCIAL_CARD_MOVED: FaultTexts(
        "社保卡动了一下，没读完。请把卡插到底，不要动。",
        "请帮老人把社保卡芯片朝里插到底。",
        "读卡过程中卡离开或不应答。未交付任何半截数据。",
    ),
    Fault.SOCIAL_CARD_UNREADABLE: FaultTexts(
        "这张社保卡没读出来。请拔出来再插一次。",
        "请看卡有没有插反，芯片擦一擦再试；多次不行请用身份证。",
        "EF05 或 EF06 的记录缺失、长度不对或不是字。卡可能损坏，或本地文件结构不同。",
    ),
    Fault.SOCIAL_CARD_WRONG_KIND: FaultTexts(
        "这不是社保卡。请插社保卡，或者放身份证。",
        "插进来的不是社保卡，或插反了。",
        "选 SSSE 应用被拒（6A82 等）。银行卡、医院卡会这样。",
    ),
    Fault.CABINET_ABSENT: FaultTexts(
        "指示灯现在不亮，不影响办事。",
        "机柜的指示灯和门控没有接上，不影响办事。",
        "GPIO 芯片或控制板的端口不存在（连续三次才算 noDevice）。查 /dev/gpiochip*、权限与设置 devices.cabinet。",
    ),
    Fault.CABINET_BUSY: FaultTexts(
        "指示灯正忙，不影响办事。",
        "机柜的指示灯被别的程序占用。请重启本机。",
        "GPIO 线或端口被占用（EBUSY）。用 gpioinfo 或 fuser 查是哪个程序。",
    ),
    Fault.CABINET_OPEN: FaultTexts(
        "机器的门开着，请告诉工作人员。",
        "机柜门开着。如果没有人在修，请关好并看一看。",
        "门触点断开。已记日志并报中枢；关上后自动恢复。",
    ),
    Fault.CABINET_TAMPERED: FaultTexts(
        "机器的盖子被动过，请告诉工作人员。",
        "机盖被打开过，请看一看有没有人动过机器，并报告。",
        "防拆触点断开（potentialFraud）。已记日志并报中枢；查机内后合上。",
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
"""A test demands that every Fault has its three texts and that each resident's sentence is short enough."""


def as_markdown() -> str:
    """The table as docs/faults.md has it."""
    rows = "".join(f"| `{fault}` | {t.resident} | {t.staff} | {t.technician} |\n" for fault, t in TEXTS.items())
    head = "| 代码 | 对办事的人（屏上并念出） | 对大厅工作人员 | 对技术人员 |\n|---|---|---|---|\n"
    return "# 故障对照表\n\n由 `kiosk/core/faults.py` 生成（`make docs`），不要手改。\n\n" + head + rows
