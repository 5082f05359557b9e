"""What is told of each line of a list: its verdict, and what is wrong with which cell."""

from __future__ import annotations

from dataclasses import asdict, replace

from registry.imports.layout import Line
from registry.imports.rows import Judged
from registry.imports.store import ListImport, RowResult
from registry.imports.verdicts import Verdict

__all__ = ["judged_as", "kept", "result_of"]

_COLUMN_OF = {"duplicate_national_id": "national_id", "poverty_overlaps": "poverty_status"}


def kept(present: ListImport, line: Line, result: RowResult) -> RowResult:
    """With the cells, where they may have to be put right."""
    if present.dry_run or result.verdict == "reject":
        return replace(result, cells=dict(line.cells), corrections=line.corrections)
    return result


def result_of(
    judged: Judged, verdict: str, *, person_id: str | None = None, reason: str | None = None
) -> RowResult:
    """``reason``: a code for the whole line, told at the cell it is about."""
    problems = [asdict(problem) for problem in judged.problems]
    if reason is not None:
        column = _COLUMN_OF.get(reason, "full_name")
        shown = judged.facts.shown.get(column, "") if judged.facts is not None else ""
        problems.append({"column": column, "value": shown, "reason": reason})
    return RowResult(row=judged.row, verdict=verdict, person_id=person_id, problems=tuple(problems))


def judged_as(judged: Judged, verdict: Verdict) -> RowResult:
    """What the verdict comes to: taken over with or without a remark, or as it says."""
    if verdict.kind in ("new", "proven"):
        kind = "accept_with_warning" if judged.problems else "accept"
        return result_of(judged, kind, person_id=verdict.person_id)
    return result_of(judged, verdict.kind, person_id=verdict.person_id, reason=verdict.reason)
