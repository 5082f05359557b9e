"""The plan: what is counted against which target, its files so far, and another one tried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from chassis.errors import Invalid, NotFound, Refused
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.dashboard import whose
from gateway.pages.figure_view import money_text, target_text, view_of
from gateway.pages.files import file_answer
from gateway.pages.format import Format
from gateway.pages.render import may, page
from gateway.pages.spans import this_year
from gateway.pages.units import called, unit_name
from gateway.parts import ask, language, parts
from gateway.routes.plan import previewed
from gateway.texts import Language

__all__ = ["ROUTES"]

Json = Mapping[str, Any]
MOST_FILES = 200
LONGEST_NAME = 100
CHANGED = (
    "added",
    "removed",
    "definitions",
    "targets",
    "communes_added",
    "communes_removed",
    "communes_changed",
)


def plan() -> Response:
    return _page()


def _page(status: int = 200, problems: Sequence[str] = (), **tried: Any) -> Response:
    words = language()
    told = ask("indicators", "plan_versions")
    called(told)
    names = _names(told["indicators"], words)
    year = this_year(parts().today())
    counted = ask("indicators", "figures", span=year, set="all")
    return page(
        "plan.html",
        status,
        year=year,
        whose=whose(counted),
        definitions=_definitions(counted["items"], words),
        versions=[_version(n, each, names) for n, each in enumerate(told["items"], 1)][::-1],
        problems=problems,
        may_try=may("POST /plan"),
        **tried,
    )


def _definitions(found: Sequence[Json], words: Language) -> list[tuple[str, list[Any]]]:
    """By clause, in the plan's order: each figure's view, with its target of the year."""
    fmt = Format(words)
    views = [
        (view_of(each, words, fmt), _target(each["target"], each["kind"], words, fmt))
        for each in found
    ]
    return [(clause, list(each)) for clause, each in groupby(views, lambda one: one[0].clause)]


def _target(target: Json, kind: str, words: Language, fmt: Format) -> str:
    return "" if target.get("rule") == "none" else target_text(target, words, fmt, kind)


def _names(indicators: Mapping[str, Json], words: Language) -> dict[str, str]:
    """By code the name; where two have one name, with the code."""
    names = {code: str(each[words.name]) for code, each in indicators.items()}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    return {code: f"{name} ({code})" if name in shared else name for code, name in names.items()}


def _version(number: int, item: Json, names: Mapping[str, str]) -> dict[str, Any]:
    """``changed``: by what became of them the names of indicators, or communes."""
    found = item["changed"]
    changed = {
        kind: [names.get(code) or unit_name(code) for code in found[kind]]
        for kind in (CHANGED if found else ())
        if found[kind]
    }
    return {**item, "number": number, "changed": changed, "first": found is None}


def file(number: str) -> Response:
    """A file as it was counted, by its place in the list; ``commune``: the one beside it."""
    items = ask("indicators", "plan_versions")["items"]
    if not number.isdecimal() or not 1 <= int(number) <= len(items):
        raise NotFound("not_found")
    item, commune = items[int(number) - 1], request.args.get("commune")
    if commune is None:
        return file_answer(item["text"].encode(), f"plan-{number}.yaml")
    for each in item["communes"]:
        if each["commune"] == commune:
            return file_answer(each["text"].encode(), f"plan-{number}-{commune}.yaml")
    raise NotFound("not_found")


def try_out() -> ResponseReturnValue:
    """What the files that were sent would make of the figures, on the same page."""
    words = language()
    try:
        files = _sent()
        found = previewed({"files": files})
    except (Invalid, Refused) as error:
        fields = error.fact.get("fields", {})
        reasons = [words.reason(each) for told in fields.values() for each in told]
        return _page(422, reasons or [words.code(error.code, error.fact)])
    sent = [each["name"] for each in files]
    if found["problems"]:
        wrong = [{**each, "told": each[words.name]} for each in found["problems"]]
        return _page(422, sent=sent, wrong=wrong)
    return _page(sent=sent, effect=_effect(found, words))


def _sent() -> list[dict[str, str]]:
    """The files of the form. Raises ``Invalid``."""
    files = [each for each in request.files.getlist("files") if each.filename]
    if not files:
        raise Invalid.of(files="required")
    if len(files) > MOST_FILES:
        raise Invalid.of(files="too_many")
    found = []
    for each in files:
        name = str(each.filename).rpartition("/")[2][:LONGEST_NAME]
        try:
            found.append({"name": name, "text": each.read().decode("utf-8")})
        except UnicodeDecodeError as error:
            raise Invalid.of(files="not_utf8") from error
    return found


def _effect(found: Json, words: Language) -> dict[str, Any]:
    """By place and span the figures that would be others, in words."""
    called(found)
    fmt = Format(words)
    names = _names(found["indicators"], words)
    rows = [
        {
            **each,
            "name": names[each["code"]],
            "was": _side(each["before"], found["indicators"][each["code"]], words, fmt),
            "will": _side(each["after"], found["indicators"][each["code"]], words, fmt),
        }
        for each in found["changes"]
    ]
    return {
        "version": found["version"],
        "added": [names[code] for code in found["added"]],
        "removed": [names[code] for code in found["removed"]],
        "communes_added": [unit_name(each) for each in found["communes_added"]],
        "communes_removed": [unit_name(each) for each in found["communes_removed"]],
        "plan_unversioned": "plan" in found["unversioned"],
        "unversioned": [
            names.get(each) or unit_name(each) for each in found["unversioned"] if each != "plan"
        ],
        "places": [
            (place, span, list(each))
            for (place, span), each in groupby(rows, lambda row: (row["commune"], row["span"]))
        ],
    }


def _side(told: Json | None, indicator: Json, words: Language, fmt: Format) -> dict[str, str]:
    """A figure before or after: value, what lies beneath it, target, status."""
    if told is None:
        return {}
    kind, target = indicator["kind"], told["target"]
    if kind in ("flow", "money"):
        beneath = ""
        value, goal = (_count(each, kind, words, fmt) for each in (told["value"], target))
    else:
        num, den = told["num"], told["den"]
        beneath = f"{fmt.number(num)}/{fmt.number(den)}" if den else ""
        value, goal = fmt.percent(num / den if den else None), fmt.percent(target)
    return {
        "value": value,
        "beneath": beneath,
        "target": "" if target is None else goal,
        "status": told["status"],
    }


def _count(value: float | None, kind: str, words: Language, fmt: Format) -> str:
    return money_text(value, words, fmt) if kind == "money" else fmt.short(value)


ROUTES = (
    ("/plan", "plan", plan, "GET"),
    ("/plan", "try_plan", try_out, "POST"),
    ("/plan/files/<id:number>", "plan_file", file, "GET"),
)
"""Address, name, view, verb."""
