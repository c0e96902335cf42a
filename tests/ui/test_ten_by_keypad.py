"""Each of the ten matters finished on a real window by arrows and OK: no touch, no pointer, no other key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.session import events as ev
from ui.input import PinyinInput
from ui.measure import settle
from ui.panel import LANDSCAPE_21, PORTRAIT_32, Panel
from ui.visitor import TEN, Visit
from ui.window import open_window


@pytest.mark.parametrize("panel", [PORTRAIT_32, LANDSCAPE_21], ids=["upright", "lying"])
@pytest.mark.parametrize("service", TEN)
def test_a_matter_is_finished_by_arrow_and_ok_alone(errand, service: str, panel: Panel) -> None:
    errand(service, panel)


@pytest.mark.parametrize("service", ["01", "27", "33"])
def test_a_matter_is_finished_by_two_switches(errand, service: str) -> None:
    """One goes on, one selects; going on comes round to everything, so that nothing needs a way back."""
    errand(service, LANDSCAPE_21, onward=Qt.Key.Key_Tab, ok=Qt.Key.Key_Space)


def test_with_the_glass_dark_the_keypad_goes_on_through_the_page_below(catalogue) -> None:
    visit = Visit(catalogue)
    heard: list[str] = []
    kiosk = open_window(visit, PORTRAIT_32, on_focus=heard.append, pinyin=PinyinInput())
    visit.press("start")
    visit.post(ev.ChangeSettings("dark", True))
    settle()
    for _ in range(4):
        QTest.keyClick(kiosk.window, Qt.Key.Key_Down)
    assert len(set(heard)) > 1
    assert "打开画面" not in heard
    QTest.keyClick(kiosk.window, Qt.Key.Key_Return)
    settle()
    assert visit.screen.key != "home"
    assert visit.screen.settings.dark
    kiosk.close()
