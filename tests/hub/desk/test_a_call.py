"""A call from asking to writing down, over real sockets, on both databases."""

from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hub import audit
from hub.accounts import Role
from hub.desk import calls as kept
from hub.terminals import revoke
from kiosk.core import calls
from kiosk.core.ids import uuid7

PAGE = {"key": "question:01:phone", "title": ["您的手机号码是多少？"], "ask": {"is": "AskDigits", "field": "phone"}}


def state_of(hall: Any, call: str) -> Any:
    return hall.place.hub.store.read(lambda tx: kept.find(tx, call))


def drain(socket: Any) -> None:
    while True:
        socket.recv(20)


def help_state(hall: Any, call: str) -> str:
    sql = "select state from help_requests where id = ?"
    return str(hall.place.hub.store.read(lambda tx: tx.rows(sql, call))[0][0])


def test_a_call_goes_from_asking_to_writing_down(hall: Any) -> None:
    terminal, desk = hall.terminal(), hall.guide(sign=True)
    desk.ready()
    call = terminal.ask(trouble="paper_out", devices={"读卡器": "online"}, settings={"text_size": 2})
    offer = desk.told(calls.Offer)
    assert (offer.call, offer.trouble, offer.devices, offer.waiting.matter) == (
        call,
        "paper_out",
        {"读卡器": "online"},
        "01",
    )
    assert offer.waiting.ticket == "帮-001"
    desk.say(calls.Take, call)
    offered = terminal.told(calls.Offered)
    assert (offered.guide.name, offered.guide.number, offered.guide.sign) == ("小王", "0712", True)
    terminal.say(calls.Accept, call)
    assert terminal.told(calls.Joined).guide == offered.guide
    desk.told(calls.Joined)
    terminal.say(calls.Consented, call, capability="page", granted=True)
    desk.told(calls.Consented)
    terminal.say(calls.Mirror, call, screen=PAGE)
    assert desk.told(calls.Mirror).screen == PAGE
    desk.say(calls.Point, call, screen="question:01:phone", action="next")
    assert terminal.told(calls.Point).action == "next"
    desk.say(calls.Text, call, line=1, body="您好", live=True)
    assert (terminal.told(calls.Text).name, call) == ("小王", call)
    desk.say(calls.WrapUp, call, outcome="finished", case_number="130302-20261124-K07-0001-5")
    assert terminal.told(calls.Left).why == "guide_done"
    terminal.say(calls.Rated, call, level="满意")
    terminal.hello()
    rated = hall.place.hub.store.read(lambda tx: tx.rows("select service_id, level from ratings"))
    assert rated == [("01", "满意")]
    ended = state_of(hall, call)
    assert (ended.state, ended.why, ended.granted) == ("ended", "guide_done", frozenset())
    assert help_state(hall, call) == "closed"
    acts = [act for _, act, _ in hall.acts(call)]
    assert acts == ["call_asked", "call_offered", "call_taken", "call_joined", "call_allowed", "call_pointed",
                    "call_left", "call_wrapped_up"]  # fmt: skip
    assert isinstance(hall.place.hub.store.read(lambda tx: audit.verify(tx, hall.place.hub.keys)), audit.Intact)


def test_nobody_on_duty_is_said_at_once_with_a_ticket_and_the_telephone(hall: Any) -> None:
    terminal = hall.terminal()
    desk = hall.guide()
    desk.hello()
    call = terminal.ask()
    nobody = terminal.told(calls.Nobody)
    assert (nobody.call, nobody.ticket, nobody.phone) == (call, "帮-001", "0335-0000000")
    assert help_state(hall, call) == "waiting"


def test_a_place_in_the_line_is_told_and_told_again_only_when_it_changes(lite_hall: Any) -> None:
    hall = lite_hall
    desk = hall.guide()
    desk.ready()
    first, second, third = (hall.terminal(f"K0{n}", hall="测试大厅") for n in (1, 2, 3))
    taken = first.ask()
    desk.told(calls.Offer)
    desk.say(calls.Take, taken)
    first.told(calls.Offered)
    second.ask()
    assert second.told(calls.Waiting).position == 0
    urgent = third.ask(by={"urgent": True})
    assert third.told(calls.Waiting).position == 0
    told = second.told(calls.Waiting)
    assert (told.position, told.minutes, told.ticket) == (1, None, "帮-002")
    third.say(calls.Withdraw, urgent)
    assert second.told(calls.Waiting).position == 0


