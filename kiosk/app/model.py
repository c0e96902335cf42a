"""A city's own language model over HTTP, the OpenAI-compatible way: shown catalogue text, believed only when checked.

Three seconds for everything, no redirects, no proxy of the environment, a bounded answer. What goes wrong is a value.
"""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import requests

from kiosk.core.settings import Model
from kiosk.dialogue.cited import Cited, NotCited, Passage, checked, messages

LIMIT_S = 3.0
"""For the whole question."""
READ_S = 3.0
"""For each silence of the endpoint; a question that was given up hangs no longer."""
MOST_BYTES = 64 * 1024
_PIECE = 4096


class CityModel:
    """One endpoint. Used from one thread at a time (the hub's lane)."""

    def __init__(self, settings: Model, seconds: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._seconds = seconds
        # requests bounds each read and not the whole; only another thread can be left waiting.
        self._hand = ThreadPoolExecutor(1, "city-model")
        self._asking: Future[Cited | NotCited] | None = None
        self._session = requests.Session()
        # A proxy of the environment would be one more reader of what people ask.
        self._session.trust_env = False

    def ask(self, question: str, passages: Sequence[Passage]) -> Cited | NotCited:
        """Blocks for at most LIMIT_S; a question asked while an earlier one still hangs is not sent at all."""
        if self._asking is not None and not self._asking.done():
            return NotCited("slow")
        self._asking = self._hand.submit(self._post, question, passages)
        try:
            return self._asking.result(LIMIT_S)
        except TimeoutError:
            return NotCited("slow")

    def _post(self, question: str, passages: Sequence[Passage]) -> Cited | NotCited:
        body = {
            "model": self._settings.name,
            "messages": messages(question, passages),
            "temperature": 0,
            "max_tokens": 400,
            "response_format": {"type": "json_object"},
        }
        until = self._seconds() + LIMIT_S
        try:
            with self._session.post(
                f"{self._settings.url}/chat/completions",
                json=body,
                headers={"Authorization": f"Bearer {self._settings.key}"} if self._settings.key else {},
                timeout=READ_S,
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.status_code != 200:
                    return NotCited("refused")
                answer = self._read(response, until)
        except requests.Timeout:
            return NotCited("slow")
        except requests.RequestException:
            return NotCited("unheard")
        return answer if isinstance(answer, NotCited) else checked(_content(answer), passages)

    def close(self) -> None:
        """Let go of the connection, once a question that hangs has come to its limit."""
        self._hand.shutdown()
        self._session.close()

    def _read(self, response: requests.Response, until: float) -> bytes | NotCited:
        """The body, piece by piece: `timeout` bounds each read, and a model that dribbles would go on for ever."""
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if self._seconds() > until:
                return NotCited("slow")
            if len(body) > MOST_BYTES:
                return NotCited("refused")
        return bytes(body)


def _content(body: bytes) -> str:
    """The first choice's text; "" where the answer has another shape, which then holds no JSON either."""
    try:
        answer: Any = json.loads(body)
        return str(answer["choices"][0]["message"]["content"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""


def open_model(settings: Model) -> CityModel | None:
    """The city's model, or None where none is set."""
    return CityModel(settings) if settings.url else None
