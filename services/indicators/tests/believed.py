"""What a naive listener believes after each fact told: the latest word on every record.

Written apart from the engine, for the oracle: a record told again keeps what it had come to
(its completion, its answer …) until that is told again or the record is voided.
"""

from __future__ import annotations

import copy
from typing import Any

from .given import Told, told
from .oracle import Oracle

Fact = dict[str, Any]
COMES_TO = {
    "need": ("withdrawn_on",),
    "referral": ("answered_on",),
    "enrolment": ("completed_on", "dropped_on"),
    "loan": ("disbursed_on", "withdrawn_on", "checked_on"),
}
"""What a kind of record may come to later; an amendment that is silent of it leaves it."""


class Believed:
    """Persons, records and merges as last told."""

    def __init__(self) -> None:
        self.people: dict[str, Fact] = {}
        self.records: dict[str, Fact] = {}
        self.into: dict[str, str] = {}

    def copy(self) -> Believed:
        return copy.deepcopy(self)

    def hear(self, fact: Fact) -> None:
        match fact["type"]:
            case "person":
                self.people[fact["id"]] = fact
            case "merge":
                self.into[fact["from"]] = fact["into"]
            case "unmerge":
                self.into.pop(fact["from"], None)
            case "void":
                self.records.pop(fact["record"]["id"], None)
            case _:
                amended = self.amended(fact)
                self.records.pop(fact["id"], None)  # the order is that of the last word
                self.records[fact["id"]] = amended

    def amended(self, fact: Fact) -> Fact:
        """The record as it stands once this is told too."""
        former = self.records.get(fact["id"], {})
        kept = {
            name: former[name]
            for name in COMES_TO.get(fact["type"], ())
            if former.get(name) and not fact.get(name)
        }
        found = {**fact, **kept}
        if fact["type"] == "placement":
            found["checks"] = former.get("checks", {}) | fact["checks"]
        return found

    def oracle(self, groups_of: dict[str, frozenset[str]]) -> Oracle:
        merges = [{"type": "merge", "from": a, "into": b} for a, b in self.into.items()]
        return Oracle([*self.people.values(), *self.records.values(), *merges], groups_of)


def events_told(fact: Fact) -> list[Told]:
    """The events of a fact; a void and an undone merge tell of something told before."""
    if fact["type"] == "survey":
        body = {name: value for name, value in fact.items() if name not in ("type", "id")}
        data = {**body, "survey_id": fact["id"], "source_document": "12/BC-UBND"}
        return [("registry.indicators", "labour_survey_recorded", data)]
    if fact["type"] == "void" and fact["record"]["type"] == "survey":
        data = {"record_kind": "labour_surveys", "record_id": fact["record"]["id"]}
        return [("registry.indicators", "record_voided", {**data, "person_id": None})]
    if fact["type"] == "void":
        record = {**fact["record"], "voided": True}
        return [each for each in told(record) if each[1] == "record_voided"]
    if fact["type"] == "unmerge":
        data = {"record_kind": "merges", "record_id": fact["from"], "person_id": fact["from"]}
        return [("registry.indicators", "record_voided", {**data, "on": "2026-06-02"})]
    return told(fact)
