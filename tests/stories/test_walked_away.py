"""She walks away in the middle: the radar's frames, the warning aloud, the wipe, and her draft at the same card."""

from hardware.simulated.people import GUILAN
from kiosk.core.settings import Devices


def test_a_minute_after_she_left_the_page_is_empty_and_her_card_brings_it_back(make_story) -> None:
    story = make_story(Devices(presence="sim://"))
    radar, runner = story.hall.simulators.parts["presence"], story.hall.terminal.runner
    radar.obey("near", ["60"])
    story.hands.wait(lambda: runner.state.terminal.greeted_at is not None, "waited to be greeted")
    story.open("01")
    story.go("question:01:home", {}, {"holder": GUILAN})
    radar.obey("leave", [])
    story.hands.wait(lambda: runner.state.terminal.left_at is not None, "waited for the radar")
    story.pass_time(20)
    assert story.screen.key.startswith("over:idle")
    story.pass_time(48)
    story.hands.wait_for("attract")
    assert GUILAN.name not in story.shown
    radar.obey("near", ["60"])
    story.open("01")
    story.go("identify")
    story.lay(GUILAN)
    story.hands.wait_for("resume")
