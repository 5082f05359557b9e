"""A list as an assistant: what its columns are taken for, its lines, putting lines right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.errors import NotFound, Refused
from chassis.log import StreamMoved
from chassis.runtime import Meta
from openpyxl.utils import get_column_letter

from registry.desk.imports import ImportDesk, row_view
from registry.imports.cells import shown
from registry.imports.kinds import ListKind
from registry.imports.layout import Line, corrected, numbers_columns
from registry.imports.mapping import Placed
from registry.imports.staging import Staging, known_people
from registry.imports.store import UNFINISHED, ListImport, RowResult
from registry.list_files import blank_list, rejected_table
from registry.list_schemas import corrections_of
from registry.office import OFFICER
from registry.spreadsheets import as_file

__all__ = ["ListRowsDesk"]

Json = dict[str, Any]
SAMPLES = 3
VERDICTS = ("accept", "accept_with_warning", "review", "duplicate", "reject")


class ListRowsDesk(ImportDesk):
    def propose_mapping(self, import_id: str) -> Json:
        """Which column is taken for what, with the first cells of each, and what is missing."""
        present = self.own_import(import_id)
        kind = self.office.list_kinds[present.kind]
        said = dict(present.mapping) if present.mapping is not None else None
        placed = self._place_list(present.filename, self._content(present), kind, said)
        found = placed.layout
        return {
            "kind": kind.code,
            "sheet": placed.sheet,
            "header_row": found.first,
            "source": placed.source,
            "columns": _columns(placed),
            "fields": [
                {"field": name, "required": name in kind.required} for name in _fields(kind)
            ],
            "missing": kind.missing({**found.columns, **found.constants}),
            "constants": dict(found.constants),
        }

    def list_import_rows(
        self,
        import_id: str,
        verdict: str | None = None,
        page: int = 1,
        page_size: int = 50,
        row: int | None = None,
    ) -> Json:
        """Lines with their cells, where those are kept; by row, or that ``row`` alone."""
        present = self.own_import(import_id)
        if row is not None:
            one = self.office.imports.result(import_id, row)
            return {"items": [_row(one)] if one else [], "total": int(one is not None)}
        skip = self.skip(page, page_size)
        found = self.office.imports.results(import_id, verdict, skip, page_size)
        counts = present.counts
        total = counts.get(verdict, 0) if verdict is not None else sum(counts.values())
        return {"items": [_row(each) for each in found], "total": total}

    def correct_row(self, import_id: str, row: int, values: Json, meta: Meta) -> Json:
        """The line with these cells instead, judged anew; in an import that was carried out
        it is taken now. Only rejected lines of such an import can be put right.
        """
        present = self.own_import(import_id)
        kind = self.office.list_kinds[present.kind]
        said = corrections_of(values, kind)
        before = self._result(present, row)
        corrections = {**before.corrections, **said}
        if not present.dry_run and before.verdict != "reject":
            if corrections == before.corrections:
                return _row(before)
            raise Refused("row_taken")
        if not before.cells:
            raise Refused("file_dropped")
        line = corrected(Line(row=row, cells=before.cells), corrections)
        after = self._judged_anew(present, before, line, str(meta["key"]))
        return _row(after)

    def _result(self, present: ListImport, row: int) -> RowResult:
        if present.status in UNFINISHED:
            raise Refused("import_unfinished")
        result = self.office.imports.result(present.import_id, row)
        if result is None:
            raise NotFound("no_such_row")
        return result

    def _judged_anew(
        self, present: ListImport, before: RowResult, line: Line, key: str
    ) -> RowResult:
        staging = Staging(self.office, self.call.clock, known_people(self.office))
        imports = self.office.imports
        if present.dry_run:
            others = staging.alike(present, line)
            batch = staging.stage(present, [*others, line], fresh=False)
            after = batch.results[-1]
            imports.keep(present.recounted(before.verdict, after.verdict), [after])
            return after
        batch = staging.stage(present, [line], fresh=False, attempt_id=f":{key}")
        after = replace(batch.results[0], corrections=line.corrections)
        try:
            imports.keep_with(batch.unit, present.recounted(before.verdict, after.verdict), [after])
        except StreamMoved:
            return self._result(present, line.row)
        if batch.unit.changed:
            self.office.ledger.on_commit()
        return after

    def rejected_rows(self, import_id: str) -> Json:
        """``{filename, content_base64, rows}``: the rejected lines with reasons in Vietnamese,
        to be put right and sent again."""
        present = self.own_import(import_id)
        kind = self.office.list_kinds[present.kind]
        rejected = self.office.imports.results(import_id, "reject")
        return as_file(rejected_table(kind, rejected), "xlsx")

    def list_template(self, kind: str) -> Json:
        """``{filename, content_base64, rows}``: a blank list to hand out."""
        self.call.require(OFFICER)
        return as_file(blank_list(self._kind(kind)), "xlsx")


def _fields(kind: ListKind) -> list[str]:
    parts = sorted(kind.mappable() - set(kind.fields))
    return [*kind.fields, *parts]


def _columns(placed: Placed) -> list[Json]:
    found, first = placed.layout, placed.layout.first
    fields = {at: name for name, at in found.columns.items()}
    width = max([len(found.headings), *(at + 1 for at in fields)])
    below = [
        row
        for row in placed.rows[first : first + 20]
        if any(value is not None for value in row) and not numbers_columns(row)
    ]
    return [
        {
            "index": index,
            "letter": get_column_letter(index + 1),
            "heading": found.headings[index] if index < len(found.headings) else "",
            "field": fields.get(index),
            "samples": [
                text
                for row in below
                if index < len(row) and (text := shown(row[index]).strip()[:60])
            ][:SAMPLES],
        }
        for index in range(width)
    ]


def _row(each: RowResult) -> Json:
    stated = {name: shown(value) for name, value in each.cells.items()} | dict(each.corrections)
    return {**row_view(each), "cells": stated, "corrected": sorted(each.corrections)}
