# Needs Python 3.11 or 3.12, make and a package index; everything else goes into .venv from requirements.lock.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCKER := $(VENV)-lock
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
# The first interpreter that is new enough and not too new; `make PYTHON=/path/to/python3.11` overrules the search.
PYTHON ?= $(shell for p in python3 python3.12 python3.11; do \
	"$$p" -c '$(SUPPORTED)' >/dev/null 2>&1 && echo "$$p" && break; done)
# Options for the programs that demo and test call.
ARGS ?=
WORKERS ?= 3

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS=$$'\t' read -r name text; do \
		printf '  make %-8s %s\n' "$$name" "$$text"; done

.PHONY: demo
demo: $(READY) ## the whole pipeline on this computer, no server needed (options: ARGS="...")
	@$(BIN)/caratrace demo $(ARGS)

.PHONY: test
test: lint ## every check and every test (options for pytest: ARGS="...")
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

.PHONY: lint
lint: $(READY) ## style, format, types and the direction of imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "not formatted; 'make format' does it:"; $(BIN)/ruff format --check .; exit 1; }
	@$(BIN)/mypy
	@report=$$($(BIN)/lint-imports 2>&1) || { echo "$$report"; exit 1; }; echo "$$report" | grep '^Contracts:'

.PHONY: format
format: $(READY) ## rewrites the Python files in the project's format
	@$(BIN)/ruff check --quiet --select I --fix .
	@$(BIN)/ruff format .

.PHONY: pages
pages: $(READY) ## writes docs/rules.md and docs/detection.md anew from the rules and the published measurement
	@$(BIN)/caratrace rules --format markdown --page rules >docs/rules.md.new && mv docs/rules.md.new docs/rules.md
	@$(BIN)/caratrace rules --format markdown --page detection >docs/detection.md.new && \
		mv docs/detection.md.new docs/detection.md

.PHONY: lock
lock: $(LOCKER)/.ready ## resolves requirements.lock again from pyproject.toml (UPGRADE=--upgrade for the newest)
	@CUSTOM_COMPILE_COMMAND="make lock" $(LOCKER)/bin/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe \
		--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(UPGRADE) \
		--output-file requirements.lock pyproject.toml

.PHONY: clean
clean: ## removes what make and the tools have made, .venv included
	@rm -rf $(VENV) $(LOCKER) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment, made once; a change of the lock or of pyproject.toml refreshes it.
$(READY): requirements.lock pyproject.toml
	$(call make_venv,$(VENV))
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check >$@.log || { cat $@.log; exit 1; }
	@touch $@

$(LOCKER)/.ready:
	$(call make_venv,$(LOCKER))
	@$(LOCKER)/bin/python -m pip install --quiet 'pip-tools>=7.6,<8'
	@touch $@

define make_venv
	@if [ ! -x $(1)/bin/python ]; then \
		[ -n "$(PYTHON)" ] || { echo "caratrace needs Python 3.11 or 3.12; 'python3' is" \
			"$$(python3 --version 2>&1). Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
		"$(PYTHON)" -c '$(SUPPORTED)' || { echo "caratrace needs Python 3.11 or 3.12; $(PYTHON) is" \
			"$$("$(PYTHON)" --version 2>&1)." >&2; exit 1; }; \
		"$(PYTHON)" -m venv $(1) || { rm -rf $(1); exit 1; }; \
		echo "Made $(1); installing the locked packages into it, once: a minute or two."; \
	fi
endef
