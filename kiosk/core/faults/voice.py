"""Speaking, hearing, and whatever is pressed or held before it."""

from kiosk.core.faults.codes import Fault, FaultTexts

TEXTS = {
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
}
