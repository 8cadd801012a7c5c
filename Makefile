# Needs: make, and Python 3.11 or later (with venv) or uv. Everything else lands in .venv.
# `make help` lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
KILLS := 500
SECONDS := 60
TARGET :=
# Not in the lock: it is built for Linux on x86-64 (Python 3.11 to 3.14) and elsewhere needs clang.
FUZZER := atheris>=3.0
PYTHONS := python3.13 python3.12 python3.11 python3.14 python3 python
NEW_ENOUGH := import sys, venv; sys.exit(sys.version_info < (3, 11))
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)
UV := $(shell command -v uv 2>/dev/null)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# The certificates of the machine, as pip does it; two names for two generations of uv.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1

.PHONY: help demo test lint crash fuzz docs lock wheel clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1: /p' Makefile

demo: $(READY) ## see the whole program at work on a newsroom of its own, offline, in about a minute
	@$(BIN)/monitor demo

test: lint ## lint, types, layers, tests and coverage
	@$(BIN)/python tests/gate.py

lint: $(READY) ## style, types and layers alone
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

crash: $(READY) ## kill the daemon 500 times and count what was lost or doubled (KILLS=N for another number)
	@MONITOR_TEST_KILLS=$(KILLS) $(BIN)/pytest tests/crash -n 2 -q

fuzz: $(READY) ## try bytes on every reader, guided by coverage (SECONDS=N for each, TARGET=name for one)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
		{ test -n "$(UV)" && "$(UV)" pip install --quiet --python $(BIN)/python '$(FUZZER)'; } || \
		$(BIN)/python -m pip install --quiet '$(FUZZER)'
	@$(BIN)/python -m tests.fuzz $(SECONDS) $(TARGET)

docs: $(READY) ## write the reference of commands and settings, and the session of the README, anew
	@$(BIN)/python docs/generate.py
	@$(BIN)/python -m tests.docs.session

wheel: $(READY) ## dist/monitor-….whl
	@$(BIN)/python -m hatchling build -t wheel -d dist

lock: ## pin every dependency anew, with hashes (UPGRADE=--upgrade for the newest; needs uv)
	@test -n "$(UV)" || { echo "make: locking needs uv; install it, for instance with: pip install uv" >&2; exit 1; }
	@$(COMPILE) pyproject.toml requirements/build.in --group dev -o requirements/dev.txt
	@$(COMPILE) pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
	@$(COMPILE) requirements/build.in -c requirements/dev.txt -o requirements/build.txt

clean: ## remove what was made here; the database stays
	@rm -rf $(VENV) dist build htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .coverage .coverage.*
	@find monitor tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment from the hashed lock, made once and again when the lock changes. The interpreter
# is tried, not only looked up: shims answer to names behind which nothing is installed.
$(READY): requirements/dev.txt pyproject.toml
	@if $(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null; then :; else \
		python=; for name in $(PYTHONS); do \
			if $$name -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then python=$$name; break; fi; done; \
		if [ -n "$$python" ]; then \
			echo "making $(VENV) with $$($$python --version)"; rm -rf $(VENV); \
			{ test -n "$(UV)" && "$(UV)" venv --quiet --python "$$(command -v $$python)" $(VENV) 2>/dev/null; } || \
			$$python -m venv $(VENV) || { rm -rf $(VENV); \
				echo "make: $$python cannot make environments; install its venv package (Debian: apt install python3-venv) or uv" >&2; exit 1; }; \
		elif [ -n "$(UV)" ]; then "$(UV)" venv --quiet --clear --python 3.13 $(VENV); \
		else echo "make: no Python 3.11 or later with venv was found under $(PYTHONS)" \
			"(python3 is: $$(python3 --version 2>&1)); install one, or uv" >&2; exit 1; fi; fi
	@echo "installing what requirements/dev.txt pins"
	@{ test -n "$(UV)" && \
		"$(UV)" pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt && \
		"$(UV)" pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation -e .; \
	} || { \
		test -z "$(UV)" || echo "uv could not; trying pip"; \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null && \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt && \
		$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .; }
	@$(BIN)/python -m compileall -q monitor
	@touch $(READY)
