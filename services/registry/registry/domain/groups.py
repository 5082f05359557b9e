"""The groups of a profile: evidenced ones as proven, the others derived from facts.

``rural`` is residence in a xã (Law 74/2025 art 10; a phường is none), ``ethnic_minority``
an ethnicity other than Kinh from birth on, the two household groups a household's
poverty status while a member. ``elderly`` is left to the readers: it follows from the
birth date and the calendar alone.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from registry.domain.birth_date import completes
from registry.domain.intervals import Interval, clip, union
from registry.domain.people import Person

__all__ = ["DERIVED", "SENSITIVE", "groups_of", "groups_on"]

DERIVED = ("rural", "ethnic_minority", "poor_household", "near_poor_household", "elderly")
SENSITIVE = frozenset({"ethnic_minority", "disabled", "ex_prisoner", "post_rehab"})
ELDERLY_YEARS = 60  # Law on the Elderly, art 2: full 60

_OF_POVERTY = {"poor": "poor_household", "near_poor": "near_poor_household"}


def groups_of(person: Person) -> list[tuple[str, Interval]]:
    """Every membership but ``elderly``, each code's intervals joined and in order."""
    found: dict[str, list[Interval]] = defaultdict(list)
    for group in person.groups:
        found[group.code].append(group.time)
    for residence in person.residences:
        if residence.unit_kind == "xa":
            found["rural"].append(residence.time)
    if person.details.ethnicity not in (None, "kinh"):
        found["ethnic_minority"].append(Interval(start=person.details.birth_date.first()))
    for membership in person.memberships:
        for poverty in membership.poverty:
            code = _OF_POVERTY.get(poverty.status)
            time = clip(poverty.time, membership.time)
            if code is not None and time is not None:
                found[code].append(time)
    return [(code, time) for code in sorted(found) for time in union(found[code])]


def groups_on(person: Person, on: date) -> frozenset[str]:
    """The groups a person is in on a day, ``elderly`` included; none once they have left."""
    if person.merged_into is not None or (person.left is not None and person.left.on <= on):
        return frozenset()
    held = {code for code, time in groups_of(person) if time.holds(on)}
    if completes(person.details.birth_date, ELDERLY_YEARS, on):
        held.add("elderly")
    return frozenset(held)
