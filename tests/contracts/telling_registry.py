"""The registry's desk at work, until it has told everything it can tell."""

from __future__ import annotations

from dataclasses import dataclass

from .agency import Agency
from .files import Json

VOID = {"reason_code": "entered_by_mistake", "note": "nhập nhầm bà Lan, số 0912345678"}
KINDS = {"training": "training", "placement": "job", "credit": "credit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Ids that the others' stories go on with. ``referrals`` by partner, still open."""

    person: str
    other: str
    duplicate: str
    referrals: dict[str, str]


def tell(registry: Agency) -> Told:
    def ask(method: str, **arguments: object) -> Json:
        return registry.ask("commune_officer", method, **arguments)

    poverty = [{"status": "poor", "from": "2026-01-01", "to": None}]
    household = ask(
        "register_household", body={"code": "HN-01", "village": "Thôn 1", "poverty": poverty}
    )["id"]
    ask("amend_household", household_id=household, body={"village": "Thôn 2"})
    person = register(registry, "Đào Thị Được", household_id=household)
    other = register(registry, "Nguyễn Văn Ba", gender="male")
    duplicate = register(registry, "Đào Thị Đuợc")
    left = register(registry, "Lê Thị Tư")
    ask("amend_person", person_id=person, body={"birth_date": "1985-06-15", "phone": "0912345678"})
    ask("record_person_left", person_id=left, body={"on": "2026-05-01", "reason": "moved_away"})
    evidence = {"document": "Giấy xác nhận khuyết tật", "number": "12/XN"}
    for code in ("disabled", "priority_youth"):
        ask(
            "add_group",
            person_id=person,
            body={"code": code, "from": "2026-02-01", "evidence": evidence},
        )
    _needs(registry, person)
    referrals = {partner: refer(registry, person, partner) for partner in KINDS}
    for partner in KINDS:
        refer(registry, duplicate, partner)
        wrong = refer(registry, other, partner)
        ask("void_record", kind="referrals", record_id=wrong, body=VOID)
    ask("amend_record", kind="referrals", record_id=referrals["training"], body={"level": None})
    gone = register(registry, "Phạm Thị Năm")
    for partner in KINDS:
        refer(registry, gone, partner)
    ask("erase_person", person_id=gone, body={"basis": "request"})
    _outreach_and_survey(registry, person)
    _village_merged(registry)
    ask("merge_person", person_id=duplicate, body={"into": other})
    ask("unmerge_person", person_id=duplicate, body={"reason": "bà Lan, hai người khác nhau"})
    ask("merge_person", person_id=duplicate, body={"into": person})
    return Told(person=person, other=other, duplicate=duplicate, referrals=referrals)


def _needs(registry: Agency, person: str) -> None:
    def ask(method: str, **arguments: object) -> Json:
        return registry.ask("commune_officer", method, **arguments)

    ids = {}
    for kind in ("training", "job", "credit", "counselling", "startup"):
        body = {"kind": kind, "able_to_work": True, "on": "2026-03-01", "level": None}
        if kind == "training":
            body |= {"level": "elementary", "occupation": "May công nghiệp"}
        ids[kind] = ask("record_need", person_id=person, body=body)["id"]
    ask("withdraw_need", need_id=ids["startup"], body={"on": "2026-04-01"})
    ask("amend_record", kind="needs", record_id=ids["startup"], body={"on": "2026-02-20"})
    ask("void_record", kind="needs", record_id=ids["counselling"], body=VOID)


def _outreach_and_survey(registry: Agency, person: str) -> None:
    def ask(method: str, **arguments: object) -> Json:
        return registry.ask("commune_officer", method, **arguments)

    visit = {"channel": "door_to_door", "topic": "training_policy", "on": "2026-03-03"}
    seen = ask("record_outreach", body={**visit, "person_id": person})["id"]
    ask("amend_record", kind="outreach", record_id=seen, body={"topic": "credit_policy"})
    ask("void_record", kind="outreach", record_id=seen, body=VOID)
    meeting = {"channel": "meeting", "topic": "job_search", "on": "2026-03-04", "reached": 40}
    ask("record_outreach", body={**meeting, "village": "Thôn 1"})
    figures = {"labour_force": 15000, "unemployed": 300, "trained": 9000, "certified": 5000}
    survey = {"as_of": "2026-06-30", "source_document": "12/BC-UBND", **figures}
    first = ask("record_labour_survey", body=survey)["id"]
    ask("amend_record", kind="labour_surveys", record_id=first, body={"unemployed": 290})
    second = ask("record_labour_survey", body={**survey, "as_of": "2026-09-30"})["id"]
    ask("void_record", kind="labour_surveys", record_id=second, body=VOID)


def _village_merged(registry: Agency) -> None:
    """Who lives in Thôn 1 lives in Thôn 2 from a day on; then it was a mistake."""
    body = {
        "kind": "merge", "villages": ["Thôn 1"], "into": "Thôn 2", "on": "2026-07-01",
        "decision": {"number": "12/NQ", "issued_by": "HĐND xã", "issued_on": "2026-06-15"},
        "reason": "theo đề nghị của bà Lan, số 0912345678",
    }  # fmt: skip
    change = registry.ask("commune_officer", "change_villages", body=body)["id"]
    registry.background()
    told = registry.ask("commune_officer", "get_village_change", change_id=change)
    if told["touched"] is None or not told["touched"]["people"]:
        raise AssertionError("nobody followed their village")
    void = {"reason": "nhập nhầm của bà Lan"}
    registry.ask("commune_officer", "void_village_change", change_id=change, body=void)
    registry.background()


def refer(registry: Agency, person: str, partner: str) -> str:
    body = {
        "person_id": person,
        "to": partner,
        "kind": KINDS[partner],
        "on": "2026-03-02",
        "purpose": "support",
        "consent": {"given_on": "2026-03-02", "form": "paper"},
    }
    if partner == "training":
        body |= {"level": "elementary", "occupation": "May công nghiệp"}
    return str(registry.ask("commune_officer", "make_referral", body=body)["id"])


def register(registry: Agency, full_name: str, **more: object) -> str:
    body = {
        "full_name": full_name,
        "birth_date": "1985",
        "gender": "female",
        "village": "Thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
        **more,
    }
    return str(registry.ask("commune_officer", "register_person", body=body)["id"])
