"""The key that signs the ledger's checkpoints: Ed25519, from the environment.

The library is loaded when something is signed or verified: it is 7 MiB, and few processes that answer readers do.
"""

import base64
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def sign(text: str) -> str:
    """Return the signature of `text` (UTF-8) in base64."""
    return base64.b64encode(_private_key().sign(text.encode())).decode()


def public_key() -> str:
    """Return the 32 bytes of the public key in base64; outsiders keep it to verify with."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def is_signed(text: str, signature: str, *, key: str) -> bool:
    """Whether `signature` (base64) was made over `text` with the private half of `key` (base64)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(
            base64.b64decode(signature, validate=True), text.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> "Ed25519PrivateKey":
    return _load(settings.LEDGER_SIGNING_KEY, str(settings.LEDGER_KEY_FILE))


@lru_cache(maxsize=4)
def _load(encoded: str, key_file: str) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not encoded:
        encoded = _development_key(Path(key_file))
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(encoded, validate=True))
    except ValueError as error:
        raise ImproperlyConfigured("LEDGER_SIGNING_KEY must be 32 bytes in base64.") from error


def _development_key(path: Path) -> str:
    """Return the key kept in `path`, making it on first use. Only reached where settings allow an empty key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    encoded = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
    with os.fdopen(handle, "w") as file:
        file.write(encoded)
    return encoded
