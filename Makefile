# Everything a person does with this checkout. Needs Python 3.11 or later and nothing else; the
# targets with `kafka` in their name also need Java 17 and Maven, those of the browser Chromium,
# `accuracy` and `fit` the data that docs/accuracy.md names.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The environment is .venv whatever else is active, and nothing of the user's own counts: each process
# that a test starts would compile all of Tocsin anew where no bytecode may be kept.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.PHONY: help demo up test test-kafka test-browser screenshots check fix bench ratios accuracy learn fit kafka lock words schemas clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  make %-13s %s\n", $$1, $$2}'

# What the shell exports to work with an installation of its own is not for the demo.
WITHOUT_SETTINGS = env $$(env | sed -n 's/^\(TOCSIN_[A-Za-z0-9_]*\)=.*/-u \1/p')

# Debian's; a browser of another place is named in CHROMIUM.
need_chromium = { test -n "$(CHROMIUM)" || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	command -v google-chrome >/dev/null || \
	{ echo "this needs Chromium: apt-get install chromium, or name one in CHROMIUM"; exit 2; }; }

demo: .venv/compiled.stamp ## play a generated day of flights on embedded services; DEMO_STAY=1: and stay, with the console
	@$(WITHOUT_SETTINGS) $(BIN)/tocsin up --demo --workers 2 $(if $(DEMO_STAY),--stay)

up: .venv/compiled.stamp ## run everything on this machine until Ctrl-C
	@$(BIN)/tocsin up --workers 2

test: .venv/dev.stamp .venv/compiled.stamp ## run the tests on the embedded broker and Redis (under five minutes)
	@$(BIN)/pytest -q -n 4 --dist loadfile -m "not kafka and not slow and not browser"

test-kafka: .venv/dev.stamp .venv/compiled.stamp ## run the acceptance tests on Apache Kafka, and the slow fault tests
	@$(BIN)/pytest -q -n 2 --dist loadfile -m "(kafka or slow) and not browser"

test-browser: .venv/dev.stamp .venv/compiled.stamp ## run the console's tests in Chromium
	@$(call need_chromium) && $(BIN)/pytest -q -m "browser and not kafka"

screenshots: .venv/dev.stamp .venv/compiled.stamp ## take docs/console/*.png anew
	@$(call need_chromium) && $(BIN)/python -m tests.acceptance.browser.screenshots

check: .venv/dev.stamp ## format, lint, types, import arrows, schemas
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m streams.schemas --check
	@$(BIN)/python -m streams.asyncapi --check

fix: .venv/dev.stamp ## format, and mend what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/dev.stamp .venv/compiled.stamp ## measure; exit 1 where a goal is not met. JSON=1: lines; ENTRIES=100000: sooner, without goals; ONLY=latency: a part
	@$(BIN)/python -m bench $(if $(JSON),--json) $(if $(ENTRIES),--entries $(ENTRIES)) $(if $(ONLY),--only '$(ONLY)')

ratios: .venv/dev.stamp .venv/compiled.stamp ## has screening become slow? beside a yardstick of the same run; exit 1 at half the speed
	@$(BIN)/python -m bench.ratios

accuracy: .venv/dev.stamp .venv/compiled.stamp ## measure how right screening is; exit 1 where a goal is not met
	@$(BIN)/python -m bench.accuracy $(if $(JSON),--json) $(if $(DATA),--data $(DATA)) $(if $(LEARN),--learn $(LEARN)) \
		$(if $(LIST),--list $(LIST)) $(if $(SAMPLES),--samples $(SAMPLES)) $(if $(ONLY),--only $(ONLY))

learn: .venv/dev.stamp ## learn anew how common names are; writes screening/data/name_shares.bin
	@$(BIN)/python -m bench.learn

fit: .venv/dev.stamp .venv/compiled.stamp ## learn anew what spellings and agreement are worth; writes screening/data
	@$(BIN)/python -m bench.fit $(if $(DATA),--data $(DATA))

kafka: .venv/run.stamp ## run Apache Kafka from Maven artefacts in the foreground
	@$(BIN)/python -m deploy.kafka.run $(ARGS)

words: .venv/dev.stamp ## bring the catalogues of languages up to what the pages say
	@$(BIN)/python -m doors.console.catalogues

schemas: .venv/dev.stamp ## write docs/schemas and docs/asyncapi.json anew from the models
	@$(BIN)/python -m streams.schemas
	@$(BIN)/python -m streams.asyncapi

lock: .venv/dev.stamp ## resolve the dependencies anew and write the hashed requirements
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --extra build pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade --extra build --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove the environment and every cache
	rm -rf .venv .kafka .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Tocsin needs Python 3.11 or later; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@echo "making the environment in .venv"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt pyproject.toml | .venv/bin/python
	@echo "installing what Tocsin needs (once)"
	@$(BIN)/pip install -q --require-hashes -r requirements.txt
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.txt pyproject.toml | .venv/bin/python
	@echo "installing what the tests need (once)"
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/run.stamp

.venv/compiled.stamp: requirements.txt $(wildcard screening/*.py screening/compiled/*.py) | .venv/run.stamp
	@$(BIN)/python -m screening.tables
	@touch $@
