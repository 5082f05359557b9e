"""Reading the OpenAPI document: which operations there are, what they take and answer."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Json = dict[str, Any]
API = "/api/v1"
VERBS = ("get", "post", "put", "patch", "delete")
WRITES = ("POST", "PATCH", "PUT", "DELETE")


class Interface:
    """``METHOD /route`` → what the document says of it."""

    def __init__(self, document: Json) -> None:
        self.document = document
        whole = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource("urn:openapi", whole)
        self.operations: dict[str, Json] = {
            f"{verb.upper()} {path.removeprefix(API)}": {
                **item[verb],
                "parameters": [*item.get("parameters", []), *item[verb].get("parameters", [])],
            }
            for path, item in document["paths"].items()
            for verb in item
            if verb in VERBS
        }

    def body(self, route: str) -> Json | None:
        """The JSON schema of a write's body."""
        content = self.operations[route].get("requestBody", {}).get("content", {})
        found: Json | None = content.get("application/json", {}).get("schema")
        return found

    def problems(self, schema: Json, value: Any) -> list[str]:
        """What of a value is not as the schema says."""
        validator = Draft202012Validator(
            _absolute(schema),
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]

    def answer_problems(self, route: str, status: int, content_type: str, value: Any) -> list[str]:
        """What of an answer is not as the document says: its type, its shape."""
        answers = self.operations[route]["responses"]
        told = answers.get(str(status)) or answers["default"]
        told = self.resolved(told)
        plain = content_type.partition(";")[0]
        if plain not in told.get("content", {}):
            return [f"{status} is {plain}, told are {sorted(told.get('content', {}))}"]
        return self.problems(told["content"][plain]["schema"], value)

    def resolved(self, schema: Json) -> Json:
        """What a reference points to."""
        while "$ref" in schema:
            found: Any = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def _absolute(value: Any) -> Any:
    """References made to point into the whole document."""
    if isinstance(value, dict):
        return {
            key: f"urn:openapi{each}" if key == "$ref" else _absolute(each)
            for key, each in value.items()
        }
    return [_absolute(each) for each in value] if isinstance(value, list) else value
