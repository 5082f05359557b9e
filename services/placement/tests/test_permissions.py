"""Who may do what: the table of roles (design/interfaces.md, "Who may write")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused
from placement.desk import Desk
from placement.service import PlacementService

from .office import Office

ROLES = {
    "commune_officer",
    "commune_leader",
    "village_head",
    "school",
    "job_centre",
    "social_insurance",
    "bank",
    "front",
    "city_viewer",
    "ops",
}
CENTRE = {"job_centre"}
INSURANCE = {"social_insurance"}
READ = {"job_centre", "social_insurance", "commune_officer"}
LOOK = READ | {"village_head", "front", "school"}
WAITING = {"job_centre", "commune_officer"}

META = {"key": "k", "if_match": None}
Attempt = Callable[[Desk], Any]
ALLOWED: dict[str, tuple[set[str], Attempt]] = {
    "register_employer": (CENTRE, lambda desk: desk.register_employer(body={}, meta=META)),
    "register_vacancy": (CENTRE, lambda desk: desk.register_vacancy(body={}, meta=META)),
    "register_job_fair": (CENTRE, lambda desk: desk.register_job_fair(body={}, meta=META)),
    "give_service": (CENTRE, lambda desk: desk.give_service(body={}, meta=META)),
    "start_placement": (CENTRE, lambda desk: desk.start_placement(body={}, meta=META)),
    "end_placement": (
        CENTRE,
        lambda desk: desk.end_placement(placement_id="j", body={}, meta=META),
    ),
    "check_retention": (
        CENTRE,
        lambda desk: desk.check_retention(placement_id="j", body={}, meta=META),
    ),
    "answer_referral": (
        CENTRE,
        lambda desk: desk.answer_referral(referral_id="r", body={}, meta=META),
    ),
    "confirm_placement": (
        INSURANCE,
        lambda desk: desk.confirm_placement(placement_id="j", body={}, meta=META),
    ),
    "grant_contribution_support": (
        INSURANCE,
        lambda desk: desk.grant_contribution_support(placement_id="j", body={}, meta=META),
    ),
    "list_employers": (LOOK, lambda desk: desk.list_employers()),
    "list_vacancies": (LOOK, lambda desk: desk.list_vacancies()),
    "list_job_fairs": (LOOK, lambda desk: desk.list_job_fairs()),
    "list_services": (READ, lambda desk: desk.list_services()),
    "list_placements": (READ, lambda desk: desk.list_placements()),
    "journey": (READ, lambda desk: desk.journey(person_id="p")),
    "record_history": (READ, lambda desk: desk.record_history(kind="services", record_id="s")),
    "list_referrals": (WAITING, lambda desk: desk.list_referrals()),
    "matches": (WAITING, lambda desk: desk.matches(person_id="p")),
    # a placement's confirmation is the insurance's own to amend
    "amend_record": (
        CENTRE | INSURANCE,
        lambda desk: desk.amend_record(kind="placements", record_id="j", body={}, meta=META),
    ),
    "void_record": (
        CENTRE,
        lambda desk: desk.void_record(kind="placements", record_id="j", body={}, meta=META),
    ),
}


def may(office: Office, role: str, attempt: Attempt) -> bool:
    try:
        attempt(office.desk(role))
    except Forbidden as forbidden:
        assert forbidden.code == "role"
        return False
    except (Invalid, NotFound, Refused):
        return True
    return True


def test_every_method_of_the_service_has_its_row_here() -> None:
    own = {name for name in vars(PlacementService) if not name.startswith("_")}

    assert own - {"name", "desk"} == set(ALLOWED)


@pytest.mark.parametrize("method", sorted(ALLOWED))
def test_only_these_roles_may(office: Office, method: str) -> None:
    roles, attempt = ALLOWED[method]

    assert {role for role in ROLES if may(office, role, attempt)} == roles


@pytest.mark.parametrize(
    ("kind", "owner"),
    [
        ("employers", "job_centre"),
        ("vacancies", "job_centre"),
        ("job_fairs", "job_centre"),
        ("services", "job_centre"),
        ("placements", "job_centre"),
        ("contribution_supports", "social_insurance"),
    ],
)
def test_each_agency_voids_its_own(office: Office, kind: str, owner: str) -> None:
    def void(desk: Desk) -> Any:
        return desk.void_record(kind=kind, record_id="x", body={"reason_code": "other"}, meta=META)

    assert {role for role in ROLES if may(office, role, void)} == {owner}


def test_an_officer_of_another_commune_sees_nothing_of_this_one(office: Office) -> None:
    office.told("person_referred", person_id="p1")
    service_id, placement_id = office.service()["id"], office.placement()["id"]
    elsewhere = office.desk("commune_officer", commune="00001")
    everywhere = office.desk("job_centre", commune=None)

    for found in (
        elsewhere.list_services(),
        elsewhere.list_placements(),
        elsewhere.list_referrals(),
        elsewhere.list_services(person_id="p1"),
        elsewhere.journey(person_id="p1"),
    ):
        assert found == {"items": [], "total": 0}
    with pytest.raises(Forbidden, match="commune"):
        elsewhere.record_history(kind="services", record_id=service_id)
    assert everywhere.list_placements()["items"][0]["id"] == placement_id
    assert everywhere.journey(person_id="p1")["total"] == 3


def test_nobody_writes_to_another_communes_records(office: Office) -> None:
    placement_id = office.placement()["id"]
    elsewhere = office.desk(commune="00001")
    body = {"on": "2026-03-09", "reason_code": "resigned"}

    attempts: tuple[Callable[[], object], ...] = (
        lambda: elsewhere.end_placement(placement_id=placement_id, body=body, meta=office.key()),
        lambda: elsewhere.amend_record(
            kind="placements", record_id=placement_id, body={"suitable": False}, meta=office.key()
        ),
        lambda: elsewhere.void_record(
            kind="placements",
            record_id=placement_id,
            body={"reason_code": "other"},
            meta=office.key(),
        ),
        lambda: office.desk().amend_record(
            kind="placements", record_id=placement_id, body={"commune": "00001"}, meta=office.key()
        ),
        lambda: office.service(commune="00001"),
    )
    for attempt in attempts:
        with pytest.raises(Forbidden, match="commune"):
            attempt()


def test_a_caller_of_no_commune_writes_where_the_person_was_referred_from(office: Office) -> None:
    office.told("person_referred")
    body = {"person_id": "7c21", "service": "counselling", "on": "2026-03-09"}
    everywhere = office.desk(commune=None)
    everywhere.give_service(body=body, meta=office.key())
    assert office.last().data["commune"] == "09931"

    everywhere.give_service(body=body | {"commune": "00001"}, meta=office.key())
    assert office.last().data["commune"] == "00001"
    with pytest.raises(Invalid) as invalid:
        everywhere.give_service(body=body | {"person_id": "walk-in"}, meta=office.key())
    assert invalid.value.fact == {"fields": {"commune": ["required"]}}
