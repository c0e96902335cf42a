"""Runs a visit: events in from any thread, one at a time through `step`, effects out, Screen and voice kept true."""

import secrets
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import cast

from kiosk.core.clock import Clock
from kiosk.core.faults import Fault
from kiosk.core.hearing import Hearing, Hypothesis, Utterance
from kiosk.core.outcomes import DeviceState
from kiosk.core.screen import Screen, Tone
from kiosk.session import events as ev
from kiosk.session.aim import Picture
from kiosk.session.aloud import aloud, aside, choices, said_whole, sentences
from kiosk.session.around import NOTHING, Around, Peripherals
from kiosk.session.attend import Attention, Ears, expected
from kiosk.session.call_pages import mirror_of
from kiosk.session.effects import Effect
from kiosk.session.events import Event, How
from kiosk.session.expect import bare
from kiosk.session.known import welcomes_card
from kiosk.session.pages import screen_for
from kiosk.session.perform import Performer
from kiosk.session.ports import Ports
from kiosk.session.state import State, Terminal, start
from kiosk.session.step import step


class SessionRunner:
    """One terminal's session.

    Events may be posted from any thread; they are stepped one at a time, by whichever thread holds the turn. Screen
    callbacks come on that thread; a GUI marshals them.
    """

    def __init__(self, terminal: Terminal, ports: Ports, around: Peripherals = NOTHING) -> None:
        self._ports = ports
        self._clock: Clock = ports.clock
        self._inbox: SimpleQueue[Event] = SimpleQueue()
        self._turn = threading.Lock()
        self._state = start(terminal, self._clock.now(), self._clock.monotonic(), secrets.token_hex(16))
        self._screen = screen_for(self._state)
        self._watchers: list[Callable[[Screen], None]] = []
        self._wipers: list[Callable[[], None]] = []
        self._progress: list[Callable[[int], None]] = []
        self._paper_watchers: list[Callable[[Picture | None], None]] = []
        self._voice = threading.RLock()
        """Held while a speech takes the place of another: keys speak from the GUI's thread, pages from any."""
        self._speech = 0
        self._aside = ""
        """What was read off the page and is still being said."""
        self._performer = Performer(ports, self.post, self._say_again, self._wiped, around, self._show_paper)
        self._ear_watchers: list[Callable[[Ears], None]] = []
        self._attention = Attention(ports.ear, self._heard, self._show_ears) if ports.ear is not None else None
        if ports.ear is not None:
            ports.ear.on_wake(lambda: self.touched("voice"))
            ports.ear.watch(lambda state, fault: self._device("microphone", state, fault))
        ports.reader.listen(lambda state, fault: self._device("card_reader", state, fault))
        ports.printer.listen(lambda state, fault: self._device("receipt_printer", state, fault))
        self._around = Around(around, self.post, self._show_paper)

    @property
    def state(self) -> State:
        """The present state, for tests and the developer's dock; never shown or logged."""
        return self._state

    @property
    def screen(self) -> Screen:
        """The present Screen."""
        return self._screen

    def on_screen(self, callback: Callable[[Screen], None]) -> None:
        """Hear of every new Screen, on the thread that made it."""
        self._watchers.append(callback)

    def on_wipe(self, callback: Callable[[], None]) -> None:
        """Hear when a visit has ended, to forget what is held elsewhere (a keyboard's buffer, a mirror)."""
        self._wipers.append(callback)

    def on_speaking(self, callback: Callable[[int], None]) -> None:
        """Hear which of `screen.spoken()` is being said; -1 for none."""
        self._progress.append(callback)

    def on_ears(self, callback: Callable[[Ears], None]) -> None:
        """Hear what to show of the ear, from any thread, up to ten times a second."""
        self._ear_watchers.append(callback)

    def on_paper(self, callback: Callable[[Picture | None], None]) -> None:
        """See what lies under the document camera while a guide waits for a picture; None when nobody looks."""
        self._paper_watchers.append(callback)

    def open(self) -> None:
        """Say the first page; call once when the window is there."""
        self._speak(self._screen)

    def press(self, action_id: str, how: How = "touch") -> bool:
        """Press an action of the present Screen; False when it does not offer it now. Stops the voice at once."""
        self._quiet()
        action = self._screen.action(action_id)
        self._inbox.put(ev.Touched(how))
        if action is not None:
            self._inbox.put(cast(Event, action.event))
        self._pump()
        return action is not None

    def touched(self, how: How = "touch") -> None:
        """A finger came down anywhere, or any key: stop talking and listen; whoever does that has not gone away."""
        if self._state.visit.speaking:
            self._quiet()
        self.post(ev.Touched(how))

    def post(self, event: Event) -> None:
        """Something happened; from any thread."""
        self._inbox.put(event)
        self._pump()

    def tick(self) -> None:
        """Let time pass; about four times a second."""
        self._performer.tend_plate(self._state.terminal.card_on, welcomes_card(self._state))
        if self._attention is not None:
            self._attention.tick()
        self._around.follow(self._state)
        self.post(ev.Tick(self._clock.now(), self._clock.monotonic()))

    # --- one event at a time ---------------------------------------------------------------------------------

    def _pump(self) -> None:
        """Step whatever waits. A thread that finds the turn taken leaves its event to the one who has it."""
        while not self._inbox.empty():
            if not self._turn.acquire(blocking=False):
                return
            try:
                self._drain()
                if self._attention is not None:
                    self._attention.follow(self._state, self._screen)
            finally:
                self._turn.release()

    def _drain(self) -> None:
        while True:
            try:
                event = self._inbox.get_nowait()
            except Empty:
                return
            self._one(event)

    def _one(self, event: Event) -> None:
        try:
            state, effects = step(self._state, event)
            screen = screen_for(state)
        except Exception as error:  # noqa: BLE001 - whatever broke, the resident gets a calm page and a wipe
            self._ports.journal.unexpected(error)
            state, effects, screen = self._calm()
        self._state = state
        if screen != self._screen:
            self._show(screen)
        for effect in effects:
            self._perform(effect)

    def _calm(self) -> tuple[State, tuple[Effect, ...], Screen]:
        """End the visit; if even that fails, wake up as at the start."""
        try:
            state, effects = step(self._state, ev.UnexpectedError())
            return state, effects, screen_for(state)
        except Exception as error:  # noqa: BLE001 - last line of defence: a new, empty state
            self._ports.journal.unexpected(error)
            terminal = self._state.terminal
            state = start(terminal, self._clock.now(), self._clock.monotonic(), secrets.token_hex(16))
            return state, (), screen_for(state)

    def _perform(self, effect: Effect) -> None:
        try:
            self._performer.perform(effect)
        except Exception as error:  # noqa: BLE001 - a broken neighbour must not break the visit of the resident
            self._ports.journal.unexpected(error)
            self._inbox.put(ev.UnexpectedError())

    def _show(self, screen: Screen) -> None:
        before, self._screen = self._screen, screen
        for watcher in self._watchers:
            watcher(screen)
        self._mirror(screen)
        if screen.key != before.key or screen.title != before.title:
            self._speak(screen)
        elif new := tuple(n for n in screen.notices if n not in before.notices):
            if self._state.visit.speaking and screen.tone in (Tone.DONE, Tone.WAIT):
                # What came of a matter must not be cut off by news of its paper: that first, and the page once more.
                self._speak(screen)
                return
            whole = said_whole(screen, self._state.terminal.headphones)
            news = tuple(aloud(text, whole) for text in new)
            # News cuts off the name of the button under the finger; what is heard last must be where OK would press.
            self._utter(news, first=screen.notices.index(new[0]), aside=self._aside)

    def _mirror(self, screen: Screen) -> None:
        """What a guide may see of it, masked, to the hub."""
        mirror = mirror_of(self._state, screen)
        if mirror is not None and self._ports.calls is not None:
            self._ports.calls.send(mirror)

    # --- the ear ---------------------------------------------------------------------------------------------

    def _heard(self, hearing: Hearing) -> None:
        self.post(ev.Heard(hearing))

    def told(self, text: str) -> None:
        """As if somebody had said it: whole where it is, word for word, what the page expects."""
        whole = bare(text) in expected(self._state, self._screen).phrases
        self.post(ev.Heard(Utterance((Hypothesis(bare(text) or text),), whole)))

    def _show_paper(self, picture: Picture | None) -> None:
        for watcher in self._paper_watchers:
            watcher(picture)

    def _show_ears(self, ears: Ears) -> None:
        for watcher in self._ear_watchers:
            watcher(ears)

    # --- the voice -------------------------------------------------------------------------------------------

    def _speak(self, screen: Screen) -> None:
        headphones = self._state.terminal.headphones
        offered = choices(screen, headphones)
        self._utter((*sentences(screen, headphones), *offered), choices=len(offered))

    def _say_again(self) -> None:
        self._speak(self._screen)

    def say_aside(self, text: str) -> None:
        """Say something read off the page, such as the button the keypad reached, in place of what is being said."""
        self._utter((), aside=aside(self._screen, text, self._state.terminal.headphones))
        self._pump()

    def _utter(self, said: tuple[str, ...], choices: int = 0, first: int = 0, aside: str = "") -> None:
        """first: the number in `screen.spoken()` of the first sentence; aside: said last, no sentence of the page."""
        with self._voice:
            self._speech += 1
            number = self._speech
            self._aside = aside
            self._inbox.put(ev.Speaking(True))
            self._ports.speaker.say(
                (*said, aside) if aside else said,
                lambda sentence, *_: self._spoken(number, first + sentence if sentence < len(said) else -1),
                lambda _: self._silent(number),
                choices,
            )

    def _spoken(self, number: int, sentence: int) -> None:
        if number == self._speech:
            for callback in self._progress:
                callback(sentence)

    def _silent(self, number: int) -> None:
        with self._voice:
            if number != self._speech:
                return
            self._aside = ""
            self._inbox.put(ev.Speaking(False))
        for callback in self._progress:
            callback(-1)
        self._pump()

    def _quiet(self) -> None:
        with self._voice:
            self._speech += 1
            self._aside = ""
            self._ports.speaker.stop()
            self._inbox.put(ev.Speaking(False))

    def _wiped(self) -> None:
        self._quiet()
        if self._attention is not None:
            self._attention.forget()
        for wipe in self._wipers:
            wipe()
        self._inbox.put(ev.Wiped(secrets.token_hex(16)))

    def _device(self, device: str, state: DeviceState, fault: Fault | None) -> None:
        self.post(ev.DeviceChanged(device, state, fault))
