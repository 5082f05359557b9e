"""A person's own data as a file: to read on paper or screen, or whole for another system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request

from gateway.pages.format import Format
from gateway.pages.history_view import change_lines
from gateway.parts import ask, language
from gateway.texts import Language

__all__ = ["FORMS", "own_data", "readable"]

Json = dict[str, Any]
FORMS = ("html", "json")
PARTS = ("person", "journey", "changes", "consents", "requests", "feedback", "accesses")
LEFT_OUT = ("id", "version", "commune", "withheld", "unit_kind", "referral_kind")
"""What says nothing to a reader; the other form has everything."""

WORDS = {
    "groups_today": "group",
    "code": "group",
    "document": "evidence",
    "events": "change",
    "what": "look",
    "compartments": "compartment",
    "type": "request_type",
    "outcome": "request_outcome",
    "form": "consent_form",
    "channel": "consent_form",
    "scope": "consent_scope",
    "access_needs": "access_need",
    "to": "service",
    "basis": "erasure_basis",
}
"""Fields whose values are codes → the words they have; others by their own name."""

FURTHER = (
    "request_status",
    "referral_status",
    "step",
    "residence",
    "form",
    "channel",
    "change_reason",
)
"""One name means several things: what its own words do not know is looked for in these."""


def own_data(person_id: str) -> Response:
    """All that is kept of the person, to be handed over. By POST: it is a look, and logged."""
    form = "html" if request.form.get("form") == "html" else "json"
    kept: Json = ask("registry", "export_person", person_id=person_id)
    if form == "json":
        body = json.dumps(kept, ensure_ascii=False, indent=2)
        kind = "application/json; charset=utf-8"
    else:
        words = language()
        told = {**kept, "changes": [_change(each, words) for each in kept["changes"]]}
        body = render_template(
            "own_data.html",
            words=words,
            t=words.page,
            made_at=Format(words).instant(kept["made_at"]),
            name=kept["person"].get("full_name") or "",
            parts=[(part, readable(told.get(part), words)) for part in PARTS],
            word=words.word,
        )
        kind = "text/html; charset=utf-8"
    name = f"du-lieu-ca-nhan-{person_id[:8]}.{form}"
    return Response(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def readable(value: Any, words: Language, field: str = "") -> Any:
    """The same with labels and words: a list of (label, value) for a record, a list for a
    list, a text for everything else; what is empty is left out."""
    if isinstance(value, Mapping):
        rows: list[tuple[str, Any]] = []
        for name, inner in value.items():
            opaque = name in LEFT_OUT or (name.endswith("_id") and name != "national_id")
            if opaque or inner in (None, "", [], {}):
                continue
            rows.append((_label(name, words), readable(inner, words, name)))
        return {"rows": rows}
    if isinstance(value, list):
        return [readable(each, words, field) for each in value]
    return _text(field, value, words)


def _change(commit: Json, words: Language) -> Json:
    """A commit with its lines in words: "Điện thoại: 0912… → 0987…"."""
    lines = []
    for line in change_lines(commit["changes"], words):
        before, after = str(line.get("before") or ""), str(line.get("after") or "")
        if before:
            after = f"{before} → {after or words.page('history_removed')}"
        if after:
            lines.append(f"{line['label']}: {after}")
    reason, note = commit["reason"], commit.get("reason_note")
    followed = commit.get("village_change")
    if followed is not None:
        reason, note = str(reason).partition(" ")[0], _document(followed["decision"], words)
    return {
        "at": commit["at"],
        "role": str(commit["actor"]).partition(":")[0],
        "reason": reason,
        "reason_note": note,
        "events": commit["events"],
        "changes": lines,
    }


def _document(decision: Json | None, words: Language) -> str | None:
    """The document that decided about the person's village."""
    if decision is None:
        return None
    day = Format(words).day(decision["issued_on"])
    return words.page("villages_document", **{**decision, "day": day})


def _label(field: str, words: Language) -> str:
    own = words.word("own_field", field)
    return own if own != field else words.word("field", field)


def _text(field: str, value: Any, words: Language) -> str:
    if isinstance(value, bool):
        return words.page("yes") if value else words.page("no")
    text, fmt = str(value), Format(words)
    if field == "birth_date":
        return fmt.birth(text)
    if len(text) > 18 and text[4:5] == "-" and "T" in text:
        return fmt.instant(text)
    if len(text) == 10 and text[4:5] == text[7:8] == "-":
        return fmt.day(text)
    kinds = (WORDS.get(field, field), *FURTHER)
    known = (words.word(kind, text) for kind in kinds)
    return next((told for told in known if told != text), text)
