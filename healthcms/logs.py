"""How our logs read, and what never stands in them: the secret of a preview link or of a reviewer's link.

Every line of a request carries the request's id (healthcms/request_id.py), so that one who searches finds them all.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="-")
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


class NameRequest(logging.Filter):
    """Give the line the id of the request that it is written for; "-" outside of any."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class Line(logging.Formatter):
    """One line for a person to read; a traceback hides secrets, too."""

    def formatException(self, ei):  # noqa: N802 - logging calls it so.
        return str(without_secrets(super().formatException(ei)))


class JsonLine(Line):
    """One JSON object a line, for a machine to keep and search."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
