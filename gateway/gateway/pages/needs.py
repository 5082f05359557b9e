"""The need survey of a year on one page: what people want, where, who they are."""

from __future__ import annotations

from flask import Response, request

from gateway.need_files import KINDS, key_label
from gateway.pages.render import may, page
from gateway.parts import ask, language, parts

__all__ = ["summary"]

FIRST_YEAR, LAST_YEAR = 2026, 2030
BY = ("village", "occupation", "group", "kind", "level", "form")


def summary() -> Response:
    """Which cells are withheld is the registry's to say."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    asked = request.args.get("year", "")
    year = int(asked) if asked in {str(each) for each in years} else parts().today().year
    shown = tuple(each for each in BY if each != "group" or may("POST /api/v1/people"))
    by = request.args.get("by", "")
    by = by if by in shown else "village"
    told = ask("registry", "needs_summary", year=year, by=by)
    words = language()
    return page(
        "needs.html",
        year=year,
        years=years,
        by=by,
        cuts=shown,
        kinds=KINDS,
        told=told,
        rows=[{**each, "label": key_label(by, each["key"], words)} for each in told["items"]],
        most=max((each["people"] for each in told["items"]), default=1),
    )
