"""The need survey, rounds of visits, labour surveys: what the registry answers in one call."""

from __future__ import annotations

from chassis.errors import NotFound
from flask import Response
from flask_smorest import Blueprint

from gateway.need_files import need_rows
from gateway.operations import Operation
from gateway.pages.files import file_answer
from gateway.parts import ask, language
from gateway.report_files import csv_file, xlsx_file
from gateway.schemas import field_work as fb
from gateway.schemas import registry as rb
from gateway.schemas.queries import read_query

__all__ = ["FIELD_WORK", "register", "summary_file"]

FORMS = {"csv": csv_file, "xlsx": xlsx_file}

FIELD_WORK = (
    Operation(
        verb="GET",
        path="/needs/summary",
        service="registry",
        method="needs_summary",
        summary="A year's needs by village, occupation, group, kind or level",
        answers="thing",
        query=fb.NeedSummary,
    ),
    Operation(
        verb="GET",
        path="/visit-rounds",
        service="registry",
        method="list_rounds",
        summary="Rounds of door-to-door visits, the youngest first",
        answers="thing",
        items="rounds",
    ),
    Operation(
        verb="GET",
        path="/visit-plans",
        service="registry",
        method="outreach_coverage",
        summary="A round's plans with the people and households reached",
        answers="thing",
        items="plans",
        query=fb.Round,
    ),
    Operation(
        verb="POST",
        path="/visit-plans",
        service="registry",
        method="plan_visits",
        summary="Plan a village's days in a round, or amend them",
        body=fb.VisitPlanBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/visit-plans/{plan_id}/cancel",
        service="registry",
        method="cancel_visits",
        summary="A plan is not to be; what was done stays done",
        body=rb.VoidEntryBody,
    ),
    Operation(
        verb="GET",
        path="/visit-plans/{plan_id}/not-reached",
        service="registry",
        method="not_reached",
        summary="Whom nobody spoke to in the plan's days",
        answers="list",
        items="people",
    ),
    Operation(
        verb="GET",
        path="/visit-plans/{plan_id}/list",
        service="registry",
        method="visit_list",
        summary="Those not reached yet, house by house, to call or to invite; logged",
        answers="thing",
        query=fb.VisitList,
    ),
    Operation(
        verb="GET",
        path="/labour-surveys",
        service="registry",
        method="list_labour_surveys",
        summary="Labour surveys with their source documents",
        answers="list",
        items="labour_surveys",
    ),
)


def register(blueprint: Blueprint) -> None:
    """Add the file of the need survey to the referrals' blueprint."""
    blueprint.route("/needs/summary.<id:kind>", methods=["GET"])(
        blueprint.response(200, content_type="application/octet-stream")(
            blueprint.doc(
                summary="A year's needs as csv or xlsx",
                parameters=[{"in": "query", "schema": fb.NeedSummary}],
            )(summary_file)
        )
    )


def summary_file(kind: str) -> Response:
    """The same cells that the caller may see. Raises ``NotFound("no_such_report")``."""
    if kind not in FORMS:
        raise NotFound("no_such_report")
    query = read_query(fb.NeedSummary)
    told = ask("registry", "needs_summary", **query)
    content = FORMS[kind](need_rows(told, language()))
    return file_answer(content, f"nhu-cau-{query['year']}.{kind}")
