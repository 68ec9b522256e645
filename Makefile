# Needs python3 (3.11 or newer) and make; everything else is installed on demand.
PYTHON ?= python3
PORT ?= 4566
LOCAL_DIR ?= .local
STAGE ?= prod
TIMEZONE ?= UTC
RUN = .venv/bin/python -m infra.local --port "$(PORT)" --dir "$(LOCAL_DIR)"

.DEFAULT_GOAL := help
.PHONY: help install run demo reset test faults lint types audit check send import kpis understand redrive bench cost load models evaluate deploy

help:  ## say what can be made
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12
	@echo
	@echo 'Settings, with what they are unless you say so:'
	@echo '  PORT=4566, LOCAL_DIR=.local   which local AWS, for run, demo and reset;'
	@echo '                                LOCAL_DIR also for send, import, kpis,'
	@echo '                                understand, redrive and load'
	@echo '  CONSOLE=                      origin of a web page that may use it, for run'
	@echo '  ARGS=                         what pytest is to be told: make test ARGS="-k x"'
	@echo '  STAGE=prod, TIMEZONE=UTC      for deploy; days and hours follow the zone'
	@echo '  PYTHON=python3                which Python makes the environments'

install:  ## create the virtual environments; every other target does it first
	@$(PYTHON) infra/local/bootstrap.py

run: install  ## start the local AWS with a sample day on it; stays until Ctrl-C
	@CARE_CONSOLE_ORIGIN="$(CONSOLE)" exec $(RUN) run

demo: install  ## the same, and end; exit status 0 only if all numbers came out
	@exec $(RUN) demo

reset: install  ## forget the local AWS and all that is in it
	@exec $(RUN) reset

test: install  ## all tests, those on the deployed local stack included
	@.venv/bin/python -m pytest $(or $(ARGS),-n 2 --dist loadfile)

faults: install  ## make every AWS call fail, one at a time; prints what came of it (half an hour)
	@.venv/bin/python -m tests.faults.report $(ARGS)

lint: install  ## ruff: the rules and the format
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: install  ## mypy, strict
	@.venv/bin/mypy

audit: install  ## whether a package of the functions is known to be vulnerable
	@.venv/bin/python -m infra.audit

check: lint types test audit  ## lint, types, tests and audit: the whole truth

send: install  ## send a sample event to the running stack: make send FILE=events/...
	@test -n "$(FILE)" || { echo "Say which: make send FILE=events/x/mention.json"; exit 1; }
	@.venv/bin/python -m infra.local.send --fresh --local-dir "$(LOCAL_DIR)" "$(FILE)"

import: install  ## import past conversations: make import FILE=tweets.csv
	@test -n "$(FILE)" || { echo "Say which: make import FILE=tweets.csv"; exit 1; }
	@exec .venv/bin/python -m infra.local.importer --local-dir "$(LOCAL_DIR)" "$(FILE)"

kpis: install  ## compute and export days: make kpis FROM=2026-01-01 TO=2026-01-31
	@exec .venv/bin/python -m infra.local.kpis --local-dir "$(LOCAL_DIR)" "$(FROM)" "$(TO)"

understand: install  ## read messages again: make understand FROM=... TO=... COUNTS=yes
	@exec .venv/bin/python -m infra.local.understand --local-dir "$(LOCAL_DIR)" "$(FROM)" "$(TO)" "$(COUNTS)"

# A stage's queues if you name one, else the local stack's: STAGE has a default.
redrive: install  ## put dead letters back, once mended: make redrive [LIST=yes] [STAGE=prod]
	@.venv/bin/python -m infra.redrive --local-dir "$(LOCAL_DIR)" \
		$(if $(findstring command,$(origin STAGE)),--stage "$(STAGE)") \
		$(if $(filter-out no,$(LIST)),--list)

bench: install  ## measure; one JSON object a line
	@.venv/bin/python -m bench

cost: install  ## US$ a month: make cost MESSAGES=1000000 CASES=260000 [REPLIES=…] [FREE=yes]
	@.venv/bin/python -m bench.cost $(if $(MESSAGES),--messages "$(MESSAGES)") \
		$(if $(CASES),--cases "$(CASES)") $(if $(REPLIES),--replies "$(REPLIES)") \
		$(if $(filter-out no,$(FREE)),--free) $(if $(filter-out no,$(JSON)),--json)

load: install  ## a burst of ten mean hours on the running stack: make load [TIMES=10] [SECONDS=60]
	@.venv/bin/python -m bench.load --local-dir "$(LOCAL_DIR)" \
		$(if $(TIMES),--times "$(TIMES)") $(if $(SECONDS),--seconds "$(SECONDS)")

models: install  ## make the data that messages are understood with (needs npm)
	@.venv/bin/python -m infra.understanding

evaluate: install  ## how well messages are understood, on ../shared/data
	@.venv/bin/python -m infra.understanding.evaluate

deploy: install  ## create the stack and deploy to your AWS account: make deploy STAGE=prod
	@.venv/bin/python -m infra.deploy --stage "$(STAGE)" --timezone "$(TIMEZONE)"
