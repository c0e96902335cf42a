"""What is written becomes what is said, character for character."""

import itertools
import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.normalise import is_han, read_aloud, said
from voice.numerals import cardinal
from voice.pronounce import pronounce


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("请交86.50元。", "请交八十六元五角。"),
        ("余额86.05元", "余额八十六元零五分"),
        ("1,234.05元", "一千二百三十四元零五分"),
        ("¥0.30", "三角"),
        ("每月100元，每天120元", "每月一百元，每天一百二十元"),
        ("0元", "零元"),
        ("2026年7月1日前办", "二零二六年七月一日前办"),
        ("2025-07-01", "二零二五年七月一日"),
        ("2026年", "二零二六年"),
        ("9:00到17:05", "九点到十七点零五分"),
        ("身份证号11010119900307002X", "身份证号幺幺零幺零幺，幺九九零零三零七，零零二叉"),
        ("电话13800001234", "电话幺三八，零零零零，幺二三四"),
        ("0335-3650000", "零三三五，三六五零零零零"),
        ("拨打12345", "拨打幺二三四五"),
        ("120急救", "幺二零急救"),
        ("130302-20250701-K07-0042-5", "幺三零三零二，二零二五零七零幺，剋零七，零零四二，五"),
        ("您的号是A012，前面还有2个人", "您的号是诶零幺二，前面还有两个人"),
        ("第2步，共5步", "第二步，共五步"),
        ("80-89岁", "八十到八十九岁"),
        ("完成50%", "完成百分之五十"),
        ("重3.5斤", "重三点五斤"),
        ("130***********001X", "幺三零某零零幺叉"),
        ("张*芳", "张某芳"),
        ("卡号6222021234567890", "卡号六二二二，零二幺二，三四五六，七八九零"),
        ("“您好”", "您好"),
        ("尾号1234", "尾号幺二三四"),
        ("尾号 001X", "尾号零零幺叉"),
        ("138****1234", "幺三八某幺二三四"),
        ("(0335)3650000", "，零三三五，三六五零零零零"),
        ("400-820-8820", "四零零，八二零，八八二零"),
        ("户号 12345678", "户号幺二三四，五六七八"),
        ("周一至周五 9:00–12:00、13:30–17:00", "周一至周五九点到十二点，十三点三十分到十七点"),
        ("下午2:30", "下午两点三十分"),
        ("80–89 岁每月 50 元", "八十到八十九岁每月五十元"),
        ("5元-10元", "五元到十元"),
        ("欠费-5.20元", "欠费负五元二角"),
        ("10%–20%", "百分之十到百分之二十"),
        ("第 2 步", "第二步"),
        ("前面还有 2 人，等 2 小时", "前面还有两人，等两小时"),
        ("2号窗口", "二号窗口"),
        ("2月2日", "二月二日"),
        ("3楼2单元501室", "三楼二单元五零幺室"),
        ("冀民〔2012〕63号", "冀民，二零一二，六十三号"),
    ],
)
def test_a_sentence_is_said_as_people_say_it(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("number", "spoken"),
    [(0, "零"), (10, "十"), (11, "十一"), (105, "一百零五"), (110, "一百一十"), (1010, "一千零一十"),
     (20_000, "二万"), (10_500, "一万零五百"), (110_010, "十一万零一十"), (100_000_000, "一亿"),
     (100_010_000, "一亿零一万"), (12_000_345, "一千二百万零三百四十五")],
)  # fmt: skip
def test_a_number_has_its_zeros_where_they_are_said(number: int, spoken: str) -> None:
    assert cardinal(number) == spoken


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(deadline=None)
def test_any_text_becomes_only_characters_and_pauses_in_order(sentence: str) -> None:
    readings = read_aloud(sentence)
    assert all(is_han(char) or char in "，。" for reading in readings for char in reading.say)
    assert all(0 <= one.start < one.end <= len(sentence) for one in readings)
    assert all(one.end <= other.start for one, other in itertools.pairwise(readings))


@given(st.integers(0, 10**12 - 1))
@settings(deadline=None)
def test_different_numbers_are_never_said_alike(number: int) -> None:
    spoken = cardinal(number)
    assert spoken != cardinal((number + 1) % 10**12)
    assert "零零" not in spoken
    assert not spoken.endswith("零") or number == 0


# --- what is heard can be written down again: each kind of number is read back from its own words ---------------

SPELLED_BACK = {said: written for written, said in enumerate("零幺二三四五六七八九")} | {"叉": "X", "剋": "K"}
NUMERALS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def number_of(spoken: str) -> int:
    """The number a Mandarin cardinal names; written apart from voice.numerals on purpose."""
    total = part = digit = 0
    for char in spoken if not spoken.startswith("十") else "一" + spoken:
        if char in NUMERALS:
            digit = NUMERALS[char]
        elif char in "十百千":
            part, digit = part + digit * {"十": 10, "百": 100, "千": 1000}[char], 0
        else:
            total, part, digit = (total + part + digit) * 10_000, 0, 0
            if char == "亿":
                total *= 10_000
    return total + part + digit


def cents_of(spoken: str) -> int:
    found = re.fullmatch("(?:(.+)元)?(?:(.)角)?零?(?:(.)分)?", spoken)
    assert found, spoken
    yuan, tenths, hundredths = found.groups()
    return (number_of(yuan) if yuan else 0) * 100 + NUMERALS[tenths or "零"] * 10 + NUMERALS[hundredths or "零"]


