"""第 n 步，共 m 步: the way does not grow or shrink under her without her own answer, and no step is counted twice."""

import pytest

from kiosk.catalogue import Catalogue
from kiosk.session import events as ev
from ui.visitor import TEN, TEXT, Visit, done, onward

GROWS = {"01": 1}
"""She says that she gets 低保: one more paper to show. Nothing else of a plain visit changes the number."""


def counted(catalogue: Catalogue, service: str, without: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    """(n, m) of every page of a visit in order, each once."""
    visit = Visit(catalogue, without)
    for _ in range(80):
        if done(visit, service):
            break
        if visit.screen.key == "witness":
            visit.post(ev.StaffKey())
        for action_id in onward(visit, service, without):
            if action_id == TEXT:
                visit.post(ev.TextTyped("海港测试"))
            else:
                visit.press(action_id)
    steps = [(s.step.n, s.step.m) for s in visit.screens if s.step is not None]
    return [step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1]]


@pytest.mark.parametrize("service", TEN)
def test_the_number_of_steps_stays_as_it_was_said_at_the_start(catalogue: Catalogue, service: str) -> None:
    steps = counted(catalogue, service)
    totals = [m for i, (_, m) in enumerate(steps) if i == 0 or m != steps[i - 1][1]]
    assert len(totals) <= 1 + GROWS.get(service, 0), totals
    numbers = [n for n, _ in steps]
    assert numbers == sorted(set(numbers)), "every step once, one after the other"
    assert not steps or steps[-1][0] == steps[-1][1] or service == "27", "the last step is the last"


def test_an_answer_that_leads_to_more_questions_makes_the_way_longer_only_then(catalogue: Catalogue) -> None:
    steps = counted(catalogue, "02", ("phone",))
    totals = [m for i, (_, m) in enumerate(steps) if i == 0 or m != steps[i - 1][1]]
    assert totals == [12, 15], "three questions about whom to call instead"
