"""T-10: take one channel away, and every matter is still finished; what can be done, each other channel can do.

Every page of the session is looked at for what finger, keys and voice can do on it and what eye and ear are told. The
ten matters are walked once for each channel that is missing, over pages that were looked at so; and one matter for each
on a real window to the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from kiosk.catalogue import Catalogue, FieldType
from kiosk.core.screen import Action, AskCard, AskPin, AskSignature, Role, Screen
from kiosk.core.words import words
from kiosk.session import events as ev
from ui.channels import Drawn, by_voice, channel_faults, drawn, unsaid, unshown
from ui.sample_screens import SAMPLE_SCREENS
from ui.visitor import CHANNELS, TEN, TEXT, TOLD, Visit, done, gave_phone, onward

HOME = next(s for s in SAMPLE_SCREENS if s.key == "sample:home")


def test_each_page_offers_all_it_offers_to_finger_keys_and_voice_and_tells_it_to_eye_and_ear(drawn_pages) -> None:
    faults = [fault for page in drawn_pages for fault in channel_faults(page)]
    assert not faults, "\n".join(sorted(set(faults)))


# --- the ten matters, each channel missing in turn -----------------------------------------------------------


@dataclass(frozen=True)
class Leg:
    """One press on the way: on which page, of what."""

    screen: Screen
    action_id: str


def way(catalogue: Catalogue, service: str, missing: str) -> Iterator[Leg]:
    """To the end of the matter without that channel. Raises AssertionError where there is no way on."""
    visit = Visit(catalogue, (missing,))
    for _ in range(200):
        if done(visit, service):
            assert TOLD.get(service, "result") in visit.keys, visit.keys
            assert not (missing == "phone" and gave_phone(visit))
            return
        if visit.screen.key == "witness":
            visit.post(ev.StaffKey())
        for action_id in onward(visit, service, (missing,)):
            yield Leg(visit.screen, action_id)
            if action_id == TEXT:
                visit.post(ev.TextTyped("海港测试"))
            else:
                assert visit.press(action_id), f"{visit.screen.key} offers no {action_id}"
    raise AssertionError(f"{service} without {missing}: {visit.keys[-9:]}")


@pytest.fixture(scope="module")
def looked_at(upright_stage) -> dict[object, Drawn]:
    """Pages met on the way, each drawn once."""
    return {}


def page_of(screen: Screen, looked_at: dict[object, Drawn], stage) -> Drawn:
    look = repr(replace(screen, step=None, settings=HOME.settings))
    if look not in looked_at:
        stage.show(screen)
        looked_at[look] = drawn(stage.window, screen)
    return looked_at[look]


def ways_to_do(page: Drawn, action_id: str) -> set[str]:
    """The channels that lead on from this page by that action."""
    spoken = action_id in by_voice(page.screen) or action_id == TEXT or isinstance(page.screen.ask, AskPin)
    typed = action_id == TEXT
    return {
        *(["touch"] if action_id in page.touch or (typed and "key:h" in page.touch) else []),
        *(["keypad"] if action_id in page.keys or (typed and "key:h" in page.keys) else []),
        *(["microphone"] if spoken else []),
    }


@pytest.mark.parametrize("missing", CHANNELS)
def test_every_matter_is_finished_without(missing: str, catalogue, upright, looked_at) -> None:
    lost: list[str] = []
    for service in TEN:
        for leg in way(catalogue, service, missing):
            page = page_of(leg.screen, looked_at, upright)
            hands = {"touch", "keypad", "microphone"} - {missing}
            if not hands <= ways_to_do(page, leg.action_id):
                lost.append(f"{service}: {leg.screen.key} {leg.action_id}: only {ways_to_do(page, leg.action_id)}")
            if missing == "loudspeaker":
                lost += [f"{service}: {leg.screen.key} only says {text}" for text in unshown(page)]
            if missing == "sight":
                lost += [f"{service}: {leg.screen.key} only shows {text}" for text in unsaid(page)]
            if missing == "touch" and isinstance(leg.screen.ask, AskSignature):
                assert leg.action_id == "witness", "a signature is written by a finger"
            if missing == "card reader" and isinstance(leg.screen.ask, AskCard):
                assert leg.action_id in ("typed", "choice:number")
    assert not lost, "\n".join(dict.fromkeys(lost))


def test_no_matter_of_the_house_needs_anybody_to_have_a_telephone(catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        for field in (*service.fields, *service.agent_fields):
            if field.type is FieldType.PHONE:
                assert field.none_answer or not field.required, f"{service.id} {field.id}"


def test_a_face_is_never_asked_for(drawn_pages) -> None:
    """Who somebody is comes from the card, from what is typed, or from a human who looks."""
    offered = {action.label for page in drawn_pages for action in page.screen.actions}
    assert not [label for label in offered if "脸" in label]
    assert {"手工输入", "请人核对"} <= offered


@pytest.mark.parametrize(
    ("missing", "hand", "service"),
    [
        ("touch", "thumb", "02"),
        ("keypad", "finger", "32"),
        ("microphone", "finger", "33"),
        ("loudspeaker", "finger", "27"),
        ("phone", "finger", "01"),
        ("face", "finger", "03"),
        ("card reader", "finger", "34"),
    ],
)
def test_to_the_end_on_a_real_window_without(errand, missing: str, hand: str, service: str) -> None:
    errand(service, hand=hand, without=(missing,))


def test_to_the_end_in_headphones_with_the_glass_dark_hearing_each_button_before_it_is_pressed(errand) -> None:
    run = errand("01", without=("sight",))
    assert all(screen.settings.dark for screen in run.visit.screens if screen.key.startswith("question"))
    glass = run.kiosk.grab().scaled(54, 96)
    assert len({glass.pixel(x, y) for x in range(54) for y in range(96)}) == 1
    labels = {action.label for screen in run.visit.screens for action in screen.actions if action.id == "submit"}
    assert labels & set(run.heard)


# --- and the gate can fail -----------------------------------------------------------------------------------


def drawn_with(stage, screen: Screen) -> Drawn:
    stage.show(screen)
    return drawn(stage.window, screen)


def test_a_good_page_has_no_fault(upright) -> None:
    assert channel_faults(drawn_with(upright, HOME)) == []


def test_a_button_without_words_of_its_own_is_one_the_voice_cannot_press(upright) -> None:
    twin = HOME.actions[0]
    lost = Action("twin", twin.label, twin.pictogram, ev.AskHelp())
    faults = channel_faults(drawn_with(upright, replace(HOME, actions=(twin, lost))))
    assert [f for f in faults if "the voice" in f and "twin" in f]


def test_a_button_the_keys_pass_over_is_a_fault_and_one_nobody_draws_is_two(upright) -> None:
    upright.show(HOME)
    name = HOME.actions[1].id
    item = next(stop for stop in _stops(upright) if stop.objectName() == name)
    item.setProperty("stop", False)
    faults = channel_faults(drawn(upright.window, HOME))
    item.setProperty("stop", True)
    assert [f for f in faults if "the keys" in f and name in f]
    hidden = replace(HOME, actions=(*HOME.actions, Action("lost", "新按钮", "help", ev.AskHelp(), Role.TILE)))
    faults = channel_faults(Drawn(hidden, drawn(upright.window, HOME).texts, *(frozenset[str](),) * 2))
    assert {"a finger", "the keys"} <= {f.split(": ")[1].split(" cannot")[0] for f in faults if "lost" in f}


def _stops(stage):
    from ui.controllers.keypad import stops_of

    return stops_of(stage.window)


def test_what_is_only_said_and_what_is_only_shown_are_faults(upright) -> None:
    page = drawn_with(upright, HOME)
    more = replace(HOME, say=(*HOME.say, words("这一句没有写出来。")))
    assert [f for f in channel_faults(replace(page, screen=more)) if "not shown" in f and "没有写出来" in f]
    silent = replace(page, texts=(*page.texts, "这一句没有念出来"))
    assert [f for f in channel_faults(silent) if "not said" in f and "没有念出来" in f]


def test_a_matter_that_insists_on_a_telephone_has_no_way_without_one(catalogue: Catalogue) -> None:
    service = catalogue.services["02"]
    fields = [f.model_copy(update={"none_answer": ""}) if f.id == "phone" else f for f in service.fields]
    insists = service.model_copy(update={"fields": fields})
    broken = replace(catalogue, services={**catalogue.services, "02": insists})
    with pytest.raises(AssertionError):
        list(way(broken, "02", "phone"))
