"""Who of the hall's staff may vouch: number and PIN, checked against argon2 hashes, locked out with doubling delay."""

from collections.abc import Callable, Mapping

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.core.clock import Clock
from kiosk.session.ports import NotVerified, Verified

FREE_TRIES = 5
FIRST_LOCK_S = 60.0
LONGEST_LOCK_S = 3600.0


class StaffDoor:
    """Checks numbers and PINs one at a time; call it off the GUI thread (argon2 is slow on purpose)."""

    def __init__(
        self,
        members: Mapping[str, Mapping[str, str]],
        clock: Clock,
        unlocks: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """members: staff number -> {"name": ..., "pin_argon2": ...}, as the settings have them. unlocks: whether a code
        is the technician's of this hour."""
        self._unlocks = unlocks
        self._members = members
        self._clock = clock
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash("no such person")
        self._misses = 0
        self._locked_until = 0.0

    def verify(self, staff_id: str, pin: str) -> Verified | NotVerified:
        """One try. An unknown number takes as long as a wrong PIN, so that numbers cannot be found out."""
        now = self._clock.monotonic()
        if now < self._locked_until:
            return NotVerified(locked=True)
        member = self._members.get(staff_id)
        try:
            right: bool = self._hasher.verify(member["pin_argon2"] if member else self._nobody, pin)
        except (VerificationError, InvalidHashError):
            right = False
        if right and member is not None:
            self._misses = 0
            return Verified(staff_id, member.get("name", staff_id))
        return self._missed(now)

    def unlock(self, code: str) -> Verified | NotVerified:
        """One try of the technician's code; it counts with the tries of numbers and PINs."""
        now = self._clock.monotonic()
        if now < self._locked_until:
            return NotVerified(locked=True)
        if self._unlocks(code):
            self._misses = 0
            return Verified("technician", "")
        return self._missed(now)

    def _missed(self, now: float) -> NotVerified:
        self._misses += 1
        if self._misses >= FREE_TRIES:
            self._locked_until = now + min(LONGEST_LOCK_S, FIRST_LOCK_S * 2 ** (self._misses - FREE_TRIES))
            return NotVerified(locked=True, first=True)
        return NotVerified()
