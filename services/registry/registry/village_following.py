"""How a record follows a change of villages, there or back.

What is to be done is told by the records themselves: whoever still stands under a former name
and does not remember the change has it coming. So nothing needs to be noted on the way, and
doing it twice changes nobody twice. A household goes with all its members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from chassis.clock import Clock
from chassis.commands import Aggregate, Intent, Unit
from chassis.log import Message

from registry import publishing
from registry.domain import households, successions, visit_plans
from registry.domain.villages import Change, Touched
from registry.domain.visit_plans import VisitPlan
from registry.office import Office
from registry.search_terms import change_term, lived_term, village_term

__all__ = ["Following", "Step", "touched_by"]

S = TypeVar("S")
E = TypeVar("E")
Step = Callable[[Unit, str], None]


def touched_by(office: Office, change_id: str) -> Touched:
    """How many records remember the change now."""
    return Touched(
        people=office.finder.count("person", {"terms": change_term(change_id)}),
        households=office.finder.count("household", {"village_changes": change_id}),
        visit_plans=sum(
            any(each.change_id == change_id for each in plan.succeeded) for plan in _plans(office)
        ),
    )


def _plans(office: Office) -> Iterator[VisitPlan]:
    load = office.records.visit_plan.load
    return (load(each.body) for each in office.finder.find("visit_plan", {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One change of one commune's villages; once voided, its taking back. ``people``,
    ``households``, ``plans`` tell who has it coming; ``person``, ``household``, ``plan`` bring
    one record along within a unit."""

    office: Office
    clock: Clock
    commune: str
    change: Change

    @property
    def back(self) -> bool:
        return self.change.voided is not None

    def intent(self, what: str) -> Intent:
        """As the officer's own act: who decided it, when it holds from, which change it was."""
        change, voided = self.change, self.change.voided
        code = "village_change_voided" if voided is not None else "village_change"
        return Intent(
            command_id=f"{code}:{change.change_id}:{what}",
            actor=voided.actor if voided is not None else change.actor,
            at=self.clock.now(),
            today=self.clock.today(),
            on=voided.on if voided is not None else change.on,
            correlation_id=change.change_id,
            fingerprint=change.change_id,
            reason=f"{code} {change.change_id}",
        )

    # -- one record -------------------------------------------------------------------------

    def person(self, unit: Unit, person_id: str) -> None:
        aggregate = self.office.records.person
        person = unit.load(aggregate, person_id)
        if person is None:
            return
        events = (
            successions.undo(person, self.change.change_id)
            if self.back
            else successions.succeed(person, self.change, self.commune)
        )
        today = self.clock.today()
        self._save(
            unit,
            aggregate,
            person_id,
            events,
            lambda state: [publishing.person_profiled(state, today)] if events else [],
        )

    def household(self, unit: Unit, household_id: str) -> None:
        """With everybody who ever was a member: they keep a copy of where it is."""
        aggregate = self.office.records.household
        household = unit.load(aggregate, household_id)
        if household is None or household.commune != self.commune:
            return
        events = (
            households.undo_succession(household, self.change.change_id)
            if self.back
            else households.succeed(household, self.change)
        )
        self._save(unit, aggregate, household_id, events)
        for person_id in households.members_since(household):
            self.person(unit, person_id)

    def plan(self, unit: Unit, plan_id: str) -> None:
        aggregate = self.office.records.visit_plan
        plan = unit.load(aggregate, plan_id)
        if plan is None or plan.commune != self.commune:
            return
        events = (
            visit_plans.undo_succession(plan, self.change.change_id)
            if self.back
            else visit_plans.succeed(plan, self.change)
        )
        self._save(unit, aggregate, plan_id, events)

    def _save(
        self,
        unit: Unit,
        aggregate: Aggregate[S, E],
        record_id: str,
        events: Sequence[E],
        messages: Callable[[S], Sequence[Message]] = lambda _state: (),
    ) -> None:
        """Under an intent of the record's own: a batch of commands in one transaction."""
        version = unit.version(aggregate, record_id)
        unit.with_intent(self.intent(f"{record_id}:{version}"))
        unit.save(aggregate, record_id, events, messages)

    # -- who has it coming ------------------------------------------------------------------

    def people(self) -> list[str]:
        mark = change_term(self.change.change_id)
        if self.back:
            return [each for each, _ in self._with_terms(mark)]
        found: dict[str, None] = {}
        for village in self.change.villages:
            for term in (village_term(self.commune, village), lived_term(self.commune, village)):
                found |= {each: None for each, has in self._with_terms(term) if mark not in has}
        return list(found)

    def _with_terms(self, term: str) -> list[tuple[str, Any]]:
        return self.office.finder.values("person", {"terms": term}, "terms")

    def households(self) -> list[str]:
        finder, change_id = self.office.finder, self.change.change_id
        if self.back:
            where = {"village_changes": change_id}
            return [each for each, _ in finder.values("household", where, "village_changes")]
        terms = (village_term(self.commune, village) for village in self.change.villages)
        return [
            each
            for term in terms
            for each, has in finder.values("household", {"village_term": term}, "village_changes")
            if change_id not in (has or ())
        ]

    def plans(self) -> list[str]:
        return [each.plan_id for each in _plans(self.office) if each.commune == self.commune]
