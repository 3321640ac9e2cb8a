# The commands of the README. `make audit` and `make test` set up what is missing.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DAY    := 2026-11-21
OUT    := out
# Benchmarks that make or carry what they measure; those of policies and names need labelled corpora of others.
BENCHMARKS := judge logs data cases pages products
CORPORA ?=

.PHONY: help audit test lint format types imports docs bench clean

help:            ## What can be made
	@grep -E '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

audit: $(VENV)/core.stamp ## Run the example audit and print where its report lies
	@rm -rf $(OUT)/example $(OUT)/dossier
	@$(BIN)/python examples/shop/generate.py $(OUT)/example --on $(DAY)
	@$(BIN)/hegui audit $(OUT)/example/hegui.yaml --on $(DAY) --out $(OUT)/dossier || test $$? -eq 1

test: $(VENV)/dev.stamp ## Run every test
	@$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp ## Lint and formatting
	@$(BIN)/ruff check src tests examples benchmarks docs
	@$(BIN)/ruff format --check src tests examples benchmarks docs

format: $(VENV)/dev.stamp ## Format
	@$(BIN)/ruff check --fix src tests examples benchmarks docs
	@$(BIN)/ruff format src tests examples benchmarks docs

types: $(VENV)/dev.stamp ## Types
	@$(BIN)/mypy

imports: $(VENV)/dev.stamp ## Who may know whom
	@$(BIN)/lint-imports

docs: $(VENV)/core.stamp ## Write the reference pages from the code
	@$(BIN)/python docs/generate.py

bench: $(VENV)/dev.stamp ## Benchmarks: ratios against named peers; CORPORA=FOLDER adds those on corpora of others
	@for topic in $(BENCHMARKS); do echo "== $$topic"; $(BIN)/python benchmarks/$$topic.py || exit 1; done
	@test -z "$(CORPORA)" || $(BIN)/python benchmarks/policy.py "$(CORPORA)"
	@test -z "$(CORPORA)" || $(BIN)/python benchmarks/data.py --names "$(CORPORA)"

clean:           ## Remove what was made
	rm -rf $(OUT) $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/core.stamp: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml tests/system-packages.sh
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@sh tests/system-packages.sh
	@touch $@ $(VENV)/core.stamp
