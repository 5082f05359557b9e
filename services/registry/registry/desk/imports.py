"""Lists sent by officers: begun here, worked through in the background."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Any

from chassis.errors import Conflict, Invalid, NotFound, Refused
from chassis.runtime import Meta

from registry.imports import sheet
from registry.imports.kinds import WORKERS, ListKind
from registry.imports.layout import LOOK_AT_ROWS
from registry.imports.mapping import Placed, place
from registry.imports.store import LayoutMemory, ListImport, RowResult
from registry.list_schemas import mapping_of
from registry.office import OFFICER, DeskPart

__all__ = ["ImportDesk", "row_view"]

Json = dict[str, Any]
MAX_BYTES = 10 * 1024 * 1024
ROWS_TO_LOOK_AT = LOOK_AT_ROWS + 20


def row_view(each: RowResult) -> Json:
    """A line's verdict."""
    view: Json = {"row": each.row, "verdict": each.verdict}
    if each.person_id:
        view["person_id"] = each.person_id
    return {**view, "problems": [dict(problem) for problem in each.problems]}


class ImportDesk(DeskPart):
    def start_import(
        self,
        filename: str,
        content_base64: str,
        dry_run: bool,
        as_of: str | None,
        meta: Meta,
        mapping: Json | None = None,
        kind: str = WORKERS,
        of: str | None = None,
    ) -> Json:
        """``{"import_id"}``: the list is kept and its turn comes. A dry run writes nobody.

        ``as_of`` (default today) is the date of the groups and needs the list states.
        ``of``: carry out, or map anew, a dry run whose file is still here, with what was put
        right in it. A ``mapping`` is remembered for lists of the same layout.
        """
        self.call.require(OFFICER)
        if kind in self.office.list_kinds and self.office.list_kinds[kind].restricted:
            raise Refused("restricted_list")
        return self._start(filename, content_base64, dry_run, as_of, meta, mapping, kind, of)

    def start_restricted_import(
        self,
        filename: str,
        content_base64: str,
        dry_run: bool,
        as_of: str | None,
        meta: Meta,
        purpose: str,
        mapping: Json | None = None,
        kind: str = "police",
        of: str | None = None,
    ) -> Json:
        """A list that only its uploader is shown again: the police's. The purpose is logged."""
        self.call.require(OFFICER)
        if not purpose.strip():
            raise Invalid.of(purpose="required")
        started = self._start(filename, content_base64, dry_run, as_of, meta, mapping, kind, of)
        self.log_access("restricted_import", purpose.strip()[:200], (), ("ex_prisoner",))
        return started

    def _start(
        self,
        filename: str,
        content_base64: str,
        dry_run: bool,
        as_of: str | None,
        meta: Meta,
        mapping: Json | None,
        kind: str,
        of: str | None,
    ) -> Json:
        if not isinstance(dry_run, bool):
            raise Invalid.of(dry_run="not_a_flag")
        commune = self.commune()
        if self.office.catalogues.unit(commune) is None:
            raise Refused("unknown_commune")
        former = self.own_import(of) if of else None
        list_kind = self._kind(former.kind if former else kind)
        content = self._content(former) if former else _decoded(content_base64)
        name = former.filename if former else filename
        said = mapping_of(mapping, list_kind) if mapping is not None else None
        if said is not None:
            self._remember(name, content, list_kind, said)
        elif former is not None:
            said = dict(former.mapping) if former.mapping is not None else None
        intent = self.call.intent(
            meta, "start_import", content_base64, dry_run, as_of, mapping, kind, of
        )
        started = ListImport(
            import_id=self.call.new_id(meta, "import"),
            filename=name,
            digest=intent.fingerprint,
            dry_run=dry_run,
            as_of=former.as_of if former and not as_of else self._as_of(as_of),
            commune=commune,
            actor=intent.actor,
            correlation_id=self.call.correlation_id,
            requested_at=intent.at,
            kind=list_kind.code,
            mapping=said,
            began_as=of,
        )
        kept = self.office.imports.add(started, content)
        if kept.digest != started.digest:
            raise Conflict("key_reused")
        self.office.bell.ring()
        return {"import_id": started.import_id}

    def _kind(self, code: str) -> ListKind:
        if code not in self.office.list_kinds:
            raise Invalid.of(kind="not_in_vocabulary")
        return self.office.list_kinds[code]

    def _remember(self, name: str, content: bytes, kind: ListKind, said: Json) -> None:
        placed = self._place_list(name, content, kind, said)
        self.office.imports.remember(
            LayoutMemory(
                layout=placed.signature,
                commune=self.commune(),
                columns=placed.layout.columns,
                constants={},
            )
        )

    def _place_list(self, name: str, content: bytes, kind: ListKind, said: Json | None) -> Placed:
        commune = self.commune()
        try:
            sheets = sheet.read(name, content, first=ROWS_TO_LOOK_AT)
        except sheet.UnreadableFile as error:
            raise Refused(str(error.args[0])) from error
        return place(
            sheets, kind, said, lambda layout: self.office.imports.remembered(commune, layout)
        )

    def _content(self, present: ListImport) -> bytes:
        content = self.office.imports.content(present.import_id)
        if content is None:
            raise Refused("file_dropped")
        return content

    def _as_of(self, text: str | None) -> date:
        today = self.call.clock.today()
        try:
            stated = date.fromisoformat(text) if text else today
        except ValueError:
            raise Invalid.of(as_of="not_a_date") from None
        if stated > today:
            raise Refused("in_future", {"field": "as_of"})
        return stated

    def own_import(self, import_id: str) -> ListImport:
        """Raises ``NotFound("no_such_import")`` for one of another commune, and for a
        restricted one that somebody else sent."""
        self.call.require(OFFICER)
        present = self.office.imports.load(import_id)
        if present is None or present.commune != self.commune() or self._hidden(present):
            raise NotFound("no_such_import")
        return present

    def _hidden(self, present: ListImport) -> bool:
        caller = self.call.caller
        restricted = self.office.list_kinds[present.kind].restricted
        return restricted and present.actor != f"{caller.role}:{caller.id}"

    def get_import(self, import_id: str, with_rows: bool = True) -> Json:
        """``{status, progress: {done, total}, counts, rows}``: a verdict for every line."""
        present = self.own_import(import_id)
        view = _view(present)
        if with_rows:
            view["rows"] = [row_view(each) for each in self.office.imports.results(import_id)]
        return view

    def list_imports(self, page_size: int = 20) -> Json:
        """The youngest first; another officer's restricted list is not among them."""
        self.call.require(OFFICER)
        self.skip(1, page_size)
        found = self.office.imports.recent(self.commune(), page_size)
        items = [_view(each) for each in found if not self._hidden(each)]
        return {"items": items, "total": len(items)}


def _view(present: ListImport) -> Json:
    return {
        "id": present.import_id,
        "kind": present.kind,
        "status": present.status,
        "failure": present.failure,
        "dry_run": present.dry_run,
        "as_of": present.as_of.isoformat(),
        "requested_at": present.requested_at.isoformat(),
        "progress": {"done": present.next_line, "total": present.total},
        "counts": dict(present.counts),
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
