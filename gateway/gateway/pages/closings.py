"""Closings: what a leader signs, what was signed, and what was learnt since beside it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from chassis.errors import Conflict, Invalid, Refused
from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.closing_view import rows_of, sides
from gateway.pages.dashboard import sources
from gateway.pages.figure_view import view_of
from gateway.pages.format import Format
from gateway.pages.render import page
from gateway.pages.spans import last_day, spans_over
from gateway.parts import ask, language, parts

__all__ = ["add_note", "closing", "closings", "look_before", "sign"]

KEY = re.compile(r"^[0-9a-f]{32}$")


def closings() -> Response:
    """All that was signed, in its order, and whether the chain of digests is whole."""
    told = ask("indicators", "list_closings")
    return page(
        "closings.html",
        closings=list(reversed(told["items"])),
        sound=told["sound"],
        over=_open_spans(told["items"]),
    )


def look_before(refused: str | None = None) -> Response:
    """What will be signed: the span's figures as they stand, and how fresh every source is.

    Raises ``Refused("span_not_over")`` for a span that has not ended.
    """
    told = ask("indicators", "list_closings")
    over = _open_spans(told["items"])
    asked = request.values.get("span") or next(iter(over), "")
    if asked and asked not in over:
        if any(each["span"] == asked for each in told["items"]):
            raise Refused("already_closed", {"span": asked})
        if asked not in spans_over(parts().today()):
            raise Refused("span_not_over", {"span": asked, "ends_on": _end_of(asked)})
    figures = ask("indicators", "figures", span=asked)["items"] if asked else []
    words = language()
    told_sources = sources()
    return page(
        "closing_new.html",
        422 if refused else 200,
        span=asked,
        over=over,
        ends_on=last_day(asked) if asked else None,
        views=[view_of(each, words, Format(words)) for each in figures],
        sources=told_sources,
        silent=[each for each in told_sources if each.get("silent")],
        parked=[each for each in told_sources if each.get("parked")],
        refused=refused,
        key=_key(),
    )


def sign() -> ResponseReturnValue:
    """Sign it; without the box ticked nothing is signed."""
    span = request.form.get("span", "")[:10]
    if request.form.get("confirmed") != "yes":
        return look_before(language().page("closing_not_confirmed"))
    meta = {"key": _key(), "if_match": None}
    ask("indicators", "close_span", body={"span": span}, meta=meta)
    return redirect(f"/closings/{span}", 303)


def closing(span: str, refused: str | None = None) -> Response:
    """Signed beside what is known now; later changes stand beside, never in what was signed."""
    told = ask("indicators", "closing", span=span)
    words = language()
    fmt = Format(words)
    statement: Mapping[str, Any] = told["statement"]
    return page(
        "closing.html",
        422 if refused else 200,
        told=told,
        statement=statement,
        rows=rows_of(told, words, fmt),
        named={each["code"]: each for each in sides(statement["figures"], words)},
        place=1
        + next(i for i, link in enumerate(told["chain"]) if link["digest"] == told["digest"]),
        refused=refused,
        typed=request.form if refused else {},
        key=_key(),
    )


def add_note(span: str) -> ResponseReturnValue:
    """A later word, signed and chained; the closing itself stays as it is."""
    body: dict[str, Any] = {"text": request.form.get("text", "").strip()[:1_000] or None}
    code = request.form.get("code", "")
    if code:
        body["code"] = code[:64]
    try:
        ask(
            "indicators",
            "note_on_closing",
            span=span,
            body=body,
            meta={"key": _key(), "if_match": None},
        )
    except Invalid:
        return closing(span, language().page("closing_note_empty"))
    except (Conflict, Refused) as error:
        return closing(span, language().code(error.code, error.fact))
    return redirect(f"/closings/{span}#notes", 303)


def _open_spans(signed: list[dict[str, Any]]) -> list[str]:
    """Spans that are over and not signed."""
    done = {each["span"] for each in signed}
    return [span for span in spans_over(parts().today()) if span not in done]


def _end_of(span: str) -> str:
    try:
        return last_day(span).isoformat()
    except (ValueError, KeyError) as error:
        raise Invalid.of(span="not_a_span") from error


def _key() -> str:
    """The form's own key: the same form sent twice is signed once."""
    sent = request.form.get("key", "")
    return sent if KEY.match(sent) else uuid.uuid4().hex
