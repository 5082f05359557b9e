"""Figures: the fourteen indicators, who stands behind them, how they changed."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from gateway.answers import json_answer, listing, thing
from gateway.operations import Operation, add
from gateway.parts import account, ask
from gateway.permissions import SEES_PEOPLE
from gateway.requests import json_object
from gateway.schemas.answers import AnyAnswer, ListAnswer
from gateway.schemas.figures import ClosingBody, ClosingNoteBody, WhatIfBody
from gateway.schemas.queries import (
    Ahead,
    FigureQuery,
    FigureSet,
    PeopleBehind,
    Restatements,
    SpanOfCommune,
    WhyNot,
    read_query,
)

__all__ = ["PURPOSE", "people_behind", "register"]

PURPOSE = "explain_figure"
"""The purpose that the registry logs when names are put beside a figure's entries."""

CLOSINGS = (
    Operation(
        verb="POST",
        path="/closings",
        service="indicators",
        method="close_span",
        summary="Close a span: its figures are kept as they stand",
        body=ClosingBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/closings",
        service="indicators",
        method="list_closings",
        summary="Closed spans",
        answers="thing",
        items="closings",
    ),
    Operation(
        verb="GET",
        path="/closings/{span}",
        service="indicators",
        method="closing",
        summary="A closed span: what was signed, its digest, and what was learnt since",
        answers="thing",
    ),
    Operation(
        verb="POST",
        path="/closings/{span}/notes",
        service="indicators",
        method="note_on_closing",
        summary="Sign a later word on a closed span",
        body=ClosingNoteBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/indicators/backtest",
        service="indicators",
        method="backtest",
        summary="How the forecasts would have done so many months ahead",
        answers="thing",
        query=Ahead,
    ),
    Operation(
        verb="GET",
        path="/freshness",
        service="indicators",
        method="freshness",
        summary="The last position applied from every source",
        answers="thing",
    ),
)


def all_figures() -> Response:
    """A set of figures (the plan's fourteen) in the plan's order, and whose plan that is; of a
    city also its communes."""
    answer = ask("indicators", "figures", **read_query(FigureSet))
    told = {name: answer[name] for name in ("plan", "communes", "commune_names")}
    return json_answer({"indicators": answer["items"], **told})


def one_figure(code: str) -> Response:
    return thing(ask("indicators", "figure", code=code, **read_query(FigureQuery)))


def people(code: str) -> Response:
    query = read_query(PeopleBehind)
    return listing(people_behind(code, query), "people", query["page"], query["page_size"])


def people_behind(code: str, query: dict[str, Any]) -> dict[str, Any]:
    """The entries' people; names are put beside them, under the caller's own rights, only
    for roles that see people."""
    found: dict[str, Any] = ask("indicators", "figure_people", code=code, **query)
    if account().role in SEES_PEOPLE:
        person_ids = [each["person_id"] for each in found["items"] if each.get("person_id")]
        if person_ids:
            names = ask("registry", "names", person_ids=person_ids, purpose=PURPOSE)
            found["items"] = [
                {**each, "person": names["people"].get(each.get("person_id"))}
                for each in found["items"]
            ]
    return found


def why_not(code: str) -> Response:
    query = read_query(WhyNot)
    person = query.pop("person")
    return json_answer(ask("indicators", "why_not", code=code, person_id=person, **query))


def what_if(code: str) -> Response:
    """Nothing is stored: no key, no receipt."""
    query = read_query(SpanOfCommune)
    return json_answer(ask("indicators", "what_if", code=code, body=json_object(), **query))


def restatements(code: str) -> Response:
    query = read_query(Restatements)
    answer = ask("indicators", "restatements", code=code, **query)
    if "items" in answer:
        answer = {**answer, "restatements": answer["items"]}
        del answer["items"]
    return json_answer(answer)


def register(blueprint: Blueprint) -> None:
    """Add the routes to the figures' blueprint."""
    add(blueprint, CLOSINGS)
    for path, view, summary, query, answer in (
        ("/indicators", all_figures, "All indicators", FigureSet, ListAnswer),
        ("/indicators/<id:code>", one_figure, "One indicator", FigureQuery, AnyAnswer),
        (
            "/indicators/<id:code>/people",
            people,
            "Who stands behind a figure",
            PeopleBehind,
            ListAnswer,
        ),
        (
            "/indicators/<id:code>/why-not",
            why_not,
            "What is missing for one person to count",
            WhyNot,
            AnyAnswer,
        ),
        (
            "/indicators/<id:code>/restatements",
            restatements,
            "Entries recorded since that changed the figure, with their cause",
            Restatements,
            AnyAnswer,
        ),
    ):
        described = blueprint.doc(summary=summary, parameters=[{"in": "query", "schema": query}])
        blueprint.route(path, methods=["GET"])(blueprint.response(200, answer)(described(view)))
    body = {"content": {"application/json": {"schema": WhatIfBody}}, "required": True}
    summary = "A figure as it would be after changes that have not happened"
    told = blueprint.doc(
        summary=summary, requestBody=body, parameters=[{"in": "query", "schema": SpanOfCommune}]
    )
    blueprint.route("/indicators/<id:code>/what-if", methods=["POST"])(
        blueprint.response(200, AnyAnswer)(told(what_if))
    )
