"""What a call asks of the world: the link, the devices of voice and picture, the document camera."""

from collections.abc import Callable
from typing import assert_never

from kiosk import assist
from kiosk.session.aim import Aim, Picture
from kiosk.session.around import ScannerPort
from kiosk.session.events import Event, InCall
from kiosk.session.ports import Ports
from offline_cache import Ok


class CallPerformer:
    """Performs the effects of a call; every outcome comes back through `post`."""

    def __init__(
        self,
        ports: Ports,
        scanner: ScannerPort | None,
        post: Callable[[Event], None],
        send: Callable[[Callable[[], Event], Event], None],
        show: Callable[[Picture | None], None],
    ) -> None:
        """send: does work on the pictures' lane and posts what it answers, or the second event when it breaks.
        show: what lies under the document camera, for the window alone; None: nothing is looked at any more."""
        self._ports, self._send = ports, send
        self._aim = Aim(scanner, post, show)

    def perform(self, effect: assist.Effect) -> None:
        """Start it; never waits."""
        port = self._ports.calls
        match effect:
            case assist.Look(card=card):
                self._aim.start(card)
            case assist.Shoot(card=card):
                self._aim.shoot(card)
            case assist.StopLook():
                self._aim.stop()
            case assist.Upload(photo=photo):
                self._send(lambda: self._upload(effect), InCall(assist.Uploaded(photo, False)))
            case assist.Forget(call=call):
                self._aim.stop()
                if port is not None:
                    port.forget(call)
            case assist.Send(message=message) if port is not None:
                port.send(message)
            case assist.Tracks() if port is not None:
                port.tracks(effect)
            case assist.Relay(message=message) if port is not None:
                port.relay(message)
            case assist.Send() | assist.Tracks() | assist.Relay():
                pass  # no link, no call
            case assist.LookUp() | assist.Fill() | assist.OpenMatter() | assist.Keep():
                pass  # the visit's own, done in step
            case _ as never:
                assert_never(never)

    def _upload(self, effect: assist.Upload) -> Event:
        sent = self._ports.hub.photo(effect.call, effect.photo, effect.jpeg)
        return InCall(assist.Uploaded(effect.photo, isinstance(sent, Ok)))
