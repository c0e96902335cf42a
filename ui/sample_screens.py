"""Hand-made Screens that use every block, every question and every role, with the longest words a page must bear.

The gallery and the gates draw them beside the real session's; all persons are invented.
"""

from kiosk.core.screen import (
    Action,
    AskCard,
    AskChoice,
    AskDate,
    AskDigits,
    AskPin,
    AskSignature,
    AskText,
    BigText,
    Block,
    Bullets,
    Fact,
    Facts,
    Paper,
    Paragraph,
    Picture,
    Progress,
    Role,
    Screen,
    Step,
    Tone,
)
from kiosk.core.words import Private, PrivateKind, Words, words
from kiosk.session.events import Next

NAME = Private("虚构老人", PrivateKind.NAME)
ID_NUMBER = Private("130300194404041234", PrivateKind.ID_NUMBER)


def act(action_id: str, label: str, pictogram: str, role: Role = Role.SECONDARY, **more: object) -> Action:
    return Action(action_id, label, pictogram, Next(), role, **more)  # type: ignore[arg-type]


def tile(number: int, label: str, pictogram: str, note: str = "") -> Action:
    return act(f"service:{number:02}", label, pictogram, Role.TILE, note=note)


def choice(answer: str, label: str, pictogram: str = "", **more: object) -> Action:
    return act(f"choice:{answer}", label, pictogram, Role.CHOICE, **more)


ALWAYS = (
    act("back", "上一步", "back", Role.ALWAYS),
    act("home", "回首页", "home", Role.ALWAYS),
    act("repeat", "再说一遍", "repeat", Role.ALWAYS),
    act("settings", "大字声音", "settings", Role.ALWAYS),
    act("help", "找人帮忙", "help", Role.ALWAYS),
)
NEXT = act("next", "下一步", "next", Role.PRIMARY)
PAD = (
    *(act(f"digit:{digit}", str(digit), "", Role.KEY) for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9)),
    act("digit:X", "X", "", Role.KEY),
    act("digit:0", "0", "", Role.KEY),
    act("erase", "删除", "erase", Role.KEY),
)
LONG = (
    words("您的姓名、住址和身份证号只用来办这件事。"),
    words("我们把它加密后交给街道办事处。"),
    words("别的人看不到，也不会用来做别的事。"),
    words("您可以不同意，那就请到窗口去办。"),
)


def page(
    key: str,
    title: str | Words,
    *say: str | Words,
    blocks: tuple[Block, ...] = (),
    actions: tuple[Action, ...] = (NEXT,),
    always: tuple[Action, ...] = ALWAYS,
    **more: object,
) -> Screen:
    spoken = tuple(words(sentence) for sentence in say)
    return Screen("sample:" + key, words(title), spoken, blocks, actions=actions, always=always, **more)  # type: ignore[arg-type]


