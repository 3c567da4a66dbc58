# Needs make and Python 3.11 or newer. Everything else is installed into .venv by the first call.

VENV := .venv
BIN := $(VENV)/bin
EXAMPLES := stint pegel quantia
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo examples test quick format docs clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "make %-8s %s\n", $$1, $$2}'

demo: $(VENV)/.ready ## plan, approve, split and validate every vision in examples/, and show what came out
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@for name in $(EXAMPLES); do \
	  mkdir -p $(DEMO)/$$name && cp examples/$$name/vision.md examples/$$name/specdev.yaml $(DEMO)/$$name/; \
	  printf '\n== %s\n' "$$name"; \
	  for words in 'plan vision.md' approve split validate; do \
	    printf '\n$$ specdev %s\n' "$$words"; \
	    $(BIN)/specdev -C $(DEMO)/$$name $$words || exit $$?; \
	  done; \
	  $(BIN)/specdev -C $(DEMO)/$$name graph --format svg > $(DEMO)/$$name/tasks.svg; \
	done
	@printf '\nOne task of them, as an agent gets it:\n\n'
	@$(BIN)/specdev -C $(DEMO)/stint show T002 --prompt
	@printf '\nThe files are in %s/*/specs, with a picture of the tasks in tasks.svg\n' '$(DEMO)'

examples: $(VENV)/.ready ## write the artifacts in examples/ anew
	@for name in $(EXAMPLES); do \
	  rm -rf examples/$$name/specs; \
	  for words in 'plan vision.md' approve split; do $(BIN)/specdev -q -C examples/$$name $$words >/dev/null || exit $$?; done; \
	  rm -rf examples/$$name/.specdev; \
	done

test: $(VENV)/.ready-dev ## style, types and all tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m specdev.schemas --check
	$(BIN)/python -m specdev.docs --check
	$(BIN)/pytest -n auto

quick: $(VENV)/.ready-dev ## the tests that are not slow
	$(BIN)/pytest -n auto -m 'not slow'

format: $(VENV)/.ready-dev ## put the code in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.ready-dev ## write the generated pages and schemas
	$(BIN)/python -m specdev.schemas
	$(BIN)/python -m specdev.docs

clean: ## remove what make has made
	rm -rf $(VENV) build dist

# A stamp is newer than pyproject.toml when the environment holds what it asks for; then nothing is done.
$(VENV)/.ready: $(VENV)/bin/python pyproject.toml
	@echo 'installing specdev into $(VENV) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/bin/python pyproject.toml
	@echo 'installing specdev and the tools of its developers into $(VENV) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.ready

$(VENV)/bin/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    exec $$python -m venv $(VENV); \
	  fi; \
	done; \
	echo 'specdev needs Python 3.11 or newer with its venv module' >&2; \
	echo 'on Debian and Ubuntu: apt-get install python3-venv; or say make PYTHON=/path/to/python3' >&2; \
	exit 1
