"""What every use case works with, and what a role may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from chassis.commands import Aggregate, Ledger, Unit
from chassis.errors import Forbidden, NotFound, Refused
from chassis.paging import check_page
from chassis.runtime import Call, Meta

from registry.access import Access, AccessLog
from registry.catalogues import Catalogues
from registry.data_keys import DataKeys
from registry.domain.people import Person
from registry.domain.refusals import Refusal
from registry.domain.terms import term_id
from registry.domain.villages import Catalogue
from registry.imports.bell import Bell
from registry.imports.kinds import ListKind, load_kinds
from registry.imports.store import ImportStore
from registry.metrics import RegistryMetrics
from registry.reasons import Reasons
from registry.records import Records
from registry.store import Finder, Where
from registry.vault import Vault

__all__ = [
    "BANK",
    "FRONT",
    "JOB_CENTRE",
    "OFFICER",
    "PARTNER_OF",
    "SCHOOL",
    "SOCIAL_INSURANCE",
    "VILLAGE_HEAD",
    "DeskPart",
    "Office",
    "catalogue_of",
    "receipt",
    "ruled",
    "warning",
]

OFFICER = "commune_officer"
VILLAGE_HEAD = "village_head"
FRONT = "front"
SCHOOL, JOB_CENTRE, SOCIAL_INSURANCE, BANK = "school", "job_centre", "social_insurance", "bank"
PARTNER_OF = {
    SCHOOL: "training",
    JOB_CENTRE: "placement",
    SOCIAL_INSURANCE: "placement",
    BANK: "credit",
}

Json = dict[str, Any]
S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One for each process."""

    ledger: Ledger
    finder: Finder
    vault: Vault
    records: Records
    data_keys: DataKeys
    catalogues: Catalogues
    imports: ImportStore
    access: AccessLog
    metrics: RegistryMetrics
    bell: Bell

    @property
    def reasons(self) -> Reasons:
        """Officers' words about their changes, sealed."""
        return Reasons(self.data_keys)

    @property
    def list_kinds(self) -> Mapping[str, ListKind]:
        """The lists an officer may send, by code."""
        return load_kinds()


def catalogue_of(office: Office, commune: str) -> Catalogue:
    """What changed of the commune's villages; nothing where nothing was decided."""
    record = office.ledger.log.load("village_catalogue", commune)
    if record is None:
        return Catalogue(commune=commune)
    return office.records.village_catalogue.load(record.body)


def warning(code: str, field: str | None = None, **fact: Any) -> Json:
    """A rule's remark beside a write that was done."""
    remark: Json = {"code": code}
    if field is not None:
        remark["field"] = field
    if fact:
        remark["fact"] = fact
    return remark


def receipt(record_id: str, version: int, warnings: list[Json], **more: Any) -> Json:
    return {"id": record_id, "version": version, "warnings": warnings, **more}


@contextmanager
def ruled() -> Iterator[None]:
    """A rule's refusal as the caller's error."""
    try:
        yield
    except Refusal as refusal:
        kind = NotFound if refusal.code.startswith("no_such_") else Refused
        raise kind(refusal.code, refusal.fact) from None


