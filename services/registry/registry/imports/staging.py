"""A batch of lines, judged and staged in one unit of work; who writes it decides later."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from chassis.clock import Clock
from chassis.commands import Intent, Unit
from chassis.errors import NotFound, Refused
from chassis.log import Log, Record

from registry.domain import reviews
from registry.domain.needs import KINDS
from registry.domain.text import fold
from registry.domain.villages import Catalogue
from registry.imports.known import KnownPeople
from registry.imports.layout import Line, corrected
from registry.imports.proofs import StatedHousehold
from registry.imports.proving import prove, reviewed_household
from registry.imports.row_results import judged_as, kept, result_of
from registry.imports.rows import Judged, RowFacts, judge, stated_household
from registry.imports.store import ListImport, RowResult
from registry.imports.taking import derived_id, take_row
from registry.imports.verdicts import Verdict, verdict_of
from registry.office import Office, catalogue_of, ruled
from registry.records import name_key
from registry.search_terms import born_term, id_guard, id_term
from registry.store import Finder

__all__ = ["Batch", "Staging", "known_people"]

PAUSE_EVERY = 5
IDENTITY = ("number", "full_name", "birth_date", "gender", "national_id", "village")

HouseholdYear = tuple[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """``unit`` holds what the accepted lines lead to, not written yet."""

    unit: Unit
    results: Sequence[RowResult]


class _NewRecords:
    """The log, asked neither for records that cannot be there (those a line makes) nor twice
    for a word of the commune's lists."""

    def __init__(self, log: Log, new: frozenset[tuple[str, str]], words: dict[str, Record]) -> None:
        self._log = log
        self._new = new
        self._words = words

    def load(self, kind: str, record_id: str) -> Record | None:
        if (kind, record_id) in self._new:
            return None
        if kind == "term" and record_id in self._words:
            return self._words[record_id]
        found = self._log.load(kind, record_id)
        if kind == "term" and found is not None:
            self._words[record_id] = found
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


def known_people(office: Office) -> KnownPeople:
    """Everybody registered, ready for the lines of one import."""
    imports = office.imports
    return KnownPeople(
        office.finder, office.records, office.vault, imports.people_by, imports.names_by
    )


