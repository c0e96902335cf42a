#!/usr/bin/env bash
# Boot a root in which prove-deb.sh has installed what the package needs, with a real systemd as its first process
# (systemd-nspawn, a network of its own), and go through a terminal's life there: the hub's and the terminal's own units,
# enrolment over TLS, kills, hangs, an update, one that is taken back, an upgrade by apt, removal.
#   sudo scripts/boot-deb.sh ROOT DEB NEXT-DEB
# NEXT-DEB: the same package of a higher version (scripts/build-deb.sh 0.1.1).
# Not real here: no screen (cage draws on a headless output), no seat, devices are the simulated ones on pseudo-terminals.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${1:?ROOT} deb=${2:?DEB} next=${3:?NEXT-DEB}
[ "$(id -u)" = 0 ] || { echo "要用管理员运行。" >&2; exit 2; }
command -v systemd-nspawn >/dev/null || { echo "没有 systemd-nspawn，请装 systemd-container。" >&2; exit 2; }
rm -rf "$root/root/prove"
mkdir -p "$root/root/prove"
cp "$deb" "$root/root/prove/kiosk.deb"
cp "$next" "$root/root/prove/next.deb"
cp scripts/boot-deb-inside.sh "$root/root/prove/"
cat >"$root/etc/systemd/system/prove.service" <<END
[Unit]
After=multi-user.target
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
TimeoutStartSec=1200
Environment=HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8
ExecStart=/bin/bash /root/prove/boot-deb-inside.sh
StandardOutput=file:/root/prove/said
StandardError=inherit
[Install]
WantedBy=multi-user.target
END
ln -sf /etc/systemd/system/prove.service "$root/etc/systemd/system/multi-user.target.wants/prove.service"
boot=(systemd-nspawn -q -D "$root" --register=no --keep-unit --private-network -b)
# A host with the old groups has no unified hierarchy to give.
[ -e /sys/fs/cgroup/cgroup.controllers ] || export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=0
# A container that does not end by itself is ended, and that is said: its checks may have passed all the same.
code=0
timeout -k 60 1500 "${boot[@]}" </dev/null >"$root/root/prove/boot" 2>&1 || code=$?
rm -f "$root/etc/systemd/system/multi-user.target.wants/prove.service" "$root/etc/systemd/system/prove.service"
cat "$root/root/prove/said"
case "$code" in 124 | 137) echo "容器没有自己结束，是被结束的；它说的在 $root/root/prove/boot。" >&2; exit 1 ;; esac
grep -q '^[0-9]* passed, 0 failed$' "$root/root/prove/said"
