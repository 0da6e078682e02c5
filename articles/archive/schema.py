"""The schema in docs/archive.schema.json, made from the table of kinds: `python -m articles.archive.schema` prints it.

Django must be set up for it, as the table asks the models for their choices; the module does that by itself.
"""

import json
import os
from typing import Any


def schema() -> dict[str, Any]:
    """JSON Schema of one line; the order of the lines it cannot tell."""
    from articles.archive.fields import object_schema
    from articles.archive.kinds import FORMAT, HEADER, KINDS, TRAILER

    lines = {"header": HEADER, **KINDS, "trailer": TRAILER}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"One line of {FORMAT}",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in lines],
        "$defs": {kind: _line(kind, object_schema(fields)) for kind, fields in lines.items()},
    }


def _line(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        **fields,
        "properties": {"kind": {"const": kind}, **fields["properties"]},
        "required": ["kind", *fields["required"]],
    }


def as_json() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("HEALTHCMS_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")
    django.setup()
    print(as_json(), end="")
