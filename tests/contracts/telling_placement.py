"""The job centre and the social insurance at work, until they have told everything they can."""

from __future__ import annotations

from .agency import Agency
from .files import Json
from .telling_registry import VOID, Told


def tell(placement: Agency, told: Told) -> None:
    def ask(method: str, role: str = "job_centre", **arguments: object) -> Json:
        return placement.ask(role, method, **arguments)

    declined = {"answer": "declined", "reason_code": "not_reachable", "on": "2026-03-05"}
    ask("answer_referral", referral_id=told.referrals["placement"], body=declined)
    service = {
        "person_id": told.person,
        "service": "counselling",
        "mode": "online",
        "topic": "training_policy",
        "on": "2026-03-06",
    }
    first, second = (ask("give_service", body=service)["id"] for _ in range(2))
    ask("amend_record", kind="services", record_id=first, body={"topic": "job_search"})
    ask("void_record", kind="services", record_id=second, body=VOID)
    employer = ask(
        "register_employer",
        body={"name": "Xưởng may Hòa Bình", "address": "Thôn 3", "phone": "0912345678"},
    )["id"]
    job = {
        "person_id": told.person,
        "kind": "employer",
        "new_job": True,
        "suitable": True,
        "contract": "indefinite",
        "employer_id": employer,
        "on": "2026-04-01",
    }
    kept = ask("start_placement", body=job)["id"]
    mistaken = ask("start_placement", body={**job, "person_id": told.other})["id"]
    ask("void_record", kind="placements", record_id=mistaken, body=VOID)
    ask("amend_record", kind="placements", record_id=kept, body={"on": "2026-04-02"})
    insurance = {"role": "social_insurance", "placement_id": kept}
    ask("confirm_placement", body={"on": "2026-05-01"}, **insurance)
    support = ask(
        "grant_contribution_support", body={"amount": 900_000, "on": "2026-06-01"}, **insurance
    )["id"]
    ask("void_record", "social_insurance", kind="contribution_supports", record_id=support,
        body=VOID)  # fmt: skip
    check = {"months": 3, "still_employed": True, "on": "2026-07-02"}
    ask("check_retention", placement_id=kept, body=check)
    ended = {"on": "2026-10-01", "reason_code": "cai_nhau_voi_ba_lan"}
    ask("end_placement", placement_id=kept, body=ended)
