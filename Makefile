# 社区自助政务终端 — one word for each job. `make` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
export QT_QUICK_BACKEND ?= software

help:            ## 列出能做的事
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

run: setup       ## 装好一切并启动终端；没有显示器时跑一遍演示，结果在 ./demo-out/
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .venv/bin/kiosk run --demo; else .venv/bin/kiosk demo --out demo-out; fi

demo: setup      ## 跑一遍演示办件：每一步的截图、小票图、中枢里的办件，都在 ./demo-out/
	@.venv/bin/kiosk demo --out demo-out

test: setup-test ## 装好一切并跑全部测试（不要显示器）
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: setup-test ## 代码检查与全部测试
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	scripts/qmllint.sh
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

gallery: setup-test ## 重新生成 docs/gallery 里每一页的图
	QT_QPA_PLATFORM=offscreen $(PY) -m ui.gallery

call-story: setup-test ## 重新拍 docs/gallery/call：一次帮办从头到尾，终端和帮办台两头（要 Chromium）
	KIOSK_STORY_SHOTS=$(CURDIR)/docs/gallery/call QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q tests/stories/test_acceptance.py

deb:             ## 做安装包 dist/community-kiosk_*.deb
	@scripts/setup.sh build
	@scripts/build-deb.sh

bench: setup-test ## 量性能，每项都和同一次里的对照相比
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

taught: setup-test ## 教会导办的话改了以后，重新做它的表（一两分钟）
	$(PY) -m benchmarks.understanding.teach

eval: setup-test ## 量一量导办听懂多少：每件事、每处没对的都列出来
	$(PY) -m benchmarks.understanding

docs: setup-test ## 重新生成 docs/faults.md 和命令行的中文
	@$(PY) -c 'from polib import pofile; pofile("kiosk/locale/zh_CN/LC_MESSAGES/messages.po").save_as_mofile("kiosk/locale/zh_CN/LC_MESSAGES/messages.mo")'
	@$(PY) -c 'from pathlib import Path; from kiosk.core.faults import as_markdown; Path("docs/faults.md").write_text(as_markdown(), encoding="utf-8")'

clean:           ## 删掉生成的东西（不动待上传的办件）
	rm -rf .venv .venv-uv demo-out .mypy_cache .ruff_cache .hypothesis


.PHONY: call-story deb docs eval taught help setup setup-test run demo test check gallery bench clean
