"""How the line is, from what WebRTC counts: the other end's reports of what reached it, and what reached us. Pure."""

from collections.abc import Collection, Iterable
from typing import Any

from kiosk.assist import Sample

SILENT_S = 3.0
"""A receiver reports twice a second or so; silent for so long, nothing of ours arrives, or no report comes back."""
ENOUGH = 20
"""Packets that must have been expected before a share of them says anything."""


class Meter:
    """One connection's. Ask it once a second while it is connected."""

    def __init__(self) -> None:
        self._newest: Any = None
        self._heard_at: float | None = None
        self._rtt_ms = 0.0
        self._came = (0, 0)
        self._old: set[Any] = set()

    def sample(self, stats: Iterable[Any], sending: Collection[str], now: float) -> Sample | None:
        """stats: RTCPeerConnection.getStats().values(); sending: which kinds, "audio", "video"; now: of any clock.

        None while nothing is known yet.
        """
        stats = list(stats)
        inbound = self._inbound([one for one in stats if one.type == "inbound-rtp"])
        reports = [one for one in stats if one.type == "remote-inbound-rtp"]
        self._old = {one.timestamp for one in reports if one.kind not in sending or one.timestamp in self._old}
        # The last word on a picture that was given up is no word on the one that begins again.
        reports = [one for one in reports if one.kind in sending and one.timestamp not in self._old]
        newest = max((one.timestamp for one in reports), default=None)
        if not sending:
            # Nothing of ours is on the line to be reported, and aiortc's round trips are of what was sent last; whether
            # the line carries more again, only trying tells.
            self._heard_at = now
            return Sample(0.0, inbound)
        if newest != self._newest or self._heard_at is None:
            self._newest, self._heard_at = newest, now
        if now - self._heard_at > SILENT_S:
            return Sample(self._rtt_ms, 1.0)
        delays = [one.roundTripTime for one in reports if one.roundTripTime is not None]
        if not delays:
            return None
        self._rtt_ms = max(0.0, *delays) * 1000
        outbound = max(one.fractionLost for one in reports) / 256
        return Sample(self._rtt_ms, max(outbound, inbound))

    def _inbound(self, streams: list[Any]) -> float:
        came, lost = sum(one.packetsReceived for one in streams), sum(one.packetsLost for one in streams)
        before_came, before_lost = self._came
        expected = came - before_came + lost - before_lost
        if expected < ENOUGH:
            return 0.0
        self._came = (came, lost)
        share: float = (lost - before_lost) / expected
        return min(1.0, max(0.0, share))
