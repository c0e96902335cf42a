"""The HTTP side of a city's model, against a local stand-in that speaks the OpenAI-compatible form. It is no model."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kiosk.app.model import MOST_BYTES, CityModel, open_model
from kiosk.core.settings import Model, SettingsError, load_settings
from kiosk.dialogue.cited import Cited, NotCited, Passage

PASSAGES = (Passage("01.material.0", "要带身份证。"),)
GOOD = json.dumps({"sentences": [{"text": "要带身份证。", "cites": ["01.material.0"]}]}, ensure_ascii=False)


class StandIn:
    """Answers every question with what it was told to."""

    def __init__(self) -> None:
        self.status, self.body, self.dribble = 200, self.completion(GOOD), threading.Event()
        self.dribble.set()
        self.asked: list[dict[str, Any]] = []
        self.headers: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
                outer.headers.append(self.headers.get("Authorization", ""))
                self.send_response(outer.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                # Whoever asked may have given up before the last byte; that is what some of these tests are about.
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(outer.body[:10])
                    self.wfile.flush()
                    outer.dribble.wait(10)
                    self.wfile.write(outer.body[10:])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    @staticmethod
    def completion(content: str) -> bytes:
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()

    def close(self) -> None:
        self.dribble.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def city() -> Iterator[StandIn]:
    one = StandIn()
    yield one
    one.close()


@pytest.fixture
def model(city: StandIn) -> Iterator[CityModel]:
    one = CityModel(Model(url=city.url, key="secret", name="city-7b"))
    yield one
    one.close()


def test_a_checked_answer_comes_back_with_its_passages(city: StandIn, model: CityModel) -> None:
    assert model.ask("要带啥", PASSAGES) == Cited(("要带身份证。",), PASSAGES)
    assert city.asked[0]["path"] == "/v1/chat/completions"
    assert city.asked[0]["model"] == "city-7b"
    assert city.headers == ["Bearer secret"]


def test_what_leaves_is_the_question_without_its_person_and_the_catalogue_and_no_more(
    city: StandIn, model: CityModel
) -> None:
    model.ask("我叫测桂兰，身份证130300194403070040，要带啥", PASSAGES)
    sent = json.dumps(city.asked, ensure_ascii=False)
    assert "测桂兰" not in sent
    assert "1303001944" not in sent
    assert set(city.asked[0]) == {"path", "model", "messages", "temperature", "max_tokens", "response_format"}


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_refusal_or_a_redirect_is_a_value_and_is_not_followed(city: StandIn, model: CityModel, status: int) -> None:
    city.status = status
    assert model.ask("要带啥", PASSAGES) == NotCited("refused")
    assert len(city.asked) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"choices": []}', b"\xff\xfe"])
def test_an_answer_of_another_shape_is_a_value(city: StandIn, model: CityModel, body: bytes) -> None:
    city.body = body
    assert model.ask("要带啥", PASSAGES) == NotCited("not_json")


def test_an_answer_without_end_is_given_up(city: StandIn, model: CityModel) -> None:
    city.body = b"x" * (MOST_BYTES + 5000)
    assert model.ask("要带啥", PASSAGES) == NotCited("refused")


def test_a_model_that_stops_half_way_is_given_up_at_the_limit(city: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app.model.LIMIT_S", 0.2)
    city.dribble.clear()
    model = CityModel(Model(url=city.url))
    assert model.ask("要带啥", PASSAGES) == NotCited("slow")
    assert model.ask("要带啥", PASSAGES) == NotCited("slow"), "the first question still hangs"
    city.dribble.set()
    model.close()
    assert len(city.asked) == 1


def test_a_model_that_dribbles_is_given_up_at_the_limit(city: StandIn) -> None:
    seconds = iter((0.0, 3.1)).__next__
    model = CityModel(Model(url=city.url), seconds)
    assert model.ask("要带啥", PASSAGES) == NotCited("slow")
    model.close()


def test_nobody_at_the_address_is_a_value() -> None:
    model = CityModel(Model(url="http://127.0.0.1:9/v1"))
    assert model.ask("要带啥", PASSAGES) == NotCited("unheard")
    model.close()


def test_it_is_off_until_somebody_writes_an_address() -> None:
    assert open_model(load_settings(None, {}).model) is None


def test_an_address_without_encryption_is_refused_and_a_wrong_key_is_not_shown() -> None:
    with pytest.raises(SettingsError, match=r"model\.url.*https"):
        load_settings(None, {"KIOSK_MODEL_URL": "http://model.example/v1"})
    assert "key=" not in repr(Model(url="https://model.example/v1", key="secret"))
