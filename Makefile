# Two commands, on a machine with Python 3.11+ and make:
#   make demo   sets everything up, loads a sample world, serves it on 127.0.0.1:8000
#   make test   sets everything up and runs every test but the benchmarks and the long kill run
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# The interpreter that makes the environment; name another with `make PYTHON=…`.
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
# uv takes the package index that pip was told of, so that one setting serves both.
PIP_INDEX = $(shell $(BIN)/pip config get :env:.index-url 2>/dev/null || $(BIN)/pip config get global.index-url 2>/dev/null)
UV = UV_NO_PROGRESS=1 UV_HTTP_TIMEOUT=180 $(if $(PIP_INDEX),UV_DEFAULT_INDEX="$(PIP_INDEX)") $(BIN)/uv
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
# uv is fast; where it does not get through (its own certificates, an odd proxy), pip does the same. UV_COMPILE_BYTECODE has it
# compile what it installs, as pip does: else a command compiles its libraries at each start where Python may write no bytecode.
install = $(UV) pip install --quiet --python $(BIN)/python $(1) || { echo "uv failed; trying pip"; $(PIP) install $(1); }
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
PYTEST := $(BIN)/python -m pytest
# Quick tests on every processor; with ARGS=-n0 in one process, as a debugger wants it. Tests with engines in two, since each
# process starts its own: JOBS=1 where memory is short (about 4 GB each).
QUICKLY = -n logical --maxprocesses 8 --dist loadgroup
JOBS ?= 2
SHARED = -n $(JOBS) --dist loadgroup
STAGE := .ci/stage
export PYTHONUTF8 := 1

.PHONY: help demo test check setup setup-run tools lint types imports pytest bench kill mutants lock docs format clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{printf "%-16s%s\n", $$1, $$2}'

demo: $(VENV)/.run ## set up, load a sample world, serve it on 127.0.0.1:8000
	@exec $(BIN)/quanjing up --demo

# --- set-up: stamps under .venv, remade where a lock or the project file is newer -------------------------------------

setup: $(VENV)/.dev ## only set up: .venv/bin/quanjing works after it

setup-run: $(VENV)/.run

$(VENV)/.install: requirements/install.lock
	@test -n "$(PYTHON)" || { echo "Quanjing needs Python 3.11 or newer; none was found. Name one with: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = sys.version.split()[0]; sys.exit(0 if sys.version_info >= (3, 11) else "Quanjing needs Python 3.11 or newer; this is " + v)'
	@test -x $(BIN)/python || { echo "making $(VENV) with $(PYTHON)"; "$(PYTHON)" -m venv $(VENV); } \
		|| { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip -q
	@$(PIP) install --require-hashes -r requirements/install.lock
	@touch $@

$(VENV)/.run: $(VENV)/.install requirements/run.lock pyproject.toml
	@echo "installing what the service needs"
	@UV_COMPILE_BYTECODE=1 $(call install,--require-hashes -r requirements/run.lock)
	@$(call install,--no-deps --no-build-isolation --editable .)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.lock
	@echo "installing what the tests need"
	@$(call install,--require-hashes -r requirements/dev.lock)
	@touch $@

tools: $(VENV)/.dev
	@$(BIN)/python -m tests.support.tools

# --- checks ----------------------------------------------------------------------------------------------------------

test: ## set up and run every test but the benchmarks and the long kill run
	@rm -f .cache/stages
	@$(STAGE) setup $(MAKE) --no-print-directory setup tools
	@$(STAGE) lint $(MAKE) --no-print-directory lint
	@$(STAGE) types $(MAKE) --no-print-directory types
	@$(STAGE) imports $(MAKE) --no-print-directory imports
	@STAGES=.cache/stages $(PYTEST) $(SHARED) --durations=15 $(ARGS)

# Types are checked while the tests run, since they keep one processor busy for half a minute where nothing is cached. The embedded
# engine compiles lightly here: its graphs are small and soon gone, and compiling well would take half of the time of their tests.
check: ## the fast path: lint, types, imports and the quick tests
	@rm -f .cache/stages
	@$(STAGE) setup $(MAKE) --no-print-directory setup
	@$(STAGE) lint $(MAKE) --no-print-directory lint
	@$(STAGE) imports $(MAKE) --no-print-directory imports
	@$(STAGE) types $(MAKE) --no-print-directory types >.cache/types 2>&1 & types=$$!; \
	JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1 STAGES=.cache/stages QUANJING_TEST_ENGINES=embedded $(PYTEST) $(QUICKLY) -m "not slow and not bench and not kill and not browser" $(wildcard tests/architecture tests/unit tests/questions) $(ARGS); \
	tests=$$?; wait $$types; typed=$$?; cat .cache/types; test $$typed -eq 0 && exit $$tests

lint: $(VENV)/.dev ## ruff: rules and format
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

imports: $(VENV)/.dev ## imports go down the layers only
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## put the code into its format
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: $(VENV)/.dev tools ## measure both engines; results belong in docs/benchmarks.md
	@$(PYTEST) -m bench -s --timeout=0 tests/bench $(ARGS)

KILLS ?= 60
kill: $(VENV)/.dev tools ## kill loaders and engines KILLS times (60) and compare the graphs
	@QUANJING_TEST_KILLS=$(KILLS) $(PYTEST) -s --timeout=0 tests/kill $(ARGS)

mutants: $(VENV)/.dev ## make small wrong changes to what holds, who is who, what is shown: the examples must notice
	@$(PYTEST) -v tests/unit/loaders/derive/test_mutants.py $(ARGS)

# --- upkeep ----------------------------------------------------------------------------------------------------------

docs: $(VENV)/.dev ## make the generated references anew
	@$(BIN)/python -m tests.support.references --write

lock: $(VENV)/.install ## resolve the locks anew; UPGRADE=1 takes newer versions
	@$(LOCK) --group install -o requirements/install.lock
	@$(LOCK) -c requirements/install.lock pyproject.toml -o requirements/run.lock
	@$(LOCK) -c requirements/install.lock -c requirements/run.lock --group dev -o requirements/dev.lock

clean: ## remove what checks leave; the environment and the data stay
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist build .cache/stages
