# Koe. `make demo` and `make test` need nothing but python3 (3.11 or newer), make and git.

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_SYSTEM := $(VENV)/.installed-system
JOBS ?= 2

# Linear algebra on one thread: parallel work goes by processes (docs/architecture.md).
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help system-packages snapshots bench-reports install demo up up-postgres unstick test explore test-system test-long check audit docs bench quality bench-growth bench-topics distil bench-alerts clean clean-all

help:
	@echo "make demo         the demo company, its last week by real Airflow runs (DEMO='--days 30' for less)"
	@echo "make up           Airflow's UI in the foreground; KOE_PORT=8081 for another port"
	@echo "make up-postgres  the same with Airflow's tables in a PostgreSQL of its own (Debian: apt install postgresql)"
	@echo "make unstick      beside it: free the runs that a cancelled backfill left queued, and run their days"
	@echo "make test         the tests;   make test-system  servers, kills;   make test-long  every kill point, half an hour"
	@echo "make explore      the tests with new examples for every property"
	@echo "make check        ruff, mypy --strict, import layers;   make docs  pages made from the code"
	@echo "make bench        speed of each step against raw MeCab;   make quality  docs/quality.md measured anew"
	@echo "make bench-topics topics against BERTopic (installed for that only), identity over 60 days; tens of minutes"
	@echo "make distil       nlp/vectors/distilled.npz made anew (needs KOE_CORPORA; some ten minutes)"
	@echo "make snapshots    parts of the pages as they are now, to be looked at in the diff;   make bench-reports  their weight and cost"
	@echo "make clean        caches;   make clean-all  also $(VENV) and var/ (the demo's data)"

# uv installs in half a minute; where it cannot be had, pip does the same slower. Either checks every hash.
define install-locked
	@if test -x $(BIN)/uv; then \
	    $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
	else \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
	fi
endef

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "koe: Python 3.11 or newer is needed, $(PYTHON) is older; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	    || { rm -rf $(VENV); echo "koe: no virtual environment could be made; on Debian install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	    || echo "koe: uv could not be installed, going on with pip" >&2
	$(call install-locked,requirements.lock)
	@if test -x $(BIN)/uv; then \
	    $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $(INSTALLED)

# The same versions and more: PostgreSQL's drivers, FAB for real users, the driver of a browser.
$(INSTALLED_SYSTEM): requirements-system.lock $(INSTALLED)
	$(call install-locked,requirements-system.lock)
	@touch $(INSTALLED_SYSTEM)

install: $(INSTALLED)

demo: $(INSTALLED)
	@$(BIN)/python -m pipelines.airflow_host demo $(DEMO)

up: $(INSTALLED)
	@$(BIN)/python -m pipelines.airflow_host up

# PostgreSQL's drivers come with the lock of what only real operation and system tests need.
up-postgres: $(INSTALLED_SYSTEM)
	@$(BIN)/python -m pipelines.airflow_host --postgres up

unstick: $(INSTALLED)
	@$(BIN)/python -m pipelines.airflow_host unstick

test: $(INSTALLED)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not system" $(PYTEST)

# Properties with new examples each time; what fails goes into the test as an @example.
explore: $(INSTALLED)
	KOE_HYPOTHESIS=default $(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not system" $(PYTEST)

# What they need beside Python packages; installed as root on Debian, elsewhere only named.
system-packages:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	fc-list :lang=ja 2>/dev/null | grep -q . || missing="$$missing fontconfig fonts-noto-cjk"; \
	test -n "$$missing" || exit 0; \
	if command -v apt-get >/dev/null && test "$$(id -u)" = 0; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	else \
	    echo "koe: the system tests need more programs; on Debian: sudo apt-get install$$missing" >&2; exit 1; \
	fi

test-system: $(INSTALLED_SYSTEM) system-packages
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "system and not long" $(PYTEST) tests/system
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "system and not long" $(PYTEST) --ignore=tests/system tests

# Every kill point of every step, thirty days with kills: half an hour.
test-long: $(INSTALLED_SYSTEM)
	$(BIN)/python -m pytest -m long $(PYTEST)

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	@$(BIN)/python -m warehouse.contract.dictionary | diff -q - docs/data-dictionary.md >/dev/null \
	    || { echo "koe: docs/data-dictionary.md is not what the contract says; run 'make docs'" >&2; exit 1; }
	@$(BIN)/python -m benchmarks.audit $(AUDIT)

# Known vulnerabilities of the locked packages; AUDIT=--required fails where nobody could be asked.
audit: $(INSTALLED)
	$(BIN)/python -m benchmarks.audit $(AUDIT)

docs: $(INSTALLED)
	$(BIN)/python -m warehouse.contract.dictionary > docs/data-dictionary.md

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks.night $(BENCH)

quality: $(INSTALLED)
	$(BIN)/python -m benchmarks.analysis --write docs/quality.md

# BERTopic only for the comparison, in an environment of its own (its packages are no part of Koe's lock).
BERTOPIC := var/bench/bertopic/bin/python
$(BERTOPIC): benchmarks/topics/requirements.txt | $(INSTALLED)
	$(PYTHON) -m venv var/bench/bertopic
	$(BIN)/uv pip install --quiet --python $(BERTOPIC) --no-deps -r benchmarks/topics/requirements.txt

# History of a year is cloned from one real day; a quiet machine, an hour.
bench-growth: $(INSTALLED)
	$(BIN)/python -m benchmarks.growth --contacts-per-day 20000 --nights 30 365 --write docs/quality-night.md $(BENCH)

bench-topics: $(INSTALLED) $(BERTOPIC)
	KOE_BERTOPIC=$(BERTOPIC) $(BIN)/python -m benchmarks.topics --write docs/quality-topics.md $(BENCH)

# The table of words learnt from the encoder of that environment; the same texts and versions give the same bytes.
distil: $(INSTALLED) $(BERTOPIC)
	KOE_BERTOPIC=$(BERTOPIC) $(BIN)/python -m benchmarks.distilling

# What changed on the pages is looked at in the diff of tests/reports/snapshots.
snapshots: $(INSTALLED)
	KOE_SNAPSHOTS=update $(BIN)/python -m pytest -q tests/reports/test_snapshots.py

bench-reports: $(INSTALLED)
	$(BIN)/python -m benchmarks.reports --write docs/quality-reports.md $(BENCH)

# False alarms, days to detection, effects of actions, in simulated centres; ten minutes.
bench-alerts: $(INSTALLED)
	$(BIN)/python -m benchmarks.alerts --write $(BENCH)

clean:
	rm -rf build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

clean-all: clean
	rm -rf $(VENV) var
