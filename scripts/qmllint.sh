#!/usr/bin/env bash
# Lint every QML file; any warning fails (pyside6-qmllint itself exits 0 on warnings unless told otherwise).
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t files < <(git ls-files '*.qml')
[ ${#files[@]} -gt 0 ] || { echo "没有 QML 文件" >&2; exit 1; }
.venv/bin/pyside6-qmllint -W 0 -I ui/qml "${files[@]}"
