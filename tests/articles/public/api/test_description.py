"""The description for machines, the page for people and the answers are made of one table, and agree."""

import re

import pytest

from articles.public.api.table import ENDPOINTS, SCHEMAS
from articles.public.api.views import VIEWS
from tests.articles.public.reading import read

TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def faults(value, schema, path=""):
    """Where `value` is not as `schema` says: types, names, choices and patterns."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(TYPES[kind] for kind in kinds)) or (value is True and "boolean" not in kinds):
        return [f"{path} is {value!r}, not {kinds}"]
    found = []
    if isinstance(value, dict) and "properties" in schema:
        if set(value) != set(schema["required"]):
            found.append(f"{path} has {sorted(value)}, not {sorted(schema['required'])}")
        found += [fault for key in value for fault in faults(value[key], schema["properties"][key], f"{path}.{key}")]
    if isinstance(value, list):
        found += [fault for item in value for fault in faults(item, schema["items"], f"{path}[]")]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path} is {value!r}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{path} is {value!r}")
    return found


@pytest.fixture
def description(client):
    return client.get("/api/v1/openapi.json").json()


def test_it_is_openapi_and_every_reference_leads_somewhere(description):
    assert description["openapi"] == "3.1.0" and description["info"]["title"] and description["info"]["version"]
    named = re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(description))
    assert set(named) == set(SCHEMAS) == set(description["components"]["schemas"])
    names = [operation["get"]["operationId"] for operation in description["paths"].values()]
    assert len(names) == len(set(names)) == len(ENDPOINTS)
    for path, operation in description["paths"].items():
        declared = {row["name"] for row in operation["get"]["parameters"] if row["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))


KEYWORDS = {
    "type": (str, list), "description": str, "properties": dict, "required": list, "additionalProperties": bool,
    "items": dict, "enum": list, "format": str, "pattern": str, "minimum": int, "maximum": int, "$ref": str,
}  # fmt: skip
FORMATS = {"uuid", "uri", "date", "date-time"}


def schemas_in(value):
    """Every schema of a description, those within schemas too."""
    if isinstance(value, dict):
        if "schema" in value:
            yield from schemas_within(value["schema"])
        for name, inner in value.items():
            if name == "schemas":
                for schema in inner.values():
                    yield from schemas_within(schema)
            elif name != "schema":
                yield from schemas_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from schemas_in(inner)


def schemas_within(schema):
    yield schema
    for inner in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        yield from schemas_within(inner)


def test_every_schema_in_it_is_a_json_schema(description):
    found = list(schemas_in(description))

    assert len(found) > 60
    for schema in found:
        assert schema and all(isinstance(value, KEYWORDS[name]) for name, value in schema.items()), schema
        kinds = schema.get("type", [])
        assert set([kinds] if isinstance(kinds, str) else kinds) <= set(TYPES)
        assert set(schema.get("required", [])) <= set(schema.get("properties", {}))
        assert schema.get("format", "uuid") in FORMATS
        re.compile(schema.get("pattern", ""))


def test_it_has_every_object_that_openapi_asks_for(description):
    known = {"openapi", "info", "jsonSchemaDialect", "servers", "externalDocs", "paths", "components"}
    assert set(description) <= known
    assert all(server["url"].startswith("http") for server in description["servers"])
    for path, item in description["paths"].items():
        assert path.startswith("/") and set(item) == {"get"}
        operation = item["get"]
        assert set(operation) <= {"operationId", "summary", "parameters", "responses"}
        for parameter in operation["parameters"]:
            assert {"name", "in", "schema"} <= set(parameter) and parameter["in"] in ("path", "query")
            assert parameter["in"] == "query" or parameter["required"] is True
        assert all(re.fullmatch("[1-5][0-9]{2}", status) for status in operation["responses"])
        for answer in operation["responses"].values():
            assert answer["description"] and set(answer) <= {"description", "headers", "content"}


def test_every_row_of_the_table_has_its_view():
    assert set(VIEWS) == {endpoint.name for endpoint in ENDPOINTS}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_address_answers_as_described(client, published, description, endpoint):
    slug = {"topic": "multiple-sclerosis", "expert": "expert-1"}.get(endpoint.name, "")
    path = endpoint.path.replace("<uuid:uid>", str(published.article_uid)).replace("<int:number>", "1")
    body = client.get(f"/api/v1/{path.replace('<slug:slug>', slug)}").json()

    if endpoint.is_list:
        assert set(body) == {"data", "next"} and body["data"]
    for row in body["data"] if endpoint.is_list else [body]:
        assert faults(row, SCHEMAS[endpoint.schema]) == []
    offered = {
        row["name"]
        for operation in description["paths"].values()
        if operation["get"]["operationId"] == endpoint.name
        for row in operation["get"]["parameters"]
        if row["in"] == "query"
    }
    assert offered == {parameter.name for parameter in endpoint.parameters}


def test_the_page_for_people_names_every_address(client, db):
    page = read(client, "/api/")

    assert len(page.all("endpoint")) == len(ENDPOINTS)
    for path in page.all("endpoints")[0].xpath(".//a/@href"):
        assert client.get(path).status_code == 200
