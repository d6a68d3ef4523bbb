# Every target says in one line what it does; `make help` prints those lines.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
LOCAL := $(PYTHON) -m deploy.local
VENV := .local/venv/bin
LOCK := $(VENV)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-options
export CUSTOM_COMPILE_COMMAND = make lock

.DEFAULT_GOAL := help
.PHONY: help audit fuzz setup run stop reset test test-faults test-volume test-mutations check check-city format bench screenshots lock

help:  ## this list
	@sed -nE 's/^([a-z-]+):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup:  ## make every local part that is missing or old: packages, Python, Kafka, database, browser
	@$(LOCAL) setup

run:  ## set up and start everything, print the address, stop on Ctrl-C
	@exec setpriv --pdeathsig TERM -- $(LOCAL) run

stop:  ## stop what `make run` started, from another terminal
	@$(LOCAL) stop

reset:  ## stop, and remove the local data (what was set up stays)
	@$(LOCAL) reset

test: setup  ## all tests, against a real database, a real broker and a real browser
	@$(VENV)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

test-faults: setup  ## the long rehearsal: kills at every named point, and every fault of network, broker, database, disk
	@$(VENV)/python -m pytest -v -s -m faults tests/faults

test-volume: setup  ## four years of hourly readings of a real city, every sum compared with the files
	@$(VENV)/python -m pytest -v -s -m volume tests/test_volume.py

test-mutations: setup  ## plant one fault after the other in a copy of the code; fails when the tests do not notice
	@$(VENV)/python -m tests.mutations.run

check: setup  ## style, types, imports between rooms, SQL, city packs, fresh documents
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(VENV)/sqlfluff lint --nocolor sql
	@$(VENV)/python -m config.check

audit: setup  ## recount tables, rollups and broker against the ledger; fails and names each difference
	@$(VENV)/python -m ingest audit

fuzz: setup  ## millions of broken records through the decoders: make fuzz N=5000000
	@$(VENV)/python -m tests.fuzz $(or $(N),100000)

check-city: setup  ## check one city pack: make check-city CITY=<folder>
	@$(VENV)/python -m config.check $(CITY)

format: setup  ## put the code into the form that `check` asks for
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .
	@$(VENV)/sqlfluff fix --nocolor --quiet sql

bench: setup  ## measure, one command per figure, JSON out
	@$(VENV)/python -m bench

screenshots: setup  ## pictures of each page at each layout, in screenshots/
	@$(VENV)/python -m tests.screenshots

lock: setup  ## write the locks: Python packages and Kafka's files, with hashes
	@$(LOCK) --output-file=requirements.txt requirements.in
	@$(LOCK) --output-file=requirements-dev.txt requirements-dev.in
	@$(LOCK) --output-file=bench/rivals/requirements.txt bench/rivals/requirements.in
	@$(LOCAL) lock-kafka
