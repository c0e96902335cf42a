"""Voice and picture of a call, behind one seam: `Media`. Who opens what, and when, is kiosk.assist's to say."""

from kiosk.media.seam import Media

__all__ = ["Media"]
