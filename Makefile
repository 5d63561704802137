# Two commands are all a newcomer needs: `make run` and `make test`. Both need Python 3.11 and nothing else.

PORT ?= 8000
PYTHON ?= python3.11
VENV := .venv
IN_VENV := $(VENV)/bin/python

.PHONY: run test lint format pins

# The database, the files and the secret key of this installation are kept in var/ (or VAR_DIR).
run: $(VENV)/installed
	@exec $(IN_VENV) manage.py quickstart --port $(PORT)

test: $(VENV)/installed-for-tests
	$(IN_VENV) -m pytest -q -n auto --dist loadfile

lint: $(VENV)/installed-for-tests
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m djlint --check --lint templates
	$(IN_VENV) -m mypy .
	$(VENV)/bin/lint-imports --cache-dir $(VENV)/import-linter
	$(IN_VENV) manage.py makemigrations --check --dry-run

format: $(VENV)/installed-for-tests
	$(IN_VENV) -m ruff check --fix .
	$(IN_VENV) -m ruff format .
	$(IN_VENV) -m djlint --reformat --quiet templates

# The pins say nothing of where they were found. Needs `uv`; add --upgrade to UV_OPTIONS for newer versions.
pins:
	uv pip compile $(UV_OPTIONS) $(PINS) pyproject.toml --output-file requirements.txt
	uv pip compile $(UV_OPTIONS) $(PINS) pyproject.toml --group test --constraints requirements.txt \
		--output-file tests/requirements.txt

PINS := --quiet --python-version 3.11 --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

# Installed again only when the pins change; what the tests need includes what the application needs.
$(VENV)/installed: requirements.txt
	@echo "Installing what requirements.txt lists into $(VENV) (the first time only)"
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/installed-for-tests: tests/requirements.txt
	@echo "Installing what tests/requirements.txt lists into $(VENV) (the first time only)"
	@$(call install,tests/requirements.txt)
	@touch $@ $(VENV)/installed

define install
	command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or say PYTHON=..." >&2; exit 1; }; \
	$(PYTHON) -m venv $(VENV) && \
	$(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement $(1)
endef
