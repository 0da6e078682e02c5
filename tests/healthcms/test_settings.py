"""Production starts whole or not at all, and says why in lines that a person can act on."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "HEALTHCMS_ENV": "production",
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-for-this-one-test-x9",
    "ALLOWED_HOSTS": "www.example.org",
    "SITE_URL": "https://www.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened-by-these-tests.sqlite3",
    "LEDGER_SIGNING_KEY": base64.b64encode(bytes(32)).decode(),
}
NEEDED = ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "LEDGER_SIGNING_KEY"]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=clean | environment, capture_output=True, text=True, timeout=300
    )


def settings_under(environment: dict[str, str], *names: str) -> dict:
    code = (
        "import json; from healthcms import settings;"
        f"print(json.dumps({{name: getattr(settings, name, None) for name in {names!r}}}, default=str))"
    )
    done = run("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestProduction:
    def test_starts_when_everything_is_there(self):
        assert run("manage.py", "check", **PRODUCTION).returncode == 0

    @pytest.mark.parametrize("name", NEEDED)
    def test_refuses_to_start_without_each_secret(self, name):
        environment = {key: value for key, value in PRODUCTION.items() if key != name}

        done = run("manage.py", "check", **environment)

        assert done.returncode == 1
        assert [line.split()[0] for line in done.stderr.splitlines() if " is missing: " in line] == [name]
        assert "Traceback" not in done.stderr

    def test_is_what_an_empty_environment_means_and_names_all_that_is_missing_at_once(self):
        done = run("manage.py", "migrate")

        assert done.returncode == 1
        assert [line.split()[0] for line in done.stderr.splitlines() if " is missing: " in line] == NEEDED
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("SECRET_KEY", "short", "SECRET_KEY is too short"),
            ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS is '*'"),
            ("SITE_URL", "www.example.org", "SITE_URL is 'www.example.org'"),
            ("LEDGER_SIGNING_KEY", "c2hvcnQ=", "LEDGER_SIGNING_KEY is not usable"),
            ("LEDGER_SIGNING_KEY", "not base64!", "LEDGER_SIGNING_KEY is not usable"),
            ("HEALTHCMS_ENV", "staging", "HEALTHCMS_ENV is 'staging'"),
            ("LOG_FORMAT", "xml", "LOG_FORMAT is 'xml'"),
        ],
    )
    def test_refuses_a_setting_that_cannot_be_meant(self, name, value, sentence):
        done = run("manage.py", "check", **(PRODUCTION | {name: value}))

        assert done.returncode == 1
        assert sentence in done.stderr

    def test_the_server_says_what_is_missing_once_and_does_not_start(self):
        done = run("manage.py", "serve", "--port", "0")

        assert done.returncode == 1
        assert done.stderr.count("SECRET_KEY is missing") == 1
        assert "Traceback" not in done.stderr and "granian" not in (done.stdout + done.stderr).lower()

    def test_a_worker_that_was_started_otherwise_says_it_too_and_ends(self):
        done = run("-c", "import healthcms.wsgi")

        assert done.returncode == 1
        assert "SECRET_KEY is missing" in done.stderr and "Traceback" not in done.stderr

    def test_passes_djangos_deployment_checks(self):
        done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

        assert done.returncode == 0, done.stderr

    def test_never_runs_with_debug_whatever_the_environment_asks(self):
        assert settings_under(PRODUCTION | {"DEBUG": "on"}, "DEBUG") == {"DEBUG": False}

    def test_hashes_passwords_with_argon2_and_wants_fifteen_characters(self):
        found = settings_under(PRODUCTION, "PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS")

        assert found["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
        assert {"min_length": 15} in [validator.get("OPTIONS") for validator in found["AUTH_PASSWORD_VALIDATORS"]]

    @pytest.mark.parametrize(
        ("purge", "is_told", "is_alone"),
        [
            ("", False, False),
            ("nginx+http://127.0.0.1:8080", True, True),
            ("nginx+http://a:8080,nginx+http://b:8080", True, True),
            ("varnish+http://127.0.0.1:6081", False, False),
            ("fastly://SERVICE", False, False),
            ("cloudflare://ZONE", False, False),
            ("nginx+http://127.0.0.1:8080,fastly://SERVICE", True, False),
        ],
    )
    def test_nginx_is_alone_where_it_is_told_and_no_other_cache_is(self, purge, is_told, is_alone):
        told = settings_under({**PRODUCTION, "PURGE": purge}, "NGINX_IS_TOLD", "NGINX_ALONE")

        assert told == {"NGINX_IS_TOLD": is_told, "NGINX_ALONE": is_alone}

    def test_believes_a_proxy_about_https_only_when_told_to(self):
        told = settings_under(PRODUCTION | {"TRUST_X_FORWARDED_PROTO": "on"}, "SECURE_PROXY_SSL_HEADER")

        assert settings_under(PRODUCTION, "SECURE_PROXY_SSL_HEADER") == {"SECURE_PROXY_SSL_HEADER": None}
        assert told == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}


class TestDevelopment:
    def test_needs_nothing_but_its_name(self):
        names = ["DEBUG", "SECRET_KEY", "LEDGER_SIGNING_KEY", "SITE_URL"]
        found = settings_under({"HEALTHCMS_ENV": "development"}, *names)

        assert found["DEBUG"] is True
        assert len(found["SECRET_KEY"]) >= 50
        assert found["LEDGER_SIGNING_KEY"] == ""
        assert found["SITE_URL"] == "http://localhost:8000"

    def test_keeps_its_key_from_one_start_to_the_next(self):
        environment = {"HEALTHCMS_ENV": "development"}

        assert settings_under(environment, "SECRET_KEY") == settings_under(environment, "SECRET_KEY")

    def test_reads_an_env_file_but_lets_the_environment_win(self, tmp_path):
        (tmp_path / "env").write_text("HEALTHCMS_ENV=development\nREVIEW_GRACE_DAYS=7\nSITE_URL=http://from.file\n")

        found = settings_under(
            {"ENV_FILE": str(tmp_path / "env"), "SITE_URL": "http://from.environment"}, "REVIEW_GRACE_DAYS", "SITE_URL"
        )

        assert found == {"REVIEW_GRACE_DAYS": 7, "SITE_URL": "http://from.environment"}


def test_every_setting_in_env_example_is_read_and_every_setting_read_is_in_it():
    source = (ROOT / "healthcms" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|requirements\.get)\(\s*"([A-Z_]+)"', source)) - {"ENV_FILE"}
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    assert named == read
