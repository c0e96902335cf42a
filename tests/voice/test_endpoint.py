"""When an utterance ends: slow speakers are waited for, complete answers are not, and noise is nothing."""

from hypothesis import given
from hypothesis import strategies as st

from voice.endpoint import Endpointer, Pace, Verdict

FRAME_S = 0.02


def run(endpoint: Endpointer, *parts: tuple[bool, float]) -> tuple[list[Verdict], float]:
    """Verdicts that are news, and how much of the last part was heard until the end."""
    news: list[Verdict] = []
    heard = 0.0
    for speech, seconds in parts:
        heard = 0.0
        for _ in range(round(seconds / FRAME_S)):
            verdict = endpoint.frame(speech, FRAME_S)
            heard += FRAME_S
            if verdict not in (Verdict.WAITING, Verdict.SPEAKING):
                news.append(verdict)
            if verdict in (Verdict.ENDED, Verdict.SILENCE, Verdict.TOO_LONG):
                return news, heard
    return news, heard


def listening(pause_s: float = 2.0, pace: Pace | None = None) -> Endpointer:
    return Endpointer(pause_s, pace or Pace(), patience_s=15, longest_s=20)


def test_a_pause_for_thought_of_almost_two_seconds_does_not_cut_an_open_answer() -> None:
    news, heard = run(listening(), (True, 1), (False, 1.9), (True, 1), (False, 3))
    assert news == [Verdict.BEGUN, Verdict.ENDED]
    assert abs(heard - 2.0) < 0.05


def test_slow_mode_waits_three_seconds() -> None:
    news, heard = run(listening(pace=Pace(slow=True)), (True, 1), (False, 2.5), (True, 1), (False, 4))
    assert news == [Verdict.BEGUN, Verdict.ENDED]
    assert abs(heard - 3.0) < 0.05


def test_a_whole_closed_phrase_ends_half_a_second_after_it() -> None:
    endpoint = listening()
    run(endpoint, (True, 0.8))
    endpoint.words("返回", complete=True)
    news, heard = run(endpoint, (False, 3))
    assert news == [Verdict.ENDED]
    assert abs(heard - 0.5) < 0.05


def test_a_phrase_that_begins_a_longer_one_waits_for_the_rest() -> None:
    endpoint = listening()
    run(endpoint, (True, 0.8))
    endpoint.words("确认", complete=True, may_go_on=True)
    _, heard = run(endpoint, (False, 3))
    assert abs(heard - 1.0) < 0.05


def test_a_phrase_that_has_only_just_appeared_must_first_stand_still() -> None:
    endpoint = listening()
    run(endpoint, (True, 0.8), (False, 0.48))
    endpoint.words("返回", complete=True)
    _, heard = run(endpoint, (False, 3))
    assert heard >= 0.3 - FRAME_S


def test_a_door_that_slams_is_no_speech_and_does_not_use_up_the_listening() -> None:
    news, _ = run(listening(), (True, 0.2), (False, 3), (True, 1), (False, 3))
    assert news == [Verdict.BEGUN, Verdict.KNOCK, Verdict.BEGUN, Verdict.ENDED]


def test_nobody_speaking_is_silence_in_fifteen_seconds() -> None:
    assert run(listening(), (False, 20))[0] == [Verdict.SILENCE]


def test_a_hall_that_never_falls_silent_ends_when_no_new_word_comes() -> None:
    endpoint = listening()
    run(endpoint, (True, 1.0))
    endpoint.words("返回")
    news, heard = run(endpoint, (True, 10))
    assert news == [Verdict.ENDED]
    assert heard < 2.1


def test_somebody_who_pauses_within_is_given_longer_next_time_and_forgotten_after_the_visit() -> None:
    pace = Pace()
    endpoint = listening(pace=pace)
    run(endpoint, (True, 1), (False, 1.8), (True, 1), (False, 3))
    pace.learn(endpoint.gaps, 8, endpoint.voiced_s)
    assert pace.patience(2.0) > 2.5
    pace.forget()
    assert pace.patience(2.0) == 2.0


@given(st.lists(st.tuples(st.booleans(), st.floats(0.02, 6)), min_size=1, max_size=30), st.floats(0.5, 4))
def test_every_listening_ends_in_time_whatever_the_hall_does(parts: list[tuple[bool, float]], pause_s: float) -> None:
    endpoint = listening(pause_s)
    news, _ = run(endpoint, *parts, (False, 40))
    assert news[-1] in (Verdict.ENDED, Verdict.SILENCE, Verdict.TOO_LONG)
    assert news.count(Verdict.BEGUN) >= news.count(Verdict.ENDED)
