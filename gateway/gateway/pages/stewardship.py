"""The addresses of the pages for persons' rights, work lists, households and rules."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from gateway.pages import (
    breaches,
    data_requests,
    erasing,
    households,
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
    ("/group-policies", "group_policies", rules.group_policies, "GET"),
    ("/retention-rules", "retention_rules", rules.retention, "GET"),
)
"""Address, name, view, verb."""
