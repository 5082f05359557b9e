"""Reports as files: csv and xlsx of a span's figures."""

from __future__ import annotations

from chassis.errors import Invalid, NotFound
from flask import Response
from flask_smorest import Blueprint

from gateway.pages.format import Format
from gateway.parts import language, parts
from gateway.report_files import csv_file, rows_of, xlsx_file
from gateway.routes.figures import figures_of
from gateway.schemas.queries import Span

__all__ = ["register"]

KINDS = {
    "csv": ("text/csv; charset=utf-8", csv_file),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_file,
    ),
}


def register(blueprint: Blueprint) -> None:
    """Add the route to the figures' blueprint."""
    blueprint.route("/reports/<id:span>.<id:kind>", methods=["GET"])(
        blueprint.response(200, content_type="application/octet-stream")(
            blueprint.doc(summary="A span's figures as csv or xlsx")(report)
        )
    )


def report(span: str, kind: str) -> Response:
    """Raises ``Invalid`` for no span, ``NotFound("no_such_report")`` for another kind."""
    if Span().validate({"span": span}):
        raise Invalid.of(span="not_a_span")
    if kind not in KINDS:
        raise NotFound("no_such_report")
    content_type, make = KINDS[kind]
    rows = rows_of(figures_of(span, None), language(), Format(language()), parts().today())
    return Response(
        make(rows),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="chi-tieu-{span}.{kind}"'},
    )