class DeskPart:
    """A call's view of the office: who asks, and how a command is run."""

    def __init__(self, office: Office, call: Call) -> None:
        self.office = office
        self.call = call
        self._villages: dict[str, Catalogue] = {}

    def run(self, meta: Meta, work: Callable[[Unit], Json], *body: Any, **intent: Any) -> Json:
        """Do ``work`` once; ``body`` tells this request from another under the same key."""

        def whole(unit: Unit) -> Json:
            with ruled():
                return work(unit)

        return self.office.ledger.run(self.call.intent(meta, *body, **intent), whole)

    def because(
        self, unit: Unit, words: str | None, *about: str | None, record_id: str, code: str = ""
    ) -> None:
        """The officer's words stand beside what the unit saves from here on, sealed for the
        persons they are about. Never hand words of an officer to ``run``: they would stand
        open in the log for ever."""
        reason = code or None
        if words:
            known = dict.fromkeys(each for each in about if each)
            reason = self.office.reasons.sealed(words, known, record_id, code)
        unit.with_intent(replace(unit.intent, reason=reason))

    # -- villages ---------------------------------------------------------------------

    def village_catalogue(self, commune: str) -> Catalogue:
        """What changed of the commune's villages, as this call found it."""
        if commune not in self._villages:
            self._villages[commune] = catalogue_of(self.office, commune)
        return self._villages[commune]

    def village_id(self, commune: str, village: str, on: date | None = None) -> str:
        """The village that this name leads to today (as a term); ``on``: the day of the record
        that uses it."""
        return term_id("village", commune, self.village_catalogue(commune).meant(village, on))

    # -- who may ----------------------------------------------------------------------

    def own_village(self) -> str | None:
        """What a village head's village is called today, None for everybody else.

        An account names it as it was called when the account was made: whoever was head of a
        village that was merged sees the one it became part of. Where that name is another
        village's today nobody can tell which is meant, and nothing is shown until the account
        says the day (``Thôn 2@2026-07-01``: called so on that day). Raises
        ``Forbidden("not_your_village")``, ``Forbidden("village_name_given_anew")``.
        """
        caller = self.call.caller
        if caller.role != VILLAGE_HEAD:
            return None
        if caller.commune is None or caller.village is None:
            raise Forbidden("not_your_village")
        name, _, day = caller.village.partition("@")
        catalogue = self.village_catalogue(caller.commune)
        if not day:
            if catalogue.was_given_anew(name):
                raise Forbidden("village_name_given_anew")
            return catalogue.now(name)
        try:
            return catalogue.now(name, date.fromisoformat(day))
        except ValueError:
            raise Forbidden("not_your_village") from None

    def scope(self) -> str | None:
        """The village a village head is bound to (as a term), None for everybody else.

        Raises ``Forbidden("not_your_village")`` for a head without a village.
        """
        village, commune = self.own_village(), self.call.caller.commune
        if village is None or commune is None:
            return None
        return term_id("village", commune, village)

    def require_village(self, commune: str, village: str | None, on: date | None = None) -> None:
        """Raises ``Forbidden("not_your_village")`` when the caller is bound to another;
        ``on``: the day of the record that names it."""
        scope = self.scope()
        if scope is None:
            return
        if village is None or self.village_id(commune, village, on) != scope:
            raise Forbidden("not_your_village")

    def require_home(self, person: Person) -> None:
        home = person.home()
        self.require_village(home.commune, home.village)

    def commune(self) -> str:
        """The caller's commune. Raises ``Refused("unknown_commune")`` for an account without."""
        if self.call.caller.commune is None:
            raise Refused("unknown_commune")
        return self.call.caller.commune

    def skip(self, page: int, page_size: int) -> int:
        """How many to leave out before a page (from 1). Raises ``Invalid``."""
        check_page(page, page_size)
        return (page - 1) * page_size

    def listed(
        self,
        aggregate: Aggregate[S, Any],
        where: Where,
        *,
        sort: tuple[str, int],
        page: int,
        page_size: int,
        view: Callable[[S, int], Json],
    ) -> Json:
        """``{items, total}``: one page of the records that match, each as ``view`` shows its
        state and version. Raises ``Invalid`` for a page no list has."""
        found = self.office.finder.find(
            aggregate.kind, where, sort=[sort], skip=self.skip(page, page_size), limit=page_size
        )
        return {
            "items": [view(aggregate.load(each.body), each.version) for each in found],
            "total": self.office.finder.count(aggregate.kind, where),
        }

    def loaded_person(self, unit: Unit, person_id: str) -> Person:
        """Raises ``NotFound("no_such_person")``."""
        person = unit.load(self.office.records.person, person_id)
        if person is None:
            raise NotFound("no_such_person")
        return person

    def log_access(
        self, what: str, purpose: str, person_ids: tuple[str, ...], compartments: tuple[str, ...]
    ) -> None:
        """Keep who looked; count what was sensitive."""
        caller = self.call.caller
        self.office.access.add(
            Access(
                at=self.call.clock.now(),
                actor=caller.id,
                role=caller.role,
                what=what,
                purpose=purpose,
                person_ids=person_ids,
                compartments=compartments,
            )
        )
        for compartment in compartments:
            self.office.metrics.read(compartment, caller.role)
