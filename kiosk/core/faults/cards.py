"""The card readers and what is put on or into them."""

from kiosk.core.faults.codes import Fault, FaultTexts

TEXTS = {
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
}
