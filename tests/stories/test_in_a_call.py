"""What goes wrong in a call, and who does not hear: the real program, the real hub, a guide in a real Chromium."""

from hardware.simulated.people import GUILAN


def linked(story) -> None:
    story.hands.wait(lambda: story.hall.terminal.runner.state.terminal.linked, "waited for the link")


def in_a_matter(story) -> None:
    """At a question of 高龄津贴, her card read."""
    story.open("01")
    story.go("question:01:phone", {"question:01:low_income": "choice:no", "question:01:elsewhere": "choice:no"},
             {"holder": GUILAN})  # fmt: skip


def joined(story, guide, *, refuse: str = "") -> None:
    """She presses for a human, and agrees to all but one thing."""
    story.hands.press("help")
    guide.take()
    story.hands.press("choice:join")
    for capability in ("page", "filling"):
        story.hands.wait_for(f"over:call:consent:{capability}")
        story.hands.press("choice:refuse" if capability == refuse else "choice:agree")


def test_with_nobody_on_duty_she_is_told_so_and_has_the_number_and_the_telephone_on_paper(story) -> None:
    linked(story)
    in_a_matter(story)
    form = story.hall.terminal.runner.state.visit.form
    story.hands.press("help")
    story.hands.wait_for("over:call:ended")
    assert story.screen.title.plain() == "现在没人值班"
    printer = story.hall.simulators.printer
    story.hands.wait(lambda: len(printer.papers) > 0, "waited for the number on paper", 60)
    assert "帮-" in printer.papers[0].text
    assert story.hall.terminal.runner.state.terminal.phone in printer.papers[0].text
    story.hands.press("next")
    assert story.hall.terminal.runner.state.visit.form == form


def test_a_guide_whose_browser_dies_comes_back_to_the_same_call(story, desk) -> None:
    guide = desk()
    guide.ready()
    linked(story)
    in_a_matter(story)
    joined(story, guide)
    guide.sees("您的电话号码是多少？")
    guide.crash()
    story.hands.wait(lambda: "那边断了，请等一等" in story.screen.banner.plain(), "waited to be told", 60)
    guide.again()
    story.hands.wait(lambda: "正在帮您" in story.screen.banner.plain(), "waited for the guide", 60)
    guide.sees("您的电话号码是多少？")
    guide.points("再说一遍")
    story.hands.wait(lambda: any(a.pointed for a in story.screen.always), "waited for the pointer")
    guide.writes_up("到窗口接着办")
    story.hands.wait_for("over:call:ended")
    assert story.screen.title.plain() == "那边挂断了"


def test_a_deaf_woman_types_writes_and_picks_ready_words_and_her_matter_goes_on(story, desk) -> None:
    """No voice is ever asked for; every word stands on both sides with who said it."""
    guide, hands = desk(), story.hands
    guide.ready()
    linked(story)
    in_a_matter(story)
    joined(story, guide)
    call = story.hall.terminal.runner.state.visit.call
    assert (call.wants, call.there.granted) == ("text", {"page", "filling"})
    hands.press("help")
    hands.press("talk")
    hands.wait_for("over:call:talk")
    hands.press("choice:quick:0")
    guide.told("听不见")
    story.type("我的存折")
    guide.told("我的存折")
    hands.press("next")
    hands.press("choice:write")
    hands.wait_for("over:call:write")
    hands.sign()
    drawn = guide.page.get_by_role("img", name="她正在手写").locator("polyline")
    drawn.nth(1).wait_for(state="attached")
    hands.press("next")
    guide.page.get_by_role("img", name="她手写的字").wait_for()
    hands.press("back")
    guide.types("您用社保卡就行")
    hands.wait(lambda: "您用社保卡就行" in story.shown, "waited for the guide's words")
    hands.press("back")
    hands.enter("13801020304")
    hands.press("next")
    hands.wait_for("question:01:home")
    # In the middle she says that she would rather not.
    hands.press("home")
    hands.press("leave")
    hands.wait(lambda: story.screen.key == "home", "waited for the home page")
    assert "正在帮您" in story.screen.banner.plain(), "the guide is still there"
    hands.press("stop_call")
    guide.told("她结束了帮办。")
    hands.wait_for("over:call:ended")
    guide.writes_up("没办成", follow_up="明天再来")
    for said in ("我的存折", "您用社保卡就行"):
        assert said not in repr(story.hall.terminal.runner.state)
        assert not guide.page.locator("#lines").get_by_text(said).count()


def test_a_terminal_killed_in_a_call_comes_back_without_it_and_the_guide_is_told(child_until, desk) -> None:
    """SIGKILL: what the hub tells the guide is true, and the terminal that comes back owes nobody a call."""
    guide = desk()
    guide.ready()
    child = child_until("call")
    assert child.hear() == ["linked"]
    guide.take()
    assert child.hear() == ["joined"]
    guide.told("接通了。")
    child.kill()
    guide.told("她的线路断了，等她 30 秒。")
    assert child_until("linked").hear() == ["linked"]
    guide.told("她那边断了，没有再接上。要给她回电话。")
    guide.writes_up("要回电话", follow_up="终端断了")
