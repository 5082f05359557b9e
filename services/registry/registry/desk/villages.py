"""The villages of the commune: what they are called, were called, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from chassis.commands import Unit
from chassis.errors import Forbidden
from chassis.runtime import Meta

from registry.domain import village_changes, visit_plans
from registry.domain.terms import term_id
from registry.domain.text import clean
from registry.domain.villages import (
    DECIDED,
    Catalogue,
    Change,
    Decision,
    Touched,
    Voided,
    key_of,
)
from registry.office import OFFICER, DeskPart, receipt, ruled, warning
from registry.search_terms import village_term
from registry.village_list import change_view, expected, listed_names, villages_of
from registry.village_schemas import CHANGE_VILLAGES, VOID_VILLAGE_CHANGE

__all__ = ["VillageDesk"]

Json = dict[str, Any]
NOTHING = Touched(people=0, households=0, visit_plans=0)


class VillageDesk(DeskPart):
    def list_villages(self) -> Json:
        """The villages there are: ``{items: [{id, name, commune, kind, former_names, own}],
        total}``. ``own``: the village head's that asks."""
        own = self._own_or_nothing()
        commune = self.call.caller.commune
        items = [
            {
                "id": each.village_id,
                "name": each.name,
                "commune": each.commune,
                "kind": each.kind,
                "former_names": list(dict.fromkeys(name for name, _ in each.former)),
                "own": each.village_id == own,
            }
            for place in ([commune] if commune is not None else self._communes())
            for each in villages_of(self.office, place, self.village_catalogue(place))
        ]
        return {"items": items, "total": len(items)}

    def _own_or_nothing(self) -> str | None:
        """A list of names is no person's data: a head whose account names no village, or one
        whose name another has by now, is given it all the same."""
        try:
            return self.scope()
        except Forbidden:
            return None

    def _communes(self) -> list[str]:
        load = self.office.records.term.load
        found = self.office.finder.find("term", {"list": "village"})
        return sorted({load(each.body).commune for each in found})

    def list_village_changes(self) -> Json:
        """``{items: [as get_village_change], villages: [{id, name, kind, since, people,
        households, former: [{name, change_id, kind, on}]}], total, version}``; the youngest
        change first."""
        self.call.require(OFFICER)
        commune = self.commune()
        catalogue = self.village_catalogue(commune)
        villages = []
        for each in villages_of(self.office, commune, catalogue):
            since = each.since(catalogue)
            villages.append(
                {
                    "id": each.village_id,
                    "name": each.name,
                    "kind": each.kind,
                    "since": since.isoformat() if since is not None else None,
                    **self._living(commune, each.name),
                    "former": [
                        {
                            "name": name,
                            "change_id": change.change_id,
                            "kind": change.kind,
                            "on": change.on.isoformat(),
                        }
                        for name, change in each.former
                    ],
                }
            )
        return {
            "items": [change_view(self.office, each) for each in reversed(catalogue.changes)],
            "villages": villages,
            "total": len(catalogue.changes),
            "version": self._version(commune),
        }

    def _version(self, commune: str) -> int:
        record = self.office.ledger.log.load("village_catalogue", commune)
        return record.version if record is not None else 0

    def _living(self, commune: str, village: str) -> Json:
        term = village_term(commune, village)
        count = self.office.finder.count
        return {
            "people": count("person", {"terms": term}),
            "households": count("household", {"village_term": term}),
        }

    def get_village_change(self, change_id: str) -> Json:
        """``{id, kind, villages, into, on, whole, decision, reason, status, expected, touched,
        progress: {done, total}, voided}``. Raises ``NotFound("no_such_village_change")``."""
        self.call.require(OFFICER)
        with ruled():
            change = self.village_catalogue(self.commune()).change(change_id)
        return change_view(self.office, change)

    # -- decided ------------------------------------------------------------------------

    def preview_village_change(self, body: Json) -> Json:
        """What it would touch, nothing written: ``{kind, into, into_exists, whole, villages:
        [{name, people, households, visit_plans}], people, households, visit_plans, warnings}``.
        Raises what ``change_villages`` would."""
        self.call.require(OFFICER)
        commune = self.commune()
        read = CHANGE_VILLAGES.read(body)
        catalogue = self.village_catalogue(commune)
        with ruled():
            (event,) = self._as_decided(catalogue, "0" * 32, read, self.call.clock.today())
        change = event.change
        touched = self._expected(commune, change)
        into = {key_of(each.name) for each in villages_of(self.office, commune, catalogue)}
        return {
            "kind": change.kind,
            "into": change.into,
            "into_exists": key_of(change.into) in into,
            "on": change.on.isoformat(),
            "whole": change.whole,
            "villages": [
                {
                    "name": each,
                    **self._living(commune, each),
                    "visit_plans": self._planned(commune, [each]),
                }
                for each in change.villages
            ],
            "people": touched.people,
            "households": touched.households,
            "visit_plans": touched.visit_plans,
            "warnings": _doubts(change),
        }

    def change_villages(self, body: Json, meta: Meta) -> Json:
        """Renamed, merged, or one village under two spellings. The records follow in the
        background; the names lead to the village of today at once."""
        self.call.require(OFFICER)
        commune = self.commune()
        read = CHANGE_VILLAGES.read(body)
        change_id = self.call.new_id(meta, "village_change")
        records = self.office.records

        def work(unit: Unit) -> Json:
            catalogue = unit.load(records.village_catalogue, commune) or Catalogue(commune=commune)
            events = self._as_decided(catalogue, change_id, read, unit.intent.today)
            unit.save(records.village_catalogue, commune, events)
            version = unit.version(records.village_catalogue, commune)
            return receipt(change_id, version, _doubts(events[0].change))

        done = self.run(meta, work, "change_villages", body, on=read["on"])
        self.office.bell.ring()
        return done

    def _as_decided(
        self, catalogue: Catalogue, change_id: str, read: Json, today: date
    ) -> Sequence[village_changes.VillagesChanged]:
        """The names as the list writes them, what they touch counted."""
        commune = catalogue.commune
        listed = listed_names(self.office, commune)
        known = {
            key_of(each.name): each.name for each in villages_of(self.office, commune, catalogue)
        }
        chosen = [known.get(key_of(each), each) for each in read["villages"]]
        into = clean(read["into"])
        if {key_of(each) for each in chosen} != {key_of(into)}:
            into = known.get(key_of(into), into)
        stated = read["decision"]
        said: Json = {
            "kind": read["kind"],
            "villages": chosen,
            "into": into,
            "on": read["on"],
            "decision": Decision(**stated) if stated is not None else None,
            "reason": read["reason"],
            "actor": f"{self.call.caller.role}:{self.call.caller.id}",
            "listed": frozenset(listed),
            "today": today,
        }
        (event,) = village_changes.change(catalogue, change_id, expected=NOTHING, **said)
        counted = self._expected(commune, event.change)
        return village_changes.change(catalogue, change_id, expected=counted, **said)

    def _expected(self, commune: str, change: Change) -> Touched:
        people: set[str] = set()
        homes = 0
        for each in change.villages:
            people |= expected(self.office, commune, each, whole=change.whole)
            term = village_term(commune, each)
            homes += self.office.finder.count("household", {"village_term": term})
        plans = self._planned(commune, change.villages) if change.whole else 0
        return Touched(people=len(people), households=homes, visit_plans=plans)

    def _planned(self, commune: str, villages: Sequence[str]) -> int:
        """Plans of visits of these villages, those that were cancelled too."""
        wanted = {term_id("village", commune, each) for each in villages}
        load = self.office.records.visit_plan.load
        plans: Sequence[visit_plans.VisitPlan] = [
            load(each.body) for each in self.office.finder.find("visit_plan", {})
        ]
        return sum(
            each.commune == commune and term_id("village", commune, each.terms.village) in wanted
            for each in plans
        )

    def void_village_change(self, change_id: str, body: Json, meta: Meta) -> Json:
        """It was entered by mistake: everybody goes back to where they were. Raises
        ``Refused("later_village_change")`` while a later change is about the same villages."""
        self.call.require(OFFICER)
        commune = self.commune()
        read = VOID_VILLAGE_CHANGE.read(body)
        records = self.office.records

        def work(unit: Unit) -> Json:
            catalogue = unit.load(records.village_catalogue, commune) or Catalogue(commune=commune)
            voided = Voided(on=unit.intent.today, reason=read["reason"], actor=unit.intent.actor)
            events = village_changes.void(catalogue, change_id, voided)
            unit.save(records.village_catalogue, commune, events)
            return receipt(change_id, unit.version(records.village_catalogue, commune), [])

        done = self.run(meta, work, "void_village_change", change_id, body)
        self.office.bell.ring()
        return done


def _doubts(change: Change) -> list[Json]:
    """Only an authority renames or merges villages: without its document we only remark it."""
    if change.kind in DECIDED and change.decision is None:
        return [warning("decision_missing", "decision")]
    return []
