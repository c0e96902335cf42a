"""An item the hub will not have, a queue that cannot be read: people at terminal and hub are told what to do."""

from hub.house import HubConfig, open_hub
from hub.terminals import Terminal, find_terminal
from kiosk.core.ids import uuid7
from kiosk.session.events import StaffKey
from offline_cache.outbox import Made

PIN = "246810"


def at_the_hub(hub, terminal: str) -> Terminal:
    house = open_hub(HubConfig(hub.data_dir))
    found = house.store.read(lambda tx: find_terminal(tx, terminal))
    house.close()
    return found


def open_staff_menu(story) -> None:
    story.hall.terminal.runner.post(StaffKey())
    for part, digits in (("number", "0001"), ("pin", PIN)):
        story.hands.wait_for(f"over:staff:{part}")
        story.hands.enter(digits)
        story.hands.press("next")
    story.hands.wait_for("over:staff_menu")


def test_an_item_the_hub_refuses_for_good_is_counted_where_people_look(story, hub) -> None:
    terminal = story.hall.terminal
    junk = terminal.outbox.put("submission", uuid7(), lambda: Made("130302-20261124-K10-9999-0", b"not sealed"))
    assert junk
    with terminal.outbox.database.transaction() as connection:
        connection.execute("update items set tries = 2, due_s = 0")  # eleven minutes ago and ten minutes before that
    terminal.drainer.wake()
    story.hands.wait(lambda: terminal.outbox.counts().dead == 1, "waited for the third refusal", 60)
    story.hands.wait(lambda: terminal.runner.state.terminal.refused == 1, "waited for the count")
    story.hands.press("start")
    open_staff_menu(story)
    assert "1 件。居民还没办成，请找技术人员。" in story.shown
    terminal.tending.once()
    assert at_the_hub(hub, terminal.runner.state.terminal.terminal_id).refused == 1


def test_an_empty_queue_file_is_put_aside_and_said_and_the_terminal_goes_on(place, make_story, hub) -> None:
    settings, _ = place
    (settings.queue.directory / "outbox.db").write_bytes(b"")
    story = make_story()
    assert [p.name for p in (settings.queue.directory / "set-aside").glob("*/*")] == ["outbox.db"]
    story.hands.press("start")
    open_staff_menu(story)
    assert "本机存储" in story.shown
    assert "以前待上传的读不出来" in story.shown
    story.hall.terminal.tending.once()
    assert at_the_hub(hub, settings.terminal).devices["store"] == "userError/store_set_aside"
