"""TLS for real: an authority of the test's own, the hub as its technician starts it, the terminal's own commands."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hub.cli import hub as hub_command
from kiosk.app.cli import enrol, run
from kiosk.catalogue import issue, load_shipped
from kiosk.core.clock import SystemClock
from kiosk.core.ids import CaseNumber, uuid7
from kiosk.core.wire import Submission, WirePerson
from offline_cache import Counter, Drain, Identity, LineDown, Outbox, Sent, Stored, line_of, load_identity

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class Authority:
    """Signs certificates, as a city's own authority would."""

    def __init__(self, name: str, directory: Path) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._directory = directory
        self.file = directory / f"{name}.pem"
        certificate = (
            self._builder(self._name, self._key.public_key(), NOW - 30 * DAY, NOW + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str, host: x509.GeneralName, starts: datetime, ends: datetime) -> tuple[Path, Path]:
        """Certificate and key files of a server."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            self._builder(subject, key.public_key(), starts, ends)
            .add_extension(x509.SubjectAlternativeName([host]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(authority, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        files = self._directory / f"{name}.crt", self._directory / f"{name}.key"
        files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private = serialization.PrivateFormat.PKCS8
        files[1].write_bytes(
            key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()),
        )
        return files

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, starts: datetime, ends: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts)
            .not_valid_after(ends)
        )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass
class TlsHub:
    """`kiosk hub run --tls-cert ... --production`, running."""

    port: int
    data: Path

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def code(self) -> str:
        arguments = ["enrol-code", "--terminal", "K07", "--division", "130302", "--hall", "测试大厅"]
        result = CliRunner().invoke(hub_command, [*arguments, "--data", str(self.data)])
        assert result.exit_code == 0, result.output
        return result.stdout.strip()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def authority(places: Path) -> Authority:
    return Authority("city", places)


Starter = Callable[[str, tuple[Path, Path]], TlsHub]


@pytest.fixture(scope="module")
def started(places: Path) -> Iterator[Starter]:
    """Starts hubs with a certificate each, as docs/operations.md tells: first the administrator, then the hub."""
    processes = []

    def start(name: str, files: tuple[Path, Path]) -> TlsHub:
        data = places / name
        arguments = ["user", "add", "测试管理员", "--role", "admin", "--password-stdin", "--data", str(data)]
        assert CliRunner().invoke(hub_command, arguments, input="long enough 1\n").exit_code == 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "kiosk", "hub", "run", "--production", "--port", str(port)]
        command += ["--data", str(data), "--tls-cert", str(files[0]), "--tls-key", str(files[1])]
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        _wait_until_listening(port, processes[-1])
        return TlsHub(port, data)

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(30)


def _wait_until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while True:
        assert process.poll() is None, "the hub ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < ends, "the hub does not listen"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def running(authority: Authority, started: Starter) -> TlsHub:
    """A hub whose certificate is right."""
    host = x509.IPAddress(ip_address("127.0.0.1"))
    return started("right", authority.issue("right", host, NOW - DAY, NOW + DAY))


def enrolled(directory: Path, url: str, code: str, ca_file: Path) -> Result:
    """`kiosk enrol` under settings of production."""
    config = directory / "kiosk.toml"
    config.write_text(
        f'mode = "production"\n[hub]\nurl = "{url}"\nca_file = "{ca_file}"\n[queue]\ndirectory = "{directory}"\n'
    )
    return CliRunner().invoke(enrol, ["--config", str(config), "--code", code])


def put(directory: Path, identity: Identity) -> tuple[Outbox, CaseNumber]:
    clock = SystemClock()
    outbox = Outbox(directory, clock)
    counter = Counter(outbox, identity.sealer, identity.division, identity.terminal_id, issue, clock)
    service = load_shipped().services["01"]
    now, submission_id = clock.now(), uuid7()
    person = WirePerson(name="虚构老人", id_number="11010119400307001X", how="chip")
    answers = {
        "kind": "first",
        "low_income": "no",
        "elsewhere": "no",
        "phone": "13800001234",
        "home": "虚构市测试路1号",
        "pay_to": "social_card",
    }

    def build(number: CaseNumber) -> Submission:
        return Submission.model_validate(
            {
                "submission_id": submission_id,
                "case_number": number,
                "service_id": "01",
                "service_version": service.version,
                "terminal_id": identity.terminal_id,
                "division": identity.division,
                "created_at": now,
                "holder": person,
                "operator": person,
                "fields": {k: [{"value": v, "source": "typed", "at": now}] for k, v in answers.items()},
                "consents": [{"text_version": service.consent_version, "at": now, "how": "touch"}],
                "witness": {"staff_id": "0001", "name": "测试见证人", "at": now},
            }
        )

    stored = counter.put_submission(submission_id, build, {})
    assert isinstance(stored, Stored)
    return outbox, stored.case_number


def test_a_terminal_enrols_and_hands_in_over_https_and_only_under_the_right_authority(
    running: TlsHub, authority: Authority, tmp_path: Path
) -> None:
    result = enrolled(tmp_path, running.url, running.code(), authority.file)
    assert (result.exit_code, result.stderr) == (0, "")
    identity = load_identity(tmp_path / "identity.json")
    assert isinstance(identity, Identity)
    outbox, number = put(tmp_path, identity)
    stranger = Authority("stranger", tmp_path)
    clock = SystemClock()
    for ca_file, right in ((stranger.file, False), (None, False), (authority.file, True)):
        line = line_of(identity, running.url, clock, ca_file=ca_file and str(ca_file))
        drain = Drain(outbox, line, identity.hub_sign_key, clock, Random(0))
        drain.try_now()
        step = drain.once()
        line.close()
        if right:
            assert isinstance(step, Sent)
        else:
            assert isinstance(step, LineDown)
            assert step.why == "untrusted"
            assert outbox.counts().queued == 1
    outbox.close()
    shown = CliRunner().invoke(hub_command, ["case", "show", number, "--data", str(running.data)])
    assert "待受理" in shown.output


def test_a_code_that_does_not_work_is_refused_by_the_hub_with_3(
    running: TlsHub, authority: Authority, tmp_path: Path
) -> None:
    result = enrolled(tmp_path, running.url, "AAAA-BBBB-CCCC-DDDD", authority.file)
    assert result.exit_code == 3
    assert "中枢没有同意登记" in result.stderr
    assert enrolled(tmp_path, running.url, "short", authority.file).exit_code == 2


def test_a_hub_of_another_authority_is_not_trusted_and_the_setting_is_named(running: TlsHub, tmp_path: Path) -> None:
    result = enrolled(tmp_path, running.url, "AAAA-BBBB-CCCC", Authority("stranger", tmp_path).file)
    assert result.exit_code == 4
    assert "不是可信的机构签的：看设置 hub.ca_file" in result.stderr
    assert not (tmp_path / "identity.json").exists()


@pytest.mark.parametrize(
    ("name", "address", "starts", "ends", "said"),
    [
        ("expired", "127.0.0.1", NOW - 9 * DAY, NOW - DAY, "中枢的证书过期了"),
        ("not-yet", "127.0.0.1", NOW + DAY, NOW + 9 * DAY, "中枢的证书还没有生效"),
        ("elsewhere", "127.0.0.9", NOW - DAY, NOW + DAY, "证书上的名字和地址不一样：看设置 hub.url"),
    ],
)
def test_a_certificate_that_does_not_hold_is_refused_and_told_apart(
    started: Starter,
    authority: Authority,
    tmp_path: Path,
    name: str,
    address: str,
    starts: datetime,
    ends: datetime,
    said: str,
) -> None:
    wrong = started(name, authority.issue(name, x509.IPAddress(ip_address(address)), starts, ends))
    result = enrolled(tmp_path, wrong.url, "AAAA-BBBB-CCCC", authority.file)
    assert result.exit_code == 4
    assert said in result.stderr


def test_a_server_without_tls_is_told_apart(authority: Authority, tmp_path: Path) -> None:
    from hub import start_hub

    plain = start_hub(tmp_path / "hub")
    try:
        result = enrolled(tmp_path, plain.url.replace("http:", "https:"), "AAAA-BBBB-CCCC", authority.file)
    finally:
        plain.stop()
    assert result.exit_code == 4
    assert "对方说的不是 https：看端口" in result.stderr


def test_a_file_without_certificates_is_named(running: TlsHub, tmp_path: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("junk")
    result = enrolled(tmp_path, running.url, "AAAA-BBBB-CCCC", junk)
    assert result.exit_code == 2
    assert "hub.ca_file" in result.stderr
    assert "里面没有证书" in result.stderr


def test_nobody_at_the_address_is_told_with_4(authority: Authority, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    result = enrolled(tmp_path, f"https://127.0.0.1:{port}", "AAAA-BBBB-CCCC", authority.file)
    assert result.exit_code == 4
    assert "没有应答" in result.stderr


def test_production_does_not_enrol_or_run_over_plain_http(authority: Authority, tmp_path: Path) -> None:
    result = enrolled(tmp_path, "http://127.0.0.1:8443", "AAAA-BBBB-CCCC", authority.file)
    assert result.exit_code == 2
    assert "没有加密，正式运行要用 https://" in result.stderr
    ran = CliRunner().invoke(run, ["--config", str(tmp_path / "kiosk.toml")])
    assert ran.exit_code == 2
    assert "没有加密，正式运行要用 https://" in ran.stderr
