"""What any row of changes makes of any stays: told day by day, and taken back exactly."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from registry.domain.birth_date import BirthDate
from registry.domain.intervals import Interval
from registry.domain.people import Details, Membership, Person, Residence
from registry.domain.person_state import evolve
from registry.domain.successions import change_ids, succeed, undo
from registry.domain.villages import Catalogue, Change, Touched

COMMUNE = "09931"
NAMES = ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4")
FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=10 * n) for n in range(30)]
days = st.sampled_from(DAYS)
NOTHING = Touched(people=0, households=0, visit_plans=0)


@st.composite
def people(draw: st.DrawFn) -> Person:
    """One stay after another, the last without an end; in and out of the commune."""
    starts = sorted(draw(st.sets(days, min_size=1, max_size=4)))
    ends = [*starts[1:], None]
    stays = tuple(
        Residence(
            commune=draw(st.sampled_from([COMMUNE, COMMUNE, "10001"])),
            unit_kind="xa",
            village=draw(st.sampled_from(NAMES)),
            kind="permanent",
            time=Interval(start=start, end=end),
        )
        for start, end in zip(starts, ends, strict=True)
    )
    home = Membership(
        household_id="h1", village=draw(st.sampled_from(NAMES)), time=Interval(start=starts[0])
    )
    return Person(
        person_id="p1",
        details=Details(full_name="A", birth_date=BirthDate(year=1990), gender="male"),
        registered_on=FIRST,
        residences=stays,
        memberships=(home,),
    )


@st.composite
def rows_of_changes(draw: st.DrawFn) -> list[Change]:
    """Each ends names in use and gives one of them, or a new one."""
    used, found = list(NAMES), []
    for number in range(draw(st.integers(0, 4))):
        into = draw(st.sampled_from([*used, f"Thôn Mới {number}"]))
        others = [each for each in used if each != into]
        ended = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
        used = [*(each for each in used if each not in (*ended, into)), into]
        found.append(
            Change(
                change_id=f"c{number}", kind="merge", villages=tuple(ended), into=into,
                on=draw(days), whole=draw(st.booleans()), reason="", actor="", decided_on=FIRST,
                expected=NOTHING,
            )
        )  # fmt: skip
        if len(used) < 2:
            break
    return found


def followed(person: Person, changes: list[Change]) -> Person:
    for change in changes:
        for event in succeed(person, change, COMMUNE):
            person = evolve(person, event)
    return person


def village_on(stays: tuple[Residence, ...] | tuple[Membership, ...], day: date) -> str | None:
    return next((each.village for each in stays if each.time.holds(day)), None)


def expected_on(name: str, day: date, changes: list[Change]) -> str:
    """Read off the changes alone."""
    for change in changes:
        if name in change.villages and (change.whole or day >= change.on):
            name = change.into
    return name


@given(people(), rows_of_changes())
@settings(max_examples=300, deadline=None)
def test_each_day_is_told_under_the_name_of_that_day(person: Person, changes: list[Change]) -> None:
    after = followed(person, changes)
    for day in DAYS:
        stay = next((each for each in person.residences if each.time.holds(day)), None)
        if stay is None:
            assert village_on(after.residences, day) is None
            continue
        wanted = stay.village
        if stay.commune == COMMUNE:
            wanted = expected_on(wanted, day, changes)
        assert village_on(after.residences, day) == wanted
    assert [one.time.end for one in after.residences[:-1]] == [
        other.time.start for other in after.residences[1:]
    ]
    assert all(one.time.start < other.time.start for one, other in pairwise(after.residences))


@given(people(), rows_of_changes())
@settings(max_examples=300, deadline=None)
def test_all_changes_taken_back_leave_everything_as_it_was(
    person: Person, changes: list[Change]
) -> None:
    after = followed(person, changes)
    for change in reversed(changes):
        for event in undo(after, change.change_id):
            after = evolve(after, event)
    assert after == person
    assert change_ids(after) == frozenset()


@given(people(), rows_of_changes())
@settings(max_examples=200, deadline=None)
def test_nobody_follows_twice(person: Person, changes: list[Change]) -> None:
    """The mover asks again until nobody is left: of a change that was done, nothing is."""
    for change in changes:
        person = followed(person, [change])
        assert succeed(person, change, COMMUNE) == []


@given(rows_of_changes(), st.sampled_from(NAMES))
@settings(max_examples=300, deadline=None)
def test_every_name_leads_to_one_in_use(changes: list[Change], name: str) -> None:
    catalogue = Catalogue(commune=COMMUNE, changes=tuple(changes))
    today = catalogue.now(name)
    assert not catalogue.is_former(today)
    assert catalogue.now(today) == today
    assert catalogue.now(name, date.min) == expected_on(name, date.max, changes)
