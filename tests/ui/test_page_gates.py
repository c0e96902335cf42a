"""Gates T-01, T-03, T-04, T-05 and T-08 over every sample Screen, in every size, standing and sitting."""

import pytest

from ui.measure import page_faults, turn_page
from ui.sample_screens import SAMPLE_SCREENS

MODES = [*({"text_size": size} for size in range(4)), {"low": True}, {"low": True, "text_size": 3}]


@pytest.mark.parametrize("settings", MODES, ids=str)
def test_every_page_is_whole_named_large_and_within_reach(stage, settings) -> None:
    faults = []
    for screen in SAMPLE_SCREENS:
        stage.show(screen, **settings)
        pages = 0
        while True:
            pages += 1
            faults += [
                f"{screen.key} page {pages}: {f}" for f in page_faults(stage.window, stage.panel, "low" in settings)
            ]
            if pages > 40 or not turn_page(stage.window):
                break
        assert pages <= 40
    assert not faults, "\n".join(faults)
