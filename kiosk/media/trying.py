"""Whether the devices of a call open: each is opened for a moment and closed; nothing is kept. Without aiortc."""

from typing import Any

from kiosk.core.system_words import system_says

_BUSY = "没有接上，或别的程序占着"
_NO_PORTAUDIO = "没有 libportaudio2"


def try_microphone(name: str) -> str:
    """Why it does not open, "" when it does. name: as the setting, "auto" for the default one."""
    return _try_sound("InputStream", "" if name == "auto" else name)


def try_speaker(name: str) -> str:
    """Likewise of the output, "" for the default one."""
    return _try_sound("OutputStream", name)


def try_camera(path: str) -> str:
    """Likewise of a V4L2 device such as /dev/video0."""
    import av  # a part of the extra `call`

    try:
        av.open(path, format="v4l2").close()
    except OSError as error:
        return system_says(error)
    except (av.FFmpegError, ValueError):
        return "没有画面"
    return ""


def _try_sound(kind: str, name: str) -> str:
    try:
        import sounddevice  # type: ignore[import-untyped]  # loads libportaudio: may fail
    except OSError:
        return _NO_PORTAUDIO
    try:
        stream: Any = getattr(sounddevice, kind)(48_000, 960, name or None, 1, "int16")
        stream.close()
    except (sounddevice.PortAudioError, ValueError):
        return _BUSY
    return ""
