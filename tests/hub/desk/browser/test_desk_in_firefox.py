"""The guide's desk in a real Firefox, by WebDriver BiDi: it connects by its own rules, and devices open."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from kiosk.core import calls

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

    def until(self, script: str) -> None:
        for _ in range(300):
            if self.evaluate(script):
                return
            self.evaluate("new Promise((done) => setTimeout(done, 50))")
        raise AssertionError(script)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
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


def test_a_guide_works_in_firefox_too(lite_hall: Any, firefox: Firefox) -> None:
    hall, host = lite_hall, "127.0.0.1"
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
    firefox.until("document.getElementById('take') !== null")
    firefox.evaluate("document.getElementById('take').click()")
    terminal.told(calls.Offered)
    terminal.say(calls.Accept, call)
    terminal.say(calls.Consented, call, capability="page", granted=True)
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
