"""What the system says no with is told in Chinese, whatever the number."""

import errno
import re
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.system_words import system_says


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOENT, "没有这个文件或目录"), (errno.EADDRINUSE, "已被别的程序占用"), (errno.ENOSPC, "磁盘满了")],
)
def test_the_usual_causes_have_words_of_their_own(number: int, says: str) -> None:
    assert system_says(OSError(number, "in English")) == says


@given(st.one_of(st.none(), st.integers(0, 200)))
def test_no_cause_is_told_in_english(number: int | None) -> None:
    error = OSError() if number is None else OSError(number, "Something in English")
    assert re.search("[A-Za-z]", system_says(error)) is None


def test_a_name_that_nobody_knows_is_told_as_an_address() -> None:
    assert system_says(socket.gaierror(-2, "Name or service not known")) == "找不到这个地址"
