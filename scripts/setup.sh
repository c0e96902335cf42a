#!/usr/bin/env bash
# Set up all the terminal needs on Debian 12 or Ubuntu: system packages by apt (as root or with sudo), Python
# packages by uv from the lock file. Safe to run again; does nothing when all is there.
#   scripts/setup.sh run        what the terminal needs
#   scripts/setup.sh build      that, and what the .deb is built with
#   scripts/setup.sh test       all of it, and what the tests need
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-run}

missing() {
    # The needs of this group that no installed package meets, one line of names each.
    local group names name
    while read -r group names; do
        case "$group" in run:) ;; build:) [ "$want" != run ] || continue ;; test:) [ "$want" = test ] || continue ;; *) continue ;; esac
        for name in $names; do
            dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' && continue 2
        done
        echo "$names"
    done < <(sed 's/#.*//' scripts/system-packages.txt)
}

install() {
    local run=$1 names name chosen=()
    $run apt-get update -qq
    while read -r names; do
        for name in $names; do
            # Not `| grep -q`: it leaves early, apt-cache dies of the closed pipe, and pipefail calls a known name unknown.
            if [[ $(apt-cache show --no-all-versions "$name" 2>/dev/null || true) == *Package:* ]]; then
                chosen+=("$name"); continue 2
            fi
        done
        echo "软件源里找不到：$names" >&2
        exit 1
    done
    $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${chosen[@]}" </dev/null >/dev/null
}

need=$(missing)
if [ -n "$need" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "本机没有 apt-get。请先装好下面这些（每行任选一个）：" >&2; echo "$need" >&2; exit 1
    fi
    if [ "$(id -u)" = 0 ]; then run=""
    elif sudo -n true 2>/dev/null || { [ -t 0 ] && sudo true; }; then run=sudo
    else
        echo "还缺下面这些系统软件，需要管理员安装（每行任选一个）：" >&2; echo "$need" >&2
        echo "请管理员运行： apt-get install --no-install-recommends $(echo "$need" | awk '{print $1}' | tr '\n' ' ')" >&2
        exit 1
    fi
    echo "正在安装系统软件：$(echo "$need" | awk '{print $1}' | tr '\n' ' ')"
    install "$run" <<<"$need"
fi

export PATH="$HOME/.local/bin:$PATH"
export UV_SYSTEM_CERTS=1 # what this machine trusts: many an office network signs with an authority of its own
if ! command -v uv >/dev/null; then
    # Debian's own Python refuses system-wide pip installs, so uv gets a small environment of its own.
    if [ ! -x .venv-uv/bin/uv ]; then
        # A name on the path may be a shim for a version that is not there: only one that runs counts.
        python=
        for name in python3.13 python3.12 python3.11 python3; do
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { python=$name; break; }
        done
        [ -n "$python" ] || { echo "没有 Python 3.11 或更新的版本，请先装好 python3。" >&2; exit 1; }
        if ! "$python" -m venv .venv-uv 2>/dev/null; then
            rm -rf .venv-uv
            if [ "$(id -u)" = 0 ]; then apt-get install -y -qq python3-venv >/dev/null; else sudo apt-get install -y -qq python3-venv >/dev/null; fi
            "$python" -m venv .venv-uv
        fi
        .venv-uv/bin/pip install -q --disable-pip-version-check uv
    fi
    export PATH="$PWD/.venv-uv/bin:$PATH"
fi
if [ "$want" = test ]; then uv sync -q --locked --compile-bytecode; else uv sync -q --locked --no-dev --inexact --compile-bytecode; fi
