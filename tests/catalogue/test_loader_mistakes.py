"""Every mistake in a catalogue file is named with file, line, field, problem and mend, all at once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.catalogue import CatalogueInvalid, Mistake, check_catalogue, load_catalogue, load_service_text, shipped_files

FILE = "services/01.yaml"
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
"""Thirty lines that unfold to a thousand million parts."""


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def spoil(change: Callable[[str], str], file: str = FILE) -> tuple[str, tuple[Mistake, ...]]:
    texts = shipped_files()
    changed = change(texts[file])
    assert changed != texts[file], "the test's change found nothing to change"
    catalogue, mistakes = check_catalogue(texts | {file: changed})
    assert catalogue is None
    return changed, mistakes


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "marker", "field", "problem", "mend"),
    [
        (
            "plain_name: 高龄津贴",
            "plain_nane: 高龄津贴",
            "plain_nane",
            "plain_nane",
            "不认识 plain_nane",
            "plain_name？",
        ),
        ("fee: 不收费\n", "", 'id: "01"', "fee", "缺少 fee", "请补上 fee"),
        ('id: "01"', "id: 01", "id: 01", "id", "01 会被当成数字", '"01"'),
        ('id: "01"', "id: 1", "id: 1", "id", "这里要文字", '"1"'),
        ('version: "2026-11-24"', "version: 2026-11-24", "version:", "version", "这里要文字", "加引号"),
        ("min_level: 4", "min_level: 四", "min_level", "min_level", "这里要整数", "只写数字"),
        ("flow: application", "flow: applying", "flow:", "flow", "没有 applying 这个取值", "application"),
        (
            "when: {field: phone, is: [none]}",
            "when: {field: fone, is: [none]}",
            "fone",
            "fields[4].when.field",
            "fone",
            "前面",
        ),
        (
            "when: {field: phone, is: [none]}",
            "when: {field: phone, is: [nil]}",
            "nil",
            "fields[4].when.is[0]",
            "nil",
            "none",
        ),
        ("slip: [case,", "slip: [cases,", "slip:", "slip[0]", "没有 cases 这个取值", "'case'"),
        (
            "pictogram: elder_money\ncategory",
            "pictogram: gold\ncategory",
            "pictogram: gold",
            "pictogram",
            "gold",
            "pictograms",
        ),
        (
            "offline_channel: 社区民政窗口，工作日都能办。",
            'offline_channel: ""',
            "offline_channel",
            "offline_channel",
            "人工窗口",
            "现场",
        ),
        ("plain_name: 高龄津贴", "plain_name: 八十岁以上老人高龄津贴", "plain_name", "plain_name", "太长", "8 字"),
        ("plain_words: 岁数大了国家给的钱", "plain_words: ok 的钱", "plain_words", "plain_words", "有英文：ok", "中文"),
        ("  - 一般八十岁往上可以申请。", "  - 请点击屏幕下面的大按钮。", "点击", "guide[0]", "点击", "平常"),
        ("  - 老人费咋领", "  - 排个号", "  - 排个号", "", "", ""),
        ("id: elsewhere\n    type", "id: phone\n    type", "", "fields[3].id", "phone 用了两次", "换一个 id"),
        (
            "{id: resume,",
            "{id: first,",
            "id: first, label: 停了",
            "fields[0].options[2].id",
            "first 用了两次",
            "换一个",
        ),
        ("    kind_from: pay_to\n", "", "", "fields[12].kind_from", "不知道是卡还是存折", "bank_card"),
        ("    age: 80\n", "", "id: age", "rules[0].age", "没有写岁数", "age"),
        ("    age: 80\n", "    age: 80\n    blocks: true\n", "blocks: true", "rules[0].blocks", "没有核实", "false"),
        ("as_of: 2026-11-24\n", "as_of: 去年\n", "as_of: 去年", "figures[0].source.as_of", "不是日期", "2026-11-24"),
        ("guide:\n", "guide: 一句话\nfigures_: \n", "guide:", "guide", "这里要一个列表", "- "),
    ],
)
def test_a_mistake_is_named_with_line_field_problem_and_mend(
    old: str, new: str, marker: str, field: str, problem: str, mend: str
) -> None:
    text, mistakes = spoil(swap(old, new))
    if not field:  # An alias two services claim is named at the later of the two.
        assert any("“排个号”已是 01 高龄津贴" in m.problem and m.file == "services/33.yaml" for m in mistakes)
        return
    found = [m for m in mistakes if m.field == field and problem in m.problem and mend in m.mend]
    assert found, [str(m) for m in mistakes]
    assert found[0].file == FILE
    if marker:
        assert found[0].line == line_of(text, marker)
    assert not re.search(r"[a-z_]+_type|Error|Input", str(found[0]))


def test_text_that_is_not_yaml_is_named_with_its_line() -> None:
    text, mistakes = spoil(swap("fee: 不收费", "fee: [不收费"))
    (mistake,) = [m for m in mistakes if m.file == FILE]
    assert "看不懂" in mistake.problem
    assert mistake.line >= line_of(text, "fee: [")


def test_a_key_given_twice_is_named_at_the_second() -> None:
    text, mistakes = spoil(lambda text: text + "fee: 收十元\n")
    (mistake,) = mistakes
    assert (mistake.line, mistake.field, mistake.problem) == (len(text.splitlines()), "fee", "同一个名字写了两次")


def test_a_day_that_is_none_is_a_mistake_and_not_a_crash() -> None:
    text, mistakes = spoil(swap("as_of: 2026-11-24\n", "as_of: 2026-02-30\n"))
    assert {(m.file, m.line, m.problem) for m in mistakes} >= {
        (FILE, line_of(text, "as_of: 2026-02-30"), "2026-02-30 不是日期")
    }


@pytest.mark.parametrize("value", ["!!timestamp abc", "!!bool abc", "!!int abc", "!!float abc"])
def test_a_value_that_is_not_what_its_tag_says_is_a_mistake_and_not_a_crash(value: str) -> None:
    text, mistakes = spoil(swap("as_of: 2026-11-24\n", f"as_of: {value}\n"))
    assert (FILE, line_of(text, f"as_of: {value}")) in {(m.file, m.line) for m in mistakes}


def test_consent_of_more_than_120_characters_is_a_mistake() -> None:
    _, mistakes = spoil(swap("consent: ", "consent: " + "我们要看一看您的证。" * 12))
    assert any(m.field == "consent" and "太长" in m.problem for m in mistakes)


def test_a_sentence_of_more_than_20_characters_is_a_mistake() -> None:
    _, mistakes = spoil(swap("  - 一般八十岁往上可以申请。", f"  - {'老' * 21}。"))
    assert any(m.field == "guide[0]" and "句子太长（21 字）" in m.problem for m in mistakes)


def test_the_same_service_twice_is_a_mistake() -> None:
    texts = shipped_files()
    _, mistakes = check_catalogue(texts | {"services/99.yaml": texts[FILE]})
    assert any(
        m.file == "services/99.yaml" and m.field == "id" and "已在 services/01.yaml" in m.problem for m in mistakes
    )


def test_a_biller_whose_example_breaks_its_own_rule_is_a_mistake() -> None:
    _, mistakes = spoil(swap('example: "1303000001"', 'example: "13"'), "billers.yaml")
    assert "13 不合 pattern" in mistakes[0].problem
    _, mistakes = spoil(swap("[0-9]{10}|", "([0-9]{10}|"), "billers.yaml")
    assert "不是正则表达式" in mistakes[0].problem


def test_a_biller_nobody_knows_is_a_mistake() -> None:
    _, mistakes = spoil(swap("biller: electric", "biller: nobody"), "services/27.yaml")
    assert [m.field for m in mistakes] == ["biller"]


def test_a_queue_nobody_has_is_a_mistake() -> None:
    _, mistakes = spoil(swap("queue: elder", "queue: nobody"), "services/12.yaml")
    assert [m.field for m in mistakes] == ["queue"]
    assert "elder" in str(mistakes[0])


def test_a_thing_to_bring_too_long_for_its_button_is_a_mistake() -> None:
    _, mistakes = spoil(swap("name: 户口簿", "name: 一家人的户口簿首页"), "services/12.yaml")
    assert [m.field for m in mistakes] == ["materials[2].name"]


def test_a_picture_nobody_drew_is_a_mistake_for_things_to_bring_too() -> None:
    _, mistakes = spoil(swap("pictogram: household_book", "pictogram: nobody"), "services/12.yaml")
    assert [m.field for m in mistakes] == ["materials[2].pictogram"]


def test_a_paper_given_elsewhere_must_say_where() -> None:
    _, mistakes = spoil(swap("go_to: [到看病的医院开。]", "go_to: []"), "services/21.yaml")
    assert [m.field for m in mistakes] == ["referrals[11].go_to"]


def test_a_danger_that_stops_nothing_is_a_mistake() -> None:
    _, mistakes = spoil(swap("blocks: true", "blocks: false"), "services/29.yaml")
    assert [m.field for m in mistakes] == ["rules[0].danger"]


def test_mistakes_in_several_files_are_told_all_at_once() -> None:
    texts = shipped_files()
    texts["services/02.yaml"] = texts["services/02.yaml"].replace("min_level: 4", "min_level: x")
    texts["services/03.yaml"] = texts["services/03.yaml"].replace("fee:", "fees:")
    texts["calendar/2026.yaml"] = texts["calendar/2026.yaml"].replace("2026-01-04", "2026-01-05")
    del texts["billers.yaml"]
    _, mistakes = check_catalogue(texts)
    assert {m.file for m in mistakes} >= {"services/02.yaml", "services/03.yaml", "calendar/2026.yaml", "billers.yaml"}
    assert list(mistakes) == sorted(mistakes)
    with pytest.raises(CatalogueInvalid) as raised:
        load_catalogue(texts)
    assert raised.value.mistakes == mistakes


@pytest.mark.parametrize(
    "text", ["", "[]", "just words", "1", "- a\n- b", "\t", "a: &x [*x]", "? [a]\n: b", "[" * 9999, BOMB]
)
def test_any_file_whatever_yields_mistakes_and_no_crash(text: str) -> None:
    with pytest.raises(CatalogueInvalid):
        load_service_text("services/50.yaml", text)


def test_a_single_good_service_loads_on_its_own() -> None:
    assert load_service_text(FILE, shipped_files()[FILE]).id == "01"


def test_a_directory_loads_like_its_files(tmp_path: Path) -> None:
    for name, text in shipped_files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert load_catalogue(tmp_path).version == load_catalogue(shipped_files()).version
