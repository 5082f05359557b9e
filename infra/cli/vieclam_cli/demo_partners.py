"""What the school, the job centre and the bank tell of the demo year."""

from datetime import date, timedelta
from typing import Any

from vieclam_cli import demo_after
from vieclam_cli.api import Api
from vieclam_cli.demo_people import Days, Known, borrowers, learners, level_of, placed, seekers

PRODUCTS = {
    "poor_household": "poor_household",
    "near_poor_household": "near_poor_household",
    "ex_prisoner": "ex_prisoner",
}


def school_year(school: Api, people: list[Known], days: Days) -> None:
    """Classes, enrolments, and how they ended."""
    chosen = learners(people)
    size = 22
    for number in range(0, len(chosen), size):
        index, learning = number // size, chosen[number : number + size]
        starts = days.after(0.12, index, 7, 0.85)
        occupation = learning[0].who.occupation or "May công nghiệp"
        opened = school.post(
            "/classes",
            {
                "occupation": occupation,
                "level": level_of(index),
                "form": ("on_site", "at_school", "mobile")[index % 3],
                "village": learning[0].who.village,
                "starts_on": starts,
                "ends_on": (date.fromisoformat(starts) + timedelta(days=80)).isoformat(),
                "capacity": 30,
                "funding_source": "unemployment_fund" if index == 2 else "state_budget",
            },
            f"demo-class-{index}",
        )
        ids = {"person_ids": [each.id for each in learning], "on": starts}
        enrolled = school.post(
            f"/classes/{opened['id']}/enrolments", ids, f"demo-enrolment-{index}"
        )
        _finish(school, enrolled["enrolments"], starts, days, index)
    _class_ahead(school, people, days)
    for index, occupation in enumerate(sorted({each.who.occupation or "" for each in chosen})):
        body = {"code": f"demo_{index + 1}", "name": occupation}
        school.post("/occupations", body, f"demo-occupation-{index}")
    demo_after.answers(school, len(chosen), days)


def _class_ahead(school: Api, people: list[Known], days: Days) -> None:
    """One that still takes learners: for a what-if."""
    starts = days.today + timedelta(days=10)
    body = {
        "occupation": "May công nghiệp",
        "level": "elementary",
        "form": "on_site",
        "village": people[0].who.village,
        "starts_on": starts.isoformat(),
        "ends_on": (starts + timedelta(days=80)).isoformat(),
        "capacity": 25,
        "funding_source": "state_budget",
    }
    school.post("/classes", body, "demo-class-ahead")


def _finish(
    school: Api, enrolments: list[dict[str, Any]], starts: str, days: Days, index: int
) -> None:
    ends = date.fromisoformat(starts) + timedelta(days=80)
    if ends > days.today:
        return
    on = ends.isoformat()
    for number, each in enumerate(enrolments):
        path, key = f"/enrolments/{each['id']}", f"demo-end-{index}-{number}"
        if number % 11 == 10:
            school.post(f"{path}/withdraw", {"on": on, "reason_code": "found_work"}, key)
            continue
        school.post(f"{path}/complete", {"on": on}, key)
        if number % 7 != 6:
            body = {"on": on, "certificate_kind": "elementary_certificate"}
            school.post(f"{path}/certify", body, f"{key}-certificate")


def job_centre_year(centre: Api, people: list[Known], days: Days) -> None:
    """Employers, employment services, placements."""
    employers = [
        centre.post(
            "/employers",
            {"name": name, "kind": kind, "village": village},
            f"demo-employer-{number}",
        )["id"]
        for number, (name, kind, village) in enumerate(
            (
                ("Công ty May Quốc Oai (mẫu)", "enterprise", "Thôn 1"),
                ("Hợp tác xã Rau sạch Hưng Đạo (mẫu)", "cooperative", "Thôn Đồng Lư"),
                ("Cơ sở Mây tre đan (mẫu)", "household_business", "Thôn Cộng Hòa"),
            )
        )
    ]
    served = [each for number, each in enumerate(people) if number % 3 != 2]
    for number, each in enumerate(served):
        service = ("counselling", "introduction", "job_fair")[number % 3]
        centre.post(
            "/services",
            {
                "person_id": each.id,
                "service": service,
                "mode": ("in_person", "online", "mobile")[number % 3],
                "topic": "training_policy" if number % 9 == 0 else "job_search",
                "on": days.after(0.08, number, len(served), 0.95),
            },
            f"demo-service-{number}",
        )
    chosen = placed(people, days)
    for number, each in enumerate(chosen):
        kind = ("employer", "employer", "self_employment", "loan_supported")[number % 4]
        on = days.after(0.15, number, len(chosen), 0.95)
        started = centre.post(
            "/placements",
            {
                "person_id": each.id,
                "kind": kind,
                "new_job": number % 10 != 9,
                "suitable": number % 8 != 7,
                "contract": "fixed_term" if kind == "employer" else "none",
                "mentored": kind == "employer" and number % 5 != 1,
                **({"employer_id": employers[number % 3]} if kind == "employer" else {}),
                "on": on,
            },
            f"demo-placement-{number}",
        )
        if number % 9 == 8:
            body = {"on": days.at(0.97), "reason_code": "contract_ended"}
            centre.post(f"/placements/{started['id']}/end", body, f"demo-placement-end-{number}")
            continue
        demo_after.retention(centre, started["id"], number, on, days)
    demo_after.answers(centre, len(seekers(people)), days)


def bank_year(bank: Api, people: list[Known], days: Days) -> None:
    """Credit needs and how far each file came."""
    for number, each in enumerate(borrowers(people)):
        product = next((PRODUCTS[mark] for mark in sorted(each.who.marks) if mark in PRODUCTS), "")
        opened = bank.post(
            "/loans",
            {
                "person_id": each.id,
                "product": product or "job_creation",
                "amount": 30_000_000 + 5_000_000 * (number % 9),
                "purpose": ("production", "trade", "services")[number % 3],
                "on": days.after(0.1, number, 40, 0.6),
            },
            f"demo-loan-{number}",
        )
        _stages(bank, f"/loans/{opened['id']}", number, days)
    demo_after.answers(bank, len(borrowers(people)), days)


def _stages(bank: Api, path: str, number: int, days: Days) -> None:
    eligible = number % 8 != 7
    reasons = [] if eligible else ["outstanding_debt"]
    assessed = {"eligible": eligible, "reason_codes": reasons, "on": days.at(0.65)}
    bank.post(f"{path}/assess", assessed, f"demo-loan-assess-{number}")
    if not eligible or number % 6 == 5:
        return  # refused, or still with the commune
    bank.post(f"{path}/submit", {"on": days.at(0.7)}, f"demo-loan-submit-{number}")
    if number % 13 == 12:
        body = {"on": days.at(0.75), "reason_code": "incomplete_file"}
        bank.post(f"{path}/decline", body, f"demo-loan-decline-{number}")
        return
    bank.post(f"{path}/approve", {"on": days.at(0.75)}, f"demo-loan-approve-{number}")
    paid: dict[str, Any] = {
        "amount": 30_000_000 + 5_000_000 * (number % 9),
        "on": days.at(0.8),
    }
    bank.post(f"{path}/disburse", paid, f"demo-loan-disburse-{number}")
    if number % 4 != 3:
        soon = date.fromisoformat(paid["on"]) + timedelta(days=20)  # the deadline is 30 days
        on = days.at(0.95) if number % 4 == 2 else min(soon, days.today).isoformat()
        used = {"as_declared": number % 8 != 4, "on": on}
        bank.post(f"{path}/check-use", used, f"demo-loan-use-{number}")
