"""Shares, money and surveys of a span of days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from .oracle_people import END, START, People, day, months_later


class Spans(People):
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

    def surveyed(
        self, code: str, on: date, counts: Callable[[str], bool]
    ) -> tuple[int, int] | None:
        """Denominator and numerator of the latest survey up to the day, of the units that count;
        of two of the same day the one that was told last.
        """
        surveys = [f for f in self.records if f["type"] == "survey" and counts(f["commune"])]
        known = [f for f in surveys if day(f["as_of"]) <= on]
        if not known:
            return None
        latest = max(day(f["as_of"]) for f in known)
        told = [f for f in known if day(f["as_of"]) == latest][-1]
        counted = {"unemployment_rate": "unemployed", "trained_rate": "trained"}
        return told["labour_force"], told[counted.get(code, "certified")]
