PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/pip install -qq --disable-pip-version-check --no-compile
ADMIN := $(if $(filter 0,$(shell id -u)),,sudo)

export PYTHONUNBUFFERED := 1

.PHONY: help run demo test check bench tidy docs clean

help: ## Say what can be done
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name text; do printf '  make %-6s  %s\n' "$$name" "$$text"; done

run: .venv/ready ## Start Baton; the first time install it and load the demo group; Ctrl-C stops it
	@$(BIN)/python -m core migrate
	@$(BIN)/python -m core demo --if-empty
	@trap '' HUP; PATH="$(CURDIR)/$(BIN):$$PATH" honcho --env /dev/null start & both=$$!; \
		trap "kill -TERM $$both" HUP INT TERM; wait $$both; wait $$both; true

demo: .venv/ready ## Load the demo group into an empty database
	@$(BIN)/python -m core migrate
	@$(BIN)/python -m core demo

test: .venv/ready-to-develop ## Run every test, on SQLite and on PostgreSQL; fetch what tests need first
	@$(BIN)/python -m tests.world.browser
	@$(BIN)/pytest --numprocesses=auto --dist=worksteal

check: .venv/ready-to-develop ## Look at the code: ruff, mypy and the laws of the house
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/pytest -qq tests/laws

bench: .venv/ready-to-develop ## Measure everything on a million invented referrals, on both databases; see bench/README.md
	@$(BIN)/python -m bench

tidy: .venv/ready-to-develop ## Format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

docs: .venv/ready-to-develop ## Write the parts of ARCHITECTURE.md that are read off the code
	@$(BIN)/python -m tests.laws.documents

clean: ## Remove what was installed and cached; the database stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo 'Baton needs Python 3.11 or newer; name yours with PYTHON=/path/to/python3.11.'; exit 1; }
	@echo 'Creating .venv'
	@rm -rf .venv
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(PYTHON) -m virtualenv --quiet .venv 2>/dev/null \
		|| { $(ADMIN) apt-get update -qq && $(ADMIN) apt-get install -qq -y python3-venv && $(PYTHON) -m venv --clear .venv; } \
		|| { rm -rf .venv; echo 'Python cannot create environments here; install its venv package (Debian: apt-get install python3-venv).'; exit 1; }

.venv/ready: requirements.txt | .venv/bin/pip
	@echo 'Installing what Baton runs on (a minute or two)'
	@$(PIP) -r requirements.txt
	@touch $@

.venv/ready-to-develop: pyproject.toml .venv/ready
	@echo 'Installing what tests and checks need'
	@$(PIP) --upgrade pip
	@$(PIP) --group dev
	@touch $@
