"""What the environment must say before the site may start; everything wrong is named at once, a line each."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environ import Env


class Requirements:
    """Collects refusals while settings are read, so that nobody fixes them one restart at a time."""

    def __init__(self, env: Env, *, is_development: bool) -> None:
        self.env = env
        self.is_development = is_development
        self.refusals: list[str] = []

    def get(self, name: str, why: str, *, development: str) -> str:
        """Read a setting that production cannot do without."""
        value = self.env.str(name, default="").strip()
        if value or self.is_development:
            return value or development
        self.refusals.append(f"{name} is missing: {why}")
        return ""

    def refuse(self, sentence: str, *, when: bool) -> None:
        if when:
            self.refusals.append(sentence)

    def enforce(self) -> None:
        """Stop with every refusal, before anything half configured can answer a request."""
        if self.refusals:
            advice = "See .env.example. On your own machine set HEALTHCMS_ENV=development instead."
            raise ImproperlyConfigured("\n".join(["healthcms cannot start.", *self.refusals, advice]))


def is_ed25519_seed(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def key_kept_in(key_file: Path) -> str:
    """Make a development key on first use and keep it, so that a restart logs nobody out."""
    if not key_file.exists():
        key_file.parent.mkdir(parents=True, exist_ok=True)
        draft = key_file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            # A link appears whole or not at all: of two processes that start together, one key wins.
            os.link(draft, key_file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return key_file.read_text()
