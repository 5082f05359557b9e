"""The API's description for readers: rendered here, nothing from a CDN."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app

from gateway.pages.render import page

__all__ = ["docs"]

VERBS = ("get", "post", "patch", "put", "delete")


def docs() -> Response:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    spec = api.spec.to_dict()
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, operations in spec["paths"].items():
        shared = operations.get("parameters", [])
        for verb in VERBS:
            if verb in operations:
                groups[operations[verb]["tags"][0]].append(
                    _operation(spec, path, verb, operations[verb], shared)
                )
    about = {tag["name"]: tag.get("description", "") for tag in spec["tags"]}
    return page("docs.html", info=spec["info"], groups=groups, about=about)


def _operation(
    spec: dict[str, Any], path: str, verb: str, told: dict[str, Any], shared: list[Any]
) -> dict[str, Any]:
    content = (told.get("requestBody") or {}).get("content") or {}
    kind = next(iter(content), None)
    body = content[kind] if kind else {}
    return {
        "verb": verb.upper(),
        "path": path,
        "summary": told.get("summary", ""),
        "description": told.get("description", ""),
        "parameters": [_resolved(spec, each) for each in [*shared, *told.get("parameters", [])]],
        "content_type": kind,
        "fields": _fields(spec, body.get("schema") or {}),
        "answers": sorted(code for code in told.get("responses", {}) if code != "default"),
    }


def _fields(spec: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    schema = _resolved(spec, schema)
    required = schema.get("required", [])
    return [
        {"name": name, "needed": name in required, "kind": _kind(spec, field), **_about(field)}
        for name, field in schema.get("properties", {}).items()
    ]


def _about(field: dict[str, Any]) -> dict[str, Any]:
    return {
        "about": field.get("description", ""),
        "choices": [each for each in field.get("enum", []) if each is not None],
    }


def _kind(spec: dict[str, Any], field: dict[str, Any]) -> str:
    if "$ref" in field or "allOf" in field:
        inner = _resolved(spec, field if "$ref" in field else field["allOf"][0])
        return "{" + ", ".join(inner.get("properties", {})) + "}"
    if "items" in field:
        return f"[{_kind(spec, field['items'])}]"
    kind = field.get("type", "")
    kinds = [each for each in kind if each != "null"] if isinstance(kind, list) else [kind]
    return field.get("format") or " | ".join(kinds)


def _resolved(spec: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        found: Any = spec
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value
