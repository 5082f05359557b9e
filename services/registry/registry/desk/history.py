"""A person's history: every change, who made it, when and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.clock import to_iso
from chassis.errors import NotFound

from registry.compartments import compartments
from registry.domain.people import Person
from registry.office import OFFICER, DeskPart
from registry.person_changes import changes_between
from registry.reasons import Reason
from registry.village_list import change_view

__all__ = ["HistoryDesk"]

Json = dict[str, Any]


class HistoryDesk(DeskPart):
    def person_history(self, person_id: str, purpose: str = "") -> Json:
        """Oldest first, each with the fields it changed, before and after.

        A sensitive field is shown for a purpose that opens its compartment, as in the
        record itself, and with it the officer's words about the change; the look is logged.
        """
        self.call.require(OFFICER)
        aggregate = self.office.records.person
        commits = self.office.ledger.log.history(aggregate.stream(person_id))
        if not commits:
            raise NotFound("no_such_person")
        open_to = compartments().open_to(self.call.caller.role, purpose)
        reasons = self.office.reasons
        erased = any(event["event"] == "PersonErased" for each in commits for event in each.events)
        items: list[Json] = []
        revealed: set[str] = set()
        person: Person | None = None
        for commit in commits:
            before = person
            person = aggregate.replay(commit.events, person)
            changes = changes_between(before, person, open_to)
            closed = any("withheld" in each for each in changes)
            revealed |= _revealed(changes)
            items.append(
                {
                    "version": commit.version,
                    "at": to_iso(commit.recorded_at),
                    "on": commit.occurred_on.isoformat() if commit.occurred_on else None,
                    "actor": commit.actor,
                    **_why(reasons.opened(commit.reason), erased).view(open_=not closed),
                    "events": [event["event"] for event in commit.events],
                    "changes": changes,
                    **self._village_change(person, commit.reason),
                }
            )
        self.log_access("history", purpose, (person_id,), tuple(sorted(revealed)))
        return {"items": items, "total": len(items)}

    def _village_change(self, person: Person | None, reason: str | None) -> Json:
        """The commune's decision behind a commit that only follows it, without what the officer
        wrote about it: that is no part of a person's record."""
        code, _, change_id = (reason or "").partition(" ")
        if person is None or code not in ("village_change", "village_change_voided"):
            return {}
        catalogue = self.village_catalogue(person.home().commune)
        change = next((each for each in catalogue.changes if each.change_id == change_id), None)
        if change is None:
            return {}
        view = change_view(self.office, change, with_progress=False)
        told = ("id", "kind", "villages", "into", "on", "decision")
        return {"village_change": {name: view[name] for name in told}}


def _why(reason: Reason, erased: bool) -> Reason:
    """Words that were written before words were sealed are not told of an erased person."""
    return replace(reason, words=None, erased=True) if erased and reason.words else reason


def _revealed(changes: list[Json]) -> set[str]:
    """The compartments that these changes show something of."""
    table = compartments()
    found: set[str | None] = set()
    for change in changes:
        if "withheld" in change:
            continue
        found.add(table.of_field(change["field"]))
        for side in (change["before"], change["after"]):
            if change["field"].startswith("group.") and side is not None:
                found.add(table.of_group(side["code"]))
    return {name for name in found if name is not None}
