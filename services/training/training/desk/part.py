"""What every part of the desk stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from chassis.commands import Aggregate, Intent, Ledger, Unit
from chassis.errors import Forbidden, Invalid, NotFound
from chassis.runtime import Call
from chassis.store import Store

from training.domain import person
from training.domain.answers import Remark
from training.domain.policy import Policies
from training.domain.support import Support
from training.errors import spoken
from training.records import PERSON, SUPPORT

__all__ = ["PAYERS", "Json", "Part", "corrects", "warned"]

Json = dict[str, Any]
S = TypeVar("S")


PAYERS = ("school", "commune_officer")
"""The school that pays support out, and the commune that decides about it."""


def corrects(kind: str) -> tuple[str, ...]:
    """Who amends and voids records of that kind."""
    return PAYERS if kind == "supports" else ("school",)


class Part:
    """One caller at the desk. ``school`` stands for its agency: each amends and voids its own."""

    def __init__(self, *, ledger: Ledger, store: Store, policies: Policies, call: Call) -> None:
        self.ledger = ledger
        self.store = store
        self.policies = policies
        self.call = call

    def run(self, intent: Intent, work: Callable[[Unit], Json]) -> Json:
        """Run the command once; the domain's refusals come out as typed errors."""
        with spoken():
            return self.ledger.run(intent, work)

    def own(self, unit: Unit, aggregate: Aggregate[S, Any], record_id: str) -> S:
        """The record, if it is the caller's school's, or, for an officer (who comes here for
        support alone), the commune's. Raises ``not_found``, ``not_own_record``."""
        state = unit.load(aggregate, record_id)
        if state is None:
            raise NotFound("not_found", {"record": aggregate.kind})
        if self.call.caller.role == "school":
            self.refuse_others(getattr(state, "school", self.call.caller.agency))
        if not self.here(getattr(state, "commune", self.call.caller.commune)):
            raise Forbidden("commune")
        return state

    def own_support(self, unit: Unit, support_id: str) -> Support:
        """The payment, if those who ask recorded it: the school what it paid out, the commune
        what it decided. Raises ``not_found``, ``not_own_record``.
        """
        found = self.own(unit, SUPPORT, support_id)
        recorded = self.ledger.log.history(SUPPORT.stream(support_id))[0]
        if recorded.actor.partition(":")[0] != self.call.caller.role:
            raise Forbidden("not_own_record")
        return found

    def refuse_others(self, school: str) -> None:
        if school != self.call.caller.agency:
            raise Forbidden("not_own_record")

    def receipt(
        self, unit: Unit, aggregate: Aggregate[Any, Any], record_id: str, remarks: Iterable[Remark]
    ) -> Json:
        return {
            "id": record_id,
            "version": unit.version(aggregate, record_id),
            "warnings": warned(remarks),
        }

    def identities(self, person_id: str) -> list[str]:
        """The person's id and those of duplicates merged into it."""

        def known(each: str) -> person.Person | None:
            record = self.ledger.log.load(PERSON.kind, each)
            return None if record is None else PERSON.load(record.body)

        return person.identities(known, person_id)

    def commune_of(self, stated: str | None) -> str:
        """The unit a record belongs to: stated, else the caller's."""
        commune = stated or self.call.caller.commune
        if commune is None:
            raise Invalid.of(commune="required")
        if not self.here(commune):
            raise Forbidden("commune")
        return commune

    def here(self, commune: str | None) -> bool:
        """Whether a record of that commune is within the caller's bounds."""
        return self.call.caller.commune in (None, commune)

    def within(self) -> dict[str, str]:
        """The caller's bounds as a filter."""
        commune = self.call.caller.commune
        return {} if commune is None else {"commune": commune}


def warned(remarks: Iterable[Remark]) -> list[Json]:
    """Remarks as a receipt carries them."""
    return [
        {
            "code": each.code,
            **({} if each.field is None else {"field": each.field}),
            **({"fact": dict(each.fact)} if each.fact else {}),
        }
        for each in remarks
    ]
