#!/usr/bin/env bash
# Install the .deb in a Debian root of its own and start there what can be started without a real boot and screen.
#   sudo scripts/prove-deb.sh ROOT DEB [MIRROR]
# ROOT: a directory; where it is empty, debootstrap makes Debian 12 in it from MIRROR. Left as it is afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
root=${1:?ROOT} deb=${2:?DEB} mirror=${3:-}
[ "$(id -u)" = 0 ] || { echo "要用管理员运行。" >&2; exit 2; }
[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$root" $mirror
mounted=()
trap 'for at in "${mounted[@]}"; do umount "$at"; done' EXIT
for at in proc dev dev/shm dev/pts; do
    mountpoint -q "$root/$at" && continue
    mount --bind "/$at" "$root/$at"
    mounted=("$root/$at" "${mounted[@]}")
done
rm -rf "$root/tmp/prove"
mkdir -p "$root/tmp/prove"
cp "$deb" "$root/tmp/prove/kiosk.deb"
cp tests/update/service.py scripts/prove-deb-inside.sh "$root/tmp/prove/"
env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive chroot "$root" bash /tmp/prove/prove-deb-inside.sh
