#!/usr/bin/env bash
# The part of prove-deb.sh that runs inside the root, as root there.
set -uo pipefail
cd /tmp/prove
passed=0 failed=0
check() { # check TITLE EXPECTED-CODE COMMAND...
    local title=$1 expected=$2 code
    shift 2
    "$@" >out 2>&1 </dev/null
    code=$?
    if [ "$code" = "$expected" ]; then
        passed=$((passed + 1)); echo "好  $title"
    else
        failed=$((failed + 1)); echo "坏  $title（退出码 $code，应当是 $expected）"; tail -15 out | sed 's/^/      /'
    fi
}
as_kiosk() { runuser -u kiosk -- "$@"; }

apt-get update -qq
apt-get install -y -qq --no-install-recommends cage seatd xwayland xvfb systemd systemd-sysv udev grim procps openssl >out 2>&1 || { cat out; exit 1; }
check "装上 .deb" 0 apt-get install -y -qq --no-install-recommends --reinstall --allow-downgrades ./kiosk.deb
check "命令在路径上，能启动" 0 kiosk --version
python=$(readlink -f /opt/kiosk/current/venv/bin/python)
check "systemd 认得单元" 0 systemd-analyze verify /lib/systemd/system/kiosk.service /lib/systemd/system/kiosk-hub.service
check "终端单元的暴露分不超过 3" 0 systemd-analyze security --offline=true --threshold=30 /lib/systemd/system/kiosk.service
check "中枢单元的暴露分不超过 2" 0 systemd-analyze security --offline=true --threshold=20 /lib/systemd/system/kiosk-hub.service
check "没有写好的设置，正式运行拒绝启动" 2 as_kiosk kiosk run --config /etc/kiosk/kiosk.toml
check "别的用户读不到设置" 1 runuser -u nobody -- cat /etc/kiosk/kiosk.toml
check "程序的每个库都在" 1 sh -c 'find /opt/kiosk/current/venv/lib -name "*.so*" -path "*plugins/platforms/libq[wxo]*" -exec ldd {} + | grep "not found"'

# The whole demonstration visit, as the service's own user, without a screen.
work=/run/prove
rm -rf $work; install -d -o kiosk -g kiosk -m 700 $work
export HOME=$work XDG_RUNTIME_DIR=$work KIOSK_QUEUE_DIRECTORY=$work/var
check "kiosk 用户办完一件演示办件" 0 as_kiosk kiosk demo --out $work/demo
check "没有显示器，说一次就停" 4 as_kiosk kiosk run
check "留下了小票图" 0 test -s $work/demo/receipt.png

# The session of the unit: cage as the only window, here on a virtual X screen in place of a panel.
Xvfb :77 -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
until [ -S /tmp/.X11-unix/X77 ]; do kill -0 $screen || exit 1; sleep 0.1; done
export DISPLAY=:77 WLR_BACKENDS=x11 WLR_RENDERER=pixman LIBSEAT_BACKEND=noop QT_QPA_PLATFORM=wayland READY_S=120
cat >session.py <<'END'
"""Start the session as the unit does, wait for READY=1 and a frame; the exit code of the session when told so."""
import os, signal, socket, subprocess, sys
from pathlib import Path
work = Path("/run/prove")
notify = work / "notify"
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
    listening.bind(str(notify))
    notify.chmod(0o777)
    listening.settimeout(120)
    command = ["runuser", "-u", "kiosk", "--", "/opt/kiosk/session", "run"]
    log = open("/tmp/prove/session.log", "w")
    session = subprocess.Popen(command, env={**os.environ, "NOTIFY_SOCKET": str(notify)}, stdout=log, stderr=log, start_new_session=True)
    try:
        while listening.recv(100) != b"READY=1":
            assert session.poll() is None, "the session ended"
        shot = {**os.environ, "WAYLAND_DISPLAY": "wayland-0"}
        subprocess.run(["runuser", "-u", "kiosk", "--", "grim", str(work / "screen.png")], env=shot, check=True)
    finally:
        os.killpg(session.pid, signal.SIGTERM)
        session.wait(30)
        notify.unlink()
colours = subprocess.run(["/opt/kiosk/current/venv/bin/python", "-c",
    "from PIL import Image; print(len(Image.open('/run/prove/screen.png').getcolors(1 << 24)))"], capture_output=True, text=True, check=True)
assert int(colours.stdout) > 50, "an empty screen"
END
check "cage 里的终端十秒以后 READY，屏幕上有页面" 0 "$python" session.py
check "设置错了，cage 外面也看得到退出码 2" 2 as_kiosk /opt/kiosk/session run --config /nowhere.toml
kill $screen; wait $screen 2>/dev/null
unset DISPLAY WLR_BACKENDS WLR_RENDERER WAYLAND_DISPLAY

# An update of the installed program, with the small service manager of the tests in place of systemd.
export QT_QPA_PLATFORM=offscreen KIOSK_VOICE_ENABLED=false
restart="$python /tmp/prove/service.py /opt/kiosk"
health="{kiosk} doctor --json"
kiosk update keygen keys >/dev/null
version=$(kiosk update status --json | sed 's/.*"current": "\([^"]*\)".*/\1/')
cp -a /opt/kiosk/versions/"$version" next
check "把 $version 做成 99.0.1 的更新包" 0 kiosk update make next --version 99.0.1 --key keys/update.key --out next.kiosk
check "终端在运行" 0 $restart
check "装上 99.0.1，终端起来了" 0 kiosk update apply next.kiosk --key keys/update.pub --restart "$restart" --health "$health"
check "在用 99.0.1" 0 test "$(readlink /opt/kiosk/current)" = versions/99.0.1
rm -rf next/venv/lib/python3*/site-packages/ui/qml
check "做一个没有页面的 99.0.2" 0 kiosk update make next --version 99.0.2 --key keys/update.key --out bad.kiosk
check "99.0.2 起不来，自动退回" 3 env READY_S=25 kiosk update apply bad.kiosk --key keys/update.pub --restart "$restart" --health "$health"
check "还在用 99.0.1" 0 test "$(readlink /opt/kiosk/current)" = versions/99.0.1
check "别人签的不要" 3 sh -c "kiosk update keygen other >/dev/null; kiosk update apply next.kiosk --key other/update.pub --restart '$restart'"
check "人工退回" 0 kiosk update rollback --restart "$restart"
$restart --stop
rm -rf next next.kiosk bad.kiosk

# Removing keeps what residents handed in.
install -d -o kiosk -g kiosk /var/lib/kiosk; touch /var/lib/kiosk/outbox.db
check "卸载" 0 apt-get purge -y -qq community-kiosk
check "卸载不删办件" 0 test -e /var/lib/kiosk/outbox.db
check "程序删干净了" 1 test -e /opt/kiosk
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
