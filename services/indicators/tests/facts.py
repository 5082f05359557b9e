"""Random facts for the laws: few persons, few days, many collisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

PERSONS = ("p1", "p2", "p3")
HOUSEHOLDS = ("h1", "h2")
DAYS = (
    "2025-06-01", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-28", "2026-03-01",
    "2026-03-02", "2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01", "2027-02-28",
    "2028-02-29", "2028-03-01", "2030-12-30", "2030-12-31",
)  # fmt: skip
BIRTHS = (
    "1966-03-02", "1966-03-01", "1968-02-29", "1966", "1966-02", "1967-12-31", "1981-06-30",
    "1990-01-01", "2002-03-01", "2012-07-01", "1940-05-05",
)  # fmt: skip
GROUPS = (
    "rural", "poor_household", "near_poor_household", "ethnic_minority", "disabled",
    "ex_prisoner", "unemployment_insurance", "priority_youth", "land_recovered", "post_rehab",
)  # fmt: skip

Fact = dict[str, Any]
days = st.sampled_from(DAYS)


@st.composite
def interval(draw: st.DrawFn) -> Fact:
    start, end = sorted((draw(days), draw(days)))
    return {"from": start, "to": draw(st.sampled_from([None, end]))}


@st.composite
def person(draw: st.DrawFn, id_: str) -> Fact:
    moved = draw(st.sampled_from([None, *DAYS[2:]]))
    residences = [
        {"commune": "09931", "village": "v1", "kind": "permanent", "from": "2000-01-01",
         "to": moved}
    ]  # fmt: skip
    if moved is not None:
        village = draw(st.sampled_from(["v2", "v3.$"]))
        residences.append(
            {"commune": draw(st.sampled_from(["09931", "10001"])), "village": village,
             "kind": "permanent", "from": moved, "to": None}
        )  # fmt: skip
    groups = draw(st.lists(st.sampled_from(GROUPS), max_size=4))
    homes = draw(st.lists(st.sampled_from(HOUSEHOLDS), max_size=2))
    return {
        "type": "person",
        "id": id_,
        "birth_date": draw(st.sampled_from([*BIRTHS, None])),
        "gender": draw(st.sampled_from(["female", "male"])),
        "residences": residences,
        "households": [{"household_id": h, **draw(interval())} for h in homes],
        "groups": [{"code": code, **draw(interval())} for code in groups],
        "left": draw(
            st.one_of(st.none(), st.none(), days.map(lambda on: {"on": on, "reason": "died"}))
        ),
    }


LEVELS = ("under_3_months", "elementary", "intermediate", "college")
TOPICS = ("training_policy", "job_search")


# fmt: off
FOCUSES = (
    ("need", "referral", "outreach", "enrolment", "service", "placement", "loan", "class",
     "support"),
    ("enrolment", "placement"),
    ("class", "support", "loan"),
    ("loan",),
    ("need", "enrolment", "service"),
    ("need", "placement"),
    ("enrolment", "referral"),
)
# fmt: on
"""A story is about few kinds of records, so that they meet."""


@st.composite
def record(draw: st.DrawFn, id_: str, kinds: tuple[str, ...]) -> Fact:
    kind = draw(st.sampled_from(kinds))
    found: Fact = {"type": kind, "id": f"{kind}-{id_}"}
    if kind != "class":
        found["person"] = draw(st.sampled_from(PERSONS))
    found |= draw(body(kind))
    found["voided"] = draw(st.sampled_from([False, False, False, True]))
    return found


@st.composite
def body(draw: st.DrawFn, kind: str) -> Fact:
    on = draw(days)
    match kind:
        case "need":
            later = draw(st.sampled_from([None, None, *DAYS]))
            return {
                "kind": draw(st.sampled_from(["training", "job", "counselling"])),
                "able_to_work": draw(st.sampled_from([True, False, None])),
                "on": on,
                "withdrawn_on": later,
            }
        case "referral":
            return {
                "kind": draw(st.sampled_from(["training", "job"])),
                "level": draw(st.sampled_from([None, *LEVELS])),
                "on": on,
                "to": draw(st.sampled_from(["training", "placement", "credit"])),
                "answered_on": draw(st.sampled_from([None, *soon(on)])),
            }
        case "outreach":
            channel = draw(st.sampled_from(["door_to_door", "job_fair"]))
            return {"channel": channel, "topic": draw(st.sampled_from(TOPICS)), "on": on}
        case "enrolment":
            ended = draw(st.sampled_from([None, "completed_on", "dropped_on"]))
            end = {ended: draw(st.sampled_from([on, *soon(on)]))} if ended else {}
            return {"level": draw(st.sampled_from(LEVELS)), "on": on, "school": "s1", **end}
        case "class":
            return {"form": draw(st.sampled_from(["mobile", "at_school"])), "on": on}
        case "support":
            source = draw(st.sampled_from(["state_budget", "mobilised"]))
            return {"amount": draw(st.sampled_from([1, 700_000])), "source": source, "on": on}
        case "service":
            service = draw(st.sampled_from(["counselling", "introduction", "job_fair"]))
            return {"service": service, "topic": draw(st.sampled_from(TOPICS)), "on": on}
        case "placement":
            flag = st.booleans()
            months = draw(st.sampled_from([(), (3,), (3, 6), (12,)]))
            return {
                "kind": "employer", "new_job": draw(flag), "suitable": draw(flag), "on": on,
                "mentored": draw(flag), "checks": {m: (draw(days), draw(flag)) for m in months},
            }  # fmt: skip
        case _:
            return {
                "need_on": on,
                "eligible": draw(st.sampled_from([True, True, False])),
                "disbursed_on": draw(st.sampled_from([None, *DAYS])),
                "withdrawn_on": draw(st.sampled_from([None, None, None, *DAYS])),
                "checked_on": draw(st.sampled_from([None, *DAYS])),
            }


ENDS = ("completed_on", "dropped_on", "checks")


def soon(on: str) -> list[str]:
    """Days around the ends of the terms the plan file sets."""
    first = date.fromisoformat(on)
    return [str(first + timedelta(days=n)) for n in (15, 16, 30, 31, 92)]


@st.composite
def story(draw: st.DrawFn) -> tuple[list[Fact], list[Fact]]:
    """What holds in the end, and all that was told on the way, corrections included."""
    people = [draw(person(id_)) for id_ in PERSONS if draw(st.integers(0, 9))]
    count = draw(st.integers(0, 10))
    kinds = draw(st.sampled_from(FOCUSES))
    records = [draw(record(str(n), kinds)) for n in range(count)]
    merges = [
        {"type": "merge", "from": one, "into": other, "on": "2026-06-01"}
        for one in PERSONS
        if (other := draw(st.sampled_from([None, None, None, *PERSONS]))) not in (None, one)
    ]
    final = [*people, *records, *merges]
    told = draw(st.permutations(final))
    earlier: list[Fact] = [draw(person(each["id"])) for each in people if draw(st.booleans())]
    for each in records:
        if each["type"] in ("enrolment", "service", "placement") and draw(st.booleans()):
            first = {"type": each["type"], "id": each["id"], "person": each["person"]}
            # what an enrolment or placement came to is not taken back by its amendment
            begun = {k: v for k, v in draw(body(each["type"])).items() if k not in ENDS}
            earlier.append(first | begun)
    return final, [*draw(st.permutations(earlier)), *told]
