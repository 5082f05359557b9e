"""A placement, told as given events, when command, then events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from placement.domain import placed, placing
from placement.domain.placed import (
    Check,
    PlacementAmended,
    PlacementConfirmed,
    PlacementEnded,
    PlacementStarted,
    PlacementVoided,
    RetentionChecked,
)
from placement.domain.rules import Missing, Refusal, Void, months_after
from placement.domain.vocabulary import RetentionMonths

from .given import TODAY, day, ending, placement, terms

MISTAKE = Void(reason_code="entered_by_mistake")


def check(months: RetentionMonths, on: str, still_employed: bool = True) -> Check:
    return Check(months=months, still_employed=still_employed, on=day(on))


def test_a_placement_starts_with_its_terms() -> None:
    events = placing.start("j1", terms(), today=TODAY)

    assert events == [PlacementStarted(placement_id="j1", terms=terms())]
    assert placed.evolve(None, events[0]) == placement()


def test_a_placement_that_starts_tomorrow_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        placing.start("j1", terms(on=day("2026-04-01")), today=TODAY)

    assert (refused.value.code, refused.value.field) == ("in_future", "on")


def test_work_at_an_employer_nobody_named_is_advised_upon_and_taken() -> None:
    nameless = terms(employer_id=None)

    assert placing.start("j1", nameless, today=TODAY)
    assert [each.code for each in placing.advise_start(nameless)] == ["employer_missing"]
    assert placing.advise_start(terms()) == []
    assert placing.advise_start(terms(kind="self_employment", employer_id=None)) == []


def test_work_made_by_a_loan_nobody_named_is_advised_upon() -> None:
    advice = placing.advise_start(terms(kind="loan_supported", employer_id=None))

    assert [each.code for each in advice] == ["loan_missing"]


def test_social_insurance_confirms_once() -> None:
    confirmed = placing.confirm(placement(), day("2026-03-20"), today=TODAY)
    assert confirmed == [PlacementConfirmed(placement_id="j1", on=day("2026-03-20"))]

    after = placed.evolve(placement(), confirmed[0])
    with pytest.raises(Refusal, match="already_confirmed"):
        placing.confirm(after, day("2026-03-21"), today=TODAY)


def test_a_confirmation_can_be_corrected_but_not_before_it_was_given() -> None:
    with pytest.raises(Refusal, match="not_confirmed"):
        placing.amend_confirmation(placement(), day("2026-03-20"), today=TODAY)

    known = placement(confirmed_on=day("2026-03-20"))
    (event,) = placing.amend_confirmation(known, day("2026-03-21"), today=TODAY)
    assert placed.evolve(known, event).confirmed_on == day("2026-03-21")


def test_nothing_ends_before_it_began() -> None:
    with pytest.raises(Refusal) as refused:
        placing.end(placement(), ending("2026-03-01"), today=TODAY)

    assert (refused.value.code, refused.value.field) == ("before_start", "on")


def test_it_may_end_on_the_day_it_began() -> None:
    assert placing.end(placement(), ending("2026-03-02"), today=TODAY) == [
        PlacementEnded(placement_id="j1", end=ending("2026-03-02"))
    ]


def test_it_ends_once() -> None:
    over = placement(end=ending("2026-03-10"))

    with pytest.raises(Refusal, match="already_ended"):
        placing.end(over, ending("2026-03-12"), today=TODAY)


def test_the_recorded_end_can_be_corrected() -> None:
    over = placement(end=ending("2026-03-10"))
    (event,) = placing.amend(over, ended_on=day("2026-03-12"), today=TODAY)

    assert placed.evolve(over, event).end == ending("2026-03-12")
    with pytest.raises(Refusal, match="not_ended"):
        placing.amend(placement(), ended_on=day("2026-03-12"), today=TODAY)


def test_an_unlisted_reason_is_advised_upon() -> None:
    assert placing.advise_end(ending("2026-03-10")) == []
    advice = placing.advise_end(ending("2026-03-10", "won_the_lottery"))
    assert [(each.code, each.field) for each in advice] == [("reason_unlisted", "reason_code")]


def test_a_later_check_of_the_same_month_replaces_the_first() -> None:
    known, today = placement(), day("2026-12-31")
    for one in (check(6, "2026-09-02"), check(3, "2026-06-02"), check(3, "2026-06-05", False)):
        (event,) = placing.check_retention(known, one, today=today)
        assert event == RetentionChecked(placement_id="j1", check=one)
        known = placed.evolve(known, event)

    assert known.checks == (check(3, "2026-06-05", False), check(6, "2026-09-02"))


def test_nobody_still_works_where_they_left() -> None:
    over, today = placement(end=ending("2026-05-31")), day("2026-12-31")

    with pytest.raises(Refusal, match="contradicts_end"):
        placing.check_retention(over, check(3, "2026-06-02"), today=today)
    assert placing.check_retention(over, check(3, "2026-06-02", False), today=today)

    checked = placement(checks=(check(3, "2026-06-02"),))
    with pytest.raises(Refusal, match="contradicts_end"):
        placing.end(checked, ending("2026-05-31"), today=today)


def test_a_check_before_its_month_is_advised_upon() -> None:
    early = placing.advise_check(placement(), check(3, "2026-06-01"))
    assert [(each.code, dict(each.fact)) for each in early] == [
        ("checked_early", {"due": "2026-06-02"})
    ]
    assert placing.advise_check(placement(), check(3, "2026-06-02")) == []


def test_a_check_that_found_them_gone_asks_for_the_end() -> None:
    gone = check(3, "2026-06-02", False)

    assert [each.code for each in placing.advise_check(placement(), gone)] == ["end_missing"]
    assert placing.advise_check(placement(end=ending("2026-05-01")), gone) == []


def test_an_amended_start_keeps_what_happened_since() -> None:
    known = placement(end=ending("2026-03-10"), confirmed_on=day("2026-03-09"))
    moved = terms(on=day("2026-03-05"), suitable=False)
    (event,) = placing.amend(known, terms=moved, today=TODAY)

    assert event == PlacementAmended(placement_id="j1", terms=moved)
    after = placed.evolve(known, event)
    assert (after.terms, after.end, after.confirmed_on) == (moved, known.end, known.confirmed_on)


@pytest.mark.parametrize(
    "known",
    [
        placement(end=ending("2026-03-10")),
        placement(confirmed_on=day("2026-03-10")),
        placement(checks=(check(3, "2026-03-10"),)),
    ],
)
def test_a_start_cannot_be_moved_past_what_happened_since(known: placed.Placement) -> None:
    with pytest.raises(Refusal, match="before_start"):
        placing.amend(known, terms=terms(on=day("2026-03-11")), today=TODAY)


def test_start_and_end_can_be_moved_together() -> None:
    known = placement(end=ending("2026-03-10"))
    events = placing.amend(
        known, terms=terms(on=day("2026-03-20")), ended_on=day("2026-03-25"), today=TODAY
    )

    for event in events:
        known = placed.evolve(known, event)
    assert (known.terms.on, known.end) == (day("2026-03-20"), ending("2026-03-25"))


def test_an_amendment_that_changes_nothing_is_no_event() -> None:
    assert placing.amend(placement(), terms=terms(), today=TODAY) == []


def test_a_voided_placement_is_closed_to_everything() -> None:
    (event,) = placing.void(placement(), MISTAKE)
    assert event == PlacementVoided(placement_id="j1", void=MISTAKE)
    gone = placed.evolve(placement(), event)

    attempts: tuple[Callable[[], object], ...] = (
        lambda: placing.void(gone, MISTAKE),
        lambda: placing.amend(gone, terms=terms(suitable=False), today=TODAY),
        lambda: placing.confirm(gone, day("2026-03-20"), today=TODAY),
        lambda: placing.end(gone, ending("2026-03-20"), today=TODAY),
        lambda: placing.check_retention(gone, check(3, "2026-03-20"), today=TODAY),
    )
    for attempt in attempts:
        with pytest.raises(Refusal, match="voided"):
            attempt()


def test_there_is_nothing_to_end_without_a_placement() -> None:
    with pytest.raises(Missing, match="placements"):
        placing.end(None, ending("2026-03-20"), today=TODAY)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
    ],
)
def test_months_end_with_the_month(start: str, months: int, due: str) -> None:
    assert months_after(day(start), months) == day(due)
