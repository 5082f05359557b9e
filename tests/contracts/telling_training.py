"""The school at work, until it has told everything it can tell."""

from __future__ import annotations

from .agency import Agency
from .files import Json
from .telling_registry import VOID, Told


def tell(training: Agency, told: Told) -> None:
    def ask(method: str, **arguments: object) -> Json:
        return training.ask("school", method, **arguments)

    body: Json = {"answer": "accepted", "on": "2026-03-05"}
    ask("answer_referral", referral_id=told.referrals["training"], body=body)
    opened = ask("open_class", body=_class("2026-03-10"))["id"]
    ask("amend_record", kind="classes", record_id=opened, body={"capacity": 30})
    people = [told.person, told.other, "walked-in"]
    enrolled = ask("enrol", class_id=opened, body={"person_ids": people, "on": "2026-03-10"})
    finished, left, mistaken = (each["id"] for each in enrolled["enrolments"])
    ask("complete_enrolment", enrolment_id=finished, body={"on": "2026-06-01"})
    ask("certify_enrolment", enrolment_id=finished, body={"on": "2026-06-15"})
    paid = {
        "amount": 3_000_000,
        "funding_source": "state_budget",
        "policy": "qd46_2015",
        "on": "2026-06-20",
    }
    support = ask("record_support_paid", enrolment_id=finished, body=paid)["id"]
    ask("amend_record", kind="supports", record_id=support, body={"amount": 2_500_000})
    ask("void_record", kind="supports", record_id=support, body=VOID)
    ask("amend_record", kind="enrolments", record_id=finished, body={"completed_on": "2026-06-02"})
    gone = {"on": "2026-04-01", "reason_code": "cai_nhau_voi_ba_lan"}
    ask("withdraw_enrolment", enrolment_id=left, body=gone)
    ask("void_record", kind="enrolments", record_id=mistaken, body=VOID)
    empty = ask("open_class", body=_class("2027-01-10"))["id"]
    ask("void_record", kind="classes", record_id=empty, body=VOID)


def _class(starts_on: str) -> Json:
    return {
        "occupation": "May công nghiệp",
        "level": "elementary",
        "form": "mobile",
        "starts_on": starts_on,
        "ends_on": "2027-06-30",
        "capacity": 25,
        "funding_source": "state_budget",
    }
