"""A model arrives over a bad line, on a stick or as a file: whole and checked, or not at all."""

import hashlib
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice.cli import install_model
from voice.fetch import FetchFailed, fetch
from voice.install import InstallFailed, install
from voice.model import CURRENT, SHIPPED, ModelMissing, check, digest, find_model, private_copy


class Server(ThreadingHTTPServer):
    """One file over HTTP with ranges; each connection breaks after the next of `cuts` bytes while there are any."""

    body = b""
    tag = '"one"'
    cuts: list[int]
    ranges: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/vosk-model.zip"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        asked = self.headers.get("Range", "")
        server.ranges.append(asked)
        at = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if asked and self.headers.get("If-Range") != server.tag:
            at = 0
        self.send_response(206 if at else 200)
        self.send_header("ETag", server.tag)
        self.send_header("Content-Length", str(len(server.body) - at))
        self.end_headers()
        body = server.body[at:]
        if server.cuts:
            body = body[: server.cuts.pop(0)]
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """The test's output is not the place."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as one:
        one.ranges, one.cuts = [], []
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield one
        one.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "vosk-model-small-cn-0.22.zip"
    with zipfile.ZipFile(path, "w") as opened:
        for file in sorted(file for file in SHIPPED.rglob("*") if file.is_file()):
            opened.write(file, Path("vosk-model-small-cn-0.22") / file.relative_to(SHIPPED))
    return path


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_a_line_that_breaks_again_and_again_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    server.body = bytes(range(256)) * 4000
    server.cuts = [300_000] * 3
    seen: list[tuple[int, int]] = []
    fetch(server.url, tmp_path / "a", sha256(server.body), lambda done, total: seen.append((done, total)))
    assert (tmp_path / "a").read_bytes() == server.body
    begun = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in server.ranges[1:]]
    assert len(begun) == 3
    assert all(280_000 * n < at <= 300_000 * n for n, at in enumerate(begun, 1))
    assert seen[-1] == (len(server.body), len(server.body))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_line_that_brings_nothing_is_given_up_and_what_came_is_kept_for_the_next_run(
    server: Server, tmp_path: Path
) -> None:
    server.body = b"model" * 100_000
    server.cuts = [200_000] + [0] * 5
    with pytest.raises(FetchFailed, match="再运行一次会接着下"):
        fetch(server.url, tmp_path / "a")
    assert not (tmp_path / "a").exists()
    fetch(server.url, tmp_path / "a", sha256(server.body))
    assert server.ranges[-1].startswith("bytes=1")
    assert (tmp_path / "a").read_bytes() == server.body


def test_another_file_at_the_same_address_is_not_glued_to_the_first_part(server: Server, tmp_path: Path) -> None:
    server.body = b"a" * 500_000
    (tmp_path / "a.part").write_bytes(b"b" * 100_000)
    (tmp_path / "a.part.json").write_text('{"tag": "\\"old\\""}')
    fetch(server.url, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == server.body


def test_a_wrong_checksum_leaves_nothing(server: Server, tmp_path: Path) -> None:
    server.body = b"not the model"
    with pytest.raises(FetchFailed, match="sha256"):
        fetch(server.url, tmp_path / "a", "0" * 64)
    assert not list(tmp_path.iterdir())


def test_a_model_comes_over_a_broken_line_and_is_used(server: Server, archive: Path, tmp_path: Path) -> None:
    server.body = archive.read_bytes()
    server.cuts = [2_000_000] * 2
    where = tmp_path / "share" / "community-kiosk" / "models"
    done = install(server.url, where, sha256(server.body))
    assert done.verified
    assert done.digest == digest(SHIPPED)
    assert check(done.path) == where / CURRENT
    assert sorted(path.name for path in where.iterdir()) == [CURRENT, f"vosk-model-small-cn-0.22-{done.digest[:16]}"]
    assert find_model(environment={"XDG_DATA_HOME": str(tmp_path / "share")}) in (
        done.path,
        Path("/var/lib/kiosk/models") / CURRENT,
    )


def test_a_stick_with_the_zip_somewhere_on_it_is_enough(archive: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "资料"
    stick.mkdir(parents=True)
    shutil.copy(archive, stick)
    done = install(str(tmp_path / "stick"), tmp_path / "models")
    assert not done.verified
    assert done.source_sha256 == sha256(archive.read_bytes())


def test_a_new_model_takes_the_place_of_the_old_one_and_a_bad_one_does_not(archive: Path, tmp_path: Path) -> None:
    first = install(str(SHIPPED), tmp_path)
    other = tmp_path / "other"
    shutil.copytree(SHIPPED, other)
    (other / "README.md").write_text("another")
    second = install(str(other), tmp_path)
    assert second.digest != first.digest
    assert (second.path / "README.md").read_text() == "another"
    (other / "am" / "final.mdl").write_bytes(b"broken")
    with pytest.raises(InstallFailed, match="打不开"):
        install(str(other), tmp_path)
    assert digest(tmp_path / CURRENT) == second.digest
    (other / "am" / "final.mdl").unlink()
    with pytest.raises(InstallFailed, match="没有模型"):
        install(str(other), tmp_path)


@pytest.mark.parametrize("body", [b"", b"PK\3\4 not a zip", b"<html>login first</html>"])
def test_what_is_no_zip_is_said_plainly(body: bytes, tmp_path: Path) -> None:
    bad = tmp_path / "vosk-model.zip"
    bad.write_bytes(body)
    result = CliRunner().invoke(install_model, ["--from", str(bad), "--into", str(tmp_path / "models")])
    assert result.exit_code == 4
    assert "不是完整的 zip" in result.output


def test_an_unchecked_model_is_installed_but_wants_a_look(tmp_path: Path) -> None:
    result = CliRunner().invoke(install_model, ["--from", str(SHIPPED), "--into", str(tmp_path)])
    assert result.exit_code == 1
    assert digest(SHIPPED) in result.output


def test_a_model_that_was_asked_for_and_is_not_there_is_no_reason_to_use_another(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=str(tmp_path / "gone")):
        find_model(environment={"VOSK_MODEL_PATH": str(tmp_path / "gone")})
    (tmp_path / "am").mkdir()
    with pytest.raises(ModelMissing, match="缺"):
        find_model(tmp_path)


def test_the_private_copy_puts_the_models_own_endpoints_out_of_the_way_and_changes_nothing_of_it() -> None:
    before = digest(SHIPPED)
    with private_copy(SHIPPED) as copy:
        conf = (copy / "conf" / "model.conf").read_text()
        assert conf.count("rule2.min-trailing-silence") == 1
        assert "--endpoint.rule2.min-trailing-silence=60" in conf
        assert "--beam=13.0" in conf
        assert (copy / "am" / "final.mdl").is_symlink()
    assert not copy.exists()
    assert digest(SHIPPED) == before


def test_no_file_of_the_shipped_model_is_too_large_for_the_repository() -> None:
    assert max(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) < 5_000_000


def test_an_archive_under_a_password_is_said_to_be_so(archive: Path, tmp_path: Path) -> None:
    body = bytearray(archive.read_bytes())
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := body.find(magic, at + 1)) >= 0:
            body[at + flags] |= 1
    (tmp_path / "locked.zip").write_bytes(body)
    with pytest.raises(InstallFailed, match="加了密码"):
        install(str(tmp_path / "locked.zip"), tmp_path / "models")
    assert not (tmp_path / "models" / CURRENT).exists()


@pytest.mark.parametrize("url", ["http://", "https://[", "ftp://example.invalid/model.zip", "http://a b/model.zip"])
def test_an_address_that_is_none_is_the_cause_that_is_named(url: str, tmp_path: Path) -> None:
    with pytest.raises(InstallFailed, match="网址不对"):
        install(url, tmp_path / "models")