def test_an_offer_nobody_answers_goes_to_the_next_and_the_silent_guide_is_not_asked_again(hall: Any) -> None:
    silent, other = hall.guide("0001", "小静"), hall.guide("0002", "小李")
    silent.ready()
    hall.pass_time(5)
    other.ready()
    terminal = hall.terminal()
    call = terminal.ask()
    assert silent.told(calls.Offer).ttl == 15
    hall.pass_time(16)
    silent.told(calls.OfferGone)
    assert silent.told(calls.Presence, lambda told: told.state == "break")
    other.told(calls.Offer)
    silent.say(calls.Take, call)
    silent.told(calls.OfferGone)
    other.say(calls.Take, call)
    assert terminal.told(calls.Offered).guide.name == "小李"
    assert [d for _, act, d in hall.acts(call) if act == "call_unanswered"] == [f"user:{silent.user}"]
    presence = "select presence from guides where user_name = ?"
    assert hall.place.hub.store.read(lambda tx: tx.rows(presence, silent.user)) == [("break",)]


def test_a_guide_who_declines_is_asked_again_later_when_there_is_nobody_else(lite_hall: Any) -> None:
    hall = lite_hall
    desk, terminal = hall.guide(), hall.terminal()
    desk.ready()
    call = terminal.ask()
    desk.told(calls.Offer)
    desk.say(calls.Decline, call)
    desk.told(calls.OfferGone)
    hall.pass_time(29)
    desk.say(calls.Presence, state="ready")
    desk.not_told(calls.Offer, calls.Presence)
    hall.pass_time(2)
    assert desk.told(calls.Offer).call == call


def test_the_hub_passes_on_nothing_she_has_not_allowed_and_nothing_she_took_back(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)

    def refused(end: Any, code: str, about: str) -> None:
        said = end.told(calls.ErrorSaid)
        assert (said.code, said.about) == (code, about)

    terminal.say(calls.Mirror, call, screen=PAGE)
    refused(terminal, "no_consent", "mirror")
    terminal.say(calls.Sdp, call, type="offer", sdp="v=0")
    refused(terminal, "no_consent", "sdp")
    terminal.say(calls.Value, call, field="phone", value="13800001234")
    refused(terminal, "no_consent", "value")
    desk.say(calls.Point, call, screen="home", action="next")
    refused(desk, "no_consent", "point")
    desk.say(calls.Suggest, call, number=1, field="phone", value="13800001234")
    refused(desk, "no_consent", "suggest")
    desk.say(calls.RequestValue, call, field="phone")
    refused(desk, "no_consent", "request_value")
    for granted in (True, False):
        for capability in ("page", "filling", "private_values"):
            terminal.say(calls.Consented, call, capability=capability, granted=granted)
            desk.told(calls.Consented)
        if granted:
            terminal.say(calls.Mirror, call, screen=PAGE)
            desk.told(calls.Mirror)
            desk.say(calls.Suggest, call, number=1, field="phone", value="13800001234")
            assert terminal.told(calls.Suggest).value == "13800001234"
            desk.say(calls.RequestValue, call, field="phone")
            terminal.told(calls.RequestValue)
    terminal.say(calls.Mirror, call, screen=PAGE)
    refused(terminal, "no_consent", "mirror")
    desk.say(calls.Suggest, call, number=2, field="phone", value="13800001234")
    refused(desk, "no_consent", "suggest")
    assert not any("13800001234" in frame for frame in desk.frames)


def test_nothing_grave_is_ever_suggested(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk, "page", "filling")
    for field, code in (("pay_account", "grave"), ("no_such_field", "not_now")):
        desk.say(calls.Suggest, call, number=1, field=field, value="6222020000000000")
        said = desk.told(calls.ErrorSaid)
        service = hall.place.hub.shelf.current.services["01"]
        if any(spec.id == field for spec in service.fields) or code == "not_now":
            assert said.code == code
    grave = [
        spec.id for spec in hall.place.hub.shelf.current.services["01"].fields if calls.grave(spec.type, spec.from_card)
    ]
    for number, field in enumerate(grave, 2):
        desk.say(calls.Suggest, call, number=number, field=field, value="测试")
        assert desk.told(calls.ErrorSaid).code == "grave"
    desk.say(calls.HangUp, call)
    terminal.not_told(calls.Suggest, calls.Left)


