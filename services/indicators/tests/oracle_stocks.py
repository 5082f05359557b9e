"""Stocks: which persons and households the oracle counts at the end of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .oracle_people import PRIORITY, SERVICES, SHORT, START, Fact, People, day


class Stocks(People):
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
