"""What may be done to a placement. Each function answers events; none changes anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from placement.domain.placed import (
    Check,
    ConfirmationAmended,
    End,
    EndAmended,
    Placement,
    PlacementAmended,
    PlacementConfirmed,
    PlacementEnded,
    PlacementEvent,
    PlacementStarted,
    PlacementVoided,
    RetentionChecked,
    Terms,
)
from placement.domain.rules import (
    Advice,
    Refusal,
    Void,
    check_not_before,
    check_not_future,
    check_vocabulary,
    months_after,
    standing,
)
from placement.domain.vocabulary import END_REASONS

__all__ = [
    "advise_check",
    "advise_end",
    "advise_start",
    "amend",
    "amend_confirmation",
    "check_retention",
    "confirm",
    "end",
    "start",
    "void",
]

KIND = "placements"


def start(placement_id: str, terms: Terms, *, today: date) -> list[PlacementEvent]:
    check_not_future(terms.on, today)
    return [PlacementStarted(placement_id=placement_id, terms=terms)]


def advise_start(terms: Terms) -> list[Advice]:
    """What an officer should still find out; the placement counts all the same."""
    advice = []
    if terms.kind == "employer" and terms.employer_id is None:
        advice.append(Advice(code="employer_missing", field="employer_id"))
    if terms.kind == "loan_supported" and terms.loan_id is None:
        advice.append(Advice(code="loan_missing", field="loan_id"))
    return advice


def amend(
    state: Placement | None,
    *,
    terms: Terms | None = None,
    ended_on: date | None = None,
    reason_code: str | None = None,
    today: date,
) -> list[PlacementEvent]:
    """New terms, another day or reason of the end; what is not given stays.

    Judged as a whole, so that start and end can be moved together. For an end that never
    came, void the placement and start it anew.
    """
    known = standing(state, KIND)
    wanted = replace(known, terms=terms or known.terms, end=_end(known, ended_on, reason_code))
    check_not_future(wanted.terms.on, today)
    for happened in _days(wanted):
        check_not_future(happened, today)
        check_not_before(happened, wanted.terms.on)
    if wanted.end is not None:
        _check_agrees(wanted.checks, wanted.end)
    events: list[PlacementEvent] = []
    if wanted.terms != known.terms:
        events.append(PlacementAmended(placement_id=known.placement_id, terms=wanted.terms))
    if wanted.end is not None and wanted.end != known.end:
        events.append(EndAmended(placement_id=known.placement_id, end=wanted.end))
    return events


def confirm(state: Placement | None, on: date, *, today: date) -> list[PlacementEvent]:
    known = standing(state, KIND)
    if known.confirmed_on is not None:
        raise Refusal("already_confirmed", on=known.confirmed_on.isoformat())
    _check_day(known, on, today)
    return [PlacementConfirmed(placement_id=known.placement_id, on=on)]


def amend_confirmation(state: Placement | None, on: date, *, today: date) -> list[PlacementEvent]:
    known = standing(state, KIND)
    if known.confirmed_on is None:
        raise Refusal("not_confirmed")
    _check_day(known, on, today, "confirmed_on")
    if on == known.confirmed_on:
        return []
    return [ConfirmationAmended(placement_id=known.placement_id, on=on)]


def end(state: Placement | None, ending: End, *, today: date) -> list[PlacementEvent]:
    known = standing(state, KIND)
    if known.end is not None:
        raise Refusal("already_ended", on=known.end.on.isoformat())
    _check_day(known, ending.on, today)
    _check_agrees(known.checks, ending)
    return [PlacementEnded(placement_id=known.placement_id, end=ending)]


def advise_end(ending: End) -> list[Advice]:
    return check_vocabulary(ending.reason_code, END_REASONS, "reason_code")


def check_retention(state: Placement | None, check: Check, *, today: date) -> list[PlacementEvent]:
    """Refuses "still employed" on a day after the recorded end: one of the two is wrong."""
    known = standing(state, KIND)
    _check_day(known, check.on, today)
    if known.end is not None:
        _check_agrees((check,), known.end)
    if check in known.checks:
        return []
    return [RetentionChecked(placement_id=known.placement_id, check=check)]


def advise_check(state: Placement, check: Check) -> list[Advice]:
    """Advice on a check that came early, or that says the work is over while no end is known."""
    advice = []
    due = months_after(state.terms.on, check.months)
    if check.on < due:
        advice.append(Advice(code="checked_early", field="on", fact={"due": due.isoformat()}))
    if not check.still_employed and state.end is None:
        advice.append(Advice(code="end_missing"))
    return advice


def void(state: Placement | None, reason: Void) -> list[PlacementEvent]:
    known = standing(state, KIND)
    return [PlacementVoided(placement_id=known.placement_id, void=reason)]


def _check_day(placement: Placement, on: date, today: date, name: str = "on") -> None:
    check_not_future(on, today, name)
    check_not_before(on, placement.terms.on, name)


def _end(placement: Placement, on: date | None, reason_code: str | None) -> End | None:
    if on is None and reason_code is None:
        return placement.end
    if placement.end is None:
        raise Refusal("not_ended")
    present = placement.end
    return End(on=on or present.on, reason_code=reason_code or present.reason_code)


def _check_agrees(checks: tuple[Check, ...], ending: End) -> None:
    if any(check.still_employed and check.on > ending.on for check in checks):
        raise Refusal("contradicts_end", ended_on=ending.on.isoformat())


def _days(placement: Placement) -> list[date]:
    days = [check.on for check in placement.checks]
    if placement.end is not None:
        days.append(placement.end.on)
    if placement.confirmed_on is not None:
        days.append(placement.confirmed_on)
    return days
