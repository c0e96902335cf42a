"""The mains go while she fills in a form: upsd's own words, the page, the wipe, and the command that ends it all."""

from pathlib import Path

from hardware.simulated.people import GUILAN
from kiosk.core.settings import Devices


def test_a_power_cut_lets_her_finish_then_puts_all_away_and_stops_the_machine(make_story, tmp_path: Path) -> None:
    stopped = tmp_path / "stopped"
    story = make_story(Devices(power="sim://", power_off=("touch", str(stopped))))
    ups = story.hall.simulators.parts["power"]
    story.open("01")
    story.go("question:01:home", {}, {"holder": GUILAN})
    ups.obey("battery", [])
    story.hands.wait(lambda: "请先办完这件事" in story.shown, "waited to be told")
    ups.obey("low", [])
    story.hands.wait(lambda: "马上要关" in story.shown and "填的都存着" in story.shown, "waited to be warned")
    story.pass_time(24)
    story.hands.wait_for("attract:low")
    assert GUILAN.name not in story.shown
    assert not stopped.exists()
    story.pass_time(24)
    story.hands.wait(stopped.exists, "waited for the machine to be stopped")
    ups.obey("mains", [])
    story.hands.wait(lambda: story.screen.key == "attract", "waited for the power")
    story.open("01")
    story.go("identify")
    story.lay(GUILAN)
    story.hands.wait_for("resume")
