"""Bodies about rounds of visits."""

from __future__ import annotations

from chassis.schemas import Day, Text

from registry.body_fields import IntervalBody

__all__ = ["VISIT_PLAN"]


class _VisitPlan(IntervalBody):
    """``to`` is exclusive, like every end of an interval here."""

    round = Text(longest=40, required=True)
    village = Text(longest=100, required=True)
    end = Day(data_key="to", required=True)
    visitors = Text(longest=200, load_default=None)


VISIT_PLAN = _VisitPlan()
