"""Where frames come from: pictures as files, a camera that answers HTTP with a JPEG, or a UVC camera by v4l2-ctl.

Each grab opens the device anew, so nothing of the last person stays in it; only glances keep it open, until `rest`.
Raises hardware.link.LinkError.
"""

import http.client
import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from PIL import Image, UnidentifiedImageError

from hardware.link import BadUri, LinkAbsent, LinkBusy, LinkGone, LinkStuck
from hardware.scanner.film import Film

LONGEST = 24 * 1024 * 1024
"""Bytes of one frame."""
MOST_PIXELS = 40_000_000
SETTLE_FRAMES = 5
"""A UVC camera's first frames are dark."""
GLANCE = 640
"""Width of a frame that is only looked at."""


class FrameSource(Protocol):
    """One camera."""

    def grab(self, timeout_s: float) -> Image.Image:
        """A whole frame as it is now. Raises LinkAbsent, LinkBusy, LinkGone, LinkStuck."""
        ...

    def glance(self, timeout_s: float) -> Image.Image:
        """A small frame, several a second: what it opens for that stays open until `rest`. Raises as grab does."""
        ...

    def rest(self) -> None:
        """Close what glances left open; grab does so by itself."""
        ...


def decode(data: bytes, *, small: bool = False) -> Image.Image:
    """A frame's bytes as a picture. small: as few pixels as come cheaply, at least GLANCE wide.

    Raises LinkGone when they are none, or only half of one.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise LinkGone("a frame larger than any camera's")
        if small:
            picture.draft("RGB", (GLANCE, 1))
        return picture.convert("RGB")
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LinkGone("a frame that is no picture") from error


@dataclass(frozen=True, slots=True)
class FileSource:
    """The newest picture of a directory, or one file: a scanner that drops files, and tests."""

    path: Path

    def grab(self, timeout_s: float) -> Image.Image:
        return decode(self._newest())

    def glance(self, timeout_s: float) -> Image.Image:
        return decode(self._newest(), small=True)

    def rest(self) -> None:
        """Nothing stays open."""

    def _newest(self) -> bytes:
        try:
            files = sorted(self.path.glob("*.[jp][pn]g")) if self.path.is_dir() else [self.path]
            newest = max(files, key=lambda file: file.stat().st_mtime_ns)
            return newest.read_bytes()
        except (OSError, ValueError) as error:
            raise LinkAbsent("no picture there") from error


@dataclass(frozen=True, slots=True)
class HttpSource:
    """A camera that answers GET with its present frame."""

    host: str
    port: int
    path: str

    def grab(self, timeout_s: float) -> Image.Image:
        return decode(self._fetch(timeout_s))

    def glance(self, timeout_s: float) -> Image.Image:
        return decode(self._fetch(timeout_s), small=True)

    def rest(self) -> None:
        """Nothing stays open."""

    def _fetch(self, timeout_s: float) -> bytes:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)
        try:
            try:
                connection.connect()
            except (OSError, UnicodeError) as error:
                raise LinkAbsent("camera cannot be reached") from error
            connection.request("GET", self.path)
            answer = connection.getresponse()
            if answer.status == http.client.SERVICE_UNAVAILABLE:
                raise LinkBusy("camera serves another")
            if answer.status != http.client.OK:
                raise LinkGone(f"HTTP status {answer.status}")
            data = answer.read(LONGEST + 1)
        except TimeoutError as error:
            raise LinkStuck("no frame in time") from error
        except (OSError, http.client.HTTPException) as error:
            raise LinkGone("the frame broke off") from error
        finally:
            connection.close()
        return data[:LONGEST]


class VideoSource:
    """A UVC camera by Debian's v4l2-ctl (v4l-utils), a program of its own. Not yet tried on a camera."""

    def __init__(self, device: str, width: int, height: int) -> None:
        self.device, self.width, self.height = device, width, height
        self._film: Film | None = None

    def glance(self, timeout_s: float) -> Image.Image:
        if self._film is None:
            self._film = Film([*self._command(GLANCE, GLANCE * 3 // 4), "--stream-count=0", "--stream-to=-"])
        try:
            return decode(self._film.newest(timeout_s), small=True)
        except (LinkGone, LinkStuck):
            self.rest()
            raise

    def rest(self) -> None:
        film, self._film = self._film, None
        if film is not None:
            film.close()

    def _command(self, width: int, height: int) -> list[str]:
        program = shutil.which("v4l2-ctl")
        if program is None or not Path(self.device).exists():
            raise LinkAbsent("no such camera, or v4l-utils is not installed")
        size = f"--set-fmt-video=width={width},height={height},pixelformat=MJPG"
        return [program, "-d", self.device, size, "--stream-mmap"]

    def grab(self, timeout_s: float) -> Image.Image:
        self.rest()
        taking = [f"--stream-skip={SETTLE_FRAMES}", "--stream-count=1", "--stream-to=-"]
        command = [*self._command(self.width, self.height), *taking]
        try:
            done = subprocess.run(command, capture_output=True, timeout=timeout_s, check=False)
        except subprocess.TimeoutExpired as error:
            raise LinkStuck("no frame in time") from error
        except OSError as error:
            raise LinkAbsent("v4l2-ctl cannot be run") from error
        if b"busy" in done.stderr.lower():
            raise LinkBusy("camera is used by another program")
        if done.returncode != 0 or not done.stdout:
            raise LinkGone("the camera gave no frame")
        return decode(done.stdout[:LONGEST])


def open_source(uri: str) -> FrameSource:
    """`v4l2:///dev/video0?size=3264x2448`, `http://10.0.0.9/snapshot.jpg`, or `file:///path`. Raises BadUri."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError as error:
        raise BadUri(f"设备地址“{uri}”写得不对，端口号应是 1 到 65535 的数字。") from error
    match parts.scheme:
        case "file" if parts.path and not parts.netloc:
            return FileSource(Path(parts.path))
        case "http" if parts.hostname:
            return HttpSource(parts.hostname, port or 80, parts.path or "/")
        case "v4l2" if parts.path and not parts.netloc:
            width, _, height = (parts.query.removeprefix("size=") or "3264x2448").partition("x")
            if not (width.isdecimal() and height.isdecimal()):
                raise BadUri(f"高拍仪的画面大小“{parts.query}”写得不对，应像 size=3264x2448。")
            return VideoSource(parts.path, int(width), int(height))
        case _:
            raise BadUri(f"设备地址“{uri}”不认识。高拍仪请用 v4l2:///dev/video0 或 http://主机/snapshot.jpg。")
