"""How a figure came to be known otherwise: restatements, each with its cause in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from gateway.pages.format import Format
from gateway.pages.paging import last_page, number_of
from gateway.parts import ask
from gateway.schemas.queries import Restatements
from gateway.texts import Language

__all__ = ["restated"]

ROWS_A_PAGE = 25


def restated(
    code: str, span: str, query: Mapping[str, Any], words: Language, fmt: Format
) -> dict[str, Any] | None:
    """What has changed the figure since the moment asked about, a part at a time."""
    if query["as_of"] is None:
        return None
    after = request.args.get("after") or None
    if after is not None and Restatements().validate({"since": after}):
        after = None
    told = ask(
        "indicators",
        "restatements",
        code=code,
        since=query["as_of"],
        span=span,
        after=after,
        commune=query["commune"],
    )
    before, now = (_counts(told.get(name), words, fmt) for name in ("before", "after"))
    items = told["items"]
    last = last_page(len(items), ROWS_A_PAGE)
    number = min(last, number_of("rows"))
    shown = items[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    return {
        "causes": _by_cause(items, words, fmt),
        "rows": [_row(each, words, fmt) for each in shown],
        "page": number,
        "last_page": last,
        "go_on": told.get("read_until"),
        "before": before,
        "now": now,
        "went_on": after is not None,
    }


def _by_cause(
    items: Sequence[Mapping[str, Any]], words: Language, fmt: Format
) -> list[dict[str, Any]]:
    """How often each cause changed the figure, and by how much together."""
    found: dict[str, Counter[str]] = {}
    times: Counter[str] = Counter()
    for each in items:
        found.setdefault(each["cause"], Counter())[each.get("part") or "value"] += each["change"]
        times[each["cause"]] += 1
    return [
        {
            "cause_words": words.word("cause", cause),
            "cause_why": words.word("cause_why", cause),
            "times": times[cause],
            "changes": [
                (fmt.signed(change), "" if part == "value" else words.word("part", part).lower())
                for part, change in sorted(parts.items())
            ],
        }
        for cause, parts in found.items()
    ]


def _row(told: Mapping[str, Any], words: Language, fmt: Format) -> dict[str, Any]:
    """A change of definition has no event, and concerns nobody in particular."""
    return {
        **told,
        "cause_words": words.word("cause", told["cause"]),
        "part_words": ""
        if told.get("part") in (None, "value")
        else words.word("part", told["part"]),
        "signed": fmt.signed(told["change"]),
    }


def _counts(counts: Mapping[str, int] | None, words: Language, fmt: Format) -> str | None:
    if counts is None:
        return None
    if "num" in counts:
        return f"{fmt.number(counts['num'])} / {fmt.number(counts['den'])}"
    return fmt.number(counts.get("amount", counts.get("value")))