def test_what_was_filled_by_suggestion_and_every_look_at_a_value_is_on_record(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk, "filling", "private_values")
    desk.say(calls.Suggest, call, number=1, field="phone", value="13800001234")
    terminal.told(calls.Suggest)
    terminal.say(calls.Settled, call, number=1, field="phone", outcome="accepted")
    desk.told(calls.Settled)
    desk.say(calls.RequestValue, call, field="phone")
    terminal.told(calls.RequestValue)
    terminal.say(calls.Value, call, field="phone", value="13800001234")
    assert desk.told(calls.Value).value == "13800001234"
    recorded = [row for row in hall.acts(call) if row[1] in ("call_suggested", "call_filled", "call_value_asked")]
    assert recorded == [
        (f"user:{desk.user}", "call_suggested", "phone"),
        ("terminal:K07", "call_filled", "phone"),
        (f"user:{desk.user}", "call_value_asked", "phone"),
    ]
    rows = hall.place.hub.store.read(lambda tx: tx.rows("select * from calls") + tx.rows("select * from audit"))
    assert "13800001234" not in str(rows)


def test_both_hang_up_at_once_and_both_are_told_so(hall: Any) -> None:
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    terminal.say(calls.HangUp, call)
    desk.say(calls.HangUp, call)
    assert desk.told(calls.Left, lambda left: left.why == "both_done").call == call
    terminal.told(calls.Left, lambda left: left.why == "both_done")
    assert (state_of(hall, call).state, state_of(hall, call).why) == ("wrap_up", "both_done")
    desk.say(calls.WrapUp, call, outcome="call_back", follow_up="明天回电")
    desk.say(calls.Presence, state="ready")
    desk.told(calls.Presence, lambda message: message.state == "ready")
    assert help_state(hall, call) == "waiting"


def test_a_guide_who_must_still_write_is_asked_for_nothing_else(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    terminal.say(calls.HangUp, call)
    desk.told(calls.Left)
    other = terminal.ask()
    terminal.told(calls.Waiting)
    desk.say(calls.Presence, state="ready")
    desk.not_told(calls.Offer, calls.Presence)
    desk.say(calls.WrapUp, call, outcome="advice")
    assert desk.told(calls.Offer).call == other


def test_a_guide_whose_page_dies_finds_the_call_again(hall: Any) -> None:
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk, "page")
    terminal.say(calls.Mirror, call, screen=PAGE)
    desk.told(calls.Mirror)
    terminal.say(calls.Text, call, line=1, body="听得见吗", live=False)
    desk.told(calls.Text)
    desk.close()
    assert terminal.told(calls.GuideLost).seconds == 30
    desk.again()
    desk.heard.clear()
    welcome = desk.hello()
    assert (welcome.call, welcome.standing) == (call, "joined")
    terminal.told(calls.GuideBack)
    assert desk.told(calls.Offer).waiting.ticket == "帮-001"
    assert desk.told(calls.Joined).guide.name == "小王"
    assert desk.told(calls.Consented).capability == "page"
    assert desk.told(calls.Mirror).screen == PAGE
    assert desk.told(calls.Text).body == "听得见吗"
    desk.say(calls.Point, call, screen=PAGE["key"], action="next")
    assert terminal.told(calls.Point).action == "next"


def test_a_guide_who_does_not_come_back_is_told_truthfully_with_a_ticket(hall: Any) -> None:
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    desk.close()
    terminal.told(calls.GuideLost)
    hall.pass_time(31)
    left = terminal.told(calls.Left)
    assert (left.why, left.ticket, left.phone) == ("guide_lost", "帮-001", "0335-0000000")
    assert help_state(hall, call) == "waiting"
    desk.again()
    desk.heard.clear()
    assert desk.hello().call == call
    assert desk.told(calls.Left).why == "guide_lost"


