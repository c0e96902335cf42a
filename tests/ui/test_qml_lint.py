"""T-16: what a page's source must never contain, and Qt's own lint."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import ui
from kiosk.catalogue.plain_language import complaints

ROOT = Path(ui.__file__).parent
PAGES = sorted([*(ROOT / "qml").rglob("*.qml"), *(ROOT / "input").rglob("*.qml")])
BANNED = {
    "a colour outside the theme": r"#[0-9A-Fa-f]{3,8}\b",
    "a font size outside the theme": r"(pixelSize|pointSize):\s*\d",
    "a timer": r"\bTimer\s*\{",
    "a gesture of several fingers or a drag": r"\b(Pinch\w+|MultiPoint\w+|DragHandler|Flickable|ListView)\b",
    "an effect the software renderer cannot draw": r"\b(ShaderEffect|MultiEffect|ParticleSystem|VideoOutput)\b",
    "text that hides its end": r"\belide:",
    "a context property": r"\bsetContextProperty\b",
    "an animation of opacity, which blinks": r"\b(SequentialAnimation|loops:)",
}

OF_THE_TECHNICIAN = {
    "TestChart.qml": ["a colour outside the theme"],
    "TouchGrid.qml": ["a gesture of several fingers or a drag"],
}
"""No resident comes there: one shows the panel's own colours, one paints wherever any finger is."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_holds_to_the_theme_and_to_one_finger(page: Path) -> None:
    if page.name == "Theme.qml":
        pytest.skip("the theme is where colours and sizes are written")
    text = re.sub(r"//.*", "", page.read_text(encoding="utf-8"))
    found = [what for what, pattern in BANNED.items() if re.search(pattern, text)]
    assert found == OF_THE_TECHNICIAN.get(page.name, [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_bare_touch_area_is_hidden_from_or_named_for_accessibility(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    areas = len(re.findall(r"\b(?:MouseArea|TapHandler)\s*\{", text))
    assert text.count("Accessible.ignored: true") >= areas or "Accessible.name" in text


def test_words_written_in_a_page_are_as_plain_as_the_session_s() -> None:
    """Few are: names of furniture. Sentences belong to the Screen."""
    literals = re.compile(r'"([^"\n]*[\u4e00-\u9fff][^"\n]*)"')
    words = {text for page in PAGES for text in literals.findall(re.sub(r"//.*", "", page.read_text(encoding="utf-8")))}
    assert "不可用。" in words
    assert not [found for text in words for found in complaints(text)]
    assert not [text for text in words if len(text) > 12 and "龜" not in text]  # that one is the chart's rare letters


def test_qmllint_finds_nothing() -> None:
    lint = Path(sys.executable).with_name("pyside6-qmllint")
    command = [lint, "-W", "0", "-I", ROOT / "qml", *PAGES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
