"""The yearly training plan as counts (plan, section IV.2): classes, demand, money paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from training.domain.enrolment import Enrolment
from training.domain.referral import Referral
from training.domain.support import Support
from training.domain.training_class import TrainingClass

__all__ = ["yearly_plan"]

Json = dict[str, Any]


def yearly_plan(
    year: int,
    *,
    classes: Sequence[TrainingClass],
    enrolments: Iterable[Enrolment],
    referrals: Iterable[Referral],
    supports: Iterable[Support],
) -> Json:
    """``{year, rows, demand, support, totals}``.

    ``rows`` by occupation, level and form count classes, places and enrolments (a person in
    two classes counts twice here; the indicators count persons). ``demand`` counts referrals
    by occupation, level and status. ``support`` sums đồng by funding source. No estimate of
    the budget: no price list is known.
    """
    rows: dict[tuple[str, ...], Json] = {}
    row_of: dict[str, Json] = {}
    for each in classes:
        details = each.details
        key = (details.occupation, details.level, details.form)
        row = rows.setdefault(
            key, {**dict(zip(("occupation", "level", "form"), key, strict=True)), **_ZEROS}
        )
        row["classes"] += 1
        row["places"] += details.capacity
        row_of[each.id] = row
    for enrolment in enrolments:
        if not enrolment.voided:
            _count(row_of[enrolment.class_id], enrolment)
    return {
        "year": year,
        "rows": [rows[key] for key in sorted(rows)],
        "demand": _demand(referrals),
        "support": _money(supports),
        "totals": {name: sum(row[name] for row in rows.values()) for name in _ZEROS},
    }


_ZEROS = {
    "classes": 0,
    "places": 0,
    "enrolled": 0,
    "completed": 0,
    "certified": 0,
    "withdrawn": 0,
}


def _count(row: Json, enrolment: Enrolment) -> None:
    facts = enrolment.facts
    row["enrolled"] += 1
    row["completed"] += facts.completed_on is not None
    row["certified"] += facts.certified_on is not None
    row["withdrawn"] += facts.withdrawn_on is not None


def _demand(referrals: Iterable[Referral]) -> list[Json]:
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for each in referrals:
        details = each.details
        counts[details.occupation or "", details.level or "", each.status] += 1
    return [
        {"occupation": occupation or None, "level": level or None, "status": status, "referrals": n}
        for (occupation, level, status), n in sorted(counts.items())
    ]


def _money(supports: Iterable[Support]) -> list[Json]:
    sums: dict[str, list[int]] = defaultdict(list)
    for each in supports:
        sums[each.details.funding_source].append(each.details.amount)
    return [
        {"funding_source": source, "amount": sum(amounts), "payments": len(amounts)}
        for source, amounts in sorted(sums.items())
    ]