def test_a_terminal_whose_line_breaks_goes_on_where_it_was(hall: Any) -> None:
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk, "page")
    terminal.close()
    assert desk.told(calls.TerminalLost).seconds == 30
    desk.say(calls.Text, call, line=1, body="别着急", live=False)
    desk.say(calls.Point, call, screen="home", action="a")
    desk.say(calls.Point, call, screen="home", action="b")
    desk.say(calls.AskConsent, call, capability="voice")
    desk.say(calls.Presence, state="busy")
    desk.told(calls.Presence, lambda message: message.state == "busy")
    hall.pass_time(20)
    terminal.again()
    welcome = terminal.hello(call)
    assert (welcome.call, welcome.standing, welcome.heard) == (call, "joined", terminal.sent[call])
    assert terminal.told(calls.Text).body == "别着急"
    assert terminal.told(calls.Point).action == "b"
    assert terminal.told(calls.AskConsent).capability == "voice"
    desk.told(calls.TerminalBack)


def test_a_terminal_that_stays_away_ends_the_call_and_somebody_will_call_back(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    terminal.close()
    desk.told(calls.TerminalLost)
    hall.pass_time(31)
    assert desk.told(calls.Left).why == "terminal_lost"
    assert help_state(hall, call) == "waiting"
    terminal.again()
    assert terminal.hello(call).standing == "unknown"


def test_a_terminal_started_anew_has_no_call_any_more_and_the_guide_is_told(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    hall.joined(terminal, desk)
    terminal.close()
    terminal.again()
    terminal.boot = uuid7()
    assert terminal.hello().standing == "none"
    assert desk.told(calls.Left).why == "terminal_lost"


def test_a_message_that_comes_twice_counts_once(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    for body in ("一", "二"):
        said = terminal.say(calls.Text, call, line=1, body=body, live=False)
    terminal.socket.send(calls.write(said))
    terminal.say(calls.HangUp, call)
    assert [desk.told(calls.Text).body for _ in range(2)] == ["一", "二"]
    desk.not_told(calls.Text, calls.Left)


def test_a_call_is_handed_to_another_guide_who_is_allowed_nothing_until_she_agrees_anew(hall: Any) -> None:
    terminal, first, second = hall.terminal(), hall.guide("0001", "小王"), hall.guide("0002", "小李", sign=True)
    call = hall.joined(terminal, first, "page")
    first.say(calls.Transfer, call, skill="手语")
    assert first.told(calls.ErrorSaid).code == "nobody"
    second.ready()
    first.say(calls.Transfer, call, skill="手语", note="要手语")
    assert second.told(calls.Offer).call == call
    second.say(calls.Take, call)
    assert terminal.told(calls.Transferred).guide.name == "小李"
    second.told(calls.Joined)
    assert first.told(calls.Transferred).guide.name == "小李"
    terminal.say(calls.Mirror, call, screen=PAGE)
    assert terminal.told(calls.ErrorSaid).code == "no_consent"
    first.say(calls.Text, call, line=9, body="还在吗", live=False)
    assert first.told(calls.ErrorSaid).code == "not_now"
    terminal.say(calls.Consented, call, capability="page", granted=True)
    second.told(calls.Consented)
    terminal.say(calls.Mirror, call, screen=PAGE)
    second.told(calls.Mirror)


def test_a_supervisor_is_announced_hears_words_and_pages_and_never_values(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    boss = hall.guide("0100", "老赵", Role.SUPERVISOR)
    boss.hello()
    call = hall.joined(terminal, desk, "page", "private_values")
    desk.say(calls.Listen, call=call, seq=99, on=True)
    assert desk.told(calls.ErrorSaid).about == "listen"
    boss.say(calls.Listen, call, on=True)
    announced = terminal.told(calls.Listening)
    assert (announced.who.name, announced.role, announced.on) == ("老赵", "supervisor", True)
    desk.told(calls.Listening)
    terminal.say(calls.Mirror, call, screen=PAGE)
    assert boss.told(calls.Mirror).screen == PAGE
    terminal.say(calls.Value, call, field="phone", value="13800001234")
    desk.told(calls.Value)
    desk.say(calls.Text, call, line=1, body="好的", live=False)
    assert boss.not_told(calls.Value, calls.Text).name == "小王"
    boss.say(calls.Text, call, line=1, body="插话", live=False)
    assert boss.told(calls.ErrorSaid).code in ("not_now", "unknown_call")
    terminal.say(calls.Consented, call, capability="page", granted=False)
    assert boss.told(calls.Consented).granted is False
    boss.close()
    assert terminal.told(calls.Listening, lambda told: not told.on).who.name == "老赵"


def test_who_listens_is_told_when_the_call_is_over(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    boss = hall.guide("0100", "老赵", Role.SUPERVISOR)
    boss.hello()
    call = hall.joined(terminal, desk)
    boss.say(calls.Listen, call, on=True)
    desk.told(calls.Listening)
    desk.say(calls.HangUp, call)
    assert boss.told(calls.OfferGone).call == call


def test_writing_up_a_call_she_has_not_agreed_to_yet_ends_nothing(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    desk.ready()
    call = terminal.ask()
    desk.told(calls.Offer)
    desk.say(calls.Take, call)
    terminal.told(calls.Offered)
    desk.say(calls.WrapUp, call, outcome="finished")
    terminal.say(calls.Accept, call)
    terminal.told(calls.Joined)


def test_a_terminal_that_is_revoked_and_a_guide_who_is_logged_out_lose_their_links(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    hall.joined(terminal, desk)
    revoke(hall.place.hub, "K07", "cli")
    hall.place.hub.store.write(lambda tx: tx.run("delete from sessions"))
    hall.pass_time(11)
    for end in (terminal, desk):
        with pytest.raises(ConnectionClosed, match="1008"):
            drain(end.socket)


def test_a_page_of_another_site_or_without_a_session_gets_no_link(lite_hall: Any) -> None:
    desk = lite_hall.guide()
    desk.hello()
    kind = type(desk)
    for cookie, origin in (
        ("wrong", None),
        (lite_hall.place.guide_cookie("0009", Role.GUIDE)[0], "http://elsewhere.example"),
    ):
        with pytest.raises(InvalidStatus):
            kind(lite_hall.url, cookie, origin)


def test_a_terminal_cannot_speak_in_another_terminals_call_nor_a_guide_in_anothers(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, other = hall.terminal("K07"), hall.terminal("K08")
    desk, idle = hall.guide("0001"), hall.guide("0002", "小李")
    call = hall.joined(terminal, desk, "page")
    other.say(calls.Text, call, line=1, body="我是她", live=False)
    assert other.told(calls.ErrorSaid).code == "unknown_call"
    idle.hello()
    idle.say(calls.Text, call, line=1, body="我是导办", live=False)
    assert idle.told(calls.ErrorSaid).code == "unknown_call"
    other.say(calls.AskHuman, call, reason="asked")
    terminal.say(calls.HangUp, call)
    desk.not_told(calls.Text, calls.Left)
    terminal.not_told(calls.Text, calls.Left)


def test_a_frame_too_large_of_unknown_kind_or_too_many_of_them_is_refused_and_never_passed_on(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    terminal.socket.send("x" * (65 * 1024))
    assert terminal.told(calls.ErrorSaid).code == "too_large"
    terminal.socket.send('{"kind": "fire_all_guides"}')
    assert terminal.told(calls.ErrorSaid).code == "unknown_kind"
    for n in range(200):
        terminal.say(calls.Text, call, line=1, body=str(n), live=True)
    assert terminal.told(calls.ErrorSaid, lambda said: said.code == "too_many")
    hall.pass_time(10)
    terminal.say(calls.HangUp, call)
    terminal.told(calls.Left)
    desk.told(calls.Left)
    assert 0 < sum("text" in frame for frame in desk.frames) < 190


def test_a_newer_link_of_the_same_terminal_takes_the_older_ones_place(lite_hall: Any) -> None:
    hall = lite_hall
    terminal, desk = hall.terminal(), hall.guide()
    call = hall.joined(terminal, desk)
    older = terminal.socket
    terminal.socket = terminal._open()
    assert terminal.hello(call).standing == "joined"
    with pytest.raises(ConnectionClosed, match="4001"):
        drain(older)
    terminal.say(calls.HangUp, call)
    desk.not_told(calls.TerminalLost, calls.Left)
