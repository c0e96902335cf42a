"""27 交电费 through the sandbox biller: it says what it is, waits for the truth, and never pays twice."""

from hub.house import HubConfig, open_hub


def to_confirm(story, account: str) -> None:
    story.open("27")
    answers = {
        "question:27:account": account,
        "question:27:meter": "choice:postpaid",
        "question:27:receipt": "choice:paper",
    }
    story.go("bill", answers)
    assert "模拟" in story.shown
    story.hands.press("choice:show_code")
    story.hands.wait_for("confirm_pay")
    assert "这是模拟缴费，不会真的扣钱。" in story.shown


def payments(hub, account: str) -> list[str]:
    """The states of all payments of that account at the hub."""
    house = open_hub(HubConfig(hub.data_dir))
    rows = house.store.read(
        lambda tx: tx.rows("select state from payments where account_tail = ? order by begun_at", account[-4:])
    )
    house.close()
    return [row[0] for row in rows]


def wait_title(story, title: str) -> None:
    story.hands.wait(lambda: story.screen.title.plain() == title, f"waited for {title}", 60)


def wait_paper(story, count: int) -> str:
    printer = story.hall.simulators.printer
    story.hands.wait(lambda: len(printer.papers) == count, "waited for the slip", 60)
    return printer.papers[-1].text.replace("\n", "")


def test_a_bill_is_paid_once_labelled_as_simulated_and_only_done_when_the_biller_says_so(story, hub) -> None:
    account = "1303001001"
    to_confirm(story, account)
    story.hands.press("pay")
    story.hands.wait_for("paying")
    assert story.screen.title.plain() == "处理中"
    wait_title(story, "交好了")
    paper = wait_paper(story, 1)
    assert "模拟缴费，没有真的扣钱" in paper
    assert "交好了" in paper
    assert payments(hub, account) == ["paid"]

    story.home_again()
    story.open("27")
    story.go("bill", {"question:27:account": account, "question:27:meter": "choice:postpaid"})
    assert story.screen.title.plain() == "这一期不用交"
    assert story.screen.action("choice:show_code") is None


def test_a_slow_payment_stays_in_processing_and_nothing_can_be_paid_meanwhile(story, hub) -> None:
    account = "1303001108"
    to_confirm(story, account)
    story.hands.press("pay")
    story.hands.wait_for("paying")
    story.hands.wait(lambda: story.hall.terminal.runner.state.place.said is not None, "waited for the biller")
    story.pass_time(36)
    story.hands.wait_for("payment")
    assert story.screen.title.plain() == "处理中"
    assert "处理中。请不要再交" in wait_paper(story, 1)
    story.home_again()
    story.open("27")
    story.go("bill", {"question:27:account": account, "question:27:meter": "choice:postpaid"})
    assert story.screen.title.plain() == "正在处理上一笔"
    assert story.screen.action("choice:show_code") is None
    assert payments(hub, account) == ["processing"]


def test_a_line_cut_after_the_order_reached_the_biller_is_told_as_open_and_paid_only_once(story, hub) -> None:
    account = "1303001201"
    to_confirm(story, account)
    story.hands.press("pay")
    story.hands.wait(lambda: len(payments(hub, account)) == 1, "waited for the order to arrive")
    story.hall.cut()
    story.hands.rest(300)
    assert story.screen.title.plain() in ("处理中", "交好了")
    story.pass_time(36)
    story.hands.wait_for("payment")
    assert story.screen.title.plain() in ("处理中", "还不知道成没成，正在查")
    assert "请不要再交" in wait_paper(story, 1)
    assert story.screen.action("pay") is None

    story.hall.restore()
    story.hands.wait(lambda: _ask_again(story) == "交好了", "waited for the truth", 60)
    assert "交好了" in wait_paper(story, 2)
    assert payments(hub, account) == ["paid"]


def _ask_again(story) -> str:
    if "正在查" in story.screen.title.plain() and story.screen.action("next") is not None:
        story.hands.press("next")
        story.hands.rest(300)
    return story.screen.title.plain()


def test_an_order_that_never_arrived_is_unknown_until_the_line_is_back_and_then_not_paid(story, hub) -> None:
    account = "1303001301"
    to_confirm(story, account)
    story.hall.cut()
    story.hands.press("pay")
    story.hands.wait_for("paying")
    story.pass_time(36)
    wait_title(story, "还不知道成没成，正在查")
    assert "还不知道成没成，正在查。请不要再交" in wait_paper(story, 1)
    story.hall.restore()
    story.hands.wait(lambda: _ask_again(story) == "没交成，没有扣钱", "waited for the truth", 60)
    assert "没有扣钱" in story.shown
    assert "没交成，没有扣钱" in wait_paper(story, 2)
    assert payments(hub, account) == []


def test_the_power_fails_after_the_order_left_and_the_terminal_asks_instead_of_forgetting(make_story, hub) -> None:
    account = "1303001401"
    story = make_story()
    to_confirm(story, account)
    story.hands.press("pay")
    story.hands.wait(lambda: len(payments(hub, account)) == 1, "waited for the order to arrive")
    story.switch_off()

    story = make_story()
    story.hands.wait(lambda: bool(shown_left(story)), "waited for what the power cut left")
    assert "停电前的缴费" in story.shown
    story.hands.press("start")
    story.hands.press("left_payments")
    story.hands.wait(lambda: settled(story), "waited for the truth", 60)
    assert shown_left(story)[0].number in story.shown
    story.hands.wait(lambda: "交好了" in story.screen.title.plain(), "waited for the page")
    story.hands.press("home")
    story.open("27")
    story.go("bill", {"question:27:account": account, "question:27:meter": "choice:postpaid"})
    assert story.screen.title.plain() == "这一期不用交"
    assert payments(hub, account) == ["paid"]


def shown_left(story):
    return story.hall.terminal.runner.state.terminal.left_payments


def settled(story) -> bool:
    story.hall.terminal.tending.once()
    return shown_left(story)[0].state == "paid"


def test_the_power_fails_while_the_order_cannot_leave_and_afterwards_it_can_be_paid_once(make_story, hub) -> None:
    account = "1303001501"
    story = make_story()
    to_confirm(story, account)
    story.hall.cut()
    story.hands.press("pay")
    story.hands.wait_for("paying")
    line = story.switch_off()

    story = make_story()
    assert "请不要再交" in story.shown
    assert shown_left(story)[0].state == "asking"
    line.restore()
    story.hands.wait(lambda: told(story) == "void", "waited for the truth", 60)
    to_confirm(story, account)
    story.hands.press("pay")
    wait_title(story, "交好了")
    assert payments(hub, account) == ["paid"]


def told(story) -> str:
    story.hall.terminal.tending.once()
    return shown_left(story)[0].state
