"""Put a recognition model in its place: from a web address, a zip file, a folder or a USB stick; all or nothing."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.system_words import system_says
from voice.fetch import FetchFailed, Progress, fetch
from voice.model import CURRENT, OFFICIAL, ModelMissing, check, digest, models_directories

OFFICIAL_URL = f"https://alphacephei.com/vosk/models/{OFFICIAL}.zip"
"""42 MB, Apache-2.0. Its maker publishes no sha256, so none is pinned here: give the one your city has checked."""
LARGEST = 4 * 1024**3
"""No model that runs on such a machine is larger unpacked."""
_LOADS_S = 120
_ENCRYPTED = 1
"""Bit of a zip member's flags."""


class InstallFailed(RuntimeError):
    """Nothing was changed; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model in its place."""

    path: Path
    source_sha256: str
    """Of the zip; "" when it came as a folder."""
    digest: str
    """Of the unpacked files (voice.model.digest)."""
    verified: bool
    """The zip's sha256 was given and is right."""


def default_directory() -> Path:
    """The machine's models for root, else the user's."""
    machine, user = models_directories()
    return machine if os.geteuid() == 0 else user


def install(
    source: str, into: Path | None = None, sha256: str = "", progress: Progress = lambda done, total: None
) -> Installed:
    """Install beside `into`/current and turn that link, where voice.model.find_model looks. Raises InstallFailed."""
    into = into or default_directory()
    try:
        into.mkdir(parents=True, exist_ok=True)
        if source.startswith(("http://", "https://")):
            archive = into / "download.zip"
            found = fetch(source, archive, sha256, progress)
            try:
                return _from_zip(archive, into, found, sha256)
            finally:
                archive.unlink()
        if "://" in source:
            raise InstallFailed(f"网址不对：{source}。只会从 http:// 或 https:// 下载。")
        place = _look(Path(source))
        if place.is_dir():
            return _put(place, into, place.resolve().name, "", verified=False)
        with place.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 and found != sha256.lower():
            raise InstallFailed(f"{place} 不对：sha256 是 {found}，应是 {sha256.lower()}。")
        return _from_zip(place, into, found, sha256)
    except FetchFailed as failed:
        raise InstallFailed(str(failed)) from failed
    except OSError as error:
        raise InstallFailed(f"写不进 {into}：{system_says(error)}。请检查权限和磁盘空间。") from error


def _look(place: Path) -> Path:
    """The model's folder or zip: the place itself, or one in it (a USB stick)."""
    if place.is_file():
        return place
    if not place.is_dir():
        raise InstallFailed(f"找不到 {place}。请给网址、zip 文件、文件夹或 U 盘的路径。")
    for folder in (place, *sorted(path for path in place.glob("*/") if path.is_dir())):
        if (folder / "am" / "final.mdl").is_file():
            return folder
    zips = sorted(place.rglob("vosk-model*.zip"))
    if not zips:
        raise InstallFailed(f"{place} 里没有模型：找 vosk-model 开头的 zip，或带 am/final.mdl 的文件夹。")
    return next((path for path in zips if path.stem == OFFICIAL), zips[0])


def _from_zip(archive: Path, into: Path, found: str, sha256: str) -> Installed:
    with tempfile.TemporaryDirectory(dir=into, prefix=".unpack-") as name:
        try:
            with zipfile.ZipFile(archive) as opened:
                if any(item.flag_bits & _ENCRYPTED for item in opened.infolist()):
                    raise InstallFailed(f"{archive.name} 加了密码。请先解开，再给文件夹的路径。")
                if sum(item.file_size for item in opened.infolist()) > LARGEST:
                    raise InstallFailed(f"{archive.name} 太大了，不像是小模型。")
                opened.extractall(name)  # keeps every member inside the folder
        except (zipfile.BadZipFile, EOFError, zlib.error):
            raise InstallFailed(f"{archive.name} 不是完整的 zip 文件。") from None
        except NotImplementedError:
            raise InstallFailed(f"{archive.name} 的压缩方法解不开。请先解开，再给文件夹的路径。") from None
        model = _look(Path(name))
        return _put(model, into, model.name, found, verified=bool(sha256))


def _put(model: Path, into: Path, name: str, found: str, *, verified: bool) -> Installed:
    """Copy beside the target, see that it loads, then turn one link: there is the old model or the new one."""
    try:
        check(model)
    except ModelMissing as missing:
        raise InstallFailed(str(missing)) from missing
    whole = digest(model)
    kept = into / f"{name}-{whole[:16]}"
    fresh = into / f".fresh-{whole[:16]}"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(model, fresh)
    _see_that_it_loads(fresh)
    if kept.exists():
        shutil.rmtree(fresh)
    else:
        fresh.rename(kept)
    target = into / CURRENT
    before = target.resolve() if target.is_symlink() else kept
    link = into / ".link"
    link.unlink(missing_ok=True)
    link.symlink_to(kept.name)
    link.replace(target)
    os.sync()
    if before != kept.resolve() and before.parent == into.resolve():
        shutil.rmtree(before, ignore_errors=True)
    return Installed(target, found, whole, verified)


def _see_that_it_loads(path: Path) -> None:
    """In a process of its own: native code that meets a broken file may take its process with it."""
    command = [sys.executable, "-c", "import sys; from pathlib import Path; from voice.recogniser import Recogniser;"
               " sys.exit(not Recogniser(Path(sys.argv[1])).knows('返回'))", str(path)]  # fmt: skip
    try:
        loaded = subprocess.run(command, capture_output=True, timeout=_LOADS_S, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        loaded = False
    if not loaded:
        shutil.rmtree(path)
        raise InstallFailed("这个模型装不上：vosk 打不开它，或者它不是中文模型。")
