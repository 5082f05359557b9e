"""A form's write: done once however often it is sent, and what was refused told beside it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from chassis.errors import Conflict, Invalid, NotFound, Refused
from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from gateway.pages.remarks import noted, with_remarks
from gateway.pages.render import page
from gateway.parts import ask, language, parts

__all__ = [
    "Refusal",
    "act",
    "answered",
    "body_of",
    "desk_page",
    "new_key",
    "posted_key",
    "seen",
    "voided",
    "yes_or_no",
]

KEY = re.compile(r"^[0-9a-f]{32}$")
LONGEST = 2000


class Refusal(Exception):
    """What was sent was not taken; ``sentences`` say why, in the reader's language."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__()
        self.sentences = sentences


def new_key() -> str:
    """For a form that is shown: the same form sent twice is one write."""
    return uuid.uuid4().hex


def posted_key() -> str:
    sent = request.form.get("key", "")
    return sent if KEY.match(sent) else new_key()


def act(
    method: str, *, if_match: int | None = None, service: str = "registry", **kwargs: Any
) -> dict[str, Any]:
    """Ask the service to do it; its receipt, whose remarks ``seen`` tells. Raises ``Refusal``,
    and ``Conflict`` when another version was seen (``version_moved``): whoever shows the form
    knows both."""
    try:
        answer: dict[str, Any] = ask(
            service, method, **kwargs, meta={"key": posted_key(), "if_match": if_match}
        )
    except Conflict as error:
        if error.code == "version_moved":
            raise
        raise Refusal([language().code(error.code, error.fact)]) from error
    except (Invalid, Refused) as error:
        raise Refusal(_sentences(error)) from error
    noted(answer)
    return answer


def look(method: str, *, service: str = "registry", **kwargs: Any) -> dict[str, Any]:
    """What a write would do, nothing written. Raises ``Refusal``, for what it names and is not
    there too."""
    try:
        answer: dict[str, Any] = ask(service, method, **kwargs)
    except NotFound as error:
        raise Refusal([language().code(error.code, error.fact)]) from error
    except (Invalid, Refused) as error:
        raise Refusal(_sentences(error)) from error
    return answer


def _sentences(error: Invalid | Refused) -> list[str]:
    words = language()
    fields = error.fact.get("fields")
    if not isinstance(fields, dict):
        return [words.code(error.code, error.fact)]
    return [
        f"{words.word('field', name)}: {words.reason(each, error.fact)}"
        for name, reasons in fields.items()
        for each in reasons
    ]


def voided(kind: str, record_id: str) -> list[str]:
    """Void a record by the form's reason and note; the sentences of a refusal, else none."""
    try:
        act("void_record", kind=kind, record_id=record_id, body=body_of("reason_code", "note"))
    except Refusal as refusal:
        return refusal.sentences
    return []


def body_of(*names: str) -> dict[str, Any]:
    """The form's fields of these names that were filled in."""
    found = {name: request.form.get(name, "").strip()[:LONGEST] for name in names}
    return {name: text for name, text in found.items() if text}


def yes_or_no(*names: str) -> dict[str, bool]:
    """The form's questions of these names that were answered: nobody's silence is a no."""
    said = {name: request.form.get(name) for name in names}
    return {name: value == "yes" for name, value in said.items() if value in ("yes", "no")}


def answered(name: str) -> bool:
    """The answer to a question that the page asks and the service does not. Raises ``Refusal``
    where there is none."""
    said = yes_or_no(name)
    if name not in said:
        raise Refusal(_sentences(Invalid.of(**{name: "required"})))
    return said[name]


def seen(path: str) -> ResponseReturnValue:
    """After a write: the page that shows it, that it was done, and what the rules remark."""
    place, _, anchor = path.partition("#")
    place = with_remarks(place)
    mark = "&" if "?" in place else "?"
    return redirect(f"{place}{mark}done=1" + (f"#{anchor}" if anchor else ""), 303)


def desk_page(
    template: str, status: int = 200, /, *, problems: list[str] | None = None, **values: Any
) -> Response:
    """A page with forms: keeps what was typed where it was refused; ``tried`` is the address
    that the refused form was sent to, for pages on which several ask the same."""
    refused = bool(problems)
    return page(
        template,
        422 if refused and status == 200 else status,
        problems=problems or [],
        done=request.args.get("done") == "1" and not refused,
        typed=request.form if refused else {},
        tried=request.path if refused else "",
        new_key=new_key,
        today=parts().today(),
        **values,
    )
