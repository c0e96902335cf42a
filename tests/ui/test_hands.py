"""Real touches, keys and accessibility presses on a real window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest

from kiosk.core.words import words
from kiosk.session.events import ChangeSettings, Signed
from ui.controllers.keypad import name_of, stops_of
from ui.measure import settle, targets, texts, visible_items
from ui.sample_screens import SAMPLE_SCREENS

BY_KEY = {screen.key.removeprefix("sample:"): screen for screen in SAMPLE_SCREENS}


@pytest.fixture(scope="session")
def finger():
    return QTest.createTouchDevice()


def centre(stage, name: str) -> QPoint:
    return next(t.rect.center().toPoint() for t in targets(stage.window) if t.name == name)


def touch(stage, finger, start: QPoint, end: QPoint) -> None:
    QTest.touchEvent(stage.window, finger).press(0, start, stage.window).commit()
    QTest.touchEvent(stage.window, finger).move(0, end, stage.window).commit()
    QTest.touchEvent(stage.window, finger).release(0, end, stage.window).commit()
    settle()


def key(stage, code: Qt.Key) -> None:
    QTest.keyClick(stage.window, code)
    settle()


def test_a_touch_released_inside_presses_once(stage, finger) -> None:
    stage.show(BY_KEY["home"])
    where = centre(stage, "service:33")
    touch(stage, finger, where, where)
    assert stage.session.presses == ["service:33"]


def test_a_finger_that_slides_off_presses_nothing(stage, finger) -> None:
    stage.show(BY_KEY["home"])
    touch(stage, finger, centre(stage, "service:33"), centre(stage, "service:34"))
    assert stage.session.presses == []


def test_a_finger_lifted_on_a_page_that_changed_under_it_presses_nothing(stage, finger) -> None:
    stage.show(BY_KEY["home"])
    for second in (BY_KEY["rating"], replace(BY_KEY["home"], key="sample:another", title=BY_KEY["rating"].title)):
        stage.show(BY_KEY["home"])
        where = centre(stage, "service:01")
        QTest.touchEvent(stage.window, finger).press(0, where, stage.window).commit()
        settle()
        stage.show(second)
        QTest.touchEvent(stage.window, finger).release(0, where, stage.window).commit()
        settle()
        assert stage.session.presses == []
        name = targets(stage.window)[0].name
        touch(stage, finger, centre(stage, name), centre(stage, name))
        assert stage.session.presses == [name]


def test_the_same_press_within_the_debounce_is_one_press(upright, finger) -> None:
    upright.show(BY_KEY["phone"])
    where = centre(upright, "digit:7")
    touch(upright, finger, where, where)
    upright.now += 0.29
    touch(upright, finger, where, where)
    upright.now += 0.31
    touch(upright, finger, where, where)
    assert upright.session.presses == ["digit:7", "digit:7"]


def test_a_tremor_that_turned_the_page_presses_nothing_on_the_next_one(stage, finger) -> None:
    stage.show(BY_KEY["phone"])
    touch(stage, finger, centre(stage, "digit:7"), centre(stage, "digit:7"))
    stage.session.go(BY_KEY["home"])
    settle()
    where = centre(stage, "service:01")
    stage.now += 0.29
    touch(stage, finger, where, where)
    assert stage.session.presses == ["digit:7"]
    stage.now += 0.02
    touch(stage, finger, where, where)
    assert stage.session.presses == ["digit:7", "service:01"]


def test_two_digits_on_one_page_may_follow_at_once(upright, finger) -> None:
    upright.show(BY_KEY["phone"])
    for digit in ("digit:7", "digit:8"):
        touch(upright, finger, centre(upright, digit), centre(upright, digit))
    assert upright.session.presses == ["digit:7", "digit:8"]


def test_slow_mode_waits_half_a_second(upright, finger) -> None:
    upright.show(BY_KEY["phone"], slow=True)
    where = centre(upright, "digit:7")
    touch(upright, finger, where, where)
    upright.now += 0.4
    touch(upright, finger, where, where)
    assert upright.session.presses == ["digit:7"]


def test_a_disabled_action_presses_nothing_and_says_why(upright, finger) -> None:
    upright.show(BY_KEY["choose"])
    where = centre(upright, "choice:c")
    touch(upright, finger, where, where)
    assert upright.session.presses == []
    assert any("只能用本人的卡" in text.text and "不可用" in text.text for text in texts(upright.window))


def test_accessibility_press_is_a_press(upright) -> None:
    upright.show(BY_KEY["matter"])
    QAccessible.setActive(True)
    item = next(t.item for t in targets(upright.window) if t.name == "print")
    QAccessible.queryAccessibleInterface(item).actionInterface().doAction("Press")
    settle()
    assert upright.session.presses == ["print"]


def test_arrows_reach_everything_in_reading_order_and_come_round(stage, one_of_each_page) -> None:
    for screen in (*SAMPLE_SCREENS, *one_of_each_page):
        stage.show(screen)
        reach_everything(stage)


def reach_everything(stage) -> None:
    stops = stops_of(stage.window)
    reached = []
    for _ in stops:
        key(stage, Qt.Key.Key_Down)
        reached.append(stage.window.activeFocusItem())
    assert set(reached) == set(stops)
    tops = [item.mapToScene(QPointF(0, item.height())).y() for item in stops]
    starts = [item.mapToScene(QPointF()).y() for item in stops]
    assert all(starts[i] < tops[j] for i in range(len(stops)) for j in range(i, len(stops)))
    key(stage, Qt.Key.Key_Down)
    key(stage, Qt.Key.Key_Up)
    assert stage.window.activeFocusItem() is reached[-1]
    assert all(name_of(stop) for stop in stops)


def test_two_switches_are_enough(stage) -> None:
    stage.show(BY_KEY["rating"])
    for _ in range(20):
        key(stage, Qt.Key.Key_Tab)
        if stage.window.activeFocusItem().objectName() == "choice:0":
            break
    key(stage, Qt.Key.Key_Return)
    assert stage.session.presses == ["choice:0"]


def test_the_fixed_keys_are_actions_and_unknown_keys_are_nothing(upright) -> None:
    upright.show(BY_KEY["phone"])
    for code in (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_A, Qt.Key.Key_F11, Qt.Key.Key_Delete):
        key(upright, code)
    assert upright.session.presses == ["help", "repeat", "back"]


def test_a_held_key_moves_once(upright) -> None:
    upright.show(BY_KEY["home"])
    key(upright, Qt.Key.Key_Down)
    before = upright.window.activeFocusItem()
    for _ in range(5):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "", True)
        upright.kiosk.keypad.eventFilter(upright.window, event)
    assert upright.window.activeFocusItem() is before


def test_focus_goes_to_what_is_wrong_first(stage) -> None:
    stage.show(BY_KEY["home"])
    stage.show(BY_KEY["wrong"])
    assert stage.window.activeFocusItem().objectName().startswith("notice:")


def test_focus_stays_on_the_same_page_when_it_is_drawn_again(upright) -> None:
    upright.show(BY_KEY["phone"])
    while upright.window.activeFocusItem().objectName() != "digit:5":
        key(upright, Qt.Key.Key_Down)
    upright.show(BY_KEY["phone"], text_size=2)
    assert upright.window.activeFocusItem().objectName() == "digit:5"


def test_the_focus_ring_is_seen_by_keypad_and_gone_by_touch(upright, finger) -> None:
    upright.show(BY_KEY["home"])
    key(upright, Qt.Key.Key_Down)
    assert any("FocusRing" in item.metaObject().className() for item in visible_items(upright.window.contentItem()))
    where = centre(upright, "service:01")
    touch(upright, finger, where, where)
    assert not any("FocusRing" in item.metaObject().className() for item in visible_items(upright.window.contentItem()))


def test_strokes_become_a_picture_of_the_signature(upright, finger) -> None:
    upright.show(BY_KEY["sign"])
    sheet = next(i for i in visible_items(upright.window.contentItem()) if i.objectName() == "signature")
    start = sheet.mapToScene(QPointF(60, 60)).toPoint()
    for offset in (0, 40):
        touch(upright, finger, start + QPoint(0, offset), start + QPoint(150, offset))
    assert [type(event) for event in upright.session.posts] == [Signed, Signed]
    assert len(upright.session.posts[-1].strokes) == 2
    assert upright.session.posts[-1].png.startswith(b"\x89PNG")


def test_dark_glass_shows_nothing_and_a_touch_lights_it(stage, finger) -> None:
    stage.show(BY_KEY["review"], dark=True)
    glass = stage.kiosk.grab().scaled(270, 270)
    assert {glass.pixel(x, y) for x in range(270) for y in range(270)} == {glass.pixel(0, 0)}
    touch(stage, finger, QPoint(300, 300), QPoint(300, 300))
    assert stage.session.posts == [ChangeSettings("dark", False)]
    assert stage.session.presses == []


def test_a_sentence_lights_up_while_it_is_spoken(upright) -> None:
    upright.show(BY_KEY["consent"])
    upright.kiosk.speaking(2)
    settle()
    lit = [i for i in visible_items(upright.window.contentItem()) if i.property("lit") and i.property("row")]
    assert lit
    assert all(item.property("row").toVariant()["spoken"] == 2 for item in lit)


def test_help_is_at_the_same_place_on_every_page(stage) -> None:
    places = set()
    for screen in SAMPLE_SCREENS:
        for size in range(4):
            stage.show(screen, text_size=size)
            places.add(next(t.rect.getRect() for t in targets(stage.window) if t.name == "help"))
    assert len(places) == 1


def test_seconds_are_shown_only_when_the_screen_counts_them(upright) -> None:
    upright.show(BY_KEY["idle"])
    assert any(text.text == "18秒" for text in texts(upright.window))
    upright.show(BY_KEY["home"])
    assert not any(text.text.endswith("秒") for text in texts(upright.window))


def test_the_page_turns_with_the_voice_until_a_hand_has_turned_it(upright, finger) -> None:
    long = replace(BY_KEY["review"], key="long", actions=BY_KEY["review"].actions[:1])
    sentences = tuple(words(f"这是第{n}句要念的话。") for n in range(60))
    upright.show(replace(long, say=sentences, blocks=(), ask=None, notices=()))

    def lit() -> list[str]:
        rows = [i.property("row") for i in visible_items(upright.window.contentItem()) if i.property("lit")]
        return [(row.toVariant() if hasattr(row, "toVariant") else row)["text"] for row in rows if row]

    for n in (1, 59, 2):
        upright.kiosk.speaking(n)
        settle()
        assert lit() == [f"这是第{n}句要念的话。"]
    upright.kiosk.speaking(-1)
    settle()
    after = centre(upright, "page:after")
    touch(upright, finger, after, after)
    upright.kiosk.speaking(1)
    settle()
    assert lit() == [], "she reads on the page she turned to"
