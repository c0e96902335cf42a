"""An installed terminal in a directory of the test's own, with programs that are small but really run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.update import Commands, Manifest, Versions, make_bundle

SERVICE = Path(__file__).with_name("service.py")
GUARD = Path(__file__).parents[2] / "packaging" / "guard"
STANDS = """
import os, socket, sys, time
if "--version" in sys.argv: sys.exit(0)
if "doctor" in sys.argv: print('DOCTOR'); sys.exit(1)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
    out.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
time.sleep(600)
"""


def doctor(printer: str) -> str:
    """What `kiosk doctor --json` says, as far as it matters here; the disk wants a look whatever the printer does."""
    findings = [{"id": "device.printer", "level": printer}, {"id": "disk", "level": "look"}]
    return json.dumps({"ok": False, "findings": findings})


PROGRAMS = {
    "healthy": STANDS.replace("DOCTOR", doctor("ok")),
    "ill": STANDS.replace("DOCTOR", doctor("bad")),
    "never ready": "import sys, time; sys.exit(0) if '--version' in sys.argv else time.sleep(600)",
    "crashes": "import sys; sys.exit(0 if '--version' in sys.argv else 1)",
    "does not start": "raise SystemExit(1)",
}


def tree(directory: Path, program: str) -> Path:
    """A version's directory whose `kiosk` is this program."""
    command = directory / "venv" / "bin" / "kiosk"
    command.parent.mkdir(parents=True)
    command.write_text(f"#!{sys.executable}\n{PROGRAMS[program]}")
    command.chmod(0o755)
    (directory / "venv" / "bin" / "python").symlink_to(sys.executable)
    return directory


@dataclass
class Installed:
    """/opt/kiosk of a test: version 0.1.0 installed and running."""

    root: Path
    key: Ed25519PrivateKey
    versions: Versions
    commands: Commands

    def bundle(self, version: str, program: str, key: Ed25519PrivateKey | None = None) -> Path:
        place = self.root.parent / f"made-{version}"
        out = place / "update.kiosk"
        make_bundle(tree(place / "tree", program), version, key or self.key, out)
        return out

    def tree(self, version: str, program: str) -> Path:
        """Put a version beside the others without a bundle."""
        return tree(self.root / "versions" / version, program)

    def restart(self) -> int:
        return subprocess.run(self.commands.restart, check=False).returncode

    @property
    def runs(self) -> str:
        """The program that runs now, by the system's own word; "" when none does."""
        pid = self.root / "pid"
        try:
            words = Path(f"/proc/{pid.read_text()}/cmdline").read_bytes().split(b"\0")
        except FileNotFoundError:
            return ""
        return words[1].decode() if len(words) > 1 else ""


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installed]:
    root = tmp_path / "opt"
    tree(root / "versions" / "0.1.0", "healthy")
    os.symlink("versions/0.1.0", root / "current")
    os.symlink(GUARD, root / "guard")
    restart = (sys.executable, str(SERVICE), str(root))
    made = Installed(root, Ed25519PrivateKey.generate(), Versions(root), Commands(restart))
    assert made.restart() == 0
    yield made
    subprocess.run([*restart, "--stop"], check=True)


@pytest.fixture(scope="session")
def small_bundle(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Ed25519PublicKey, Manifest]:
    """The bytes of a bundle, the key to check it by, and what it says."""
    place = tmp_path_factory.mktemp("bundle")
    key, out = Ed25519PrivateKey.generate(), place / "out"
    manifest = make_bundle(tree(place / "tree", "healthy"), "0.1.1", key, out)
    return out.read_bytes(), key.public_key(), manifest
