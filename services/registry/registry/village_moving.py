"""Brings everybody along when villages are renamed or merged, and back when that was a mistake.

A killed process goes on with whoever is left: :mod:`registry.village_following` tells who that
is. A hundred records are one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from chassis.clock import Clock
from chassis.commands import Unit
from chassis.errors import Transient
from chassis.log import StreamMoved
from pymongo.errors import PyMongoError

from registry.domain import village_changes
from registry.domain.villages import Catalogue, Change, key_of, status
from registry.office import Office, catalogue_of
from registry.village_following import Following, Step, touched_by

__all__ = ["VillageMover"]

log = logging.getLogger(__name__)

BATCH = 100
HOUSEHOLDS = 25
TRIES = 8


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
                    self._finish(self._following(catalogue, change))

    def gather(self) -> None:
        """Whoever stands under a name that ended, or remembers what never was."""
        for catalogue in self._catalogues({}):
            for change in catalogue.changes:
                never_was = status(change) == "voided"
                if never_was or (status(change) == "done" and _still_leads(catalogue, change)):
                    self._pass(self._following(catalogue, change))

    def _catalogues(self, where: dict[str, str]) -> list[Catalogue]:
        load = self._office.records.village_catalogue.load
        return [load(each.body) for each in self._office.finder.find("village_catalogue", where)]

    def _following(self, catalogue: Catalogue, change: Change) -> Following:
        return Following(
            office=self._office, clock=self._clock, commune=catalogue.commune, change=change
        )

    def _finish(self, following: Following) -> None:
        change_id = following.change.change_id
        try:
            while self._pass(following):
                if self._overtaken(following):
                    return  # the next process, or the next round, goes on
            if not self._stopped():
                self._note(following)
        except (Transient, PyMongoError):
            raise
        except Exception:
            # a defect that one change meets must not keep the lists waiting for ever
            self._given_up.add(change_id)
            log.exception("village change failed", extra={"change": change_id})

    def _overtaken(self, following: Following) -> bool:
        """We are to stop, or the change is not any more what it was."""
        change = following.change
        present = catalogue_of(self._office, following.commune).change
        return self._stopped() or status(present(change.change_id)) != status(change)

    def _note(self, following: Following) -> None:
        """It is done."""
        aggregate = self._office.records.village_catalogue
        commune, change_id = following.commune, following.change.change_id
        touched = touched_by(self._office, change_id)

        def work(unit: Unit) -> dict[str, str]:
            catalogue = unit.load(aggregate, commune) or Catalogue(commune=commune)
            events = (
                village_changes.take_back(catalogue, change_id)
                if following.back
                else village_changes.carry_out(catalogue, change_id, touched)
            )
            unit.save(aggregate, commune, events)
            return {}

        what = "taken back" if following.back else "carried out"
        self._office.ledger.run(following.intent(what), work)
        log.info("village change %s", what, extra={"change": change_id, "people": touched.people})

    def _pass(self, following: Following) -> bool:
        """Everybody once; whether anything had to be done."""
        changed = False
        for ids, size, step in (
            (following.households(), HOUSEHOLDS, following.household),
            (following.people(), BATCH, following.person),
            (following.plans(), BATCH, following.plan),
        ):
            for start in range(0, len(ids), size):
                if self._overtaken(following):
                    return changed
                changed = self._together(ids[start : start + size], step, following) or changed
        return changed

    def _together(self, batch: Sequence[str], step: Step, following: Following) -> bool:
        """A batch in one transaction; decided again where somebody was first with a record."""
        for _ in range(TRIES):
            self._beat()
            unit = self._office.ledger.unit(following.intent(""))
            for record_id in batch:
                step(unit, record_id)
            if not unit.changed:
                return False
            try:
                unit.write()
            except StreamMoved:
                continue
            self._office.ledger.on_commit()
            return True
        raise Transient("busy")


def _still_leads(catalogue: Catalogue, change: Change) -> bool:
    """Whether its villages' names are nobody else's today; of a spelling there is no other."""
    return all(
        key_of(each) != key_of(change.into) and catalogue.path(each)[:1] == ((change, each),)
        for each in change.villages
    )
