"""What the oracle knows of each person on a day: who they are, their groups, where they live."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Fact = dict[str, Any]
START, END = date(2026, 1, 1), date(2030, 12, 31)
NAMED = {
    "poor_household", "near_poor_household", "ethnic_minority", "elderly",
    "disabled", "ex_prisoner", "post_rehab", "land_recovered",
}  # fmt: skip
PRIORITY = NAMED | {"rural", "unemployment_insurance", "priority_youth"}
FROM_PROFILE = {"rural", "ethnic_minority", "poor_household", "near_poor_household", "elderly"}
SHORT = {"under_3_months", "elementary"}
BANDS = [(60, "60+"), (45, "45-59"), (35, "35-44"), (25, "25-34"), (15, "15-24")]
SERVICES = {"counselling", "introduction", "job_fair"}


def day(text: str) -> date:
    return date.fromisoformat(text)


def inside(interval: dict[str, Any], on: date) -> bool:
    return day(interval["from"]) <= on and (interval["to"] is None or on < day(interval["to"]))


def months_later(on: date, months: int) -> date:
    first = on.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(on.day, last.day))


class People:
    """``groups_of``: the groups a flow counts, where a plan file says so otherwise."""

    def __init__(
        self, facts: list[Fact], groups_of: dict[str, frozenset[str]] | None = None
    ) -> None:
        self.groups_of = {
            "rural_trainees": {"rural"},
            "short_course_introductions": NAMED,
            "new_jobs": PRIORITY,
        } | (groups_of or {})
        self.people = {f["id"]: f for f in facts if f["type"] == "person"}
        self.into = {f["from"]: f["into"] for f in facts if f["type"] == "merge"}
        self.records = [
            f for f in facts if f["type"] not in ("person", "merge") and not f.get("voided")
        ]

    def who(self, person: str) -> str:
        path = [person]
        while path[-1] in self.into:
            nxt = self.into[path[-1]]
            if nxt in path:
                return min(path[path.index(nxt) :])
            path.append(nxt)
        return path[-1]

    def persons(self) -> list[str]:
        everybody = set(self.people) | set(self.into.values())
        everybody |= {f["person"] for f in self.records if "person" in f}
        return sorted({self.who(p) for p in everybody})

    def of(self, person: str, kind: str) -> list[Fact]:
        return [
            f
            for f in self.records
            if f["type"] == kind and "person" in f and self.who(f["person"]) == person
        ]

    def gone(self, person: str, on: date) -> bool:
        profile = self.people.get(person, {})
        left = profile.get("left")
        return left is not None and on >= day(left["on"])

    def age(self, person: str, on: date) -> int | None:
        text = self.people.get(person, {}).get("birth_date")
        if text is None:
            return None
        if len(text) == 4:
            birth = date(int(text), 12, 31)
        elif len(text) == 7:
            first = day(f"{text}-01")
            birth = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        else:
            birth = day(text)
        return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))

    def groups(self, person: str, on: date) -> set[str]:
        if self.gone(person, on):
            return set()
        found = set()
        for each, profile in self.people.items():
            if self.who(each) != person:
                continue
            for group in profile["groups"]:
                if inside(group, on) and (each == person or group["code"] not in FROM_PROFILE):
                    found.add(group["code"])
        found.discard("elderly")
        age = self.age(person, on)
        if age is not None and age >= 60:
            found.add("elderly")
        return found

    def village(self, person: str, on: date) -> str:
        return self.home(person, on)["village"]

    def home(self, person: str, on: date) -> dict[str, Any]:
        """The residence of the day."""
        here = [r for r in self.people.get(person, {}).get("residences", []) if inside(r, on)]
        nowhere = {"village": "unknown", "commune": "unknown"}
        return max(here, key=lambda r: r["from"]) if here else nowhere

    def band(self, person: str, on: date) -> str:
        age = self.age(person, on)
        if age is None:
            return "unknown"
        return next((name for years, name in BANDS if age >= years), "under_15")

    def lives_in(self, person: str, household: str, on: date) -> bool:
        homes = self.people.get(person, {}).get("households", [])
        return not self.gone(person, on) and any(
            h["household_id"] == household and inside(h, on) for h in homes
        )

    def households(self) -> list[str]:
        return sorted(
            {h["household_id"] for p in self.people.values() for h in p.get("households", [])}
        )
