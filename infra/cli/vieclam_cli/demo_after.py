"""What came after in the demo year: answers to referrals, support, a mentor's and a lender's look.

Most of it in time, some late, some never: else the figures that watch for it would have nothing to
tell. Who is which follows from the record's own id, so that going on after a stop repeats it.
"""

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from vieclam_cli.api import Api
from vieclam_cli.demo_people import Days

PATIENCE = 60.0  # seconds for the referrals to reach their partner
NEVER, LATE = 7, 9  # one in so many


def answers(partner: Api, expected: int, days: Days) -> None:
    """A partner answers the referrals made to it; the deadline of the figure is 15 days."""
    for each in _arrived(partner, expected):
        turn = _turn(each["id"])
        if turn % NEVER == 0:
            continue
        on = _later(each["on"], 22 if turn % LATE == 0 else 3 + turn % 8, days)
        if on is not None:
            body = {"answer": "accepted", "on": on}
            path = f"/referrals/{each['id']}/answer"
            partner.post(path, body, f"demo-answer-{each['id']}")


def _arrived(partner: Api, expected: int) -> Sequence[dict[str, Any]]:
    deadline = time.monotonic() + PATIENCE
    while True:
        found: list[dict[str, Any]] = partner.get("/referrals", page_size="1000")["referrals"]
        if len(found) >= expected or time.monotonic() > deadline:
            return sorted(found, key=lambda each: str(each["id"]))
        time.sleep(0.2)


def retention(centre: Api, placement_id: str, number: int, started: str, days: Days) -> None:
    """Looked at after three and six months; one in five had left."""
    for months in (3, 6):
        on = _later(started, months * 31, days)
        if on is None or number % NEVER == 3:
            continue
        still = number % 5 != 4 and not (months == 6 and number % 6 == 1)
        body = {"months": months, "still_employed": still, "on": on}
        path = f"/placements/{placement_id}/retention-checks"
        centre.post(path, body, f"demo-retention-{number}-{months}")


def support(officer: Api, days: Days) -> None:
    """The commune decides about support for those who completed a course."""
    for taught in officer.get("/classes", page_size="1000")["classes"]:
        listed = officer.get("/enrolments", class_id=taught["id"], page_size="1000")
        for each in listed["enrolments"]:
            completed = each.get("completed_on")
            if not completed or _turn(each["id"]) % 3 == 0:
                continue
            insured = taught["funding_source"] == "unemployment_fund"
            on = _later(completed, 14, days)
            if on is not None:
                body = {
                    "amount": 3_000_000 if insured else 2_500_000,
                    "funding_source": taught["funding_source"],
                    "policy": "ui374_under_3_months" if insured else "nd338_rural",
                    "on": on,
                }
                officer.post(
                    f"/enrolments/{each['id']}/support", body, f"demo-support-{each['id']}"
                )


def _turn(record_id: str) -> int:
    return int(record_id[:8], 16)


def _later(day: str, by: int, days: Days) -> str | None:
    """So many days after a day; None where that is still to come."""
    found = date.fromisoformat(day) + timedelta(days=by)
    return found.isoformat() if found <= days.today else None
