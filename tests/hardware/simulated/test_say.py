"""What is said to a simulated hall reaches the terminal that listens there."""

from hardware.simulated.orders import Devices, Done, Refused, carry_out


def test_a_sentence_reaches_the_terminal_as_it_was_said() -> None:
    said: list[str] = []
    outcome = carry_out(Devices(mouth=said.append), ["voice", "say", "我要", "交电费"])
    assert isinstance(outcome, Done)
    assert said == ["我要交电费"]


def test_a_bench_alone_says_that_nobody_listens() -> None:
    outcome = carry_out(Devices(), ["voice", "say", "我要交电费"])
    assert isinstance(outcome, Refused)
    assert "没有终端" in outcome.say


def test_nothing_said_is_refused_with_an_example() -> None:
    outcome = carry_out(Devices(mouth=print), ["voice", "say", " "])
    assert isinstance(outcome, Refused)
    assert "比如" in outcome.say
