# Two commands do all the set-up on a fresh machine with Python 3.11+ and make: `make run` and `make test`.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

.PHONY: help setup run test check bench soak clean lock messages

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed ## make the environment in .venv

run: .venv/installed ## site and worker on http://127.0.0.1:$(PORT)/ (data under var/ or GIAOBAN_DATA)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/honcho start --no-prefix --port $(PORT)

test: .venv/tested ## all tests and checks
	$(BIN)/python -m pytest $(ARGS)

check: .venv/tested ## the quick checks alone: style, types, imports, migrations, lock
	$(BIN)/python -m pytest tests/test_house.py

bench: .venv/tested ## benchmarks; each prints ratios against a named peer of the same run
	@for name in engines extraction page reindex spelling; do \
	  echo "== $$name"; $(BIN)/python -W ignore -m tests.benchmarks.bench_$$name || exit 1; done

soak: .venv/tested ## fault storms: workers killed while they ingest, searches during rebuilds
	$(BIN)/python -m pytest -m soak -o addopts="-ra --import-mode=importlib" tests/soak

lock: .venv/tested ## compile requirements.txt and tests/requirements.txt from pyproject.toml
	$(BIN)/python tests/lock.py --write

messages: .venv/tested ## collect the user-facing strings and compile the English ones
	$(BIN)/python manage.py makemessages -l en --no-wrap --ignore=.venv --ignore=var --ignore=tests
	$(BIN)/python manage.py compilemessages -l en

clean: ## remove the environment (never the data)
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/tested: tests/requirements.txt .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@
