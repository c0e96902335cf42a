#!/usr/bin/env bash
# The part of boot-deb.sh that a booted systemd runs, as root there.
set -uo pipefail
cd /root/prove
passed=0 failed=0
check() { # check TITLE COMMAND...
    local title=$1
    shift
    if "$@" >out 2>&1 </dev/null; then
        passed=$((passed + 1)); echo "好  $title"
    else
        failed=$((failed + 1)); echo "坏  $title（退出码 $?）"; tail -15 out | sed 's/^/      /'
    fi
}
within() { # within SECONDS COMMAND...: until it is so
    local ends=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $ends ] || return 1; sleep 0.5; done
}
as() { local who=$1; shift; (cd /; runuser -u "$who" -- "$@"); }
runs() { [ "$(systemctl is-active "$1")" = active ]; }
another() { local now; now=$(child) && [ -n "$now" ] && [ "$now" != "$1" ]; }
# The terminal itself is the supervisor's only child.
supervisor() { pgrep -u kiosk -f '^[^ ]*python[^ ]* [^ ]*bin/kiosk run --config' | head -1; }
child() { pgrep -P "$(supervisor)" | head -1; }
ip link set lo up 2>/dev/null

check "systemd 是第一个进程" test "$(cat /proc/1/comm)" = systemd
check "装上 .deb" dpkg -i kiosk.deb
check "单元都认得" systemd-analyze verify kiosk.service kiosk-hub.service
check "日志有上限" sh -c 'systemd-analyze cat-config systemd/journald.conf | grep -q ^SystemMaxUse=512M'
if udevadm verify --help >/dev/null 2>&1; then
    check "udev 规则写得对" udevadm verify /lib/udev/rules.d/70-kiosk.rules
else
    # This release's udevadm cannot verify: have it read the rules for a device, which names the lines it does not know.
    check "udev 读得懂规则" sh -c '! udevadm test /sys/class/mem/null 2>&1 | grep 70-kiosk.rules | grep -i "invalid\|unknown\|ignor"'
fi

# --- the hub, over TLS by its own authority, as docs/operations.md says
openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -days 30 -subj /CN=proof -out ca.pem
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout hub.key -subj /CN=hub -out hub.csr 2>/dev/null
printf 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >hub.ext
openssl x509 -req -in hub.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile hub.ext -out hub.crt 2>/dev/null
install -m 600 hub.key /etc/kiosk/hub.key; install -m 644 hub.crt /etc/kiosk/hub.crt; install -m 644 ca.pem /etc/kiosk/ca.pem
install -d -o kiosk-hub -g kiosk-hub -m 700 /var/lib/kiosk-hub
add() { (cd /var/lib/kiosk-hub && echo 'proof-of-the-hub-1' | runuser -u kiosk-hub -- kiosk hub user add 测试员 --role admin --password-stdin --data /var/lib/kiosk-hub); }
check "第一个管理员" add
check "中枢的单元启动" systemctl enable --now kiosk-hub
listening() { /opt/kiosk/current/venv/bin/python -c 'import requests; requests.get("https://127.0.0.1:8443/", verify="/etc/kiosk/ca.pem", timeout=3).raise_for_status()'; }
check "中枢在 TLS 上应答" within 60 listening
code=$(cd /var/lib/kiosk-hub && runuser -u kiosk-hub -- kiosk hub enrol-code --terminal K07 --division 130302 --hall 测试社区 --data /var/lib/kiosk-hub --json | /opt/kiosk/current/venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["code"])')

