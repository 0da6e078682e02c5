# make run    the site with sample content on http://127.0.0.1:8000 (PORT=... for another port)
# make test   every test, on SQLite and on PostgreSQL, in real browsers too
# make lint   style, imports and types
# make bench  what a page costs, beside the least that could be done, in ten minutes at the most (docs/benchmarks/)
# make bench-corpora   the 10,000 and 100,000 articles that it measures with, made once; SIZES=... DATABASES=...
# make messages   the words of the public pages, to be translated; needs GNU gettext

PORT ?= 8000
# From here, so that a forgotten .env cannot turn a trial into production.
export HEALTHCMS_ENV = development
export SITE_URL ?= http://localhost:$(PORT)
python = .venv/bin/python

.PHONY: run test bench bench-corpora lint format messages clean

run:
	@tools/dev/venv.sh requirements.txt
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py create_roles
	@$(python) manage.py create_site_pages
	@$(python) manage.py load_sample
	@exec $(python) manage.py runserver 127.0.0.1:$(PORT)

test:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m tests

bench:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m tools.bench

bench-corpora:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m tools.bench.corpora

lint:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy

format:
	@tools/dev/venv.sh requirements-dev.txt
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

messages:
	@tools/dev/venv.sh requirements.txt
	@tools/dev/messages.sh

# The environment and caches only: var/ holds your database and your ledger's key.
clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis var/static
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
