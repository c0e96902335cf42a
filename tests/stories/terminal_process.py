"""A terminal in a process of its own, to be killed: `terminal_process.py SETTINGS_JSON confirm|question|call|linked`.

Walks 测试桂兰's 高龄津贴 and says on stdout where it stands, one line each; at `confirm` it waits for a line on stdin
before it hands in, at `call` she asks for a human and lets the guide join. It never ends by itself.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conftest import Story

from hardware.simulated.people import GUILAN
from kiosk.core.settings import Settings
from ui.window import application

ANSWERS = {"question:01:low_income": "choice:no", "question:01:elsewhere": "choice:no"}


def main(settings: Settings, until: str) -> None:
    application()
    story = Story(settings)
    if until in ("call", "linked"):
        called(story, asks=until == "call")
        return
    story.open("01")
    pages = {"question": "question:01:home", "confirm": "confirm"}
    story.go(pages[until], ANSWERS, {"holder": GUILAN})
    if until == "question":
        drafts = settings.queue.directory / "drafts"
        story.hands.wait(lambda: any(drafts.glob("[!.]*")), "waited for the draft on the disk")
        # One lane stores in order: once this runs, the draft of this very page is on the disk.
        stored: list[bool] = []
        story.hall.terminal.runner._ports.store_lane.submit(lambda: stored.append(True))
        story.hands.wait(lambda: bool(stored), "waited for the store")
    tell(story.screen.key)
    if until == "confirm":
        sys.stdin.readline()
        story.hands.press("submit")
        story.hands.wait_for("result")
        tell(story.number, story.screen.title.plain())
    while True:
        story.hands.rest(1000)


def called(story: Story, asks: bool) -> None:
    """Say when the hub knows this terminal; ask for a human, and say when the guide is there."""
    state = lambda: story.hall.terminal.runner.state  # noqa: E731
    story.hands.wait(lambda: state().terminal.linked, "waited for the link")
    tell("linked")
    if asks:
        story.hands.press("help")
        story.hands.wait_for("over:call:join", 60)
        story.hands.press("choice:join")
        story.hands.wait(lambda: state().visit.call is not None and state().visit.call.there is not None, "waited")
        tell("joined")
    while True:
        story.hands.rest(1000)


def tell(*said: str) -> None:
    print(json.dumps(said, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(Settings.model_validate_json(sys.argv[1]), sys.argv[2])