class Staging:
    """Of one import, batch after batch."""

    def __init__(self, office: Office, clock: Clock, known: KnownPeople) -> None:
        self._office = replace(office, finder=cast("Finder", known))
        self._clock = clock
        self._known = known
        self._words: dict[str, Record] = {}
        self._contradicted: set[HouseholdYear] = set()

    def look_over(self, present: ListImport, lines: Sequence[Line]) -> None:
        """Find what only the whole list shows: a household with two outcomes in one year."""
        kind = self._office.list_kinds[present.kind]
        if "poverty_status" not in kind.fields:
            return
        outcomes: dict[HouseholdYear, set[str | None]] = defaultdict(set)
        for line in lines:
            stated = stated_household(line, self._office.catalogues, kind, present.as_of)
            if stated is not None:
                outcomes[_household_year(stated)].add(stated.status)
        self._contradicted = {each for each, found in outcomes.items() if len(found) > 1}

    def taken(self) -> None:
        """The last batch is in the database now, or will be staged again."""
        self._known.forget_staged()

    def stage(
        self, present: ListImport, lines: Sequence[Line], *, fresh: bool, attempt_id: str = ""
    ) -> Batch:
        """Judge every line. ``fresh``: the records they would make are not there yet."""
        villages = catalogue_of(self._office, present.commune)
        judged = [self._judged(present, line, villages) for line in lines]
        log = self._office.ledger.log
        if fresh:
            log = cast("Log", _NewRecords(log, _made_by(present, lines), self._words))
        unit = Unit(log, self._intent(present, 0, attempt_id))
        facts = [each.facts for each in judged if each.facts is not None]
        unit.guard(*self._id_guards(facts))
        self._known.fetch(facts)
        self._make_keys(present, judged)
        results = []
        for index, (line, each) in enumerate(zip(lines, judged, strict=True)):
            if index % PAUSE_EVERY == 0:
                time.sleep(0)  # whoever shares the processor is served meanwhile
            unit.with_intent(self._intent(present, line.row, attempt_id))
            result = kept(present, line, self._line(unit, present, each))
            if present.dry_run and each.facts is not None:
                result = replace(result, keys=self._keys(each.facts))
            results.append(result)
        return Batch(unit=unit, results=results)

    def _id_guards(self, lines: Sequence[RowFacts]) -> list[str]:
        """Whoever registers one of these numbers at a desk meanwhile is met: the batch is
        judged again."""
        numbers = (each.details.national_id for each in lines)
        return [id_guard(self._office.vault, number) for number in numbers if number is not None]

    def _make_keys(self, present: ListImport, judged: Sequence[Judged]) -> None:
        """Of everybody that seems new, at once: one by one they were half of a line's time."""
        self._office.data_keys.make_all(
            (
                derived_id(present.import_id, str(each.row))
                for each in judged
                if each.facts is not None
                and (present.dry_run or verdict_of(self._office, each.facts).kind == "new")
            ),
            kept=not present.dry_run,
        )

    def alike(self, present: ListImport, line: Line) -> list[Line]:
        """The lines of this dry run that may be the same person: they come before it."""
        judged = self._judged(present, line, catalogue_of(self._office, present.commune))
        if judged.facts is None:
            return []
        found = {
            each.row: each
            for key in self._keys(judged.facts)
            for each in self._office.imports.results_with(present.import_id, key)
            if each.row != line.row and each.verdict.startswith("accept")
        }
        rows = [found[row] for row in sorted(found)]
        return [corrected(Line(row=r.row, cells=r.cells), r.corrections) for r in rows]

    def _keys(self, facts: RowFacts) -> tuple[str, ...]:
        """By what another line of the same person is found; nobody can read them."""
        blind, details = self._office.vault.blind, facts.details
        name = blind("row_name", name_key(details.full_name))
        born = blind("row_born", born_term(details.birth_date, facts.commune, facts.village))
        number = details.national_id
        numbered = (id_term(self._office.vault, number),) if number else ()
        return (name, born, *numbered)

    def _judged(self, present: ListImport, line: Line, villages: Catalogue) -> Judged:
        return judge(
            line,
            self._office.catalogues,
            self._office.list_kinds[present.kind],
            import_id=present.import_id,
            commune=present.commune,
            as_of=present.as_of,
            villages=villages,
        )

    def _intent(self, present: ListImport, row: int, attempt_id: str) -> Intent:
        return Intent(
            command_id=f"import:{present.import_id}:{row}{attempt_id}",
            actor=present.actor,
            at=self._clock.now(),
            today=self._clock.today(),
            on=present.as_of,
            correlation_id=present.correlation_id,
            fingerprint=present.digest,
        )

    def _line(self, unit: Unit, present: ListImport, judged: Judged) -> RowResult:
        facts = judged.facts
        if facts is None:
            return result_of(judged, "reject")
        if facts.household is not None and _household_year(facts.household) in self._contradicted:
            return result_of(judged, "reject", reason="poverty_overlaps")
        person_id = derived_id(present.import_id, str(facts.row))
        restricted = self._office.list_kinds[present.kind].restricted
        try:
            with unit.attempt(), ruled():
                verdict = self._taken(unit, facts, person_id, restricted=restricted)
        except (Refused, NotFound) as error:
            return result_of(judged, "reject", reason=error.code)
        if present.dry_run and self._known.is_staged(verdict.person_id):
            verdict = replace(verdict, person_id=None)
        return judged_as(judged, verdict)

    def _taken(self, unit: Unit, facts: RowFacts, person_id: str, *, restricted: bool) -> Verdict:
        if not facts.worker:
            if facts.household is not None:
                reviewed_household(unit, self._office, facts, facts.household)
            return Verdict(kind="new")
        verdict = self._verdict(unit, facts)
        if verdict.kind == "new":
            take_row(unit, self._office, facts, person_id)
            person = unit.load(self._office.records.person, person_id)
            if person is not None:
                self._known.stage(person_id, person)
            return replace(verdict, person_id=person_id)
        if verdict.kind == "review":
            self._ask(unit, facts, verdict, restricted=restricted)
        elif verdict.person_id is not None and prove(unit, self._office, facts, verdict.person_id):
            return Verdict(kind="proven", person_id=verdict.person_id)
        return verdict

    def _verdict(self, unit: Unit, facts: RowFacts) -> Verdict:
        """A line that an officer decided about before keeps that answer."""
        verdict = verdict_of(self._office, facts)
        if verdict.kind != "review":
            return verdict
        asked = unit.load(self._office.records.review, self._question(facts))
        if asked is None or asked.decision is None:
            return verdict
        same_as = asked.decision.same_as or asked.decision.person_id
        return replace(verdict, kind="duplicate", person_id=same_as, candidates=())

    def _question(self, facts: RowFacts) -> str:
        """The same line, the same question, whichever list it stands in."""
        details = facts.details
        parts = (
            details.full_name,
            details.birth_date.text,
            details.gender,
            details.national_id or "",
        )
        said = facts.stated_village or facts.village
        return self._office.vault.blind("row", "\x1f".join((*parts, facts.commune, said)))

    def _ask(self, unit: Unit, facts: RowFacts, verdict: Verdict, *, restricted: bool) -> None:
        """Put the line before an officer; of a restricted list, without what it proves."""
        review_id = self._question(facts)
        if unit.load(self._office.records.review, review_id) is not None:
            return
        if restricted:
            shown = {name: text for name, text in facts.shown.items() if name in IDENTITY}
            facts = replace(facts, shown=shown)
        unit.save(
            self._office.records.review,
            review_id,
            reviews.open_review(
                review_id,
                reasons=(verdict.reason or "possible_duplicate",),
                candidates=verdict.candidates,
                today=unit.intent.today,
                row=facts.dump(),
            ),
        )


def _household_year(stated: StatedHousehold) -> HouseholdYear:
    return fold(stated.code), stated.time.start


def _made_by(present: ListImport, lines: Sequence[Line]) -> frozenset[tuple[str, str]]:
    made: set[tuple[str, str]] = set()
    for line in lines:
        person_id = derived_id(present.import_id, str(line.row))
        made |= {("person", person_id), ("household", derived_id(person_id, "household"))}
        made |= {("need", derived_id(person_id, "need", kind)) for kind in KINDS}
    return frozenset(made)
