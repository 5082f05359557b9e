"""Brings everybody along when villages are renamed or merged, and back when that was a mistake.

What is to be done is told by the records themselves: whoever still stands under a former name
and does not remember the change has it coming. So nothing needs to be noted on the way: a
killed process goes on with whoever is left, and doing it twice changes nobody twice. A
hundred records are one transaction; a household goes with all its members.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from chassis.clock import Clock
from chassis.commands import Intent, Unit
from chassis.errors import Transient
from chassis.log import StreamMoved
from pymongo.errors import PyMongoError

from registry import publishing
from registry.domain import households, successions, village_changes, visit_plans
from registry.domain.villages import Catalogue, Change, Touched, key_of, status
from registry.office import Office, catalogue_of
from registry.search_terms import change_term, lived_term, village_term

__all__ = ["VillageMover", "touched_by"]

log = logging.getLogger(__name__)

BATCH = 100
HOUSEHOLDS = 25
TRIES = 8


def touched_by(office: Office, change_id: str) -> Touched:
    """How many records remember the change now."""
    load = office.records.visit_plan.load
    plans = (load(each.body) for each in office.finder.find("visit_plan", {}))
    return Touched(
        people=office.finder.count("person", {"terms": change_term(change_id)}),
        households=office.finder.count("household", {"village_changes": change_id}),
        visit_plans=sum(any(s.change_id == change_id for s in each.succeeded) for each in plans),
    )


class VillageMover:
    """``work`` finishes what was decided; ``gather`` looks for whoever came after: somebody
    taken apart from a duplicate again, or written in the very moment of the decision.

    ``stopped`` is asked, and ``beat`` told, between transactions.
    """

    def __init__(
        self, office: Office, clock: Clock, stopped: Callable[[], bool], beat: Callable[[], None]
    ) -> None:
        self._office = office
        self._clock = clock
        self._stopped = stopped
        self._beat = beat
        self._given_up: set[str] = set()

    def work(self) -> None:
        """Raises ``Transient`` and the database's errors; goes on where it was when called
        again."""
        for catalogue in self._catalogues({"status": "busy"}):
            for change in catalogue.unfinished():
                if change.change_id not in self._given_up and not self._stopped():
                    self._finish(catalogue.commune, change)

    def gather(self) -> None:
        """Whoever stands under a name that ended, or remembers what never was."""
        for catalogue in self._catalogues({}):
            for change in catalogue.changes:
                if status(change) == "voided":
                    self._pass(catalogue.commune, change, back=True)
                elif status(change) == "done" and _still_leads(catalogue, change):
                    self._pass(catalogue.commune, change, back=False)

    def _catalogues(self, where: dict[str, str]) -> list[Catalogue]:
        load = self._office.records.village_catalogue.load
        return [load(each.body) for each in self._office.finder.find("village_catalogue", where)]

    def _finish(self, commune: str, change: Change) -> None:
        back = status(change) == "taking_back"
        try:
            while self._pass(commune, change, back=back):
                if self._stopped() or status(self._present(commune, change)) != status(change):
                    return  # the next process, or the next round, goes on
            if not self._stopped():
                self._note(commune, change, back=back)
        except (Transient, PyMongoError):
            raise
        except Exception:
            # a defect that one change meets must not keep the lists waiting for ever
            self._given_up.add(change.change_id)
            log.exception("village change failed", extra={"change": change.change_id})

    def _present(self, commune: str, change: Change) -> Change:
        return catalogue_of(self._office, commune).change(change.change_id)

    def _note(self, commune: str, change: Change, *, back: bool) -> None:
        """It is done."""
        aggregate = self._office.records.village_catalogue
        touched = touched_by(self._office, change.change_id)

        def work(unit: Unit) -> dict[str, str]:
            catalogue = unit.load(aggregate, commune) or Catalogue(commune=commune)
            events = (
                village_changes.take_back(catalogue, change.change_id)
                if back
                else village_changes.carry_out(catalogue, change.change_id, touched)
            )
            unit.save(aggregate, commune, events)
            return {}

        what = "taken back" if back else "carried out"
        self._office.ledger.run(self._intent(change, what, back=back), work)
        log.info(
            "village change %s", what, extra={"change": change.change_id, "people": touched.people}
        )

    # -- one pass -----------------------------------------------------------------------

    def _pass(self, commune: str, change: Change, *, back: bool) -> bool:
        """Everybody once; whether anything had to be done."""
        changed = False
        jobs: tuple[tuple[list[str], int, _Step], ...] = (
            (self._households(commune, change, back=back), HOUSEHOLDS, self._household),
            (self._people(commune, change, back=back), BATCH, self._person),
            (self._plans(commune), BATCH, self._plan),
        )
        for ids, size, step in jobs:
            for start in range(0, len(ids), size):
                batch = ids[start : start + size]
                if self._stopped():
                    return changed
                if status(self._present(commune, change)) != status(change):
                    return changed
                changed = self._together(batch, step, commune, change, back=back) or changed
        return changed

    def _together(
        self, batch: Sequence[str], step: _Step, commune: str, change: Change, *, back: bool
    ) -> bool:
        """A batch in one transaction; decided again where somebody was first with a record."""
        for _ in range(TRIES):
            self._beat()
            unit = self._office.ledger.unit(self._intent(change, "", back=back))
            for record_id in batch:
                step(unit, record_id, commune, change, back)
            if not unit.changed:
                return False
            try:
                unit.write()
            except StreamMoved:
                continue
            self._office.ledger.on_commit()
            return True
        raise Transient("busy")

    def _person(self, unit: Unit, person_id: str, commune: str, change: Change, back: bool) -> None:
        aggregate = self._office.records.person
        person = unit.load(aggregate, person_id)
        if person is None:
            return
        events = (
            successions.undo(person, change.change_id)
            if back
            else successions.succeed(person, change, commune)
        )
        self._under(unit, change, f"{person_id}:{unit.version(aggregate, person_id)}", back)
        today = unit.intent.today
        unit.save(
            aggregate,
            person_id,
            events,
            lambda state: [publishing.person_profiled(state, today)] if events else [],
        )

    def _household(
        self, unit: Unit, household_id: str, commune: str, change: Change, back: bool
    ) -> None:
        """With everybody who ever was a member: they keep a copy of where it is."""
        aggregate = self._office.records.household
        household = unit.load(aggregate, household_id)
        if household is None or household.commune != commune:
            return
        events = (
            households.undo_succession(household, change.change_id)
            if back
            else households.succeed(household, change)
        )
        self._under(unit, change, f"{household_id}:{unit.version(aggregate, household_id)}", back)
        unit.save(aggregate, household_id, events)
        for person_id in households.members_since(household):
            self._person(unit, person_id, commune, change, back)

    def _plan(self, unit: Unit, plan_id: str, commune: str, change: Change, back: bool) -> None:
        aggregate = self._office.records.visit_plan
        plan = unit.load(aggregate, plan_id)
        if plan is None or plan.commune != commune:
            return
        events = (
            visit_plans.undo_succession(plan, change.change_id)
            if back
            else visit_plans.succeed(plan, change)
        )
        self._under(unit, change, f"{plan_id}:{unit.version(aggregate, plan_id)}", back)
        unit.save(aggregate, plan_id, events)

    # -- who has it coming ----------------------------------------------------------------

    def _people(self, commune: str, change: Change, *, back: bool) -> list[str]:
        mark = change_term(change.change_id)
        if back:
            return [each for each, _ in self._with_terms(mark)]
        found: dict[str, None] = {}
        for village in change.villages:
            for term in (village_term(commune, village), lived_term(commune, village)):
                found |= {each: None for each, has in self._with_terms(term) if mark not in has}
        return list(found)

    def _with_terms(self, term: str) -> Iterator[tuple[str, Sequence[str]]]:
        yield from self._office.finder.values("person", {"terms": term}, "terms")

    def _households(self, commune: str, change: Change, *, back: bool) -> list[str]:
        finder = self._office.finder
        if back:
            where = {"village_changes": change.change_id}
            return [each for each, _ in finder.values("household", where, "village_changes")]
        return [
            each
            for village in change.villages
            for each, has in finder.values(
                "household", {"village_term": village_term(commune, village)}, "village_changes"
            )
            if change.change_id not in (has or ())
        ]

    def _plans(self, commune: str) -> list[str]:
        load = self._office.records.visit_plan.load
        plans = (load(each.body) for each in self._office.finder.find("visit_plan", {}))
        return [each.plan_id for each in plans if each.commune == commune]

    # -- as the officer's own act -----------------------------------------------------------

    def _intent(self, change: Change, what: str, *, back: bool) -> Intent:
        """Who decided it, when it holds from, and which change it was."""
        voided = change.voided if back else None
        code = "village_change_voided" if voided is not None else "village_change"
        return Intent(
            command_id=f"{code}:{change.change_id}:{what}",
            actor=voided.actor if voided is not None else change.actor,
            at=self._clock.now(),
            today=self._clock.today(),
            on=voided.on if voided is not None else change.on,
            correlation_id=change.change_id,
            fingerprint=change.change_id,
            reason=f"{code} {change.change_id}",
        )

    def _under(self, unit: Unit, change: Change, what: str, back: bool) -> None:
        unit.with_intent(self._intent(change, what, back=back))


_Step = Callable[[Unit, str, str, Change, bool], None]


def _still_leads(catalogue: Catalogue, change: Change) -> bool:
    """Whether its villages' names are nobody else's today; of a spelling there is no other."""
    return all(
        key_of(each) != key_of(change.into) and catalogue.path(each)[:1] == ((change, each),)
        for each in change.villages
    )
