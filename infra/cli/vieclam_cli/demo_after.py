"""What came after in the demo year: answers to referrals, support, a mentor's and a lender's look,
a round from door to door.

Most of it in time, some late, some never: else the figures that watch for it would have nothing to
tell. Who is which follows from the record's own id, so that going on after a stop repeats it.
"""

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from vieclam_cli.api import Api
from vieclam_cli.demo_people import Days, Known

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


def visits(officer: Api, people: Sequence[Known], days: Days) -> None:
    """A round that is under way: planned for every village, one household in three seen so far."""
    round_ = f"Cuối năm {days.today.year}"
    begins, ends = days.today - timedelta(days=12), days.today + timedelta(days=19)
    for number, village in enumerate(sorted({each.who.village for each in people})):
        body = {"round": round_, "village": village, "visitors": "Trưởng thôn, Hội Phụ nữ"}
        span = {"from": begins.isoformat(), "to": ends.isoformat()}
        officer.post("/visit-plans", {**body, **span}, f"demo-visits-{number}")
    for number, each in enumerate(people):
        if _turn(each.id) % 3 == 0:
            on = begins + timedelta(days=number % 12)
            met = {"person_id": each.id, "channel": "door_to_door", "topic": "credit_policy"}
            officer.post("/outreach", {**met, "on": on.isoformat()}, f"demo-visit-{number}")
