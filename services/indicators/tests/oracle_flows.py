"""Flows: whom the oracle counts once a year, and on which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .oracle_people import END, SHORT, START, People, day


class Flows(People):
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
