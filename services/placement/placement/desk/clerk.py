"""What every use case of the desk does: read the form, know the person, carry the command out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from chassis.commands import Aggregate, Unit
from chassis.errors import Forbidden, Invalid
from chassis.runtime import Call, Meta, Runtime

from placement.aggregates import PERSON
from placement.domain import person
from placement.domain.rules import Advice, Refusal, Voidable
from placement.errors import spoken
from placement.store import Row, Store

__all__ = [
    "COMMUNE_OFFICER",
    "JOB_CENTRE",
    "READERS",
    "SOCIAL_INSURANCE",
    "Clerk",
    "Json",
    "receipt",
]

JOB_CENTRE = "job_centre"
SOCIAL_INSURANCE = "social_insurance"
COMMUNE_OFFICER = "commune_officer"
READERS = (JOB_CENTRE, SOCIAL_INSURANCE, COMMUNE_OFFICER)

Json = dict[str, Any]


class Clerk:
    """One call at the desk. ``caller.commune`` bounds what is seen and written, where it is set."""

    def __init__(self, runtime: Runtime, call: Call, store: Store) -> None:
        self.runtime = runtime
        self.call = call
        self.store = store

    def carry_out(
        self,
        meta: Meta,
        request: tuple[Any, ...],
        work: Callable[[Unit], Json],
        *,
        on: date | None = None,
        reason: str | None = None,
    ) -> Json:
        """Run the command once; ``request`` tells it from another one under the same key."""

        def speaking(unit: Unit) -> Json:
            with spoken():
                return work(unit)

        return self.runtime.ledger.run(
            self.call.intent(meta, *request, on=on, reason=reason), speaking
        )

    def known_as(
        self, unit: Unit, person_id: str
    ) -> tuple[person.Person | None, str, list[Advice]]:
        """The person a fact is about: a merged duplicate's new facts go to the survivor."""

        def find(one: str) -> person.Person | None:
            return unit.load(PERSON, one)

        present = person.survivor(find, person_id)
        known = find(present)
        person.writable(known)
        merged = [] if present == person_id else [Advice(code="person_merged", field="person_id")]
        return known, present, merged

    def commune_of(self, fields: Mapping[str, Any], known: person.Person | None = None) -> str:
        """The unit a fact belongs to: stated, else the caller's, else the referred person's."""
        profile = known.profile if known is not None else None
        commune = (
            fields.get("commune")
            or self.call.caller.commune
            or (profile.commune if profile is not None else None)
        )
        if commune is None:
            raise Invalid.of(commune="required")
        self.within(commune)
        return str(commune)

    def within(self, commune: str | None) -> None:
        """Raises ``Forbidden("commune")`` for another unit's record than the caller's own."""
        own = self.call.caller.commune
        if own is not None and commune is not None and commune != own:
            raise Forbidden("commune")

    @property
    def bound(self) -> Json:
        """The filter of a list of records that belong to a unit."""
        own = self.call.caller.commune
        return {} if own is None else {"commune": own}

    def find_person(self, person_id: str) -> person.Person | None:
        """What is known here of a person, outside a command."""
        record = self.runtime.ledger.log.load(PERSON.kind, person_id)
        return None if record is None else PERSON.load(record.body)

    def profile_of(self, person_id: str) -> person.Profile | None:
        """What matching may know of the person (of the survivor, after a merge)."""
        known = self.find_person(person.survivor(self.find_person, person_id))
        return None if known is None else known.profile

    def of_person(self, kind: str, person_id: str) -> list[Row]:
        """The person's standing records the caller may see, under every id they ever had."""
        own = self.call.caller.commune
        rows = self.store.of_persons(kind, person.identities(self.find_person, person_id))
        return [row for row in rows if own is None or row.fields["commune"] in (None, own)]

    @staticmethod
    def refer(
        unit: Unit, aggregate: Aggregate[Any, Any], fields: Mapping[str, Any], name: str
    ) -> Any:
        """The record a field points to, or None where it points to none.

        Refuses ``unknown_<kind>`` for one that does not exist or was voided.
        """
        record_id = fields.get(name)
        if record_id is None:
            return None
        found: Voidable | None = unit.load(aggregate, record_id)
        if found is None or getattr(found, "void", None) is not None:
            raise Refusal(f"unknown_{aggregate.kind}", field=name)
        return found


def receipt(
    unit: Unit, aggregate: Aggregate[Any, Any], record_id: str, advice: Iterable[Advice] = ()
) -> Json:
    """``{"id", "version", "warnings": [{"code", "field"?, "fact"?}]}``"""
    return {
        "id": record_id,
        "version": unit.version(aggregate, record_id),
        "warnings": [_warning(each) for each in advice],
    }


def _warning(advice: Advice) -> Json:
    warning: Json = {"code": advice.code}
    if advice.field is not None:
        warning["field"] = advice.field
    if advice.fact:
        warning["fact"] = dict(advice.fact)
    return warning
