"""The annexes, lying: definitions and sources, months, breakdowns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_SECTION

from gateway.pages.value_order import in_value_order
from gateway.report.body import by_clause, numbered
from gateway.report.facts import DASH, Facts
from gateway.report.ink import Ink, number_pages, put, set_page
from gateway.report.layout import Layout
from gateway.report.material import Material
from gateway.report.offices import Office
from gateway.report.tables import Column, add_row, lined_table, span_row
from gateway.report.wording import say

__all__ = ["annexes"]

Json = Mapping[str, Any]
NUMERALS = ("I", "II", "III")
DIMENSIONS = ("group", "gender", "age_band", "commune", "village")
"""First these, then what only some figures have (school, level, product …)."""

NUMBER, NAME = 9, 44
"""Widths of the first two columns, in mm."""

MOST_WIDTH = 34

ON_ONE_PAGE = 14
"""Rows of a table that is not cut by the end of a page."""


def annexes(
    document: Document, material: Material, office: Office, layout: Layout, facts: Facts
) -> None:
    """Each on pages of its own, numbered from 1."""
    parts: list[tuple[str, Callable[..., None]]] = [
        ("annex_definitions", _definitions),
        ("annex_months", _months),
    ]
    if material.cuts:
        parts.append(("annex_cuts", _cuts))
    for numeral, (name, write) in zip(NUMERALS, parts, strict=False):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        set_page(section, layout, wide=True)
        number_pages(section, layout)
        strong = Ink(size=layout.annex, bold=True)
        put(document.add_paragraph(), say("annex", number=numeral), strong)
        put(document.add_paragraph(), say(name), strong)
        reference = say(
            "annex_reference",
            symbol=office.symbol,
            year=material.today.year,
            office=office.short,
        )
        italic = Ink(size=layout.annex_reference, italic=True, after=layout.paragraph)
        put(document.add_paragraph(), reference, italic)
        write(document, material, layout, facts)


def _note(document: Document, layout: Layout, text: str) -> None:
    ink = Ink(size=layout.table, italic=True, align="justify", before=layout.paragraph)
    put(document.add_paragraph(), text, ink)


def _definitions(document: Document, material: Material, layout: Layout, facts: Facts) -> None:
    widths = (NUMBER, 38, 15, 22, 22, 27, 20, 34)
    heads = ("number", "indicator", "result", "parts", "cumulative", "target", "status", "source")
    columns = [
        Column(
            head=say(f"head_{head}"),
            width=width,
            align="left" if head in ("indicator", "source") else "center",
        )
        for head, width in zip(heads, widths, strict=True)
    ]
    rest = layout.wide_text_width - sum(widths)
    columns.append(Column(head=say("head_reading"), width=rest, align="left"))
    numbers = numbered(material.figures)
    table = lined_table(document, columns, layout.annex_table)
    for clause, found in by_clause(material.figures):
        title = f"{clause}. {facts.words.word('clause', clause)}"
        span_row(table, title, layout.annex_table)
        for figure in found:
            known = facts.known(figure)
            add_row(
                table,
                columns,
                [
                    str(numbers[figure["code"]]),
                    f"{facts.name(figure)} ({facts.unit(figure)})",
                    facts.short_result(figure),
                    facts.parts(figure) if known and figure["kind"] != "flow" else DASH,
                    facts.cumulative(figure),
                    facts.target(figure),
                    facts.status(figure),
                    facts.source(figure),
                    facts.reading(figure),
                ],
                layout.annex_table,
            )
    _note(document, layout, say("reading_note"))


def _months(document: Document, material: Material, layout: Layout, facts: Facts) -> None:
    size = layout.month_table
    names = [each["month"] for each in max((f["months"] for f in material.series), key=len)]
    rest = layout.wide_text_width - NUMBER - NAME
    width = min(rest / max(len(names), 1), MOST_WIDTH)
    columns = [
        Column(head=say("head_number"), width=NUMBER),
        Column(head=say("head_indicator"), width=NAME, align="left"),
        *(Column(head=facts.format.month(name), width=width) for name in names),
    ]
    numbers = numbered(material.series)
    table = lined_table(document, columns, size)
    for clause, found in by_clause(material.series):
        title = f"{clause}. {facts.words.word('clause', clause)}"
        span_row(table, title, size)
        for figure in found:
            months = {each["month"]: facts.month(each) for each in figure["months"]}
            cells = [months.get(name, [DASH]) for name in names]
            head = [str(numbers[figure["code"]]), facts.name(figure)]
            add_row(table, columns, [*head, *cells], size)
    _note(document, layout, say("months_note"))
    _as_known(document, material, layout, facts)


def _as_known(document: Document, material: Material, layout: Layout, facts: Facts) -> None:
    if material.closing:
        moment = facts.format.instant(material.closing["signed_at"])
        _note(document, layout, say("as_known_note", signed_at=moment))


def _cuts(document: Document, material: Material, layout: Layout, facts: Facts) -> None:
    _note(document, layout, say("cuts_note"))
    _as_known(document, material, layout, facts)
    others = [name for name in material.cuts if name not in DIMENSIONS]
    there = [by for by in (*DIMENSIONS, *others) if by in material.cuts]
    for number, by in enumerate(there, start=1):
        name = facts.words.word("dimension", by)
        heading = say("cut", number=number, dimension=name[:1].lower() + name[1:])
        ink = Ink(size=layout.table, bold=True, align="left", before=12, after=4, keep=True)
        put(document.add_paragraph(), heading, ink)
        _cut(document, material, layout, facts, by)


def _cut(document: Document, material: Material, layout: Layout, facts: Facts, by: str) -> None:
    """Rows are the values, columns the indicators that have this dimension."""
    cut = material.cuts[by]
    shown = [each for each in material.figures if each["code"] in cut]
    numbers = numbered(material.figures)
    width = min((layout.wide_text_width - NAME) / len(shown), MOST_WIDTH)
    columns = [
        Column(head=facts.words.word("dimension", by), width=NAME, align="left"),
        *(
            Column(head=f"({numbers[each['code']]}) {facts.name(each)}", width=width)
            for each in shown
        ),
    ]
    table = lined_table(document, columns, layout.annex_table, keep=True)
    rows = {each["code"]: {row["key"]: row for row in cut[each["code"]]} for each in shown}
    keys = _keys(rows.values(), facts, by)
    short = len(keys) <= ON_ONE_PAGE
    for key in keys:
        cells = [
            facts.cell(rows[each["code"]][key]) if key in rows[each["code"]] else DASH
            for each in shown
        ]
        label = facts.label(by, key)
        add_row(table, columns, [label, *cells], layout.annex_table, keep=short)
    totals = [facts.cell(each) if facts.known(each) else DASH for each in shown]
    add_row(table, columns, [say("head_total"), *totals], layout.annex_table, bold=True)


def _keys(rows: Sequence[Mapping[str, Json]] | Any, facts: Facts, by: str) -> list[str]:
    """The values that occur, in their order."""
    found = {key for each in rows for key in each}
    return in_value_order(found, by, lambda key: facts.label(by, key), facts.words)
