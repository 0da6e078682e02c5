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
