"""The refusals of this service.

Refused          span_not_over span_not_begun span_over already_closed not_foreseeable
Invalid (field)  unknown_span not_a_date not_in_vocabulary out_of_range external_figure
NotFound         indicator person closing
Conflict         at_work       another verification or rebuild is under way
Transient        paused plan_changed not_prepared lease_lost busy moved other_process
"""

from __future__ import annotations

__all__ = ["CODES"]

CODES = frozenset(
    {
        "already_closed",
        "at_work",
        "busy",
        "closing",
        "external_figure",
        "indicator",
        "lease_lost",
        "log_short",
        "moved",
        "not_a_date",
        "not_foreseeable",
        "not_in_vocabulary",
        "not_prepared",
        "other_process",
        "out_of_range",
        "paused",
        "person",
        "plan_changed",
        "span_not_begun",
        "span_not_over",
        "span_over",
        "unknown_span",
    }
)
