"""The plan file under which figures were known at a past moment: its targets and definitions, not
today's, stand beside the figures of that time.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from indicators.domain.plan import Plan
from indicators.plan_file import PlanInvalid, read_plan
from indicators.store import Store

__all__ = ["plan_at"]


def plan_at(store: Store, present: Plan, moment: datetime) -> Plan:
    """The plan of the generation known then. The present one where it is the same file, or
    where nothing can be read of the former any more (the validator has learnt since).
    """
    known = [each for each in store.generations() if each.since <= moment]
    if not known or known[-1].text in ("", present.text):
        return present
    return _read(known[-1].text) or present


@lru_cache(maxsize=16)
def _read(text: str) -> Plan | None:
    try:
        return read_plan(text)
    except PlanInvalid:
        return None
