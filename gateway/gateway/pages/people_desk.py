"""The addresses of the pages on which the officer writes about a person."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from gateway.pages import correcting, person_desk, person_groups, person_place, referring

__all__ = ["ROUTES"]

PERSON = "/people/<id:person_id>"
RECORD = f"{PERSON}/records/<id:kind>/<id:record_id>"

ROUTES: tuple[tuple[str, str, Callable[..., ResponseReturnValue], str], ...] = (
    ("/people/new", "new_person", person_desk.new, "GET"),
    ("/people/new", "register_person", person_desk.register, "POST"),
    (f"{PERSON}/edit", "edit_person", person_desk.edit, "GET"),
    (f"{PERSON}/edit", "amend_person", person_desk.amend, "POST"),
    (f"{PERSON}/place", "person_place", person_place.place, "GET"),
    (f"{PERSON}/move", "move_person", person_place.move, "POST"),
    (f"{PERSON}/household", "person_household", person_place.household, "POST"),
    (f"{PERSON}/left", "person_left", person_place.left, "POST"),
    (f"{PERSON}/groups", "person_groups", person_groups.groups, "GET"),
    (f"{PERSON}/groups", "add_group", person_groups.add, "POST"),
    (f"{PERSON}/groups/<id:group_id>/<id:step>", "group_step", person_groups.step, "POST"),
    (f"{PERSON}/refer", "refer_form", referring.form, "GET"),
    (f"{PERSON}/refer", "refer", referring.refer, "POST"),
    (RECORD, "record", correcting.record, "GET"),
    (f"{RECORD}/<id:step>", "record_step", correcting.step, "POST"),
)
"""Address, name, view, verb."""
