.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8050
PIP := $(PY) -m pip install --disable-pip-version-check -c constraints.txt

.PHONY: help setup run test check fix bench bench-page bench-gazetteer shots golden words clean

help:            ## list what can be made
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(VENV)/run: requirements.txt constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "hauran: no $(PYTHON); install Python 3.11 or later, or name one: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hauran: $$($(PYTHON) --version) is too old; Python 3.11 or later is needed: make PYTHON=python3.12"; exit 2; }
	@echo "Making $(VENV) and fetching the packages (once, about a minute) ..."
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "hauran: no venv module; on Debian: apt-get install python3-venv"; exit 2; }
	@$(PIP) --quiet --progress-bar on -r requirements.txt
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.txt
	@echo "Fetching what the tests need (once) ..."
	@$(PIP) --quiet --progress-bar on -r requirements-dev.txt
	@touch $@

setup: $(VENV)/run  ## make .venv with the tested versions of all packages

run: $(VENV)/run    ## open the map on the bundled sample: http://127.0.0.1:8050 (PORT= to change)
	@$(PY) -m geodata sample
	@PORT=$(PORT) $(PY) -m dashboard

test: $(VENV)/dev   ## all tests, those in a real browser too
	@$(PY) scripts/chromium.py
	@$(PY) -m pytest -n 2 --dist loadfile $(T)

check: $(VENV)/dev  ## format, lint, types and the fast tests: before and after each change
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m pytest -n 2 -m 'not slow and not browser' $(T)

fix: $(VENV)/dev    ## format, and mend what can be mended
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(VENV)/dev  ## measure: index, import, page and callbacks
	@$(PY) -m bench

bench-gazetteer: $(VENV)/dev  ## measure how well and how fast names are matched
	@$(PY) -m bench.gazetteer

bench-page: $(VENV)/dev  ## measure the page alone, in Chromium, up to ten million incidents
	@$(PY) scripts/chromium.py
	@$(PY) -m bench page large

shots: $(VENV)/dev  ## draw the pictures of the docs
	@$(PY) scripts/chromium.py
	@$(PY) -m scripts.shots

golden: $(VENV)/dev ## draw the small pictures that the page is held to: tests/e2e/golden
	@$(PY) scripts/chromium.py
	@$(PY) -m scripts.golden

words: $(VENV)/dev  ## find the phrases of the page for the translators: dashboard/words
	@$(PY) -m scripts.words

clean:           ## remove .venv and what the tools left (the index and your store stay)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build
