"""Around the person and in the cabinet: who stands there, electricity, lights and doors."""

from kiosk.core.faults.codes import Fault, FaultTexts

TEXTS = {
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
}
