# make run    the site with sample content on http://127.0.0.1:8000 (PORT=... for another port)
# make test   every test, on SQLite and on PostgreSQL, in a real browser too
# make lint   style, imports and types

PORT ?= 8000
# From here, so that a forgotten .env cannot turn a trial into production.
export HEALTHCMS_ENV = development
export SITE_URL ?= http://localhost:$(PORT)
python = .venv/bin/python

.PHONY: run test lint format clean

run:
	@tools/dev/venv.sh requirements.txt
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py create_roles
	@$(python) manage.py load_sample
	@exec $(python) manage.py runserver 127.0.0.1:$(PORT)

test:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m tests

lint:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy

format:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

# The environment and caches only: var/ holds your database and your ledger's key.
clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis var/static
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
