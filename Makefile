PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-all app lint readme docs bench fuzz

run: .venv/installed
	$(BIN)/attrition cover sky-2024-10k

BROWSER := tests/test_browser.py tests/test_first_screen.py tests/test_classroom_browser.py tests/test_series_browser.py tests/test_server.py
test: .venv/test
	$(BIN)/python -m pytest -n 2 -m "not deep" $(BROWSER:%=--ignore=%)

test-all: test
	$(BIN)/python -m pytest -m deep
	for file in $(BROWSER); do $(BIN)/python -m pytest $$file || exit 1; done

EXAMPLES ?= 20000
fuzz: .venv/test
	ATTRITION_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/test_doors.py --hypothesis-show-statistics

app: .venv/installed
	$(BIN)/attrition app

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/bench
	$(BIN)/python benchmarks/run.py --write

docs: .venv/docs
	$(BIN)/mkdocs build --strict --quiet

readme: .venv/test
	$(BIN)/python tests/documents.py --write

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet -e .
	touch $@

.venv/test: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet -e ".[test]"
	touch $@ .venv/installed

.venv/docs: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet -e ".[docs]"
	touch $@ .venv/installed

.venv/bench: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet -e ".[bench]"
	touch $@ .venv/installed
