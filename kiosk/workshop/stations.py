"""What can be tried at every terminal, whatever devices it has."""

from kiosk.diagnostics import Trial
from kiosk.workshop.bench import Station

OTHERS = (
    Station("touch", "触摸屏", Trial("手指划过每一格，划满为止。划不动的停二十秒。", "touch_grid", "都划到了吗？")),
    Station("display", "显示和字体", Trial("看颜色、灰度、细线和字。", "chart", "颜色、细线、字都对吗？")),
    Station("speaker", "声音", Trial("听机器说一句话。", "say", "听清楚了吗？")),
    Station("microphone", "话筒和噪声", Trial("先静三秒，再在办事的地方说五秒。", "hall_noise", "够响、够清楚吗？")),
    Station("recogniser", "听写自检", Trial("机器听写一段自带的录音。", "recognise", "写对了吗？")),
)
FINDING_OF = {
    "display": "screen.font", "speaker": "voice.speaker", "microphone": "voice.microphone", "recogniser": "voice.model",
}  # fmt: skip
"""Station -> the finding that tells how it is; a device's is device.<key>."""
