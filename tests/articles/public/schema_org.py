"""Judge JSON-LD by schema.org: every type and property is one of its, and every value is of a type it expects there."""

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

TABLE = json.loads((Path(__file__).parents[2] / "data" / "schema_org.json").read_text())
TYPES, PROPERTIES, MEMBERS = TABLE["types"], TABLE["properties"], TABLE["members"]
PREFIX = "https://schema.org/"
# A year alone is a date of ISO 8601, too.
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def faults(document):
    """Return a sentence for everything in a JSON-LD document that schema.org does not know or expect."""
    known = {node["@id"] for node in nodes(document) if "@id" in node and "@type" in node}
    found = [] if document.get("@context") == "https://schema.org" else ["The context is not https://schema.org."]
    return found + _node_faults(document, "", known)


def nodes(value):
    """Every object in a document, the outermost first."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def with_all_above(kind):
    """A type, and every type above it."""
    found = {kind}
    for above in TYPES.get(kind, []):
        found |= with_all_above(above)
    return found


def _node_faults(node, path, known):
    kind = node.get("@type")
    if kind is None:
        return [] if set(node) == {"@id"} and node["@id"] in known else [f"{path} has no type and refers to nothing."]
    if kind not in TYPES:
        return [f"{path} is a {kind}, which is no type."]
    found = []
    if "@id" in node and not _is_address(node["@id"]):
        found.append(f"{path}.@id is {node['@id']!r}, no absolute address.")
    for name, value in node.items():
        if name in ("@context", "@type", "@id"):
            continue
        where = f"{path}.{name}"
        # What an action asks for is noted beside its properties: query-input.
        if kind == "SearchAction" and name == "query-input":
            found += [] if value.startswith("required name=") else [f"{where} is {value!r}."]
        elif name not in PROPERTIES:
            found.append(f"{where} is no property.")
        elif not with_all_above(kind) & set(PROPERTIES[name]["of"]):
            found.append(f"{where} is no property of a {kind}.")
        else:
            values = value if isinstance(value, list) else [value]
            found += [] if values else [f"{where} is empty."]
            found += [
                fault for one in values for fault in _value_faults(one, PROPERTIES[name]["expects"], where, known)
            ]
    return found


def _value_faults(value, expected, where, known):
    if isinstance(value, dict):
        is_fitting = "@type" not in value or with_all_above(value["@type"]) & set(expected)
        found = [] if is_fitting else [f"{where} is a {value['@type']}, not one of {expected}."]
        return found + _node_faults(value, where, known)
    return [] if any(_is(value, kind) for kind in expected) else [f"{where} is {value!r}, not one of {expected}."]


def _is(value, kind):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case "Text":
            return isinstance(value, str) and bool(value.strip())
        case "URL":
            return _is_address(value)
        case "Date" | "DateTime":
            return isinstance(value, str) and _is_date(value)
        case "Number":
            return is_number
        case "Integer":
            return isinstance(value, int) and is_number
        case "Boolean":
            return isinstance(value, bool)
    # A member of an enumeration is named by its address.
    name = value.removeprefix(PREFIX) if isinstance(value, str) and value.startswith(PREFIX) else ""
    return any(name in members and kind in with_all_above(enumeration) for enumeration, members in MEMBERS.items())


def _is_address(value):
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def _is_date(value):
    if not DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True
