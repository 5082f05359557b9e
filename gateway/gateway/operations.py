"""Most routes are one call of one service. They are data; this makes views of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from gateway.accounts import Account
from gateway.answers import json_answer, listing, receipt, thing
from gateway.parts import account, ask, parts
from gateway.requests import idempotency_key, json_object, meta
from gateway.schemas.answers import AnyAnswer, Receipt, WriteHeaders, list_of
from gateway.schemas.queries import Page, read_query

__all__ = ["Operation", "add", "described", "write"]

PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """``verb path`` calls ``service.method`` with the path's parameters, the query's, and
    for a write the body and its meta.

    ``answers``: a *receipt* of a write, a *list* (an object with the one array ``items``),
    or a *thing* as it stands. ``beside`` names what else of a list's answer is told.
    ``body`` and ``query`` document (and the query is read by it); a body is judged by the
    service alone, so that a rule stands in one place.
    """

    verb: Literal["GET", "POST", "PATCH"]
    path: str
    service: str | Callable[[Account], str]
    method: str
    summary: str
    answers: Literal["receipt", "list", "thing"] = "receipt"
    items: str = ""
    status: int = 200
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.verb.lower()}_{re.sub(r'[^a-z]+', '_', self.path).strip('_')}"


def add(blueprint: Blueprint, operations: Sequence[Operation]) -> None:
    """Give the blueprint a view for each operation."""
    for operation in operations:
        view = described(blueprint, operation, _view(operation))
        view.__name__ = operation.name
        blueprint.route(_flask_path(operation.path), methods=[operation.verb])(view)


def write(service: str, method: str, status: int = 200, **kwargs: Any) -> Response:
    """One write, once: the answer is the service's receipt."""
    key = idempotency_key()
    with parts().in_flight.only(account().id, key):
        return receipt(ask(service, method, **kwargs, meta=meta(key)), status)


def described(blueprint: Blueprint, operation: Operation, view: Callable[..., Response]) -> Any:
    """The view, with what OpenAPI says of it: summary, body, query, answer."""
    details: dict[str, Any] = {"summary": operation.summary}
    if operation.body is not None:
        content = {"application/json": {"schema": operation.body}}
        details["requestBody"] = {"content": content, "required": True}
    query = operation.query or (Page if operation.answers == "list" else None)
    parameters: list[dict[str, Any]] = []
    if query is not None:
        parameters.append({"in": "query", "schema": query})
    if operation.answers == "receipt":
        parameters += [{"in": "header", "schema": WriteHeaders}]
    if parameters:
        details["parameters"] = parameters
    answer: type[Schema] = Receipt if operation.answers == "receipt" else AnyAnswer
    if operation.items:
        answer = list_of(operation.items)
    return blueprint.response(operation.status, answer)(blueprint.doc(**details)(view))


def _view(operation: Operation) -> Callable[..., Response]:
    def answer(**path: str) -> Response:
        service = operation.service
        service = service if isinstance(service, str) else service(account())
        kwargs: dict[str, Any] = {**path, **operation.fixed}
        if operation.answers == "receipt":
            return write(service, operation.method, operation.status, **kwargs, body=json_object())
        if operation.answers == "list":
            kwargs.update(read_query(operation.query or Page))
            found = ask(service, operation.method, **kwargs)
            beside = {name: found.get(name) for name in operation.beside}
            shown = (operation.items, kwargs["page"], kwargs["page_size"])
            return listing(found, *shown, beside=beside)
        if operation.query is not None:
            kwargs.update(read_query(operation.query))
        found = ask(service, operation.method, **kwargs)
        if operation.items:
            return json_answer({operation.items: found.get("items", [])})
        return thing(found)

    return answer


def _flask_path(path: str) -> str:
    return PARAMETER.sub(r"<id:\1>", path)
