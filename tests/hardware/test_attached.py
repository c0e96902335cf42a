"""What is plugged in, from trees laid out as udev and the kernel lay them out."""

import json
from pathlib import Path

from click.testing import CliRunner

from hardware.attached import Attached, attached
from kiosk.app.device_kinds import adapter
from kiosk.app.device_list import list_devices


def lay_out(root: Path) -> tuple[Path, Path]:
    dev, sys = root / "dev", root / "sys"
    for node in ("ttyUSB0", "ttyUSB1", "video0", "video1", "video2", "gpiochip0", "input/event5"):
        (dev / node).parent.mkdir(parents=True, exist_ok=True)
        (dev / node).touch()
    for link, node in (
        ("serial/by-id/usb-Own_Scanner_42-if00-port0", "ttyUSB0"),
        ("serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", "ttyUSB0"),
        ("v4l/by-id/usb-Own_Camera-video-index0", "video0"),
        ("v4l/by-id/usb-Own_Camera-video-index1", "video1"),
        ("input/by-id/usb-Own_Keypad-event-kbd", "input/event5"),
        ("input/by-id/usb-Own_Keypad-event-mouse", "input/event5"),
        ("serial/by-id/usb-Gone", "ttyUSB9"),
    ):
        (dev / link).parent.mkdir(parents=True, exist_ok=True)
        (dev / link).symlink_to(dev / node)
    for video, index in (("video0", 0), ("video1", 1), ("video2", 0)):
        about = sys / "class/video4linux" / video
        about.mkdir(parents=True)
        (about / "index").write_text(f"{index}\n")
        (about / "name").write_text("测试高拍仪\n", encoding="utf-8")
    for name, vendor, product in (("1-1", "0400", "c35a"), ("1-2", "1d6b", "0002")):
        usb = sys / "bus/usb/devices" / name
        usb.mkdir(parents=True)
        (usb / "idVendor").write_text(f"{vendor}\n")
        (usb / "idProduct").write_text(f"{product}\n")
    (sys / "bus/usb/devices/1-0:1.0").mkdir()
    return dev, sys


def test_each_device_is_named_once_by_the_name_that_stays(tmp_path: Path) -> None:
    dev, sys = lay_out(tmp_path)
    found = {device.node.rsplit("/", 1)[1]: device for device in attached(dev, sys)}
    assert set(found) == {"ttyUSB0", "ttyUSB1", "video0", "video2", "event5", "gpiochip0", "1-1"}
    assert found["ttyUSB0"].uri == f"serial://{dev}/serial/by-id/usb-Own_Scanner_42-if00-port0"
    assert found["event5"].uri == f"input://{dev}/input/by-id/usb-Own_Keypad-event-kbd"
    assert found["video0"] == Attached(
        "camera", f"v4l2://{dev}/v4l/by-id/usb-Own_Camera-video-index0", str(dev / "video0"), True, "测试高拍仪"
    )
    assert found["1-1"].uri == "usb://0400:C35A"
    assert {name for name, device in found.items() if not device.lasting} == {"ttyUSB1", "video2"}


def test_a_machine_with_nothing_attached_has_an_empty_list(tmp_path: Path) -> None:
    assert attached(tmp_path / "dev", tmp_path / "sys") == ()


def test_the_command_lists_this_machine() -> None:
    listed = CliRunner().invoke(list_devices, ["--json"])
    assert listed.exit_code in (0, 1), listed.output
    assert {"devices", "sound", "no_sound", "no_cards"} == set(json.loads(listed.output))
    assert CliRunner().invoke(list_devices).output


def test_what_hangs_on_an_input_or_camera_node_is_named_by_the_system(tmp_path: Path) -> None:
    _, sys = lay_out(tmp_path)
    event = sys / "class/input/event5/device"
    (event / "id").mkdir(parents=True)
    (event / "name").write_text("测试小键盘\n", encoding="utf-8")
    (event / "id/vendor").write_text("1a2c\n")
    (event / "id/product").write_text("0e24\n")
    link = tmp_path / "dev/input/by-id/usb-Own_Keypad-event-kbd"
    assert adapter(f"input://{link}", sys) == {"接着的是": "1a2c:0e24 测试小键盘"}
    assert adapter(f"v4l2://{tmp_path}/dev/video0?size=1280x720", sys) == {"接着的是": "测试高拍仪"}
    assert adapter(f"v4l2://{tmp_path}/dev/video9", sys) == adapter("tcp://127.0.0.1:9", sys) == {}
