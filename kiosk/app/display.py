"""Whether there is a screen to show pages on, asked before Qt: Qt itself ends the process where there is none."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

WAIT_S = 5.0
X11_SOCKETS = Path("/tmp/.X11-unix")


def no_display(environment: Mapping[str, str] = os.environ) -> str:
    """Why there is no screen, for a technician; "" when there is one, or when QT_QPA_PLATFORM names another kind."""
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform not in ("", "xcb", "wayland"):
        return ""
    x11, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if (wayland and platform != "xcb" and _listens(_wayland_socket(environment, wayland))) or (
        x11 and platform != "wayland" and _x11_listens(x11)
    ):
        return ""
    if not x11 and not wayland:
        return "没有显示器：没有 DISPLAY，也没有 WAYLAND_DISPLAY。请在图形会话里启动，或用 systemctl start kiosk。"
    return f"显示器没有应答（DISPLAY={x11!r}，WAYLAND_DISPLAY={wayland!r}）。请看图形会话起来没有、有没有权限。"


def _wayland_socket(environment: Mapping[str, str], name: str) -> str:
    return str(Path(environment.get("XDG_RUNTIME_DIR", "/nonexistent")) / name)


def _x11_listens(display: str) -> bool:
    """display: [host]:number[.screen], as X11 writes it."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdecimal():
        return False
    if host in ("", "unix"):
        path = str(X11_SOCKETS / f"X{number}")
        return _listens(path) or _listens(f"\0{path}")
    try:
        socket.create_connection((host, 6000 + int(number)), WAIT_S).close()
    except OSError:
        return False
    return True


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(WAIT_S)
        try:
            connection.connect(path)
        except OSError:
            return False
        return True
