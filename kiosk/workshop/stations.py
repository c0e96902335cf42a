"""What can be tried: each device there is, and what every terminal has whatever its devices."""

from kiosk.diagnostics import NAMES, Trial
from kiosk.workshop.bench import Station

_TRIALS = {
    "card_reader": Trial("放一张测试身份证，看读不读得出来。", "read_card", "页面上写“读到了”，您看到了吗？"),
    "receipt_printer": Trial("打一张测试小票，看字清不清、切没切断。", "print_slip", "小票清楚，也切断了吗？"),
    "code_reader": Trial("拿一张小票、一个付款码对着它扫。", "scan_code", "灯亮、会响，页面说对了是什么码吗？"),
    "keypad": Trial("把每个键按一遍，按到的打勾。", "keys", "小键盘上的键，都打勾了吗？"),
    "document_printer": Trial("打一张 A4 测试页，看字清不清、歪不歪。", "print_sheet", "大张纸清楚、不歪吗？"),
    "cabinet": Trial("看灯一盏一盏亮。开一下柜门再关上。", "lights", "每盏灯都亮在该亮的地方吗？"),
    "social_card": Trial("插一张测试社保卡，芯片朝里。", "read_social", "页面上写“读到了”，您看到了吗？"),
    "presence": Trial("走远一米半，等几秒，再走近。", "radar", "页面上的距离，跟着您变吗？"),
    "power": Trial("拔掉市电的插头，十秒后再插上。", "supply", "屏幕没有黑，页面也说了停电吗？"),
    "scanner": Trial("放一张有字的纸，看画面，放正了再拍。", "shoot", "照片是正的，字看得清吗？"),
    "jack": Trial("插上耳机，再拔下来。", "jack", "插上、拔下，页面都说对了吗？"),
}
DEVICES = tuple(Station(id_, NAMES[id_], trial) for id_, trial in _TRIALS.items())
"""In the order a technician goes round."""
OTHERS = (
    Station("touch", "触摸屏", Trial("手指划过每一格，划满为止。划不动的停二十秒。", "touch_grid", "都划到了吗？")),
    Station("display", "显示和字体", Trial("看颜色、灰度、细线和字。", "chart", "颜色、细线、字都对吗？")),
    Station("speaker", "声音", Trial("听机器说一句话。", "say", "听清楚了吗？")),
    Station("microphone", "话筒和噪声", Trial("先静三秒，再说五秒，听它放出来。", "hall_noise", "放出来的话清楚吗？")),
    Station("camera", "摄像头", Trial("看画面，把镜头对准人脸的高度。", "camera", "画面清楚、亮度合适吗？")),
    Station("recogniser", "听写自检", Trial("机器听写一段自带的录音。", "recognise", "写对了吗？")),
)
FINDING_OF = {
    "card_reader": "device.reader", "receipt_printer": "device.printer",
    "display": "screen.font", "speaker": "voice.speaker", "microphone": "voice.microphone", "recogniser": "voice.model",
    "camera": "call.camera",
}  # fmt: skip
"""Station -> the finding that tells how it is, where that is not called device.<station>."""
