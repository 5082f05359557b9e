"""Works through the lists that officers sent, in the background.

Lines are taken in batches: what they lead to, their verdicts and how far the list is are one
transaction, so a killed process goes on with the first line that is not taken, and no line
is taken twice or by half. Where somebody else was first with a record, the batch is taken
line by line.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from chassis.clock import Clock
from chassis.errors import Refused, Transient
from chassis.log import StreamMoved
from pymongo.errors import PyMongoError

from registry.imports import layout, sheet
from registry.imports.layout import Line
from registry.imports.mapping import place
from registry.imports.staging import Batch, Staging, known_people
from registry.imports.store import ListImport, oldest_kept
from registry.office import Office
from registry.village_moving import VillageMover

__all__ = ["Importer"]

log = logging.getLogger(__name__)

BATCH = 100
TRIES = 8
LOOK_SECONDS = 5.0
GATHER_SECONDS = 60.0


class _Stopping(Exception):
    """The process ends; the rest is for the next one."""


class _Overtaken(Exception):
    """Another process works on the same list."""


class Importer:
    """``run`` until ``stop``, woken by the office's bell; ``work`` is one round."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self._office = office
        self._clock = clock
        self._stopping = threading.Event()
        self.alive_at = time.monotonic()
        """When its loop, or a batch in it, last came round."""
        self.movers = VillageMover(office, clock, self._stopping.is_set, self._beat)
        self._gathered_at = -GATHER_SECONDS

    def _beat(self) -> None:
        self.alive_at = time.monotonic()

    def stop(self) -> None:
        """Finish the lines in hand, then leave."""
        self._stopping.set()
        self._office.bell.ring()

    def run(self) -> None:
        tidied = False
        while not self._stopping.is_set():
            self.alive_at = time.monotonic()
            try:
                if not tidied:
                    self._office.imports.drop_old(oldest_kept(self._clock.now()))
                    tidied = True
                self.work()
            except _Stopping:
                return
            except (Transient, PyMongoError) as error:
                log.warning("importer waits", extra={"cause": type(error).__name__})
                self._stopping.wait(1.0)
                continue
            self._office.bell.wait(LOOK_SECONDS)

    def work(self) -> None:
        """Finish every change of villages and every import that waits or was interrupted.

        One after the other: a list is never compared with people who are half under one name
        of their village and half under another.
        """
        self.movers.work()
        self._gather()
        for each in self._office.imports.unfinished():
            try:
                self._finish(each)
            except (sheet.UnreadableFile, Refused) as error:
                failure = str(error.args[0])
                self._fail(each, failure)
                log.warning("import failed", extra={"import": each.import_id, "reason": failure})
            except _Overtaken:
                log.warning("import is in other hands", extra={"import": each.import_id})
            except (_Stopping, Transient, PyMongoError):
                raise
            except Exception:
                # a defect that one list meets must not keep the others waiting for ever
                self._fail(each, "internal")
                log.exception("import failed", extra={"import": each.import_id})

    def _gather(self) -> None:
        """Now and then: nothing tells of who comes late to a change of villages."""
        if time.monotonic() - self._gathered_at >= GATHER_SECONDS:
            self.movers.gather()
            self._gathered_at = time.monotonic()

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
        staging = Staging(self._office, self._clock, known_people(self._office))
        staging.look_over(present, lines)
        while present.next_line < len(lines):
            if self._stopping.is_set():
                raise _Stopping
            batch = lines[present.next_line : present.next_line + BATCH]
            present = self._take(staging, present, batch)
        self._office.imports.keep(replace(present, status="done"), ())

    def _lines(self, present: ListImport) -> Sequence[Line]:
        imports, kind = self._office.imports, self._office.list_kinds[present.kind]
        content = imports.content(present.import_id)
        if content is None:
            raise Refused("file_dropped")
        placed = place(
            sheet.read(present.filename, content),
            kind,
            present.mapping,
            lambda signature: imports.remembered(present.commune, signature),
        )
        if placed.source == "guessed":
            raise Refused("no_header")
        found = layout.lines(placed.rows, placed.layout, kind.headings)
        corrections = imports.corrections(present.began_as) if present.began_as else {}
        return [
            layout.corrected(line, corrections[line.row]) if line.row in corrections else line
            for line in found
        ]

    # -- one batch ----------------------------------------------------------------------

    def _take(self, staging: Staging, present: ListImport, lines: Sequence[Line]) -> ListImport:
        self.alive_at = time.monotonic()
        for attempt in range(TRIES):
            batch = staging.stage(present, lines, fresh=attempt == 0)
            after = _further(present, batch)
            try:
                if present.dry_run:
                    self._office.imports.keep(after, batch.results)
                else:
                    self._office.imports.keep_with(batch.unit, after, batch.results)
                    staging.taken()
            except StreamMoved:
                staging.taken()
                self._still_ours(present)
                if len(lines) > 1:
                    for line in lines:
                        present = self._take(staging, present, [line])
                    return present
                self._stopping.wait(0.005 * 2**attempt)
                continue
            for result in batch.results:
                self._office.metrics.row(result.verdict)
            if batch.unit.changed and not present.dry_run:
                self._office.ledger.on_commit()
            return after
        raise Transient("busy")

    def _still_ours(self, present: ListImport) -> None:
        kept = self._office.imports.load(present.import_id)
        if kept is None or kept.next_line != present.next_line:
            raise _Overtaken


def _further(present: ListImport, batch: Batch) -> ListImport:
    counts = Counter(present.counts)
    counts.update(result.verdict for result in batch.results)
    return replace(present, next_line=present.next_line + len(batch.results), counts=dict(counts))
