# Needs nothing but make and Python 3.11 or newer. Everything is safe to repeat.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
THEME ?=

VENV := .venv
BIN := $(VENV)/bin

# Where Python writes no bytecode, each run would compile everything again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo check test lint screenshots benchmark clean

help:
	@echo "make demo        the example site on http://localhost:8000 (another port: make demo PORT=8080)"
	@echo "                 in Det Fælles Designsystem, which needs npm: make demo THEME=dkfds"
	@echo "make check       some tests at once: make check ARGS=tests/domain/assessment/test_scoring.py"
	@echo "make test        all tests, on the databases that can be reached (some: make test ARGS=tests/mail)"
	@echo "make lint        style, import layers and templates"
	@echo "make screenshots photograph every public page in every look into var/screenshots (needs npm)"
	@echo "make benchmark   measure beside wagtail.contrib.forms and a hand-written view"
	@echo "make clean       remove the environment, the demo's data and all caches"

demo: export DEBUG ?= 1
demo: export BASE_URL ?= http://localhost:$(PORT)
demo: export THEME := $(THEME)
demo: $(addprefix example_site/node_modules/,$(THEME)) $(VENV)/.demo
	@echo "== Tables"
	@$(BIN)/python example_site/manage.py migrate --verbosity 0
	@echo "== Content"
	@$(BIN)/python example_site/manage.py load_demo --submissions 30
	@echo "Mails       var/mail/"
	@echo "Stop with   Ctrl+C"
	@echo "== Starting"
	@$(BIN)/python example_site/manage.py runserver $(HOST):$(PORT)

# On SQLite, without migrations and without plug-ins that take long to load.
check: $(VENV)/.test
	@DATABASE_URL=sqlite://:memory: $(BIN)/python -m pytest -q -x --nomigrations -m "not server" \
		-p no:faker -p no:xdist -p no:xdist.looponfail -p no:hypothesispytest \
		$(or $(ARGS),$(error Name them: make check ARGS=tests/mail))

test: $(VENV)/.test
	@$(BIN)/python tests/run $(ARGS)

lint: $(VENV)/.test
	$(BIN)/ruff check . tests/run
	$(BIN)/ruff format --check . tests/run
	git ls-files -z '*.html' | xargs -0 $(BIN)/djhtml --tabwidth 2 --check
	$(BIN)/lint-imports --config setup.cfg --no-cache

screenshots: $(VENV)/.test
	@$(BIN)/python -m docs.screenshots $(ARGS)

benchmark: $(VENV)/.test
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) example_site/node_modules var build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache

example_site/node_modules/dkfds: example_site/package.json
	@command -v npm > /dev/null || { echo "THEME=dkfds comes from npm, which is part of Node.js: https://nodejs.org/"; exit 1; }
	@echo "== Fetching Det Fælles Designsystem"
	@npm install --prefix example_site --no-package-lock --no-audit --no-fund --loglevel error
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try make PYTHON=python3.12"; exit 1; }
	@echo "== Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# What is installed is out of date when pyproject.toml is newer than the stamp.
$(VENV)/.demo: pyproject.toml | $(BIN)/python
	@echo "== Installing (a minute or two the first time)"
	@$(BIN)/python -m pip install --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --group demo --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/.demo
	@echo "== Installing what the tests need"
	@$(BIN)/python -m pip install --group demo --group test --group lint --editable .
	@touch $@
