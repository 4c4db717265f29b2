# drafter: everything that a newcomer and CI run. `make help` lists it.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
OUT ?= out/讲话稿.docx

.DEFAULT_GOAL := help
.PHONY: help draft test lint types unit bench bench-corpus bench-choosing bench-checking bench-pages bench-library bench-absorb clean

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

draft: $(VENV)/installed ## write a Word file from a shipped structure and the shipped example facts
	@mkdir -p $(dir $(OUT))
	@$(BIN)/drafter draft work-conference-dashes --facts templates/examples/qingshan.yaml -o $(OUT) --force

test: $(VENV)/tested lint types unit ## install what the tests need; run ruff, mypy and pytest

lint: $(VENV)/tested
	$(BIN)/ruff check drafter tests

types: $(VENV)/tested
	$(BIN)/mypy

unit: $(VENV)/tested
	$(BIN)/python -m pytest -n auto

bench: $(VENV)/tested ## the Word file against docxtpl, python-docx and pandoc: warm, cold, memory, 1,000 pages
	$(BIN)/python tests/benchmarks/word.py

bench-corpus: $(VENV)/tested ## how well and how fast old speeches are read, against hand-made labels
	$(BIN)/python tests/benchmarks/corpus.py

bench-choosing: $(VENV)/tested ## how fast passages are chosen: shipped structures, a large task, 10,000 blocks
	$(BIN)/python tests/benchmarks/choosing.py

bench-checking: $(VENV)/tested ## how fast papers are checked: 10,000 characters, more terms, 1,000 files
	$(BIN)/python tests/benchmarks/checking.py

bench-pages: $(VENV)/tested ## print every structure in every page style (LibreOffice) and measure the pages
	$(BIN)/python tests/benchmarks/rendering.py

bench-library: $(VENV)/tested ## a library of 10,000 blocks: reading, one change, search, a draft, memory
	$(BIN)/python tests/benchmarks/library.py

bench-absorb: $(VENV)/tested ## how well edited Word files are read back, over scripted edits of every structure
	$(BIN)/python tests/benchmarks/absorbing.py

clean: ## remove what the other commands made
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本：make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	touch $@
