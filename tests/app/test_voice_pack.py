"""`kiosk voice render`: the list of what can be said and the pack made of it, begun again where it stopped."""

from pathlib import Path

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]
from click.testing import CliRunner

from kiosk.app import voice_pack
from kiosk.app.speakable import speakable
from kiosk.app.voice_pack import render
from kiosk.catalogue import load_shipped
from kiosk.core.faults import TEXTS, Fault
from ui.walk import CASE, HOLDER, OPERATOR
from voice.espeak_driver import EspeakMissing, open_engine
from voice.pack import MANIFEST, key_of, open_pack, sentences_of


@pytest.fixture(scope="module")
def said() -> tuple[str, ...]:
    return speakable(load_shipped())


def test_the_list_holds_pages_catalogue_choices_and_faults_once_each(said: tuple[str, ...]) -> None:
    assert len(said) == len(set(said)) > 1000
    for sentence in (
        "您想办什么事？",
        "可以选：",
        "请按一下屏幕就开始。"[1:],
        *sentences_of(TEXTS[Fault.PAPER_OUT].resident),
    ):
        assert sentence in said
    for service in load_shipped().services.values():
        assert set(sentences_of(service.guide[0])) <= set(said)


def test_the_list_holds_nothing_of_anybody(said: tuple[str, ...]) -> None:
    everything = "".join(said)
    assert OPERATOR.name not in everything
    for person in (HOLDER, OPERATOR):
        assert person.id_number not in everything
        assert person.id_number[-4:] not in everything
    assert CASE.case_number not in everything
    assert "\0" not in everything


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    sentences = ("您好。", "请稍等。", "好了。")
    monkeypatch.setattr(voice_pack, "speakable", lambda catalogue: sentences)
    return sentences


def voice_or_skip() -> None:
    try:
        open_engine()
    except EspeakMissing:
        pytest.skip("espeak-ng is not installed here")


def test_a_render_makes_every_sentence_and_a_second_one_only_what_is_gone(tmp_path: Path, few: tuple[str, ...]) -> None:
    voice_or_skip()
    out = tmp_path / "pack"
    done = CliRunner().invoke(render, ["--out", str(out)])
    assert done.exit_code == 0, done.output
    pack = open_pack(out)
    assert {recording.text for recording in pack.manifest.sentences.values()} == set(few)
    files = [out / f"{key_of(sentence)}.wav" for sentence in few]
    before = [file.stat().st_mtime_ns for file in files]
    files[1].write_bytes(b"cut off by a power c")
    assert CliRunner().invoke(render, ["--out", str(out)]).exit_code == 0
    after = [file.stat().st_mtime_ns for file in files]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]
    assert soundfile.info(files[1]).frames > 0


def test_recordings_by_a_person_make_a_pack_and_what_is_missing_is_named(tmp_path: Path, few: tuple[str, ...]) -> None:
    read, out = tmp_path / "read", tmp_path / "pack"
    read.mkdir()
    soundfile.write(read / f"{key_of(few[0])}.flac", np.full(8000, 0.2), 16_000)
    told = ["--out", str(out), "--recordings", str(read), "--voice", "测试的声音", "--licence", "CC0-1.0"]
    done = CliRunner().invoke(render, told)
    assert done.exit_code == 1
    assert few[1] in done.output
    manifest = open_pack(out).manifest
    assert (manifest.voice, manifest.licence) == ("测试的声音", "CC0-1.0")
    assert [r.text for r in manifest.sentences.values()] == [few[0]]


def test_recordings_without_a_licence_make_nothing(tmp_path: Path, few: tuple[str, ...]) -> None:
    done = CliRunner().invoke(render, ["--out", str(tmp_path / "pack"), "--recordings", str(tmp_path)])
    assert done.exit_code == 2
    assert not (tmp_path / "pack" / MANIFEST).exists()


def test_the_list_names_each_file_before_its_sentence(few: tuple[str, ...]) -> None:
    listed = CliRunner().invoke(render, ["--list"]).output.splitlines()
    assert listed == [f"{key_of(sentence)}\t{sentence}" for sentence in few]
