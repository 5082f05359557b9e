"""What every part of the desk stands on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from chassis.commands import Aggregate, Intent, Ledger, Unit
from chassis.errors import Forbidden, Invalid, NotFound
from chassis.runtime import Call
from chassis.store import Store

from credit.domain import person
from credit.domain.answers import Remark
from credit.domain.product import Products
from credit.errors import spoken
from credit.metrics import CreditMetrics
from credit.records import PERSON

__all__ = ["Json", "Part", "warned"]

log = logging.getLogger(__name__)
Json = dict[str, Any]
S = TypeVar("S")


class Part:
    """One caller at the desk. ``bank`` stands for its agency: each amends and voids its own."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        store: Store,
        products: Products,
        metrics: CreditMetrics,
        call: Call,
    ) -> None:
        self.ledger = ledger
        self.store = store
        self.products = products
        self.metrics = metrics
        self.call = call

    def run(self, intent: Intent, work: Callable[[Unit], Json]) -> Json:
        """Run the command once; the domain's refusals come out as typed errors."""
        with spoken():
            return self.ledger.run(intent, work)

    def own(self, unit: Unit, aggregate: Aggregate[S, Any], record_id: str) -> S:
        """The record, if it is the caller's office's. Raises ``not_found``, ``not_own_record``."""
        state = unit.load(aggregate, record_id)
        if state is None:
            raise NotFound("not_found", {"record": aggregate.kind})
        self.refuse_strangers(state)
        return state

    def refuse_strangers(self, state: Any) -> None:
        """The bank's records belong to an office, allocations to the commune's leader."""
        own_office = getattr(state, "bank", self.call.caller.agency) == self.call.caller.agency
        if not own_office:
            raise Forbidden("not_own_record")
        if not self.here(state.commune):
            raise Forbidden("commune")

    def receipt(
        self, unit: Unit, aggregate: Aggregate[Any, Any], record_id: str, remarks: Iterable[Remark]
    ) -> Json:
        return {
            "id": record_id,
            "version": unit.version(aggregate, record_id),
            "warnings": warned(remarks),
        }

    def sensitive(self) -> None:
        """Note that the caller reads somebody's file: who, when, never whose."""
        self.metrics.read(self.call.caller.role)
        log.info("sensitive read", extra={"compartment": "credit", "reader": self.call.caller.id})

    def identities(self, person_id: str) -> list[str]:
        """The person's id and those of duplicates merged into it."""

        def known(each: str) -> person.Person | None:
            record = self.ledger.log.load(PERSON.kind, each)
            return None if record is None else PERSON.load(record.body)

        return person.identities(known, person_id)

    def commune_of(self, stated: str | None, known: str | None = None) -> str:
        """The unit a record belongs to: stated, else the caller's, else the referred person's."""
        commune = stated or self.call.caller.commune or known
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
