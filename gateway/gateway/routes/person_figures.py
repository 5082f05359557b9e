"""Which figures count a person, and what the others lack: the indicators' part of a journey."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden, NotFound

from gateway.pages.spans import this_year
from gateway.parts import account, ask, parts
from gateway.permissions import EXPLAINS

__all__ = ["figures_of_person"]


def figures_of_person(person_id: str) -> list[dict[str, Any]]:
    """``[{code, unit, kind, span, counted: {part: bool}, missing: [{part, condition, facts}]}]``
    of this year's span, in the plan's order; figures of surveys count no persons and are left
    out. Empty for somebody of whom the indicators have heard nothing.

    Raises ``Forbidden`` for a role that figures are not explained to, ``Transient``.
    """
    if account().role not in EXPLAINS:
        raise Forbidden("role_not_allowed", {"role": account().role})
    span = this_year(parts().today())
    try:
        told = ask("indicators", "why_not_all", person_id=person_id, span=span)["items"]
    except NotFound:
        return []
    return [{**each, "span": span} for each in told]
