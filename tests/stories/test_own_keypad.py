"""A visit on a keypad that is no keyboard: its records, its key map, the same buttons."""

from ui.controllers.keypad import stops_of


def test_a_number_in_the_queue_by_a_keypad_of_its_own(story) -> None:
    pad, hands, window = story.hall.simulators.parts["keypad"], story.hands, story.window.window

    def press(key: str) -> None:
        story.window.controller.rest()  # every press of this hand is meant
        pad.press(key)

    def here() -> str:
        item = window.activeFocusItem()
        return item.objectName() if item is not None else ""

    def find(action_id: str) -> None:
        hands.wait(lambda: story.screen.action(action_id) is not None, f"waited for {action_id}")
        for _ in range(3 * len(stops_of(window)) + 4):
            press("next")
            hands.rest(60)
            if here() == action_id:
                press("select")
                hands.rest(30)
                return
        raise AssertionError(f"never reached {action_id}; at {here()}")

    for wanted in ("start", "service:33", "choice:elder", "choice:yes"):
        find(wanted)
    hands.wait_for("ticket")
    press("help")
    hands.wait_for("over:call:ended")
    press("back")
    hands.wait_for("ticket")


def test_figures_on_the_keypad_are_the_figures_on_the_page(story) -> None:
    story.open("34")
    story.hands.press("choice:number")
    story.hands.wait_for("progress:number")
    pad = story.hall.simulators.parts["keypad"]
    for key in ("2", "0", "2", "6", "erase"):
        pad.press(key)
        story.hands.rest(350)
    story.hands.wait(lambda: story.hall.terminal.runner.state.place.draft.endswith("202"), "waited for the figures")
