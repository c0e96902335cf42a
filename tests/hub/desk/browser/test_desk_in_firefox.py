"""The guide's desk in a real Firefox, by WebDriver BiDi: it connects by its own rules, and devices open."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from websockets.sync.client import connect

from kiosk.core import calls
from kiosk.core.ids import uuid7

from ..conftest import upload
from .conftest import RED_BLUE, Peer

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = {
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
}


class Firefox:
    """One tab, by commands of WebDriver BiDi."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._n = socket, 0
        self.complaints: list[str] = []
        self.do("session.new", capabilities={})
        self.do("session.subscribe", events=["log.entryAdded"])
        self.tab = self.do("browsingContext.getTree")["contexts"][0]["context"]

    def do(self, method: str, **params: Any) -> Any:
        self._n += 1
        self._socket.send(json.dumps({"id": self._n, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv(60))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.complaints.append(str(said["params"]["text"]))
            if said.get("id") == self._n:
                assert said["type"] == "success", said
                return said["result"]

    def evaluate(self, script: str) -> Any:
        target = {"context": self.tab}
        result = self.do("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert result["type"] == "success", result
        return result["result"].get("value")

    def fill(self, element: str, text: str) -> None:
        """Text in a field, as typing leaves it, and its form sent; a headless Firefox lets no real key through."""
        field = f"document.getElementById({json.dumps(element)})"
        self.evaluate(f"{field}.value = {json.dumps(text)}")
        self.evaluate(f"{field}.dispatchEvent(new Event('input', {{bubbles: true}}))")
        enter = "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true})"
        self.evaluate(f"{field}.form ? {field}.form.requestSubmit() : {field}.dispatchEvent({enter})")

    def click(self, selector: str) -> None:
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def until(self, script: str) -> None:
        for _ in range(300):
            if self.evaluate(script):
                return
            self.evaluate("new Promise((done) => setTimeout(done, 50))")
        raise AssertionError(script)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    tmp_path = tmp_path_factory.mktemp("firefox")
    if FIREFOX is None:
        pytest.skip("没有安装 Firefox，跳过。")
    profile = tmp_path / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    arguments = [FIREFOX, "--headless", "--remote-debugging-port=0", "--profile", str(profile), "--no-remote"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "WebDriver BiDi listening on" in line)
        with connect(line.strip().rpartition(" ")[2] + "/session", max_size=None, compression=None) as socket:
            yield Firefox(socket)
    finally:
        process.kill()
        process.communicate()


def taken(hall: Any, firefox: Firefox, *capabilities: str) -> tuple[Any, str]:
    """A call which the guide at this Firefox has taken."""
    host = "127.0.0.1"
    hall.guide().close()
    cookie = {
        "name": "hub_session", "value": {"type": "string", "value": "cookie-0712"}, "domain": host, "path": "/",
        "httpOnly": True, "sameSite": "strict",
    }  # fmt: skip
    firefox.do("storage.setCookie", cookie=cookie)
    firefox.do("browsingContext.navigate", context=firefox.tab, url=f"{hall.url}/desk", wait="complete")
    firefox.until("document.querySelector('#presence [value=ready]') !== null")
    firefox.until("document.getElementById('status').textContent.includes('连着中枢')")
    firefox.evaluate("document.querySelector('#presence [value=ready]').click()")
    firefox.until("document.querySelector('#presence [value=ready][aria-pressed=true]') !== null")
    terminal = hall.terminal()
    call = terminal.ask()
    firefox.until("document.activeElement.id === 'take'")
    firefox.click("#take")
    terminal.told(calls.Offered)
    terminal.say(calls.Accept, call)
    firefox.until("document.activeElement.id === 'say'")
    for capability in capabilities:
        terminal.say(calls.Consented, call, capability=capability, granted=True)
    return terminal, call


def test_a_guide_works_in_firefox_too(lite_hall: Any, firefox: Firefox) -> None:
    hall = lite_hall
    terminal, call = taken(hall, firefox, "page")
    action = {"id": "next", "label": "下一步", "enabled": True, "role": "primary"}
    terminal.say(calls.Mirror, call, screen={"key": "home", "title": ["首页"], "actions": [action]})
    firefox.until("document.querySelector('[data-action=next]') !== null")
    firefox.evaluate("document.querySelector('[data-action=next]').click()")
    assert terminal.told(calls.Point).action == "next"
    firefox.do("browsingContext.navigate", context=firefox.tab, url=f"{hall.url}/desk/check", wait="complete")
    assert terminal.told(calls.GuideLost)
    firefox.evaluate("document.getElementById('try').click()")
    firefox.until("document.getElementById('cam-told').textContent.includes('摄像头可以用')")
    assert firefox.complaints == []


def test_voice_picture_papers_and_the_wrap_up_work_in_firefox_too(lite_hall: Any, firefox: Firefox, peer: Peer) -> None:
    terminal, call = taken(lite_hall, firefox, "voice", "camera")
    terminal.say(calls.Sdp, call, type="offer", sdp=peer.offer())
    peer.answered(terminal.told(calls.Sdp).sdp)
    assert peer.seen.wait(60)
    assert peer.heard.wait(60)
    assert np.abs(np.concatenate(peer.sound[-10:])).mean() > 100
    firefox.until("document.getElementById('hers').videoWidth > 0")
    firefox.fill("say", "您好")
    assert terminal.told(calls.Text, lambda text: not text.live).body == "您好"
    firefox.fill("photo-what", "身份证")
    assert terminal.told(calls.TakePhoto).material == "id_card"
    photo, out = uuid7(), io.BytesIO()
    Image.fromarray(RED_BLUE).save(out, "JPEG")
    assert upload(lite_hall, terminal, call, photo, out.getvalue()) == 200
    terminal.say(calls.Photo, call, photo=photo, what="身份证", outcome="sent")
    firefox.until(f"document.querySelector('#paper-{photo} img')?.naturalWidth === 320")
    firefox.click(f"#paper-{photo} button")
    firefox.click("#paper-right")
    firefox.until("document.getElementById('paper-picture').height === 320")
    firefox.click("#verdicts [value=page_missing]")
    assert terminal.told(calls.PhotoJudged).verdict == "page_missing"
    terminal.say(calls.HangUp, call)
    firefox.until("document.activeElement.id === 'outcome'")
    firefox.fill("follow-up", "缺户口簿")
    firefox.until("!document.getElementById('idle').hidden")
    # Written down, the guide is asked for the next call.
    terminal.ask()
    firefox.until("document.getElementById('take') !== null")
    row = "select follow_up, outcome from calls where id = ?"
    assert lite_hall.place.hub.store.read(lambda tx: tx.rows(row, call)) == [("缺户口簿", "finished")]
    assert firefox.complaints == []
