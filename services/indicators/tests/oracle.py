"""A naive oracle of the plan's definitions, written apart from the engine.

It knows neutral facts only, looks at one day at a time, and asks of every person:
counted on that day or not. Slow and plain; nothing here comes from the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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


class Oracle:
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

    # -- persons --------------------------------------------------------------------

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

    # -- flows ----------------------------------------------------------------------

    def qualifying(self, code: str, person: str) -> Iterator[tuple[date, str]]:
        """Days (and records) on which the person does what the flow counts."""
        counted = self.groups_of[code]
        if code == "rural_trainees":
            for f in self.of(person, "enrolment"):
                if counted & self.groups(person, day(f["on"])):
                    yield day(f["on"]), f["id"]
        elif code == "short_course_introductions":
            for f in self.of(person, "enrolment") + self.of(person, "referral"):
                right = f["type"] == "enrolment" or f["kind"] == "training"
                if (
                    right
                    and f.get("level") in SHORT
                    and counted & self.groups(person, day(f["on"]))
                ):
                    yield day(f["on"]), f["id"]
        elif code == "new_jobs":
            for f in self.of(person, "placement"):
                if f["new_job"] and counted & self.groups(person, day(f["on"])):
                    yield day(f["on"]), f["id"]

    def counted_on(self, code: str, first: date, last: date) -> list[tuple[str, date]]:
        """Persons and the days they count in the flow, within the days given."""
        found = []
        for person in self.persons():
            days = sorted(d for d, _ in self.qualifying(code, person) if START <= d <= END)
            for year in {d.year for d in days}:
                on = min(d for d in days if d.year == year)
                if first <= on <= last:
                    found.append((person, on))
        return found

    # -- stocks of persons ----------------------------------------------------------

    def in_stock(self, code: str, person: str, on: date) -> tuple[bool, bool]:
        """In the denominator, in the numerator, at the end of the day."""
        if code == "ui_advised":
            den = "unemployment_insurance" in self.groups(person, on)
            return den, den and any(START <= d <= on for d in self._advice(person))
        if code == "employment_service_access":
            den = bool(PRIORITY & self.groups(person, on))
            days = [day(f["on"]) for f in self.of(person, "service") if f["service"] in SERVICES]
            return den, den and any(START <= d <= on for d in days)
        if code == "priority_credit":
            claims = [
                f
                for f in self._credit(person, on)
                if PRIORITY & self.groups(person, day(f["need_on"]))
            ]
            return bool(claims), any(self._paid(f, on) for f in claims)
        return self._met(code, person, on)

    def _advice(self, person: str) -> Iterator[date]:
        for f in self.of(person, "outreach"):
            if f["topic"] == "training_policy":
                yield day(f["on"])
        for f in self.of(person, "service"):
            if f["topic"] == "training_policy" and f["service"] in ("counselling", "job_fair"):
                yield day(f["on"])

    def _met(self, code: str, person: str, on: date) -> tuple[bool, bool]:
        kinds, group, able = {
            "ui_training_support": ({"training"}, "unemployment_insurance", False),
            "youth_training_support": ({"training"}, "priority_youth", False),
            "elderly_career_support": ({"training", "counselling"}, "elderly", False),
            "elderly_in_work": ({"job"}, "elderly", True),
            "training_needs_met": ({"training"}, None, False),
            "job_needs_met": ({"job"}, None, False),
        }[code]
        den = num = False
        for need in self.of(person, "need"):
            since = day(need["on"])
            withdrawn = need.get("withdrawn_on")
            if need["kind"] not in kinds or (able and not need.get("able_to_work")):
                continue
            if since > on or (withdrawn and day(withdrawn) <= on):
                continue
            held = self.groups(person, since)
            if not (PRIORITY & held if group is None else group in held):
                continue
            den = True
            num = num or any(since <= d <= on for d in self._answers(code, person))
        return den, num

    def _answers(self, code: str, person: str) -> Iterator[date]:
        for f in self.of(person, "enrolment"):
            if code in ("ui_training_support", "elderly_career_support", "training_needs_met") or (
                code == "youth_training_support" and f["level"] in SHORT
            ):
                yield day(f["on"])
        for f in self.of(person, "service"):
            if code == "elderly_career_support" and f["service"] == "counselling":
                yield day(f["on"])
        for f in self.of(person, "referral"):
            if code == "elderly_career_support" and f["kind"] == "training":
                yield day(f["on"])
        for f in self.of(person, "placement"):
            if code == "job_needs_met" or (code == "elderly_in_work" and f["suitable"]):
                yield day(f["on"])

    def _credit(self, person: str, on: date) -> list[Fact]:
        """Eligible credit needs that stand on the day."""
        return [
            f
            for f in self.of(person, "loan")
            if f["eligible"]
            and day(f["need_on"]) <= on
            and not (f.get("withdrawn_on") and day(f["withdrawn_on"]) <= on)
        ]

    @staticmethod
    def _paid(loan: Fact, on: date) -> bool:
        return bool(loan.get("disbursed_on")) and day(loan["disbursed_on"]) <= on

    # -- shares and money of a span ---------------------------------------------------

    def share(self, code: str, first: date, last: date) -> tuple[int, int]:
        """Denominator and numerator among the days given."""
        judged = [good for _, good in self.judged_within(code, first, last)]
        return len(judged), sum(judged)

    def judged_within(self, code: str, first: date, last: date) -> list[tuple[str, bool]]:
        """Whose records are judged on the days given, and the judgements."""
        return [
            (unit, good)
            for unit, on, good in self._judged(code)
            if max(first, START) <= on <= min(last, END)
        ]

    def _judged(self, code: str) -> Iterator[tuple[str, date, bool]]:
        """Of every record whose it is, the day it is judged on, and the judgement."""
        if code == "mobile_classes":
            for f in self.records:
                if f["type"] == "class":
                    yield f["id"], day(f["on"]), f["form"] == "mobile"
        for person in self.persons():
            for on, good in self._judged_of(code, person):
                yield person, on, good

    def _judged_of(self, code: str, person: str) -> Iterator[tuple[date, bool]]:
        if code.startswith("job_after_training_"):
            months = int(code.removeprefix("job_after_training_").removesuffix("m"))
            begun = [day(f["on"]) for f in self.of(person, "placement")]
            for f in self.of(person, "enrolment"):
                if f.get("completed_on"):
                    done = day(f["completed_on"])
                    due = months_later(done, months)
                    yield due, any(done <= d <= due for d in begun)
        elif code == "training_dropouts":
            for f in self.of(person, "enrolment"):
                if f.get("completed_on"):
                    yield day(f["completed_on"]), False
                if f.get("dropped_on"):
                    yield day(f["dropped_on"]), True
        elif code.startswith("retention_"):
            months = int(code.removeprefix("retention_").removesuffix("m"))
            for f in self.of(person, "placement"):
                if months in f["checks"]:
                    on, still = f["checks"][months]
                    yield day(on), still
        elif code == "mentoring_coverage":
            for f in self.of(person, "placement"):
                yield day(f["on"]), f["mentored"]
        elif code == "use_checks_on_time":
            for f in self.of(person, "loan"):
                if f.get("disbursed_on"):
                    paid = day(f["disbursed_on"])
                    due = paid + timedelta(days=30)
                    checked = f.get("checked_on")
                    yield due, bool(checked) and paid <= day(checked) <= due
        elif code == "handoffs_dropped":
            for f in self.of(person, "referral"):
                due = day(f["on"]) + timedelta(days=15)
                answered = f.get("answered_on")
                yield due, not answered or not day(f["on"]) <= day(answered) <= due

    def money(self, code: str, first: date, last: date) -> tuple[int, int]:
        """Đồng and payments among the days given."""
        found = [amount for _, amount in self.paid_within(code, first, last)]
        return sum(found), len(found)

    def paid_within(self, code: str, first: date, last: date) -> list[tuple[str, int]]:
        """To whom, and how many đồng, each payment of the days given."""
        if code == "training_support_paid":
            paid = [(f, f["on"], f["amount"]) for f in self.records if f["type"] == "support"]
        else:
            loans = [f for f in self.records if f["type"] == "loan" and f.get("disbursed_on")]
            paid = [(f, f["disbursed_on"], 50_000_000) for f in loans]
        return [
            (self.who(f["person"]), amount)
            for f, on, amount in paid
            if max(first, START) <= day(on) <= min(last, END)
        ]

    # -- surveys --------------------------------------------------------------------

    def surveyed(self, code: str, on: date) -> tuple[int, int] | None:
        """Denominator and numerator of the latest survey up to the day; of two of the same day
        the one that was told last.
        """
        known = [f for f in self.records if f["type"] == "survey" and day(f["as_of"]) <= on]
        if not known:
            return None
        latest = max(day(f["as_of"]) for f in known)
        told = [f for f in known if day(f["as_of"]) == latest][-1]
        counted = {"unemployment_rate": "unemployed", "trained_rate": "trained"}
        return told["labour_force"], told[counted.get(code, "certified")]

    # -- households -----------------------------------------------------------------

    def lives_in(self, person: str, household: str, on: date) -> bool:
        homes = self.people.get(person, {}).get("households", [])
        return not self.gone(person, on) and any(
            h["household_id"] == household and inside(h, on) for h in homes
        )

    def households(self) -> list[str]:
        return sorted(
            {h["household_id"] for p in self.people.values() for h in p.get("households", [])}
        )

    def household_in(self, household: str, on: date) -> tuple[bool, bool]:
        den = num = False
        for person in self.persons():
            for loan in self._credit(person, on):
                since = day(loan["need_on"])
                if not self.lives_in(person, household, since):
                    continue
                if any(
                    self.lives_in(each, household, since) and "elderly" in self.groups(each, since)
                    for each in self.persons()
                ):
                    den = True
                    num = num or self._paid(loan, on)
        return den, num

    # -- figures --------------------------------------------------------------------

    def stock(self, code: str, on: date) -> tuple[int, int]:
        """Denominator and numerator at the end of the day."""
        if code == "elderly_household_credit":
            found = [self.household_in(each, on) for each in self.households()]
        else:
            found = [self.in_stock(code, each, on) for each in self.persons()]
        return sum(den for den, _ in found), sum(num for _, num in found)

    def in_list(self, code: str, kind: str, part: str, first: date, last: date) -> list[str]:
        """The units behind one part of a figure on a span's last day, each as often as it
        counts there, sorted.
        """
        if kind == "flow":
            return sorted(unit for unit, _ in self.counted_on(code, first, last))
        if kind == "money":
            return sorted(unit for unit, _ in self.paid_within(code, first, last))
        if kind == "share":
            judged = self.judged_within(code, first, last)
            return sorted(unit for unit, good in judged if good or part == "den")
        if code == "elderly_household_credit":
            inside = {each: self.household_in(each, last) for each in self.households()}
        else:
            inside = {each: self.in_stock(code, each, last) for each in self.persons()}
        return sorted(
            unit for unit, (den, num) in inside.items() if (den if part == "den" else num)
        )

    def by(
        self, code: str, dimension: str, on: date, among: Sequence[str] | None = None
    ) -> Counter[str]:
        """The denominator by a dimension of the day (a stock of persons), or of some persons."""
        found: Counter[str] = Counter()
        for person in self.persons() if among is None else among:
            if self.in_stock(code, person, on)[0]:
                found.update(self.dims(person, dimension, on))
        return found

    def dims(self, person: str, dimension: str, on: date) -> list[str]:
        if dimension == "group":
            return sorted(self.groups(person, on))
        if dimension in ("village", "commune"):
            return [self.home(person, on)[dimension]]
        if dimension == "age_band":
            return [self.band(person, on)]
        return [self.people.get(person, {}).get("gender") or "unknown"]
