"""Works through the lists that officers sent, one line after the other, in the background.

Every line is one command with its own key: after a kill the lines since the last note
are judged again, and those that were taken answer with their first receipt.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace

from chassis.clock import Clock
from chassis.commands import Intent, Unit
from chassis.errors import NotFound, Refused, Transient
from pymongo.errors import PyMongoError

from registry.domain import reviews
from registry.imports import layout, sheet
from registry.imports.layout import Line
from registry.imports.rows import Judged, RowFacts, judge
from registry.imports.store import ListImport, RowResult
from registry.imports.taking import derived_id, take_row
from registry.imports.verdicts import Earlier, Verdict, verdict_of
from registry.office import Office, ruled

__all__ = ["Importer"]

log = logging.getLogger(__name__)

NOTE_EVERY = 25
LOOK_SECONDS = 5.0


class _Stopping(Exception):
    """The process ends; the rest is for the next one."""


class Importer:
    """``run`` until ``stop``, woken by the office's bell; ``work`` is one round."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self._office = office
        self._clock = clock
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the line in hand, then leave."""
        self._stopping.set()
        self._office.bell.ring()

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.work()
            except _Stopping:
                return
            except (Transient, PyMongoError) as error:
                log.warning("importer waits", extra={"cause": type(error).__name__})
                self._stopping.wait(1.0)
                continue
            self._office.bell.wait(LOOK_SECONDS)

    def work(self) -> None:
        """Finish every import that waits or was interrupted."""
        for each in self._office.imports.unfinished():
            try:
                self._finish(each)
            except (sheet.UnreadableFile, Refused) as error:
                failure = str(error.args[0])
                self._fail(each, failure)
                log.warning("import failed", extra={"import": each.import_id, "reason": failure})
            except (_Stopping, Transient, PyMongoError):
                raise
            except Exception:
                # a defect that one list meets must not keep the others waiting for ever
                self._fail(each, "internal")
                log.exception("import failed", extra={"import": each.import_id})

    def _fail(self, present: ListImport, failure: str) -> None:
        self._office.imports.keep(replace(present, status="failed", failure=failure), ())

    def _finish(self, present: ListImport) -> None:
        lines = self._lines(present)
        if present.dry_run:
            # nothing of a dry run is found again: what its lines were compared with is
            # in memory alone, so it begins anew
            present = replace(present, next_line=0, counts={})
        present = replace(present, status="running", total=len(lines))
        self._office.imports.keep(present, ())
        earlier = Earlier()
        counts = Counter(present.counts)
        results: list[RowResult] = []
        for index in range(present.next_line, len(lines)):
            if self._stopping.is_set():
                self._office.imports.keep(
                    replace(present, next_line=index, counts=dict(counts)), results
                )
                raise _Stopping
            result = self._line(present, lines[index], earlier)
            counts[result.verdict] += 1
            self._office.metrics.row(result.verdict)
            results.append(result)
            if len(results) == NOTE_EVERY:
                present = replace(present, next_line=index + 1, counts=dict(counts))
                self._office.imports.keep(present, results)
                results = []
        done = replace(present, status="done", next_line=len(lines), counts=dict(counts))
        self._office.imports.keep(done, results)

    def _lines(self, present: ListImport) -> Sequence[Line]:
        known = layout.headings(self._office.catalogues.columns)
        content = self._office.imports.content(present.import_id)
        for rows in sheet.read(present.filename, content):
            found = layout.recognise(rows, known)
            if found is not None:
                return layout.lines(rows, found, known)
        raise Refused("no_header")

    # -- one line -------------------------------------------------------------------

    def _line(self, present: ListImport, line: Line, earlier: Earlier) -> RowResult:
        judged = judge(
            line,
            self._office.catalogues,
            import_id=present.import_id,
            commune=present.commune,
            as_of=present.as_of,
        )
        if judged.facts is None:
            return _result(judged, "reject")
        if present.dry_run:
            return self._tried(judged, judged.facts, earlier)
        return self._taken(present, judged, judged.facts)

    def _tried(self, judged: Judged, facts: RowFacts, earlier: Earlier) -> RowResult:
        verdict = verdict_of(self._office, facts)
        if verdict.kind == "new":
            verdict = earlier.verdict(facts)
        if verdict.kind == "new":
            earlier.take(facts)
        return _judged_as(judged, verdict)

    def _taken(self, present: ListImport, judged: Judged, facts: RowFacts) -> RowResult:
        person_id = derived_id(present.import_id, str(facts.row))
        intent = Intent(
            command_id=f"import:{present.import_id}:{facts.row}",
            actor=present.actor,
            at=self._clock.now(),
            today=self._clock.today(),
            on=facts.as_of,
            correlation_id=present.correlation_id,
            fingerprint=present.digest,
        )

        def work(unit: Unit) -> dict[str, object]:
            verdict = self._known(unit, facts)
            if verdict.kind == "new":
                with ruled():
                    take_row(unit, self._office, facts, person_id)
                verdict = replace(verdict, person_id=person_id)
            elif verdict.kind == "review":
                self._ask(unit, facts, verdict)
            return asdict(verdict)

        try:
            answer = self._office.ledger.run(intent, work)
        except (Refused, NotFound) as error:
            return _result(judged, "reject", reason=error.code)
        return _judged_as(judged, Verdict(**{**answer, "candidates": tuple(answer["candidates"])}))

    def _known(self, unit: Unit, facts: RowFacts) -> Verdict:
        """A line that an officer decided about before keeps that answer."""
        verdict = verdict_of(self._office, facts)
        if verdict.kind != "review":
            return verdict
        asked = unit.load(self._office.records.review, self._question(facts))
        if asked is None or asked.decision is None:
            return verdict
        known = asked.decision.same_as or asked.decision.person_id
        return replace(verdict, kind="duplicate", person_id=known, candidates=())

    def _question(self, facts: RowFacts) -> str:
        """The same line, the same question, whichever list it stands in."""
        details = facts.details
        parts = (
            details.full_name,
            details.birth_date.text,
            details.gender,
            details.national_id or "",
        )
        return self._office.vault.blind("row", "\x1f".join((*parts, facts.commune, facts.village)))

    def _ask(self, unit: Unit, facts: RowFacts, verdict: Verdict) -> None:
        review_id = self._question(facts)
        if unit.load(self._office.records.review, review_id) is not None:
            return
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


def _result(
    judged: Judged, verdict: str, *, person_id: str | None = None, reason: str | None = None
) -> RowResult:
    problems = [asdict(problem) for problem in judged.problems]
    if reason is not None:
        column = "national_id" if reason == "duplicate_national_id" else "full_name"
        shown = judged.facts.shown.get(column, "") if judged.facts is not None else ""
        problems.append({"column": column, "value": shown, "reason": reason})
    return RowResult(row=judged.row, verdict=verdict, person_id=person_id, problems=tuple(problems))


def _judged_as(judged: Judged, verdict: Verdict) -> RowResult:
    if verdict.kind == "new":
        kind = "accept_with_warning" if judged.problems else "accept"
        return _result(judged, kind, person_id=verdict.person_id)
    return _result(judged, verdict.kind, person_id=verdict.person_id, reason=verdict.reason)
