"""The addresses of the pages for persons' rights, work lists, households and rules."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from gateway.pages import (
    breaches,
    data_requests,
    erasing,
    household_land,
    households,
    merging,
    privacy,
    rules,
    work,
)
from gateway.pages.history import history, unmerge
from gateway.pages.journey import journey
from gateway.pages.own_data import own_data

__all__ = ["ROUTES"]

PERSON = "/people/<id:person_id>"
HOUSEHOLD = "/households/<id:household_id>"

ROUTES: tuple[tuple[str, str, Callable[..., ResponseReturnValue], str], ...] = (
    (f"{PERSON}/journey", "journey", journey, "GET"),
    (f"{PERSON}/history", "history", history, "GET"),
    (f"{PERSON}/unmerge", "unmerge", unmerge, "POST"),
    (f"{PERSON}/merge", "merge_whom", merging.choose, "GET"),
    (f"{PERSON}/merge", "merge_found", merging.find, "POST"),
    (f"{PERSON}/merge/<id:other_id>", "compare_people", merging.compare, "GET"),
    (f"{PERSON}/merge/<id:other_id>", "merge_person", merging.merge, "POST"),
    (f"{PERSON}/privacy", "privacy", privacy.privacy, "GET"),
    (f"{PERSON}/requests", "receive_request", privacy.receive, "POST"),
    (f"{PERSON}/consents", "record_consent", privacy.consent, "POST"),
    (f"{PERSON}/consents/<id:consent_id>/withdraw", "withdraw", privacy.withdraw, "POST"),
    (f"{PERSON}/restriction", "restriction", privacy.restriction, "POST"),
    (f"{PERSON}/own-data", "own_data", own_data, "POST"),
    (f"{PERSON}/erase", "confirm_erasure", erasing.confirm, "GET"),
    (f"{PERSON}/erase", "erase", erasing.erase, "POST"),
    ("/data-requests", "data_requests", data_requests.desk, "GET"),
    ("/data-requests/<id:request_id>/<id:step>", "request_step", data_requests.step, "POST"),
    ("/breaches", "breaches", breaches.register, "GET"),
    ("/breaches", "record_breach", breaches.record, "POST"),
    ("/breaches/<id:breach_id>/report", "report_breach", breaches.report, "POST"),
    ("/work", "work", work.work, "GET"),
    ("/tasks/<id:task_id>/decide", "decide_task", work.decide, "POST"),
    ("/households", "households", households.households, "GET"),
    ("/households", "register_household", households.register, "POST"),
    ("/households/new", "new_household", households.new, "GET"),
    (HOUSEHOLD, "household", households.household, "GET"),
    (f"{HOUSEHOLD}/edit", "edit_household", households.edit, "GET"),
    (f"{HOUSEHOLD}/edit", "amend_household", households.amend, "POST"),
    (f"{HOUSEHOLD}/land", "household_land", household_land.land, "GET"),
    (f"{HOUSEHOLD}/land", "record_land", household_land.record, "POST"),
    (f"{HOUSEHOLD}/land/<id:recovery_id>/<id:step>", "land_step", household_land.step, "POST"),
    ("/group-policies", "group_policies", rules.group_policies, "GET"),
    ("/retention-rules", "retention_rules", rules.retention, "GET"),
)
"""Address, name, view, verb."""
