"""Rounds of door-to-door visits: planned by village, done, and who was not reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, NotFound
from chassis.runtime import Meta

from registry import schemas
from registry.domain import visit_plans
from registry.domain.intervals import Interval
from registry.domain.people import Person
from registry.domain.successions import lived_on
from registry.domain.terms import term_id
from registry.domain.text import fold, name_order, title_order
from registry.domain.visit_plans import PlanTerms, VisitPlan
from registry.identities import identities, stored
from registry.office import FRONT, OFFICER, VILLAGE_HEAD, DeskPart, receipt
from registry.registering import village_doubts
from registry.search_terms import lived_term, village_term
from registry.store import within
from registry.views import minimal_view
from registry.visit_schemas import VISIT_PLAN
from registry.words import Words

__all__ = ["VisitingDesk"]

Json = dict[str, Any]
DOOR_TO_DOOR = "door_to_door"
LAYOUTS = ("call", "invitation")
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coverage:
    """Who of a village was and was not reached in a plan's days."""

    reached: list[Person]
    missed: list[Person]

    def view(self) -> Json:
        people = [*self.reached, *self.missed]
        homes = {each.household() for each in people} - {None}
        visited = {each.household() for each in self.reached} - {None}
        return {
            "people": len(people),
            "reached": len(self.reached),
            "households": len(homes),
            "households_reached": len(visited),
        }


