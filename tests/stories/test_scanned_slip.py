"""She comes back with her slip and holds it before the scanner: by its bytes, through the hall, to the hub's answer."""

ANSWERS = {"whose": "choice:anonymous", "question:32:danger": "choice:no", "question:32:phone": "choice:none"}


def report(story) -> str:
    """A case of nobody's, with its number."""
    story.open("32")
    story.go("confirm", ANSWERS)
    story.finish()
    story.wait_case(story.number)
    return story.number


def test_the_code_on_her_slip_tells_how_far_her_case_is(story) -> None:
    number = report(story)
    scanner = story.hall.simulators.parts["code_reader"]
    story.home_again()
    story.pass_time(240)
    story.hands.wait_for("attract")
    scanner.scan("6901234567892")
    story.hands.wait(lambda: any("查不了" in n.plain() for n in story.screen.notices), "waited to be told")
    scanner.scan(number)
    story.hands.wait_for("progress:case")
    assert number in story.shown
    assert number not in story.log.getvalue()


def test_a_scanner_that_is_pulled_out_is_not_spoken_of_and_typing_still_works(story) -> None:
    number = report(story)
    story.home_again()
    story.open("34")
    story.hands.wait(lambda: "扫码口" in story.shown, "waited for the scanner to be offered")
    story.hall.simulators.parts["code_reader"].unplug()
    story.hands.wait(lambda: "扫码口" not in story.shown, "waited for it to be gone")
    story.hands.press("home")
    story.ask_by_number(number)
    assert number in story.shown
