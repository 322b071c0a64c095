# On a bare machine with git, make and Python 3.11 or newer: `make demo` or `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
# Some libraries have no more wheels for Intel Macs: these are the last that have.
RUN := requirements/$(if $(filter Darwin-x86_64,$(shell uname -sm | tr ' ' -)),intel-mac,run).txt

.PHONY: demo test check lint types house knowledge exam bench wheels pictures lock lock-train dist clean help

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): $(BIN)/python $(RUN) pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(RUN)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEV_READY): $(BIN)/python requirements/dev.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@ $(RUN_READY)

demo: $(RUN_READY) ## Set up, then ask three real questions
	@$(BIN)/advocacy doctor
	@for question in \
	  "How many words may our joint submission on Mali have for the UPR?" \
	  "men in uniform took a teacher three days ago, no news. which experts act fast?" \
	  "Que devient une recommandation de l'EPU que l'État a seulement notée ?" ; do \
	  printf '\n\033[1m? %s\033[0m\n\n' "$$question"; $(BIN)/advocacy ask "$$question" || exit 1; done

test: $(DEV_READY) ## Set up, then run every test and check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/advocacy knowledge check
	$(BIN)/advocacy knowledge index
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

exam: $(DEV_READY) ## Grade the desk on its own questions
	$(BIN)/python benchmarks/exam.py

bench: $(DEV_READY) ## Measure finding and speed; prints one table
	$(BIN)/python benchmarks/ask.py

# uv pins for every system that users and maintainers may have.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
INSTALLED := --extra meaning --extra pictures --extra postgresql
lock: $(BIN)/python ## Pin the dependencies again
	$(BIN)/pip install --quiet uv
	$(LOCK) --universal $(INSTALLED) -o requirements/run.txt pyproject.toml
	$(LOCK) --universal $(INSTALLED) --extra handbook -o requirements/handbook.txt pyproject.toml
	$(LOCK) --universal $(INSTALLED) --extra handbook --extra dev -o requirements/dev.txt pyproject.toml
	$(LOCK) --universal -o requirements/build.txt requirements/build.in
	MACOSX_DEPLOYMENT_TARGET=13.0 $(LOCK) --only-binary :all: --python-platform x86_64-apple-darwin $(INSTALLED) -o requirements/intel-mac.txt pyproject.toml
	$(MAKE) lock-train

lock-train: $(BIN)/python ## Pin what teaching the model needs
	$(BIN)/pip install --quiet uv
	$(LOCK) --universal --extra meaning --extra train -o requirements/train.txt pyproject.toml

wheels: $(BIN)/python ## See that each system and Python has wheels for what is pinned
	$(BIN)/pip install --quiet uv
	UV=$(BIN)/uv sh requirements/wheels.sh

pictures: $(DEV_READY) ## Draw what people see in Slack into docs/pictures/
	$(BIN)/python -m tests.slack.pictures

dist: ## Build what a release holds: wheel, source archive, list of parts, sums
	$(PYTHON) -m venv build/venv
	build/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	rm -rf dist
	build/venv/bin/python -m build --no-isolation --outdir dist .
	build/venv/bin/cyclonedx-py requirements requirements/run.txt --output-reproducible --of JSON -o dist/advocacy-desk.cdx.json
	cd dist && sha256sum * > SHA256SUMS

clean: ## Remove what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
