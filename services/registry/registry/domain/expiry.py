"""When evidence is to be looked at again: at its own end, or after the term of a policy."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.people import Group

__all__ = ["Expiry", "GroupPolicy", "Policies", "expiry_of", "months_later", "policy_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPolicy:
    """``ends_after_months`` is None where no rule sets a term. ``members_from_years``: of a
    paper that is a household's, its members hold the group from that age on."""

    start: date
    end: date | None
    evidence: str
    ends_after_months: int | None
    basis: str
    confirmed: bool
    members_from_years: int | None = None


Policies = Mapping[str, Sequence[GroupPolicy]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """``by_rule``: the paper names no end, a policy does."""

    on: date
    by_rule: bool
    policy: GroupPolicy | None = None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def policy_on(policies: Policies, code: str, on: date) -> GroupPolicy | None:
    """The row that holds on that day."""
    for each in policies.get(code, ()):
        if each.start <= on and (each.end is None or on < each.end):
            return each
    return None


def expiry_of(group: Group, policies: Policies) -> Expiry | None:
    """None where neither the paper nor a rule names an end."""
    policy = policy_on(policies, group.code, group.time.start)
    if group.time.end is not None:
        return Expiry(on=group.time.end, by_rule=False, policy=policy)
    if policy is None or policy.ends_after_months is None:
        return None
    on = months_later(group.time.start, policy.ends_after_months)
    return Expiry(on=on, by_rule=True, policy=policy)
