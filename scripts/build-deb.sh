#!/usr/bin/env bash
# Build dist/community-kiosk_VERSION_ARCH.deb: the locked Python packages in a relocatable venv under
# /opt/kiosk/versions/VERSION, the units, the udev rules. It fits the Debian or Ubuntu release (its Python) it is built on.
#   scripts/build-deb.sh [VERSION]     VERSION: for a trial, instead of the one in pyproject.toml
#   EXTRAS="social-card call"          optional parts inside; without it social-card alone. `call` brings FFmpeg with
#                                      GPL codecs: for one's own terminals, not to be handed on (docs/adr/0023)
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.local/bin:$PWD/.venv-uv/bin:$PATH"
export UV_SYSTEM_CERTS=1 # as setup.sh does
python=/usr/bin/python3
version=${1:-$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml | head -1)}
architecture=$(dpkg --print-architecture)
series=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
tree=$root/opt/kiosk/versions/$version

extras=()
for extra in ${EXTRAS-social-card}; do extras+=(--extra "$extra"); done
uv venv -q --relocatable --python "$python" "$tree/venv"
UV_PROJECT_ENVIRONMENT=$tree/venv uv sync -q --locked --no-dev --no-editable "${extras[@]}" --compile-bytecode --link-mode=copy --python "$python"
# A venv is told from a system Python by its own link to it, which must be the target's and not this machine's.
ln -sfn "/usr/bin/python$series" "$tree/venv/bin/python"

install -Dm755 -t "$root/opt/kiosk" packaging/guard packaging/session
install -Dm644 -t "$root/lib/systemd/system" packaging/kiosk.service packaging/kiosk-hub.service
install -Dm644 -t "$root/lib/udev/rules.d" packaging/70-kiosk.rules
install -Dm644 packaging/journald.conf "$root/usr/lib/systemd/journald.conf.d/50-kiosk.conf"
install -Dm640 packaging/kiosk.toml "$root/etc/kiosk/kiosk.toml"
install -Dm644 -t "$root/usr/share/doc/community-kiosk" docs/operations.md docs/faults.md CHANGELOG.md
install -Dm644 LICENSE "$root/usr/share/doc/community-kiosk/copyright"
mkdir -p "$root/usr/bin" "$root/DEBIAN"
ln -s /opt/kiosk/current/venv/bin/kiosk "$root/usr/bin/kiosk"

# The same list the setup script installs; where a need has several names, any of them will do.
needs=$(sed 's/#.*//' scripts/system-packages.txt | awk '$1 == "run:" { for (i = 2; i <= NF; i++) printf "%s%s", $i, i < NF ? " | " : ", " }')
cat >"$root/DEBIAN/control" <<END
Package: community-kiosk
Version: $version
Architecture: $architecture
Maintainer: community-kiosk <root@localhost>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: ${needs}python$series
Recommends: cage, seatd, xwayland, systemd-timesyncd | time-daemon
Suggests: pcscd
Description: self-service terminal for community halls, and its hub
 A terminal that an 80-year-old can use alone: card, touch, voice, receipt, sealed
 offline queue. The hub that opens the cases is in the same package.
END
echo /etc/kiosk/kiosk.toml >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do
    sed "s/@VERSION@/$version/" "packaging/$script" >"$root/DEBIAN/$script"
    chmod 755 "$root/DEBIAN/$script"
done

mkdir -p dist
out=dist/community-kiosk_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zzstd -z3 --build "$root" "$out" >/dev/null
echo "$out（$(du -h "$out" | cut -f1)）"
