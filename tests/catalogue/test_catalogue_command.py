"""`kiosk catalogue`: what a technician sees, and the exit codes programs rely on."""

import json
from pathlib import Path

from click.testing import CliRunner

from kiosk.catalogue import shipped_files
from kiosk.catalogue.cli import catalogue


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_good_directory_and_a_good_file_exit_with_0(tmp_path: Path) -> None:
    folder = write(tmp_path, shipped_files())
    for path in (folder, folder / "services" / "01.yaml", folder / "billers.yaml", folder / "calendar" / "2026.yaml"):
        result = CliRunner().invoke(catalogue, ["check", str(path)])
        assert (result.exit_code, result.output) == (0, "没有发现问题。\n")


def test_mistakes_are_one_a_line_with_exit_1(tmp_path: Path) -> None:
    folder = write(tmp_path, shipped_files() | {"services/38.yaml": shipped_files()["services/38.yaml"] + "fees: 1\n"})
    file = folder / "services" / "38.yaml"
    lines = file.read_text("utf-8").count("\n")
    result = CliRunner().invoke(catalogue, ["check", str(folder)])
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == f"services/38.yaml:{lines}: fees: 不认识 fees；是不是 fee？"
    single = CliRunner().invoke(catalogue, ["check", str(file), "--json"])
    assert single.exit_code == 1
    (mistake,) = json.loads(single.output)["mistakes"]
    assert (mistake["file"], mistake["line"], mistake["field"]) == (str(file), lines, "fees")


def test_a_mistake_in_a_table_is_told_for_that_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "billers.yaml"
    file.write_text(shipped_files()["billers.yaml"].replace("simulated: true", "simulated: 也许"), "utf-8")
    result = CliRunner().invoke(catalogue, ["check", str(file)])
    assert result.exit_code == 1
    assert f"{file}:4: [0].simulated: 这里要是或否" in result.output


def test_what_is_no_utf_8_file_is_named_as_such(tmp_path: Path) -> None:
    folder = write(tmp_path, shipped_files())
    (folder / "services" / "97.yaml").write_bytes("plain_name: 测试".encode("gb18030"))
    (folder / "services" / "98.yaml").symlink_to(folder / "gone.yaml")
    (folder / "services" / "99.yaml").mkdir()
    result = CliRunner().invoke(catalogue, ["check", str(folder)])
    assert result.exit_code == 1
    assert [line.split("：")[0].split(";")[0][:16] for line in result.output.splitlines()[:3]] == [
        f"services/{n}.yaml" for n in (97, 98, 99)
    ]
    assert result.output.count("读不出文字") == 3
    single = CliRunner().invoke(catalogue, ["check", str(folder / "services" / "97.yaml"), "--json"])
    (mistake,) = json.loads(single.output)["mistakes"]
    assert "UTF-8" in mistake["mend"]


def test_a_path_that_is_not_there_exits_with_4(tmp_path: Path) -> None:
    assert CliRunner().invoke(catalogue, ["check", str(tmp_path / "no")]).exit_code == 4
    result = CliRunner().invoke(catalogue, ["check", str(tmp_path / "no"), "--json"])
    assert result.exit_code == 4
    assert "找不到" in json.loads(result.output)["error"]


def test_the_list_names_all_38() -> None:
    assert "01  高龄津贴" in CliRunner().invoke(catalogue, ["list"]).output
    listed = json.loads(CliRunner().invoke(catalogue, ["list", "--json"]).output)
    assert [s["id"] for s in listed["services"]] == [f"{n:02}" for n in range(1, 39)]
