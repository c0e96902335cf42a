"""Gates T-01, T-03, T-04, T-05 and T-08 over every page and sample, in sizes, upright and lying."""

import pytest

from ui.measure import page_faults, turn_page
from ui.sample_screens import SAMPLE_SCREENS
from ui.workshop_screens import workshop_screens

MODES = [*({"text_size": size} for size in range(4)), {"low": True}, {"low": True, "text_size": 3}]
MOST_PAGES = 25


def faults_of(stage, screens, settings) -> list[str]:
    """Look at every page of every Screen."""
    faults = []
    for screen in screens:
        stage.show(screen, **settings)
        for number in range(1, MOST_PAGES + 1):
            found = page_faults(stage.window, stage.panel, "low" in settings)
            faults += [f"{screen.key} page {number}: {fault}" for fault in found]
            if not turn_page(stage.window):
                break
        else:
            faults.append(f"{screen.key}: more than {MOST_PAGES} pages")
    return faults


@pytest.mark.parametrize("settings", MODES, ids=str)
def test_every_sample_is_whole_named_large_and_within_reach(stage, settings) -> None:
    faults = faults_of(stage, SAMPLE_SCREENS, settings)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("settings", MODES, ids=str)
def test_every_page_of_the_session_is_whole_named_large_and_within_reach(stage, real_screens, settings) -> None:
    faults = faults_of(stage, real_screens, settings)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("settings", MODES, ids=str)
def test_every_page_of_the_technician_is_whole_named_large_and_within_reach(stage, settings) -> None:
    faults = faults_of(stage, workshop_screens(), settings)
    assert not faults, "\n".join(faults)
