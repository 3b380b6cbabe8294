# Everything a person needs: `make run` plays, `make test` checks. Both set up what they need first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test lint bench bench-scoring train soak pictures lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make run     set up, then open Sparring"
	@echo "make test    set up, then lint and run the tests"
	@echo "make lint    ruff, mypy and the import contracts"
	@echo "make bench   speed and memory beside their bars"
	@echo "make bench-scoring   accuracy on the sets that SPARRING_BENCH points to"
	@echo "make train   fit the heads of the behaviours on our own labelled text"
	@echo "make soak    the large-number tests (kills, long random play)"
	@echo "make pictures   draw the README's pictures anew"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sparring needs Python 3.11 or newer; this is $$($(PYTHON) --version). Set PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Setting up Sparring (once) ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/run.txt
	@site=$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') && pwd > "$$site/sparring.pth"
	@touch $@

$(VENV)/develop.stamp: requirements/develop.txt $(VENV)/run.stamp
	@echo "Setting up the tests (once) ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/develop.txt
	@touch $@

run: $(VENV)/run.stamp
	@$(BIN)/python -m simulator

test: $(VENV)/develop.stamp lint
	@$(BIN)/python -m pytest

lint: $(VENV)/develop.stamp
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

bench: $(VENV)/develop.stamp
	@$(BIN)/python -m tests.bench

bench-scoring: $(VENV)/develop.stamp
	@$(BIN)/python -m tests.bench.scoring

train: $(VENV)/develop.stamp
	@$(BIN)/python -m scoring.hearing.train

soak: $(VENV)/develop.stamp
	@$(BIN)/python -m pytest -m soak

pictures: $(VENV)/run.stamp
	@$(BIN)/python docs/pictures.py

# Maintainers: write the pinned files anew from the .in files (needs pip-tools).
lock:
	@cd requirements && flags="-q --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --strip-extras" && \
	pip-compile $$flags -o run.txt run.in && tail -n +2 weights.in >> run.txt && pip-compile $$flags -o develop.txt develop.in

clean:
	@rm -rf $(VENV)
