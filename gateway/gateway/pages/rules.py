"""Rules that are data, shown to whoever works by them: groups' evidence, keeping of records."""

from __future__ import annotations

from flask import Response

from gateway.pages.render import page
from gateway.parts import ask

__all__ = ["group_policies", "retention"]


def group_policies() -> Response:
    """What paper proves a group, how long it holds, by which law; unconfirmed is said."""
    found = ask("registry", "list_group_policies")["items"]
    return page("group_policies.html", policies=found)


def retention() -> Response:
    """How long each kind of record is kept; a rule that is not entered is shown as that."""
    found = ask("registry", "list_retention")["items"]
    return page("retention.html", rules=found, missing=sum(not each["months"] for each in found))
