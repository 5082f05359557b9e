"""Those not reached yet on paper: to call by, or to invite by. Taking it along is logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from flask import Response

from gateway.pages.render import page
from gateway.pages.visits import last_day
from gateway.parts import account, ask, parts
from gateway.report.offices import office_of
from gateway.schemas.field_work import VisitList
from gateway.schemas.queries import read_query

__all__ = ["houses", "paper"]


def paper(plan_id: str) -> Response:
    layout = read_query(VisitList)["layout"]
    told = ask("registry", "visit_list", plan_id=plan_id, layout=layout)
    words = parts().texts.language("vi")
    commune = account().commune or parts().settings.commune
    response = page(
        "visit_paper.html",
        plan={**told["plan"], "until": last_day(told["plan"]["to"])},
        plan_id=plan_id,
        layout=layout,
        houses=houses(told["items"]),
        total=told["total"],
        homes=len({each["house"] for each in told["items"]} - {0}),
        office=office_of(commune, words.word("unit_name", commune)),
        today=parts().today(),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def houses(people: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Numbered people, house by house; whoever is in none stands alone."""
    numbered = [{**each, "number": at} for at, each in enumerate(people, start=1)]
    return [
        list(group)
        for _, group in groupby(numbered, key=lambda each: each["house"] or -each["number"])
    ]
