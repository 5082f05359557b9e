"""Reports as files: a span's figures as csv and xlsx, the periodic report as docx."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid, NotFound
from flask import Response
from flask_smorest import Blueprint

from gateway.pages.format import Format
from gateway.parts import account, ask, language, parts
from gateway.report.document import docx_file
from gateway.report.material import gather, signed_or_present
from gateway.report.offices import office_of
from gateway.report_files import csv_file, rows_of, xlsx_file
from gateway.schemas.queries import OfCommune, Span, read_query

__all__ = ["register"]

TABLES = {"csv": csv_file, "xlsx": xlsx_file}
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
}
NAMES = {"csv": "chi-tieu", "xlsx": "chi-tieu", "docx": "bao-cao"}


def register(blueprint: Blueprint) -> None:
    """Add the route to the figures' blueprint."""
    summary = "A span's figures as csv or xlsx, or the periodic report as docx"
    told = blueprint.doc(summary=summary, parameters=[{"in": "query", "schema": OfCommune}])
    blueprint.route("/reports/<id:span>.<id:kind>", methods=["GET"])(
        blueprint.response(200, content_type="application/octet-stream")(told(report))
    )


def report(span: str, kind: str) -> Response:
    """A closed span gives the figures that were signed, in every kind of file; with ``commune``
    those of one commune of a city, as they stand.

    Raises ``Invalid`` for no span, ``NotFound("no_such_report")`` for another kind.
    """
    if Span().validate({"span": span}):
        raise Invalid.of(span="not_a_span")
    if kind not in CONTENT_TYPES:
        raise NotFound("no_such_report")
    commune: str | None = read_query(OfCommune)["commune"]
    made = _periodic(span, commune) if kind == "docx" else _table(span, kind, commune)
    name = "-".join(each for each in (NAMES[kind], commune, span) if each) + f".{kind}"
    return Response(
        made,
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _table(span: str, kind: str, commune: str | None) -> bytes:
    figures = signed_or_present(span, _indicators, commune)
    return TABLES[kind](rows_of(figures, language(), Format(language()), parts().today()))


def _periodic(span: str, commune: str | None) -> bytes:
    """Vietnamese whatever the caller reads: it is the office's own document."""
    words = parts().texts.language("vi")
    material = gather(span, _indicators, parts().today(), commune)
    unit = commune or material.city or account().commune or parts().settings.commune
    office = office_of(unit, material.communes.get(unit) or words.word("unit_name", unit))
    made: bytes = parts().apart(docx_file, material, office, words)
    return made


def _indicators(method: str, **arguments: Any) -> Any:
    return ask("indicators", method, **arguments)