def digits_of(spoken: str) -> str:
    return "".join(str(SPELLED_BACK[char]) for char in spoken if char != "，")


@given(st.integers(0, 99_999_999))
@settings(deadline=None)
def test_a_number_is_heard_back_from_its_words(number: int) -> None:
    assert number_of(cardinal(number)) == number


@given(st.integers(0, 9_999_999_99), st.sampled_from(["{}元", "¥{}", "￥{}元", "{} 元"]), st.booleans())
@settings(deadline=None)
def test_an_amount_is_heard_to_the_cent(cents: int, form: str, commas: bool) -> None:
    amount = f"{cents // 100:,}.{cents % 100:02}" if commas else f"{cents // 100}.{cents % 100:02}"
    assert cents_of(said(form.format(amount))) == cents


@given(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["%Y年%m月%d日", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d"]),
)
@settings(deadline=None)
def test_a_date_is_heard_to_the_day(day: date, form: str) -> None:
    found = re.fullmatch("(.{4})年(.+)月(.+)日", said(day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04}")))
    assert found
    year = int("".join(str(NUMERALS[char]) for char in found[1]))
    assert (year, number_of(found[2]), number_of(found[3])) == (day.year, day.month, day.day)


@given(st.times())
@settings(deadline=None)
def test_a_time_is_heard_to_the_minute(time: time) -> None:
    hour, _, minute = said(f"{time.hour}:{time.minute:02}").partition("点")
    assert number_of(hour) == time.hour
    assert number_of(minute.removesuffix("分")) == time.minute


@given(st.from_regex("1[3-9][0-9]{9}", fullmatch=True))
@settings(deadline=None)
def test_every_digit_of_a_mobile_number_is_heard_in_three_groups(number: str) -> None:
    heard = said(number)
    assert digits_of(heard) == number
    assert [len(group) for group in heard.split("，")] == [3, 4, 4]


@given(st.from_regex("[1-9][0-9]{16}[0-9X]", fullmatch=True))
@settings(deadline=None)
def test_every_digit_of_an_identity_number_is_heard_in_three_groups(number: str) -> None:
    heard = said(number)
    assert digits_of(heard) == number
    assert [len(group) for group in heard.split("，")] == [6, 8, 4]


@given(st.from_regex(r"[0-9]{3}[0-9X]", fullmatch=True))
@settings(deadline=None)
def test_a_tail_is_heard_digit_by_digit(tail: str) -> None:
    assert digits_of(said(f"尾号{tail}").removeprefix("尾号")) == tail


@given(st.from_regex("[0-9]{6}-[0-9]{8}-K[0-9]{2}-[0-9]{4}-[0-9]", fullmatch=True))
@settings(deadline=None)
def test_a_case_number_is_heard_part_by_part(number: str) -> None:
    assert [digits_of(part) for part in said(number).split("，")] == number.split("-")


@given(st.integers(1, 99), st.sampled_from(["号窗口", " 号窗口"]))
@settings(deadline=None)
def test_a_window_is_heard_as_its_number_and_never_as_an_amount_of_windows(number: int, form: str) -> None:
    heard = said(f"请到{number}{form}。")
    assert heard.endswith("号窗口。")
    assert number_of(heard.removeprefix("请到").removesuffix("号窗口。")) == number
    assert "两" not in heard


@given(st.integers(0, 100), st.sampled_from(["%", "％"]))
@settings(deadline=None)
def test_a_share_is_heard_of_a_hundred(percent: int, sign: str) -> None:
    heard = said(f"{percent}{sign}")
    assert heard.startswith("百分之")
    assert number_of(heard.removeprefix("百分之")) == percent


def pinyin(sentence: str) -> str:
    return " ".join(one.pinyin for one in pronounce(read_aloud(sentence)))


@pytest.mark.parametrize(
    ("sentence", "sound"),
    [("银行", "yin2 hang2"), ("长者", "zhang2 zhe3"), ("重新", "chong2 xin1"), ("抚宁", "fu3 ning2"),
     ("不是", "bu2 shi4"), ("一共", "yi2 gong4"), ("大夫", "dai4 fu5"), ("㐂", "mou3 zi4"), ("您好", "nin2 hao3"),
     ("一月一日", "yi1 yue4 yi1 ri4"), ("一万元", "yi2 wan4 yuan2"), ("一会儿", "yi2 hui4 er5"),
     ("姓单", "xing4 shan4"), ("姓曾", "xing4 zeng1"), ("数一数", "shu3 yi4 shu3"), ("调解", "tiao2 jie3"),
     ("调查", "diao4 cha2"),
     ("还款", "huan2 kuan3"), ("行政", "xing2 zheng4"), ("办事处", "ban4 shi4 chu4"), ("存折", "cun2 zhe2"),
     ("看护", "kan1 hu4"), ("要求", "yao1 qiu2"), ("供电", "gong1 dian4"), ("乐亭", "lao4 ting2")],
)  # fmt: skip
def test_words_with_several_readings_get_the_right_one(sentence: str, sound: str) -> None:
    assert pinyin(sentence) == sound


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x2FFFF, codec="utf-8"), max_size=20))
@settings(deadline=None, max_examples=60)
def test_every_character_sounds_somehow_within_the_sentence(sentence: str) -> None:
    syllables = pronounce(read_aloud(sentence))
    assert all(one.pinyin.isascii() and one.end <= len(sentence) for one in syllables)
    heard = {at for one in syllables for at in range(one.start, one.end)}
    assert {at for at, char in enumerate(sentence) if is_han(char)} <= heard
