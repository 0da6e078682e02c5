"""The description of the API for machines: OpenAPI 3.1, made of the table."""

from typing import Any

from django.conf import settings

from articles.public.api.table import ENDPOINTS, PLACE, SCHEMAS, Endpoint, Parameter, Schema, or_null, record, text
from articles.public.delivery import absolute

_KINDS = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer"}, "slug": {"type": "string"}}


def described() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME} API",
            "version": "1",
            "description": "What readers see, as JSON: read-only, without a key. Digests are those of the receipts.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": absolute("/api/v1")}],
        "externalDocs": {"description": "The same for people.", "url": absolute("/api/")},
        "paths": {f"/{row.shown}": {"get": _operation(row)} for row in ENDPOINTS},
        "components": {"schemas": SCHEMAS},
    }


def _operation(row: Endpoint) -> dict[str, Any]:
    answers: Schema = {"$ref": f"#/components/schemas/{row.schema}"}
    if row.is_list:
        following = or_null(text("Where the list goes on.", format="uri"))
        answers = record(data={"type": "array", "items": answers}, next=following)
    named = [
        {"name": found["name"], "in": "path", "required": True, "schema": _KINDS[found["kind"]]}
        for found in PLACE.finditer(row.path)
    ]
    refusals = {"400": "A parameter is not offered or cannot be read.", "404": "Nothing is published there."}
    if row.path.startswith("articles/<"):
        refusals["410"] = "The article was withdrawn; the reason says why."
    return {
        "operationId": row.name,
        "summary": row.says,
        "parameters": [*named, *map(_parameter, row.parameters)],
        "responses": {
            "200": {
                "description": row.says,
                "headers": {"ETag": {"description": "Send it back in If-None-Match.", "schema": text()}},
                "content": {"application/json": {"schema": answers}},
            },
            "304": {"description": "You have this already: the ETag is the same."},
            **{status: _refusal(says) for status, says in refusals.items()},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {"name": parameter.name, "in": "query", "description": parameter.says, "schema": parameter.schema}


def _refusal(says: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": says, "content": {"application/json": {"schema": schema}}}
