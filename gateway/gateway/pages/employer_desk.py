"""The job centre's employers: the list, found by name or tax code, added, amended, voided."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.employers import employers
from gateway.pages.paging import last_page, number_of
from gateway.pages.versioned import version_seen
from gateway.pages.vietnamese import without_marks
from gateway.parts import account, ask, parts
from gateway.schemas.partners import EMPLOYERS
from gateway.schemas.vocabulary import VOID_REASONS

__all__ = ["ROUTES"]

Json = dict[str, Any]
PAGE_SIZE = 50
LONGEST_QUERY = 100
NEEDED = ("name", "kind")
TEXTS = (*NEEDED, "tax_code", "village", "address", "phone")
FLAGS = ("barrier_free", "flexible_work", "mentoring")
"""What the plan (IV.3.1) asks of a workplace."""


def listed() -> Response:
    return _list()


def find() -> Response:
    """Sent as a form: a household's business is called after somebody, and no name stands in an
    address."""
    return _list(query=request.form.get("q", "").strip()[:LONGEST_QUERY])


def _list(problems: list[str] | None = None, query: str = "") -> Response:
    """Those of the query on one page; else all of them, a page at a time."""
    found = [each for each in employers().values() if _answers(each, query)]
    number, last = (1, 1) if query else (number_of(), last_page(len(found), PAGE_SIZE))
    first = (number - 1) * PAGE_SIZE
    return desk_page(
        "employers.html",
        problems=problems,
        employers=found if query else found[first : first + PAGE_SIZE],
        total=len(found),
        query=query,
        number=number,
        last=last,
        **_choices(),
    )


def _answers(employer: Json, query: str) -> bool:
    """Every word of the query in the name, marks or not; or the beginning of the tax code."""
    name, wanted = without_marks(employer["name"]), without_marks(query).split()
    code = str(employer.get("tax_code") or "")
    return all(word in name for word in wanted) or code.startswith(query)


def _choices() -> Json:
    return {
        "texts": TEXTS,
        "flags": FLAGS,
        "kinds": EMPLOYERS,
        "villages": ask("registry", "list_villages")["items"],
    }


def add() -> ResponseReturnValue:
    said = _said()
    body = {name: value for name, value in said.items() if value is not None}
    body["commune"] = account().commune or parts().settings.commune
    try:
        receipt = act("register_employer", service="placement", body=body)
    except Refusal as refusal:
        return _list(refusal.sentences)
    return seen(f"/employers/{receipt['id']}")


def one(employer_id: str) -> Response:
    present = _present(employer_id)
    return _page(present, present)


def _present(employer_id: str) -> Json:
    """Raises ``NotFound``: voided too."""
    found = employers().get(employer_id)
    if found is None:
        raise NotFound("not_found")
    return found


def amend(employer_id: str) -> ResponseReturnValue:
    """Only what differs, against the version that was seen; both values where it moved."""
    present, said, expected = _present(employer_id), _said(), version_seen()
    body = _changed(said, present)
    if not body:
        return seen(f"/employers/{employer_id}")
    try:
        if present["version"] != expected:
            raise Conflict("version_moved")
        _act("amend_record", employer_id, body, if_match=expected)
    except Conflict:
        now = _present(employer_id)
        lines = [
            {"field": name, "yours": value, "theirs": now.get(name)}
            for name, value in _changed(said, now).items()
        ]
        return _page(now, {**now, **said}, lines=lines, status=409)
    except Refusal as refusal:
        return _page(present, {**present, **said}, problems=refusal.sentences)
    return seen(f"/employers/{employer_id}")


def void(employer_id: str) -> ResponseReturnValue:
    present = _present(employer_id)
    try:
        _act("void_record", employer_id, body_of("reason_code", "note"))
    except Refusal as refusal:
        return _page(present, present, problems=refusal.sentences)
    return seen("/employers")


def _act(method: str, employer_id: str, body: Json, if_match: int | None = None) -> None:
    named = {"kind": "employers", "record_id": employer_id}
    act(method, service="placement", **named, body=body, if_match=if_match)


def _said() -> Json:
    """What the form says; None where a field was left empty."""
    filled = body_of(*TEXTS)
    flags = {name: request.form.get(name) == "yes" for name in FLAGS}
    return {**{name: filled.get(name) for name in TEXTS}, **flags}


def _changed(said: Json, present: Json) -> Json:
    """A name or kind that was emptied is left as it is."""
    return {
        name: value
        for name, value in said.items()
        if value != present.get(name) and not (value is None and name in NEEDED)
    }


def _page(
    employer: Json,
    shown: Json,
    *,
    problems: list[str] | None = None,
    lines: list[Json] | None = None,
    status: int = 200,
) -> Response:
    return desk_page(
        "employer.html",
        status,
        problems=problems,
        employer=employer,
        shown=shown,
        conflict=lines or [],
        void_reasons=VOID_REASONS,
        **_choices(),
    )


ROUTES = (
    ("/employers", "employers", listed, "GET"),
    ("/employers", "add_employer", add, "POST"),
    ("/employers/find", "find_employers", find, "POST"),
    ("/employers/<id:employer_id>", "employer", one, "GET"),
    ("/employers/<id:employer_id>/amend", "amend_employer", amend, "POST"),
    ("/employers/<id:employer_id>/void", "void_employer", void, "POST"),
)
"""Address, name, view, verb."""