SAMPLE_SCREENS: tuple[Screen, ...] = (
    page(
        "attract",
        "您好，我能帮您办事",
        "按一下屏幕，或者说您要办什么。",
        "比如说：我要领高龄津贴。",
        "或者说：我要交电费。",
        blocks=(Picture("elder", "不着急，慢慢来。"),),
        actions=(act("begin", "开始", "next", Role.PRIMARY),),
    ),
    page(
        "home",
        "您要办什么？",
        "请按一下图，或者说出来。",
        actions=(
            tile(1, "领高龄津贴", "elder_money", "八十岁以上每月有钱"),
            tile(2, "办老人优待证", "elder_card"),
            tile(3, "养老金认证", "id_check"),
            tile(27, "交电费", "electricity"),
            tile(33, "取号排队", "ticket"),
            tile(34, "查办到哪一步", "search_case"),
            act("more", "更多事情", "other"),
        ),
    ),
    page(
        "matter",
        "领高龄津贴",
        "八十岁以上的老人每月可以领钱。",
        "要带身份证和银行存折。",
        "不收钱。大约二十个工作日有结果。",
        blocks=(
            Facts((Fact("办理时间", words("二十个工作日"), "以窗口答复为准"), Fact("费用", words("不收钱"))), "这件事"),
            Bullets(
                (words("身份证"), words("银行卡或存折"), words("近期一寸照片")),
                "要带的东西",
                ("done", "todo", "missing"),
            ),
        ),
        actions=(act("begin", "开始办", "next", Role.PRIMARY), act("print", "打印清单", "printer")),
    ),
    page(
        "consent",
        "请您同意",
        *LONG,
        blocks=(Paragraph(words(*LONG, *LONG)),),
        step=Step(1, 7),
        actions=(act("agree", "我同意", "yes", Role.PRIMARY), act("refuse", "不同意", "no", Role.DANGER)),
    ),
    page(
        "card",
        "请放身份证",
        "把身份证平放在读卡区。",
        "等一会儿，听到声音再拿走。",
        step=Step(2, 7),
        ask=AskCard(words("请放您的身份证"), "您"),
        actions=(act("typed", "没带，自己填", "keyboard"), act("staff", "请工作人员", "staff")),
    ),
    page(
        "reading",
        "正在读身份证",
        "请不要动身份证。",
        ask=AskCard(words("正在读"), "您", "reading"),
        actions=(),
        busy=True,
    ),
    page(
        "lift", "请拿好身份证", "读好了，请把身份证拿走。", ask=AskCard(words("请拿走"), "您", "lift"), tone=Tone.DONE
    ),
    page(
        "phone",
        "您的手机号是多少？",
        "请按数字，一共十一位。",
        step=Step(3, 7),
        ask=AskDigits(
            "phone",
            words("您的手机号是多少？"),
            words(Private("1380000", PrivateKind.PHONE)),
            (3, 4, 4),
            11,
            "十一位数字",
        ),
        actions=(*PAD, NEXT, choice("none", "没有手机", "no_phone")),
    ),
    page(
        "wrong",
        "请再看一下身份证号",
        "号码少了一位。",
        step=Step(3, 7),
        notices=(words("身份证号应该是十八位。现在是十七位，请看看漏了哪一位。"),),
        tone=Tone.ATTENTION,
        ask=AskDigits(
            "id", words("身份证号"), words(Private("13030019440404123", PrivateKind.ID_NUMBER)), (6, 8, 4), 18
        ),
        actions=(*PAD, NEXT),
    ),
    page(
        "month",
        "您是几月生的？",
        "请按月份。",
        step=Step(3, 7),
        ask=AskDate("birth", words("几月"), 1944, None, None, "month"),
        actions=tuple(choice(f"m{month}", f"{month}月") for month in range(1, 13)),
    ),
    page(
        "day",
        "您是几日生的？",
        "请按日子。",
        ask=AskDate("birth", words("几日"), 1944, 4, None, "day"),
        actions=tuple(choice(f"d{day}", f"{day}日") for day in range(1, 32)),
    ),
    page(
        "text",
        "请说说是什么事",
        "可以按拼音，也可以选下面的。",
        ask=AskText(
            "what",
            words("请说说是什么事"),
            words("楼道的灯"),
            ("楼道灯坏了", "下水道堵了", "有人吵闹"),
            60,
            "写几个字就行",
        ),
        actions=(
            choice("a", "楼道灯坏了", "lamp"),
            choice("b", "下水道堵了", "water"),
            choice("c", "有人吵闹", "noise"),
            NEXT,
        ),
    ),
    page(
        "choose",
        "钱打到哪张卡？",
        "请选一个。",
        step=Step(5, 7),
        ask=AskChoice("account", words("钱打到哪张卡？")),
        actions=(
            choice("a", "社会保障卡", "card", chosen=True, note="和养老金同一张卡"),
            choice("b", "银行存折", "passbook"),
            choice("c", "别人的银行卡", "bank_card", enabled=False, why_not="只能用本人的卡"),
            choice("d", "以后再说", "clock"),
            NEXT,
        ),
    ),
    page(
        "review",
        "请您看一遍",
        "请看看对不对。",
        "哪一行不对，就按改一改。",
        step=Step(6, 7),
        blocks=(
            Facts(
                (
                    Fact("姓名", words(NAME), "身份证"),
                    Fact("身份证号", words(ID_NUMBER), "身份证"),
                    Fact(
                        "住址",
                        words(
                            Private("河北省秦皇岛市海港区虚构街道测试社区甲一号楼二单元三零一室", PrivateKind.ADDRESS)
                        ),
                        "身份证",
                    ),
                    Fact("手机", words("没有手机"), "您填的"),
                    Fact("银行卡", words("末尾四位 0000"), "您填的"),
                )
            ),
        ),
        actions=(NEXT, *(act(f"edit:{n}", f"改第{n}行", "sign_pen") for n in range(1, 6))),
    ),
    page(
        "sign",
        "请您签名",
        "用手指在框里写名字。",
        "不会写字，可以请人帮忙。",
        step=Step(7, 7),
        ask=AskSignature(words("请您签名"), words("上面填的都是真的。填错了我会来改。")),
        actions=(NEXT, act("clear", "重新签", "clear"), act("witness", "不会写字", "staff")),
    ),
    page(
        "sending",
        "正在保存",
        "请稍等一会儿。",
        blocks=(Progress("正在加密保存。", 0.4), Progress("请不要走开。")),
        actions=(),
        tone=Tone.WAIT,
        busy=True,
    ),
    page(
        "saved",
        "已经存好，还没送到",
        "网络不通，先存在这台机器里。",
        "通了以后会自动送出去。",
        tone=Tone.DONE,
        banner=words("现在没有网络，可以继续办"),
        blocks=(
            BigText("您的办事编号", words("QHD 2026 1124 0007")),
            Picture("no_paper", "没有纸，请记下或拍下编号。"),
        ),
        actions=(
            act("finish", "办完了", "tick", Role.PRIMARY),
            act("print", "再打一张", "printer"),
            act("more", "还要办别的", "other"),
        ),
    ),
    page(
        "paper",
        "您的凭条",
        "这是凭条上写的字。",
        blocks=(
            Paper(
                tuple(
                    words(line)
                    for line in (
                        "社区办事凭条",
                        "",
                        "事项：领高龄津贴",
                        "编号：QHD 2026 1124 0007",
                        "状态：已暂存，待上传",
                        "缺的材料：近期一寸照片",
                        "时限：以窗口答复为准",
                        "电话：0335-0000000",
                    )
                )
            ),
        ),
    ),
    page(
        "rating",
        "这次办得怎么样？",
        "请您评一评，不评也可以。",
        ask=AskChoice("rating", words("这次办得怎么样？")),
        actions=(
            choice("5", "非常满意", "face_very_good"),
            choice("4", "满意", "face_good"),
            choice("3", "基本满意", "face_ok"),
            choice("2", "不满意", "face_bad"),
            choice("1", "非常不满意", "face_very_bad"),
            choice("0", "不评价", "no_rating"),
        ),
    ),
    page(
        "idle",
        "您还在吗？",
        "没有听到您的声音。",
        "要接着办，请按还在。",
        tone=Tone.ATTENTION,
        countdown=18,
        actions=(act("still", "我还在", "yes", Role.PRIMARY), act("leave", "不办了", "exit", Role.DANGER)),
    ),
    page(
        "trouble",
        "打印机没有纸",
        "您的事情没有受影响。",
        "请记下编号，或者找人帮忙。",
        tone=Tone.TROUBLE,
        notices=(words("打印机没有纸，凭条没有打出来。"),),
        banner=words("模拟设备"),
        blocks=(BigText("编号", words("20261124 0007")),),
    ),
    page(
        "pin",
        "工作人员登录",
        "请输入密码。",
        ask=AskPin(words("请输入密码"), 4),
        actions=(*PAD, NEXT),
    ),
)
"""Every template at least once."""
