"""The gallery has a picture of every kind of page in every mode, and none of a page that is gone."""

from ui.gallery import FOLDER, MODES, draw, file_name, gallery_screens, index


def test_every_page_of_the_session_has_its_pictures() -> None:
    wanted = {file_name(screen, mode) for screen in gallery_screens() for mode in MODES}
    kept = {path.name for path in FOLDER.glob("*.png")}
    assert wanted - kept == set(), "run `make gallery`"
    assert kept - wanted == set(), "run `make gallery`"
    assert (FOLDER / "index.md").read_text(encoding="utf-8") == index(gallery_screens()), "run `make gallery`"


def test_drawing_removes_pictures_of_pages_that_are_gone(tmp_path) -> None:
    gone = tmp_path / "gone.portrait.png"
    gone.write_bytes(b"")
    drawn = draw(tmp_path, gallery_screens()[:1], MODES[:1])
    assert [path.name for path in tmp_path.glob("*.png")] == [drawn[0].name]
    assert drawn[0].stat().st_size > 1000
