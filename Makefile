# Needs make and Python 3.11 or newer, nothing else. Every target sets up .venv by itself.
# demo   a centre, a seat and ringing calls of their own      test   everything that must hold (< 8 minutes)
# soak   the same checks with far larger counts               bench  what is promised, measured
# lint   style, types, import arrows                          words  message catalogues: collect, check, compile
# wheels everything a machine without internet needs          docs   pages that are drawn from the code

.DEFAULT_GOAL := help
.PHONY: help demo test types compiled-tests soak bench lint words wheels docs clean

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := seat_console screens widgets practice local_cache hotline case_api city_packs wording
CATALOGUES := $(wildcard wording/locale/*/LC_MESSAGES/*.po)
# A workstation without internet can point pip at a folder of wheels: make demo PIP_FLAGS="--no-index --find-links wheels"
PIP_FLAGS ?=
PLATFORM ?=
# Four workers for two cores: a test of a console or a centre waits for its process half of the time. One test at a time
# is given out, the long ones first (tests/conftest.py), so that all workers end together.
PYTEST := $(BIN)/python -m pytest -q -n 4 --dist load --maxschedchunk 1

help:
	@sed -n '2,5p' Makefile | cut -c3-

# The interpreter is looked for only when .venv has to be made.
$(BIN)/python:
	@for each in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
		if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$each"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi; \
	echo "setting up $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV) || { \
		rm -rf $(VENV); \
		echo "$$found cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
		exit 1; \
	}

# The demo needs no test tools, so that a first look is not kept waiting for them.
$(VENV)/.demo: pyproject.toml hatch_build.py $(CATALOGUES) | $(BIN)/python
	@echo "installing what the console and the centre need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) --editable '.[centre]'
	@$(BIN)/python -m compileall -q $(PACKAGES) >/dev/null
	@touch $@

$(VENV)/.dev: $(VENV)/.demo
	@echo "installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FLAGS) --editable '.[dev]'
	@touch $@

demo: $(VENV)/.demo
	@$(BIN)/python -m seat_console.demo

# Tests are compiled once, while types are checked, and not by each worker: that was half a minute.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types compiled-tests
	$(PYTEST)

types: $(VENV)/.dev
	$(BIN)/mypy

# What cannot be collected is told by the run that follows.
compiled-tests: $(VENV)/.dev
	@$(BIN)/python -m pytest -q --collect-only >/dev/null || true

soak: $(VENV)/.dev
	SEAT_SOAK=1 $(PYTEST) --timeout 0

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

lint: $(VENV)/.dev types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

words: $(VENV)/.dev
	$(BIN)/python -m wording.extract

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

# Wheels of this project and of all it needs; for another system: make wheels PLATFORM=win_amd64
# pip judges "only on Windows" by the system that it runs on, so what is needed only there is named here.
wheels: $(VENV)/.dev
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(BIN)/python -m pip download --quiet --dest dist --find-links dist \
		$(if $(PLATFORM),--platform $(PLATFORM) --python-version 3.11 --only-binary=:all:) 'seat-console[centre]' \
		$(if $(filter win%,$(PLATFORM)),pywin32-ctypes colorama)
	@ls dist | wc -l | xargs -I N echo "N wheels in dist/"

clean:
	rm -rf $(VENV) dist build .demo
