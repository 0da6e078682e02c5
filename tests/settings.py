"""The development settings, kept away from everybody's own files: each process has its own database and media."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="healthcms-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

os.environ |= {
    "HEALTHCMS_ENV": "development",
    "ENV_FILE": os.devnull,
    "DEBUG": "off",
    "SECRET_KEY": "the tests' key, which protects nothing",
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH / 'healthcms.sqlite3'}",
    "LOG_LEVEL": "WARNING",
}

from healthcms.settings import *  # noqa: E402, F403
from healthcms.settings import DATABASES  # noqa: E402

LEDGER_KEY_FILE = SCRATCH / "ledger.key"
# Each process has pages of its own; another one's changes are no news here.
PAGES_GENERATION_FILE = SCRATCH / "generation"
# A real hash takes a tenth of a second, on purpose; tests log in too often for that.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in production: an in-memory database cannot be shared with the server that browsers talk to.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    # Nothing of it is to survive, and where many write at once on a busy machine, the last one waits for long.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF; PRAGMA busy_timeout=60000;"
elif template := os.environ.get("TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
