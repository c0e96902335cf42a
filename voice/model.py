"""Which recognition model is used, whether it is whole, and a private copy of its settings.

Nothing here loads vosk or goes to the network.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SHIPPED = Path(__file__).parent / "models" / "test-cn"
"""The small model that comes with the program: for tests and the demonstration (its README says what it can do)."""
OFFICIAL = "vosk-model-small-cn-0.22"
CURRENT = "current"
"""In a directory of models: a link to the one in use."""

NEEDED = (
    "am/final.mdl", "conf/mfcc.conf", "conf/model.conf",
    "graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int",
)  # fmt: skip
"""A model with one big HCLG.fst instead cannot take a grammar, and so cannot be used here."""

_ENDPOINTS = {
    "endpoint.rule1.min-trailing-silence": "60",
    "endpoint.rule2.min-trailing-silence": "60",
    "endpoint.rule3.min-trailing-silence": "60",
    "endpoint.rule4.min-trailing-silence": "60",
    "endpoint.rule5.min-utterance-length": "120",
}
"""The end of speech is decided in voice.endpoint, by who speaks and what was said; vosk's own rules are put out of the
way, which this release of vosk allows in the model's file only."""


class ModelMissing(RuntimeError):
    """There is no usable model; the message is a Chinese sentence that names the place."""


def models_directories(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where installed models may be: of the machine, then of the user."""
    home = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return (Path("/var/lib/kiosk/models"), home / "community-kiosk" / "models")


def find_model(wish: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The wish (from the settings), else VOSK_MODEL_PATH, else an installed model, else the shipped one.

    A wish or variable that names no usable model raises ModelMissing: falling back silently would hide it.
    """
    if wish is None and (named := environment.get("VOSK_MODEL_PATH")):
        wish = Path(named)
    if wish is not None:
        return check(wish)
    installed = (directory / CURRENT for directory in models_directories(environment))
    return check(next((path for path in installed if path.is_dir()), SHIPPED))


def check(path: Path) -> Path:
    """The same path when every needed file is there. Raises ModelMissing."""
    if not path.is_dir():
        raise ModelMissing(f"没有听写模型：{path} 不是文件夹。用 kiosk voice install 安装。")
    lacking = [name for name in NEEDED if not (path / name).is_file()]
    if lacking:
        raise ModelMissing(f"听写模型 {path} 不完整，缺 {'、'.join(lacking)}。请重新安装。")
    return path


def digest(path: Path) -> str:
    """One sha256 over every file's name and content."""
    whole = hashlib.sha256()
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        whole.update(f"{file.relative_to(path).as_posix()}\0".encode())
        with file.open("rb") as opened:
            whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """The model with links for its big files and a model.conf of our own, for as long as it takes to load."""
    with tempfile.TemporaryDirectory(prefix="kiosk-model-") as name:
        copy = Path(name)
        for file in path.resolve().rglob("*"):
            if not file.is_file():
                continue
            target = copy / file.relative_to(path.resolve())
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.parent.name == "conf":
                shutil.copyfile(file, target)
            else:
                target.symlink_to(file)
        conf = copy / "conf" / "model.conf"
        kept = [line for line in conf.read_text(encoding="utf-8").splitlines() if not _is_endpoint(line)]
        conf.write_text("\n".join([*kept, *(f"--{k}={v}" for k, v in _ENDPOINTS.items())]) + "\n", encoding="utf-8")
        yield copy


def _is_endpoint(line: str) -> bool:
    return line.strip().removeprefix("--").partition("=")[0] in _ENDPOINTS
