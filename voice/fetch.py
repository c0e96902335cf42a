"""Download one big file over a bad line: resumed where it broke, checked by sha256, never half there."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import requests

TIMEOUT_S = 30
TRIES = 5
"""Attempts in a row that brought nothing new."""
_CHUNK = 16 * 1024
"""What may be lost of a connection that breaks."""

Progress = Callable[[int, int], None]
"""progress(bytes so far, bytes in all; 0 when unknown)."""


class FetchFailed(RuntimeError):
    """The file could not be had; the message is a Chinese sentence."""


def fetch(url: str, to: Path, sha256: str = "", progress: Progress = lambda done, total: None) -> str:
    """Download url to a file and return its sha256. What is there of an earlier try is gone on with (HTTP Range).

    Raises FetchFailed; a file with the wrong sha256 is thrown away, a broken-off one is kept for the next try.
    """
    part = to.with_name(to.name + ".part")
    note = to.with_name(to.name + ".part.json")
    idle = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            _go_on(url, part, note, progress)
            break
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            idle = 0 if part.exists() and part.stat().st_size > before else idle + 1
            if idle >= TRIES:
                raise FetchFailed(f"下载中断，连不上 {url}。已下的留着，再运行一次会接着下。") from error
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, UnicodeError) as error:
            raise FetchFailed(f"网址不对：{url}。要写全，如 https://主机/文件.zip。") from error
        except requests.RequestException as error:
            raise FetchFailed(f"{url} 下不了：对方的答复看不懂。请换个网址。") from error
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 and found != sha256.lower():
        part.unlink()
        note.unlink(missing_ok=True)
        raise FetchFailed(f"下载的文件不对：sha256 是 {found}，应是 {sha256.lower()}。已删掉，请换个来源再试。")
    part.replace(to)
    note.unlink(missing_ok=True)
    return found


def _go_on(url: str, part: Path, note: Path, progress: Progress) -> None:
    """One connection: from where the part ends, or from the start when the server's file is another one by now."""
    at = part.stat().st_size if part.exists() else 0
    tag = _tag(note)
    headers = {"Accept-Encoding": "identity"}
    if at and tag:
        headers |= {"Range": f"bytes={at}-", "If-Range": tag}
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            part.unlink()
            return _go_on(url, part, note, progress)
        if not answer.ok:
            raise FetchFailed(f"{url} 下不了：服务器答复 {answer.status_code}。")
        if answer.status_code != requests.codes.partial_content:
            at = 0
        length = int(answer.headers.get("Content-Length", 0))
        note.write_text(json.dumps({"tag": _strong_tag(answer.headers)}))
        total = at + length if length else 0
        with part.open("r+b" if at else "wb") as file:
            file.seek(at)
            file.truncate()
            for chunk in answer.iter_content(_CHUNK):
                file.write(chunk)
                at += len(chunk)
                progress(at, total)
        if total and at < total:
            raise requests.ConnectionError("short body")
        return None


def _strong_tag(headers: Mapping[str, str]) -> str:
    """What If-Range takes: a strong ETag, else the date."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _tag(note: Path) -> str:
    """The server's name for the version that was begun; "" when it gave none, and then nothing can be gone on with."""
    try:
        return str(json.loads(note.read_text())["tag"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        # Never written, or cut short by a power cut: begin anew.
        return ""
