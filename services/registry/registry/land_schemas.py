"""Bodies of land recoveries."""

from __future__ import annotations

from chassis.schemas import Body, Count, Day, Id, Text, Vocabulary, listed

from registry.body_fields import AMEND_REASONS, NewBody
from registry.domain import land

__all__ = ["AMEND_LAND_RECOVERY", "LAND_RECOVERY"]


class LandRecovery(NewBody):
    """``on``: the decision's day; ``include``, ``leave_out``: the officer's last word."""

    number = Text(longest=100, required=True)
    on = Day(required=True)
    issued_by = Text(longest=200)
    verified_by = Text(longest=100)
    land = Vocabulary(land.KINDS, load_default=None)
    area = Count(most=100_000_000, load_default=None)
    include = listed(Id(), most=100, load_default=list)
    leave_out = listed(Id(), most=100, load_default=list)


class AmendLandRecovery(Body):
    """``null`` clears the clearable ones."""

    number = Text(longest=100)
    on = Day()
    issued_by = Text(longest=200, allow_none=True)
    verified_by = Text(longest=100, allow_none=True)
    land = Vocabulary(land.KINDS, allow_none=True)
    area = Count(most=100_000_000, allow_none=True)
    include = listed(Id(), most=100)
    leave_out = listed(Id(), most=100)
    reason = Vocabulary(AMEND_REASONS)
    reason_note = Text(longest=1000)


LAND_RECOVERY, AMEND_LAND_RECOVERY = LandRecovery(), AmendLandRecovery()
