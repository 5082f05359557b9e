"""The head of the first page: state, office, number, place and day, type and subject."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.table import _Cell

from gateway.report.ink import Ink, put, rule
from gateway.report.layout import Layout
from gateway.report.offices import Office
from gateway.report.tables import bare_table
from gateway.report.wording import say

__all__ = ["head", "title"]

LEFT = 0.39
"""The office's share of the width; the state's name needs the rest."""

MM_PER_POINT = 0.3528
CAPITAL, LETTER = 0.74, 0.475
"""Mean width of a bold letter of the form's face, in parts of its size."""


def head(document: Document, office: Office, layout: Layout, year: int) -> None:
    """Office and state side by side; below, the number and the place and day on one line.

    Number and day are left to the clerk, who registers the document when it is signed.
    """
    left = round(layout.text_width * LEFT)
    widths = [left, layout.text_width - left]
    row = bare_table(document, widths)
    lines: list[tuple[str, Ink]] = []
    if office.superior:
        lines.append((office.superior, Ink(size=layout.issuer)))
    lines += [(line, Ink(size=layout.issuer, bold=True)) for line in office.issuer]
    _fill(row.cells[0], lines)
    length = len(office.issuer[-1]) * layout.issuer * MM_PER_POINT * CAPITAL
    rule(row.cells[0], length=length * 0.45, width=widths[0])
    _fill(
        row.cells[1],
        [
            (say("nation"), Ink(size=layout.nation, bold=True)),
            (say("motto"), Ink(size=layout.motto, bold=True)),
        ],
    )
    length = len(say("motto")) * layout.motto * MM_PER_POINT * LETTER
    rule(row.cells[1], length=length, width=widths[1])
    row = bare_table(document, widths)
    number = say("number", symbol=office.symbol)
    _fill(row.cells[0], [(number, Ink(size=layout.number, before=6))])
    place = say("place", place=office.place, year=year)
    _fill(row.cells[1], [(place, Ink(size=layout.place, italic=True, before=6))])


def title(document: Document, office: Office, layout: Layout, subject: str, standing: str) -> None:
    """Type and subject with the rule below; whether the figures are signed; the addressees."""
    strong = Ink(size=layout.type, bold=True)
    put(document.add_paragraph(), say("type"), Ink(size=layout.type, bold=True, before=12))
    put(document.add_paragraph(), subject, strong)
    rule(document, length=layout.text_width * 0.3, width=layout.text_width)
    put(document.add_paragraph(), standing, Ink(size=layout.body, italic=True, before=6))
    plain = Ink(size=layout.body, before=6, after=6)
    if len(office.addressees) == 1:
        put(document.add_paragraph(), say("addressed", addressees=office.addressees[0]), plain)
    elif office.addressees:
        put(document.add_paragraph(), say("addressed_many"), plain)
        for index, each in enumerate(office.addressees, start=1):
            end = "." if index == len(office.addressees) else ";"
            put(document.add_paragraph(), f"- {each}{end}", Ink(size=layout.body))


def _fill(cell: _Cell, lines: Sequence[tuple[str, Ink]]) -> None:
    for index, (text, ink) in enumerate(lines):
        put(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), text, ink)