class VisitingDesk(DeskPart):
    def plan_visits(self, body: Json, meta: Meta) -> Json:
        """A village's days in a round. Two plans of one village in a round are one amended."""
        self.call.require(OFFICER)
        commune = self.commune()
        read = VISIT_PLAN.read(body)

        def work(unit: Unit) -> Json:
            words = Words(unit, self.office.records)
            village = words.village(commune, read["village"])
            plan_id = self._plan_id(commune, read["round"], village)
            terms = PlanTerms(
                round=read["round"],
                village=village,
                time=Interval(start=read["start"], end=read["end"]),
                visitors=read["visitors"],
            )
            present = unit.load(self.office.records.visit_plan, plan_id)
            if present is None:
                events = visit_plans.plan(plan_id, terms, commune=commune)
            else:
                events = visit_plans.amend(present, terms)
            unit.save(self.office.records.visit_plan, plan_id, events)
            words.save()
            version = unit.version(self.office.records.visit_plan, plan_id)
            return receipt(plan_id, version, village_doubts(words))

        return self.run(meta, work, "plan_visits", body)

    def _plan_id(self, commune: str, round: str, village: str) -> str:
        """Of the plan there is, however the village was called when it was made."""
        for each in self._plans(round):
            if fold(each.terms.village) == fold(village):
                return each.plan_id
        return term_id("visit_plan", commune, f"{round} / {village}")

    def cancel_visits(self, plan_id: str, body: Json, meta: Meta) -> Json:
        """The plan is not to be; what was done stays done."""
        self.call.require(OFFICER)
        read = schemas.VOID.read(body)

        def work(unit: Unit) -> Json:
            present = unit.load(self.office.records.visit_plan, plan_id)
            if present is None or present.commune != self.commune():
                raise NotFound("no_such_plan")
            self.because(unit, read["note"], record_id=plan_id)
            events = visit_plans.void(present, read["reason_code"])
            unit.save(self.office.records.visit_plan, plan_id, events)
            return receipt(plan_id, unit.version(self.office.records.visit_plan, plan_id), [])

        return self.run(meta, work, "cancel_visits", plan_id, body)

    def outreach_coverage(self, round: str) -> Json:
        """``{items: [{id, village, from, to, visitors, people, reached, households,
        households_reached}], total}`` of a round, in the order of the villages' names; a village
        head's own village alone."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        plans = sorted(self._plans(round), key=lambda each: title_order(each.terms.village))
        visits = self._visits(plans)
        items = [{**_view(each), **self._coverage(each, visits).view()} for each in plans]
        return {"items": items, "total": len(items)}

    def list_rounds(self) -> Json:
        """The rounds that were planned, the youngest first."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        first: dict[str, date] = {}
        for each in self._plans(None):
            first[each.terms.round] = min(
                first.get(each.terms.round, each.terms.time.start), each.terms.time.start
            )
        items = [{"round": name, "from": first[name].isoformat()} for name in first]
        return {"items": sorted(items, key=lambda i: i["from"], reverse=True), "total": len(items)}

    def not_reached(self, plan_id: str, page: int = 1, page_size: int = 50) -> Json:
        """Whom nobody spoke to in the plan's days, in the order of names; with the ``plan``."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        skip = self.skip(page, page_size)
        present, version = self._plan(plan_id)
        covered = self._coverage(present, self._visits([present]))
        missed = covered.missed
        shown = missed[skip : skip + page_size]
        if shown:
            self.log_access("not_reached", "outreach", tuple(p.person_id for p in shown), ())
        return {
            "items": [minimal_view(each) for each in shown],
            "total": len(missed),
            "plan": {**_view(present), "version": version, **covered.view()},
        }

    def visit_list(self, plan_id: str, layout: str = "call") -> Json:
        """Those not reached yet, house by house, for paper: ``{plan, layout, items: [{id,
        full_name, birth_year, house}], total}``; to call by with ``phone``. Who took it along
        is logged. Houses stand in the order of the first name in each; 0 is in none."""
        self.call.require(OFFICER, VILLAGE_HEAD)
        if layout not in LAYOUTS:
            raise Invalid.of(layout="not_in_vocabulary")
        present, _ = self._plan(plan_id)
        missed = self._coverage(present, self._visits([present])).missed
        houses: dict[str | None, int] = {}
        for person in missed:
            if (home := person.household()) is not None:
                houses.setdefault(home, len(houses) + 1)
        lines = sorted(missed, key=lambda p: houses.get(p.household(), len(houses) + 1))
        ids = [person.person_id for person in lines]
        for start in range(0, len(ids), AT_ONCE):
            self.log_access("visit_list", layout, tuple(ids[start : start + AT_ONCE]), ())
        return {
            "plan": _view(present),
            "layout": layout,
            "items": [
                {
                    **minimal_view(person),
                    "house": houses.get(person.household(), 0),
                    **({"phone": person.details.phone} if layout == "call" else {}),
                }
                for person in lines
            ],
            "total": len(lines),
        }

    def _plan(self, plan_id: str) -> tuple[VisitPlan, int]:
        """Raises ``NotFound("no_such_plan")``, ``Forbidden("not_your_village")``."""
        record = self.office.ledger.log.load("visit_plan", plan_id)
        if record is None:
            raise NotFound("no_such_plan")
        present = self.office.records.visit_plan.load(record.body)
        if present.commune != self.commune():
            raise NotFound("no_such_plan")
        terms = present.terms
        self.require_village(present.commune, terms.village, terms.time.start)
        return present, record.version

    def _plans(self, wanted: str | None) -> list[VisitPlan]:
        where = {"round": wanted} if wanted is not None else {}
        found = self.office.finder.find("visit_plan", where, sort=[("on", 1)])
        load = self.office.records.visit_plan.load
        scope, commune = self.scope(), self.commune()
        return [
            each
            for each in (load(found.body) for found in found)
            if each.voided is None
            and each.commune == commune
            and scope in (None, self._village(each))
        ]

    def _village(self, plan: VisitPlan) -> str:
        """The village of today: a plan calls it as it was called in its days."""
        return self.village_id(plan.commune, plan.terms.village, plan.terms.time.start)

    def _visits(self, plans: Sequence[VisitPlan]) -> Mapping[str, list[date]]:
        """The days on which each person was spoken to at their door, from the first of these
        plans' days to the last: what was done in other rounds is not read."""
        times = [(each.terms.time.start, end) for each in plans if (end := each.terms.time.end)]
        if not times:
            return {}
        first, last = min(start for start, _ in times), max(end for _, end in times)
        load = self.office.records.outreach.load
        days: dict[str, list[date]] = defaultdict(list)
        where = {"on": within(first.isoformat(), last.isoformat())}
        for each in (load(found.body) for found in self.office.finder.find("outreach", where)):
            terms = each.terms
            at_the_door = each.voided is None and terms.channel == DOOR_TO_DOOR and terms.reached
            if at_the_door and terms.person_id is not None:
                days[terms.person_id].append(terms.on)
        return days

    def _living_there(self, plan: VisitPlan) -> list[Person]:
        """Who lives in the plan's village; of one that was merged since, who lived there until
        then and still does, or did in the plan's days."""
        place, load = (plan.commune, plan.terms.village), self.office.records.person.load
        stands = self._village(plan) == term_id("village", *place)
        term = village_term(*place) if stands else lived_term(*place)
        found = [load(each.body) for each in self.office.finder.find("person", {"terms": term})]
        return [p for p in found if stands or lived_on(p, *place, plan.terms.time)]

    def _coverage(self, present: VisitPlan, visits: Mapping[str, list[date]]) -> _Coverage:
        here = [
            person
            for person in self._living_there(present)
            if person.left is None or person.left.on > present.terms.time.start
        ]
        here.sort(key=lambda person: name_order(person.details.full_name))
        load = stored(self.office)
        reached = {
            person.person_id
            for person in here
            for each in identities(load, person)
            if any(present.terms.time.holds(day) for day in visits.get(each.person_id, ()))
        }
        return _Coverage(
            reached=[p for p in here if p.person_id in reached],
            missed=[p for p in here if p.person_id not in reached],
        )


def _view(present: VisitPlan) -> Json:
    terms = present.terms
    return {
        "id": present.plan_id,
        "round": terms.round,
        "village": terms.village,
        "from": terms.time.start.isoformat(),
        "to": terms.time.end.isoformat() if terms.time.end else None,
        "visitors": terms.visitors,
    }
