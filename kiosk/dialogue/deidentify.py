"""An utterance without whose it is: numbers, names and addresses become 〔数〕〔人名〕〔地址〕.

Only text that went through here may leave the terminal for review or for a city's model. What is certain (the values
of this visit, long numbers, what follows 我叫) always goes; what only looks like a name goes too: no harm is done.
"""

import re
from collections.abc import Iterable

from kiosk.dialogue.numbers import NUMERAL

NUMBER, NAME, ADDRESS = "〔数〕", "〔人名〕", "〔地址〕"
LONGEST = 60
"""Characters kept; more is a story, not a request."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂焦向柳邢岳梅庄关左谷翁童单仇解"
)
_PUBLIC = ("110", "119", "120", "122", "12345", "12348", "12333", "96110")
HOTLINES = frozenset(
    number.translate(str.maketrans("0123456789", digits))
    for number in _PUBLIC
    for digits in ("0123456789", "零一二三四五六七八九", "零幺二三四五六七八九")
)
"""Numbers everybody calls; they say nothing of anybody."""
_TAIL = re.compile(r"〔数〕[\s-]+[0-9]+|[0-9]+[\s-]+〔数〕")
"""What looks like a hotline beside a number is a group of it: 1300 0000 110."""
_HAN = "一-鿿"
_END = "的|了|吗|呢|吧|啊|呀|嘛|要|想|来|去|办|在|家|说|是|，|。|！|？|、|$"
_SAYS_NAME = re.compile(rf"(我叫|名叫|名字叫|名字是|叫做|姓名是|姓名|大名|他叫|她叫)([{_HAN}]{{2,4}}?)(?={_END})")
_AFTER_CALLED = re.compile(rf"(我叫|名叫|名字叫|名字是|叫做|姓名是|姓名|大名)([{_HAN}·]{{1,4}})(?!〕)")
"""Where nothing marks the end of a name, more goes rather than less."""
_COMMON = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田姜覃"
_DOUBLE = "欧阳|司马|上官|诸葛|东方|尉迟|皇甫|司徒|慕容|令狐|端木"
_SOMEBODY = re.compile(
    rf"(我是|我妈妈|我妈|我爸爸|我爸|我娘|我爹|老伴儿|老伴|爱人|媳妇|儿子|闺女|女儿|孙子|孙女|婆婆|公公|丈夫|妻子)"
    rf"((?:{_DOUBLE})[{_HAN}]{{1,2}}|[{_COMMON}][{_HAN}]{{1,2}})"
)
_SURNAMED = re.compile(rf"(免贵姓|贵姓|姓)([{_SURNAMES}])")
_KIN = (
    "我妈妈|我妈|我爸爸|我爸|我娘|我爹|老伴儿|老伴|媳妇|儿子|闺女|女儿|孙子|孙女|老头子|老头|老太太|邻居|婆婆|公公|"
    "丈夫|妻子|同事|给|帮|替|找|问"
)
_IS_NAMED = re.compile(rf"(我是|这是)([{_SURNAMES}][{_HAN}]{{1,2}}?)(?={_END})")
_OF_KIN = re.compile(rf"({_KIN})([{_SURNAMES}][{_HAN}]{{1,2}}?)(?={_END})")
_TITLED = re.compile(
    rf"([{_SURNAMES}])(?=(?:大夫|医生|主任|书记|老师|师傅|阿姨|大爷|大妈|奶奶|爷爷|叔叔|同志|经理|科长))"
)
_DIGITS = re.compile(r"[0-9０-９٠-٩A-Za-z]*[0-9０-９٠-٩][0-9０-９٠-٩A-Za-z*＊\-—–]*")
_SPELLED = re.compile(r"[零〇一二三四五六七八九幺两](?:[\s，、]?[零〇一二三四五六七八九幺两]){2,}")
_COUNTED = re.compile(rf"[{NUMERAL}]+(?=号楼|栋|单元|楼|室|号院|号)")
_STREET = "路|街|道|巷|胡同|小区|家园|花园|公寓|新村|村|里|苑|庄"
_PLACE = re.compile(
    rf"[{_HAN}]{{2,6}}?(?:{_STREET})(?=〔数〕)"
    rf"|(?:家住|住在|住|地址是|地址)(?![的了院房址登记证哪那这])[{_HAN}]{{2,12}}?(?<![哪那这])(?:{_STREET})"
)
_LATIN = re.compile(r"[A-Za-z]{2,}")


def deidentify(text: str, known: Iterable[str] = (), keep: Iterable[str] = ()) -> str:
    """A text that names nobody, at most LONGEST characters.

    known: values of this visit (names, numbers, addresses), removed wherever they stand, whole. keep: words of the
    catalogue; what only looks like a name is left when one of them begins there (高龄津贴 is no Mr Gao).
    """
    for value in sorted((v for v in known if len(v) > 1), key=len, reverse=True):
        text = text.replace(value, NAME if len(value) <= 4 else ADDRESS if not value.isascii() else NUMBER)
    words = tuple(keep)
    firsts = frozenset(word[:2] for word in words if len(word) > 1)
    numbers = HOTLINES | {run for word in words for pattern in (_DIGITS, _SPELLED) for run in pattern.findall(word)}
    # Taking something out may bring together what then looks like something of somebody's.
    while (less := _shortened(_less(text, firsts, numbers))) != text:
        text = less
    return text


def _less(text: str, firsts: frozenset[str], numbers: frozenset[str]) -> str:
    """One pass; what it takes out is shorter or a mark, so that passes come to an end."""
    text = re.sub(r"\s+", " ", _LATIN.sub("", text)).strip()
    text = _SAYS_NAME.sub(rf"\1{NAME}", text)
    text = _SURNAMED.sub(rf"\1{NAME}", text)
    text = _AFTER_CALLED.sub(rf"\1{NAME}", text)
    for pattern in (_IS_NAMED, _OF_KIN, _SOMEBODY):
        text = pattern.sub(lambda found: found[0] if found[2][:2] in firsts else found[1] + NAME, text)
    text = _TITLED.sub(NAME, text)
    for pattern in (_DIGITS, _SPELLED):
        text = pattern.sub(lambda found: found[0] if found[0] in numbers else NUMBER, text)
    text = _TAIL.sub(NUMBER, _COUNTED.sub(NUMBER, text))
    text = _PLACE.sub(ADDRESS, text)
    return re.sub(r"(〔数〕)(?:[\s，、]?〔数〕)+", NUMBER, text)


def _shortened(text: str) -> str:
    """Cut, but never inside a mark, which would then be cut again."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    opened = cut.rfind("〔")
    return cut[:opened] if opened > cut.rfind("〕") else cut
