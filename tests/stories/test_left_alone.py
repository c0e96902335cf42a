"""She needs long, again and again; then she goes away, and of her is left what was promised and no more."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hardware.simulated.people import GUILAN
from ui.measure import texts

NO = {"question:01:low_income": "choice:no", "question:01:elsewhere": "choice:no"}
PHONE = "13801020304"


def test_on_every_page_any_hand_key_or_word_gives_her_the_time_back_and_nothing_of_her_stays(
    story, tmp_path: Path
) -> None:
    hands, runner = story.hands, story.hall.terminal.runner
    device = QTest.createTouchDevice()

    def touch_nothing() -> None:
        window = story.window.window
        QTest.touchEvent(window, device).press(0, QPoint(540, 700), window).commit()
        QTest.touchEvent(window, device).release(0, QPoint(540, 700), window).commit()

    extend = (
        touch_nothing,
        lambda: QTest.keyClick(story.window.window, Qt.Key.Key_Down),
        lambda: runner.told("我还在"),
        lambda: hands.press("still_here"),
    )
    story.open("01")
    extended = 0
    while not story.screen.key.startswith("confirm"):
        page = story.screen
        if not page.busy and not page.key.startswith("identify"):
            form = runner.state.visit.form
            _until_warned(story)
            story.pass_time(16)
            assert not _seconds(story), "no number while there is time"
            story.pass_time(12)
            hands.wait(lambda: bool(_seconds(story)), "waited for the number in the last seconds")
            extend[extended % len(extend)]()
            hands.wait(lambda: not _seconds(story), "waited to be given time")
            story.pass_time(20)
            if story.screen.key == "over:idle":
                hands.press("still_here")
            hands.wait_for(page.key)
            assert runner.state.visit.form == form, "what she had filled in"
            extended += 1
        story._one(story.screen, NO, {"holder": GUILAN})
    assert extended >= 10

    _until_warned(story)
    story.pass_time(52)
    hands.wait_for("attract")
    drafts = runner._ports.drafts
    assert drafts.find(drafts.key_of(GUILAN.id_number)), "the sealed draft that was promised"
    on_glass = " ".join(str(item.property("text")) for item in _items(story.window.window.contentItem()))
    for secret in (GUILAN.name, GUILAN.id_number, GUILAN.address, PHONE):
        assert secret not in on_glass
        assert secret not in repr((runner.state.visit, runner.state.place, runner.state.trail, runner.state.overlay))
        assert secret not in story.log.getvalue()
        for file in tmp_path.rglob("*"):
            if file.is_file():
                assert secret.encode() not in file.read_bytes(), file.name


def test_not_to_go_on_is_believed_at_the_warning(story) -> None:
    """The finger that presses it is not taken for one that asks for more time."""
    story.open("01")
    story.go("consent")
    _until_warned(story)
    story.hands.press("leave")
    story.hands.wait_for("attract")


def _until_warned(story) -> None:
    story.pass_time(184)
    story.hands.wait(lambda: story.screen.key == "over:idle", "waited to be asked")


def _seconds(story) -> list[str]:
    return [text.text for text in texts(story.window.window) if text.text.endswith("秒")]


def _items(item):
    for child in item.childItems():
        yield child
        yield from _items(child)