# --- the terminal: its devices are simulated ones behind device nodes, which is all it knows of them
cat >/etc/systemd/system/bench.service <<'END'
[Service]
User=kiosk
Group=kiosk
RuntimeDirectory=bench
ExecStart=/opt/kiosk/current/venv/bin/kiosk sim serve --dir /run/bench
TimeoutStopSec=30
END
mkdir -p /etc/systemd/system/kiosk.service.d
cat >/etc/systemd/system/kiosk.service.d/bench.conf <<'END'
[Unit]
Requires=bench.service
After=bench.service
[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 LIBSEAT_BACKEND=noop
DeviceAllow=char-pts rw
END
# No seat in a container: what the unit requires of seatd is its start, not a seat.
mkdir -p /etc/systemd/system/seatd.service.d
printf '[Service]\nExecStart=\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/seatd.service.d/bench.conf
sed -i -e 's|^url = ""|url = "https://127.0.0.1:8443"|' -e 's|^# ca_file.*|ca_file = "/etc/kiosk/ca.pem"|' \
    -e 's|^reader = .*|reader = "serial:///run/bench/reader"|' -e 's|^printer = .*|printer = "serial:///run/bench/printer?width=80"|' /etc/kiosk/kiosk.toml
printf '\n[voice]\nenabled = false\nmicrophone = "none"\n' >>/etc/kiosk/kiosk.toml
hash=$(printf '13579246\n13579246\n' | kiosk staff-pin 2>/dev/null | grep -o '\$argon2.*' | tr -d '"' | head -1)
[ -z "$hash" ] || sed -i "s|^\[staff.members\]|[staff.members]\n\"0001\" = { name = \"测试\", pin_argon2 = \"$hash\" }|" /etc/kiosk/kiosk.toml
systemctl daemon-reload
systemctl start bench
install -d -o kiosk -g kiosk -m 700 /var/lib/kiosk
check "用登记码登记" as kiosk kiosk enrol --config /etc/kiosk/kiosk.toml --code "$code"
check "终端的单元启动，READY 了才算" systemctl enable --now kiosk
check "自检说得出话" sh -c 'kiosk doctor --config /etc/kiosk/kiosk.toml --json >doctor.json; [ $? -le 1 ] && grep -q printer doctor.json'
check "中枢听见了终端" within 90 sh -c 'cd /var/lib/kiosk-hub && /opt/kiosk/current/venv/bin/python -c "
import sqlite3, glob
rows = sqlite3.connect(glob.glob(\"/var/lib/kiosk-hub/*.db\")[0]).execute(\"select count(*) from terminals where last_seen is not null\").fetchone()
assert rows[0] >= 1"'

# --- it falls, it hangs, and is back
before=$(child)
kill -9 "$before"
check "终端被杀，监护进程再起一个" within 60 another "$before"
check "systemd 没有动" test "$(systemctl show -p NRestarts --value kiosk)" = 0
sleep 12 # until its pages have beaten steadily again
before=$(child)
kill -STOP "$before"
check "终端停住二十秒，被结束，再起" within 90 another "$before"
before=$(supervisor)
kill -9 "$before"
check "监护进程被杀，systemd 重启整个服务" within 120 sh -c '[ "$(systemctl show -p NRestarts --value kiosk)" -ge 1 ] && [ "$(systemctl is-active kiosk)" = active ]'
kill -9 "$(systemctl show -p MainPID --value kiosk-hub)"
check "中枢被杀，systemd 重启" within 60 sh -c '[ "$(systemctl show -p NRestarts --value kiosk-hub)" -ge 1 ] && [ "$(systemctl is-active kiosk-hub)" = active ]'
check "中枢又在应答" within 60 listening

# --- newer programs
kiosk update keygen keys >/dev/null
install -m 644 keys/update.pub /etc/kiosk/update.pub
version=$(readlink /opt/kiosk/current); version=${version#versions/}
cp -a "/opt/kiosk/versions/$version" next
check "做 99.0.1 的更新包" kiosk update make next --version 99.0.1 --key keys/update.key --out next.kiosk
check "装上 99.0.1：真的 systemd 重启，自检没有变差" kiosk update apply next.kiosk
check "在用 99.0.1" test "$(readlink /opt/kiosk/current)" = versions/99.0.1
# The version without pages is broken on purpose and says so in the journal: it is read before and after, not between.
clean() { journalctl -u kiosk -u kiosk-hub -o cat --no-pager --since "$1" >journal; ! grep -q Traceback journal; }
check "到这里，日志里没有出错的追踪" clean -1day
rm -rf next/venv/lib/python3*/site-packages/ui/qml
kiosk update make next --version 99.0.2 --key keys/update.key --out bad.kiosk >/dev/null
refused() { kiosk update apply bad.kiosk; [ $? = 3 ]; }
check "没有页面的 99.0.2 自动退回" refused
check "还在用 99.0.1" test "$(readlink /opt/kiosk/current)" = versions/99.0.1
check "退回以后终端在运行" within 60 runs kiosk
check "人工退回第一版" kiosk update rollback
rm -rf next next.kiosk bad.kiosk
back=$(date '+%Y-%m-%d %H:%M:%S')

# --- the package itself
touch /var/lib/kiosk/kept
sum=$(sha256sum </etc/kiosk/kiosk.toml)
check "用 apt 升级" dpkg -i --force-confold next.deb
check "升级以后用的是新的" test "$(readlink /opt/kiosk/current)" = versions/0.1.1
check "设置没有动" test "$(sha256sum </etc/kiosk/kiosk.toml)" = "$sum"
check "升级以后终端和中枢都在运行" within 90 sh -c '[ "$(systemctl is-active kiosk)" = active ] && [ "$(systemctl is-active kiosk-hub)" = active ]'
check "身份和办件都在" sh -c 'test -e /var/lib/kiosk/identity.json && test -e /var/lib/kiosk/kept && test -e /var/lib/kiosk/outbox.db'
check "退回以后，日志里没有出错的追踪" clean "$back"
# They run from the package: once it is gone, they could no longer end in order, and would hold up the whole shutdown.
# The terminal itself goes on without them until the removal stops it.
sed -i '/bench.service/d' /etc/systemd/system/kiosk.service.d/bench.conf; systemctl daemon-reload
bench_stops() { systemctl stop bench && [ "$(systemctl show -p Result --value bench)" = success ]; }
check "模拟设备停得下来，终端照样开着" sh -c "$(declare -f bench_stops); bench_stops && systemctl is-active kiosk"
check "卸载" apt-get remove -y -qq community-kiosk
stopped() { ! runs kiosk && ! runs kiosk-hub && [ -z "$(pgrep -u kiosk-hub)" ]; }
check "卸载停了服务" stopped
check "卸载留着设置和办件" sh -c 'test -e /etc/kiosk/kiosk.toml && test -e /var/lib/kiosk/outbox.db && test -d /var/lib/kiosk-hub'
check "清除" apt-get purge -y -qq community-kiosk
check "清除以后程序没有了，办件还在" sh -c '! test -e /opt/kiosk && test -e /var/lib/kiosk/outbox.db'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
