PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
NPM := $(shell command -v npm)
NPM_CI := PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

.PHONY: setup demo stop test test-slow faults bench format hooks ci lock
.PHONY: lint lint-style lint-types lint-templates lint-rooms lint-migrations lint-deployment
.DELETE_ON_ERROR:

setup: .venv/app node_modules/app

demo: setup
	@EFFEKTSPOR_ENV=demo $(BIN)/python manage.py load_demo
	@echo "Effektspor: http://127.0.0.1:$(PORT)"
	@echo "Log-ins (password effektspor-demo): bidrag, controller, leder, laeser, admin; fremmed belongs nowhere. Ctrl-C ends."
	@EFFEKTSPOR_ENV=demo $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --log-level warning

stop:
	@$(BIN)/python -m config.database stop

test: .venv/dev node_modules/dev .venv/chromium
	$(BIN)/python -m pytest -n 2 -m "not slow" $(TESTS)

test-slow: .venv/dev node_modules/dev .venv/chromium
	$(BIN)/python -m pytest -n 2 -m slow $(TESTS)

faults: .venv/dev node_modules/dev .venv/chromium
	$(BIN)/python -m tests.mutations $(ONLY)

bench: setup .venv/bench
	@$(BIN)/python manage.py bench --out docs/bench.md

lint: lint-style lint-types lint-templates lint-rooms lint-migrations lint-deployment

lint-style: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

lint-types: .venv/dev
	$(BIN)/mypy

lint-templates: .venv/dev
	$(BIN)/djlint --quiet --check templates
	$(BIN)/djlint --quiet --lint templates

lint-rooms: .venv/dev
	$(BIN)/lint-imports

lint-migrations: .venv/dev node_modules/dev
	$(BIN)/python manage.py makemigrations --check --dry-run

lint-deployment: .venv/dev node_modules/dev
	EFFEKTSPOR_ENV=production DATABASE_URL=postgresql://localhost/none ALLOWED_HOSTS=effektspor.example \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

hooks: .venv/dev
	$(BIN)/pre-commit install

format: .venv/dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/djlint --quiet --reformat templates

ci:
	@bash .ci/run

.venv/bin/python:
	umask 022 && $(PYTHON) -m venv "$$($(PYTHON) -m config.reachable .venv)"

.venv/app: requirements/app.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/app

.venv/bench: requirements/bench.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/node: requirements/node.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

node_modules/app: package-lock.json $(if $(NPM),,.venv/node)
	$(NPM_CI) --omit=dev
	@touch $@

node_modules/dev: package-lock.json $(if $(NPM),,.venv/node)
	$(NPM_CI)
	@touch $@ node_modules/app

.venv/chromium: | .venv/dev
	@tests/install_chromium.sh $(BIN)
	@touch $@

lock: .venv/bin/python
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header pyproject.toml -o requirements/app.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header pyproject.toml --group dev -c requirements/app.txt -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --group pyproject.toml:node -o requirements/node.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --group pyproject.toml:bench -c requirements/dev.txt -o requirements/bench.txt
	npm install --package-lock-only --ignore-scripts
