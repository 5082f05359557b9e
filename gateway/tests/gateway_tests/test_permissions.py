"""Who may call what: every role against every route, and no route without a rule."""

from __future__ import annotations

import re
from typing import Any

import pytest
from gateway.guard import route_template
from gateway.permissions import PERMISSIONS, PUBLIC, RECORDS, ROLES

from .office import Office, office

RULES = sorted(PERMISSIONS)


def routes(gateway: Office) -> set[str]:
    return {
        f"{method} {route_template(rule)}"
        for rule in gateway.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def path_of(route: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: {"span": "2026"}.get(found[1], "x1"), route)


def call(gateway: Office, rule: str, role: str | None) -> Any:
    method, _, route = rule.partition(" ")
    with gateway.client(role).open(path_of(route), method=method) as answer:
        return answer


def test_every_route_has_a_rule_and_every_rule_a_route(gateway: Office) -> None:
    assert routes(gateway) == set(PERMISSIONS)


def test_the_rules_name_known_roles_only() -> None:
    for rule, rights in PERMISSIONS.items():
        assert rights == PUBLIC or rights <= set(ROLES), rule
        assert rights, rule


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_the_routes_it_has_a_right_to_and_no_others(role: str) -> None:
    gateway = office()
    wrong = []
    for rule in RULES:
        if rule in ("DELETE /api/v1/session", "POST /sign-out"):
            continue  # these end the sign-in; they have tests of their own
        allowed = PERMISSIONS[rule] == PUBLIC or role in PERMISSIONS[rule]
        if (call(gateway, rule, role).status_code != 403) != allowed:
            wrong.append(rule)
    assert wrong == []


def test_what_is_refused_never_reaches_a_service() -> None:
    gateway = office()
    for rule in RULES:
        for role in ROLES:
            if PERMISSIONS[rule] == PUBLIC or role in PERMISSIONS[rule]:
                continue
            assert call(gateway, rule, role).status_code == 403, (rule, role)
    assert gateway.rpc.calls == []


def test_nobody_gets_in_without_a_sign_in() -> None:
    gateway = office()
    for rule in RULES:
        if PERMISSIONS[rule] == PUBLIC:
            continue
        expected = 401 if " /api/" in rule else 303
        assert call(gateway, rule, None).status_code == expected, rule
    assert gateway.rpc.calls == []


def test_writing_follows_the_table_of_the_interfaces_page() -> None:
    writes = {
        "commune_officer": {
            "POST /people", "POST /people/{person_id}/groups", "POST /households",
            "POST /people/{person_id}/needs", "POST /referrals", "POST /outreach",
            "POST /feedback", "POST /labour-surveys", "POST /people/imports",
            "POST /people/{person_id}/merge",
        },
        "village_head": {"POST /outreach", "POST /people/{person_id}/needs", "POST /feedback"},
        "front": {"POST /outreach", "POST /people/{person_id}/needs", "POST /feedback"},
        "school": {
            "POST /occupations", "POST /classes", "POST /classes/{class_id}/enrolments",
            "POST /enrolments/{enrolment_id}/certify",
        },
        "job_centre": {
            "POST /employers", "POST /vacancies", "POST /job-fairs", "POST /services",
            "POST /placements", "POST /placements/{placement_id}/retention-checks",
        },
        "social_insurance": {"POST /placements/{placement_id}/confirm"},
        "bank": {"POST /loans", "POST /loans/{loan_id}/disburse", "POST /savings-groups"},
        "commune_leader": {"POST /closings", "POST /capital-allocations"},
        "city_viewer": set(),
        "ops": set(),
    }  # fmt: skip
    assert set(writes) == set(ROLES)
    named = set().union(*writes.values())
    for role, own in writes.items():
        for write in named:
            rights = PERMISSIONS[write.replace(" /", " /api/v1/", 1)]
            assert (role in rights) == (write in own), (role, write)


def test_leaders_viewers_and_operators_read_figures_and_no_people() -> None:
    for rule, rights in PERMISSIONS.items():
        if re.search(r"/people(/|$)|/journey|/matches", rule) and "/indicators/" not in rule:
            assert rights.isdisjoint({"commune_leader", "city_viewer", "ops"}), rule


def test_every_kind_of_record_is_amended_voided_and_told() -> None:
    for kind in ("needs", "referrals", "outreach", "enrolments", "services", "placements", "loans"):
        assert kind in RECORDS
        for rule in (
            f"PATCH /api/v1/{kind}/{{record_id}}",
            f"POST /api/v1/{kind}/{{record_id}}/void",
            f"GET /api/v1/{kind}/{{record_id}}/history",
        ):
            assert rule in PERMISSIONS
