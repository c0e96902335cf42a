"""She plugs in headphones and never looks at the glass: jack, session, speaker and keypad, in the real hall."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.core.loudness import DEFAULT


def test_a_number_in_the_queue_by_headphones_and_keypad_with_the_glass_dark(story) -> None:
    speaker, jack, hands = story.speaker, story.hall.simulators.jack, story.hands
    jack.plug(True)
    hands.wait(lambda: speaker.output == "headphones", "waited for the headphones")
    assert speaker.volume == DEFAULT["headphones"]
    hands.wait(lambda: any("耳机插好了" in line for said in speaker.said for line in said), "waited to be greeted")
    runner = story.hall.terminal.runner
    runner.press("settings", "keypad")
    hands.wait_for("over:settings")
    runner.press("choice:dark", "keypad")
    hands.wait(lambda: runner.screen.settings.dark, "waited for the dark")
    runner.press("next", "keypad")
    for wanted in ("start", "service:33", "choice:elder", "choice:yes"):
        _find(story, wanted)
        story.window.controller.rest()  # every press of this hand is meant
        QTest.keyClick(story.window.window, Qt.Key.Key_Return)
    hands.wait_for("ticket")
    hands.wait(lambda: any("您的号" in line for line in speaker.said[-1]), "waited to hear the number")
    assert runner.screen.settings.dark
    jack.plug(False)
    hands.wait(lambda: speaker.output == "speaker", "waited for the loudspeaker")
    assert not runner.screen.settings.dark
    assert speaker.volume == DEFAULT["speaker"]


def _find(story, action_id: str) -> None:
    """Down, listening, until that button is under the finger."""
    story.hands.wait(lambda: story.window.controller.shown.action(action_id) is not None, f"waited for {action_id}")
    for _ in range(40):
        story.hands.rest(20)
        QTest.keyClick(story.window.window, Qt.Key.Key_Down)
        story.hands.rest(20)
        here = story.window.window.activeFocusItem()
        if here is not None and here.objectName() == action_id:
            return
    raise AssertionError(f"the keypad does not reach {action_id}")
