"""What never stands in our logs: the secret of a preview link or of a reviewer's link, which is its address."""

import logging
import re

_SECRET = re.compile(r"(/preview/|[?&]preview=|/desk/link/)[^\s/?&#'\"]+")


def without_secrets(value: object) -> object:
    return _SECRET.sub(r"\1[secret]", value) if isinstance(value, str) else value


class HideSecrets(logging.Filter):
    """Write the line as it will be read, then cross the secret out. Whatever holds none passes unchanged."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if _SECRET.search(text):
            record.msg, record.args = without_secrets(text), None
        return True
