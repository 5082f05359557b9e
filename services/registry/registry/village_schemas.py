"""Bodies about changes of villages."""

from __future__ import annotations

from chassis.schemas import Day, Nested, Text, Vocabulary, listed

from registry.body_fields import NewBody
from registry.domain.villages import KINDS

__all__ = ["CHANGE_VILLAGES", "VOID_VILLAGE_CHANGE"]

MOST_VILLAGES = 50


class _Decision(NewBody):
    """The document as the officer has it before them."""

    number = Text(longest=100, required=True)
    issued_by = Text(longest=200, required=True)
    issued_on = Day(required=True)


class _ChangeVillages(NewBody):
    kind = Vocabulary(KINDS, required=True)
    villages = listed(Text(longest=100, required=True), least=1, most=MOST_VILLAGES, required=True)
    into = Text(longest=100, required=True)
    on = Day(required=True)
    decision = Nested(_Decision, load_default=None)
    reason = Text(longest=1000, required=True)


class _VoidVillageChange(NewBody):
    reason = Text(longest=1000, required=True)


CHANGE_VILLAGES = _ChangeVillages()
VOID_VILLAGE_CHANGE = _VoidVillageChange()
