"""Lists sent by officers: begun here, worked through in the background."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import date
from typing import Any

from chassis.errors import Conflict, Invalid, NotFound, Refused
from chassis.runtime import Meta

from registry.imports.store import ListImport
from registry.office import OFFICER, DeskPart

__all__ = ["ImportDesk"]

Json = dict[str, Any]
MAX_BYTES = 10 * 1024 * 1024


class ImportDesk(DeskPart):
    def start_import(
        self,
        filename: str,
        content_base64: str,
        dry_run: bool,
        as_of: str | None,
        meta: Meta,
    ) -> Json:
        """``{"import_id"}``: the list is kept and its turn comes. A dry run writes nobody.

        ``as_of`` (default today) is the date of the groups and needs the list states.
        """
        self.call.require(OFFICER)
        if not isinstance(dry_run, bool):
            raise Invalid.of(dry_run="not_a_flag")
        commune = self.commune()
        if self.office.catalogues.unit(commune) is None:
            raise Refused("unknown_commune")
        content = _decoded(content_base64)
        stated = self._as_of(as_of)
        digest = hashlib.sha256(content).hexdigest()[:32]
        import_id = self.call.new_id(meta, "import")
        intent = self.call.intent(meta, "start_import", digest, dry_run, as_of)
        started = ListImport(
            import_id=import_id,
            filename=filename,
            digest=intent.fingerprint,
            dry_run=dry_run,
            as_of=stated,
            commune=commune,
            actor=intent.actor,
            correlation_id=self.call.correlation_id,
            requested_at=intent.at,
        )
        kept = self.office.imports.add(started, content)
        if kept.digest != started.digest:
            raise Conflict("key_reused")
        self.office.bell.ring()
        return {"import_id": import_id}

    def _as_of(self, text: str | None) -> date:
        today = self.call.clock.today()
        try:
            stated = date.fromisoformat(text) if text else today
        except ValueError:
            raise Invalid.of(as_of="not_a_date") from None
        if stated > today:
            raise Refused("in_future", {"field": "as_of"})
        return stated

    def get_import(self, import_id: str) -> Json:
        """``{status, progress: {done, total}, counts, rows}``: a verdict for every line."""
        self.call.require(OFFICER)
        present = self.office.imports.load(import_id)
        if present is None or present.commune != self.commune():
            raise NotFound("no_such_import")
        return {
            "id": import_id,
            "status": present.status,
            "failure": present.failure,
            "dry_run": present.dry_run,
            "as_of": present.as_of.isoformat(),
            "progress": {"done": present.next_line, "total": present.total},
            "counts": dict(present.counts),
            "rows": [
                {
                    "row": each.row,
                    "verdict": each.verdict,
                    **({"person_id": each.person_id} if each.person_id else {}),
                    "problems": [dict(problem) for problem in each.problems],
                }
                for each in self.office.imports.results(import_id)
            ],
        }


def _decoded(content_base64: str) -> bytes:
    if len(content_base64) > MAX_BYTES * 4 // 3 + 4:
        raise Refused("file_too_large")
    try:
        content = base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid.of(file="file_unreadable") from None
    if not content:
        raise Invalid.of(file="required")
    return content
