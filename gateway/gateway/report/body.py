"""The report's own text: the figures' standing, the results by clause, what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from docx.document import Document

from gateway.report.facts import Facts
from gateway.report.ink import Ink, put
from gateway.report.layout import Layout
from gateway.report.material import Material
from gateway.report.offices import Office
from gateway.report.tables import Column, add_row, lined_table, span_row
from gateway.report.wording import day_of, days_of, say, span_words

__all__ = ["body", "by_clause", "numbered"]

Json = Mapping[str, Any]
STATUSES = ("met", "on_track", "at_risk", "behind", "no_target", "no_data")
DOTS = "…" * 30


def numbered(figures: Sequence[Json]) -> dict[str, int]:
    """Indicator → its number, the same in the text and in every annex."""
    return {figure["code"]: number for number, figure in enumerate(figures, start=1)}


def by_clause(figures: Sequence[Json]) -> Iterator[tuple[str, list[Json]]]:
    """The figures of each clause, in the plan's order."""
    for clause, found in groupby(figures, key=lambda figure: str(figure.get("clause") or "")):
        yield clause, list(found)


class _Text:
    """Paragraphs of the body's look."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self._document = document
        self._layout = layout

    def heading(self, text: str) -> None:
        self._put(text, bold=True, keep=True)

    def paragraph(self, text: str, *, bold: bool = False, keep: bool = False) -> None:
        self._put(text, bold=bold, keep=keep)

    def code(self, text: str) -> None:
        """One long word: it is not stretched between the margins."""
        ink = Ink(size=self._layout.table, align="left", after=self._layout.paragraph)
        put(self._document.add_paragraph(), text, ink)

    def _put(self, text: str, *, bold: bool = False, keep: bool = False) -> None:
        layout = self._layout
        ink = Ink(
            size=layout.body,
            bold=bold,
            align="justify",
            indent=layout.indent,
            after=layout.paragraph,
            line=layout.line,
            keep=keep,
        )
        put(self._document.add_paragraph(), text, ink)


def body(
    document: Document, material: Material, office: Office, layout: Layout, facts: Facts
) -> None:
    """All between the addressees and the signature."""
    text = _Text(document, layout)
    span = span_words(material.span, office.period)
    text.paragraph(say("opening", plan=office.plan, office=office.short, span=span))
    text.heading(say("section_data"))
    _standing(text, material, office, facts)
    text.heading(say("section_results"))
    _results(document, text, material, layout, facts)
    text.heading(say("section_judgement"))
    _judgement(text, material, facts)
    text.heading(say("section_proposals"))
    for key in ("difficulties", "proposals"):
        text.paragraph(say(key), keep=True)
        text.paragraph(DOTS)
    ending = "ending_plan" if material.span == "plan" else "ending"
    text.paragraph(say(ending, plan_short=office.plan_short, span=span, office=office.short))


def _standing(text: _Text, material: Material, office: Office, facts: Facts) -> None:
    first, last = days_of(material.span, office.period)
    days = {"first": day_of(first), "last": day_of(last)}
    valued = material.valued_on
    if valued is None:
        text.paragraph(say("period_not_begun", **days))
    elif valued < last:
        text.paragraph(say("period_running", **days, valued_on=day_of(valued)))
    else:
        text.paragraph(say("period", **days))
    if material.closing:
        moment = facts.format.instant(material.closing["signed_at"])
        text.paragraph(say("state_settled", signed_at=moment))
        text.code(str(material.closing["digest"]))
        if not material.sound:
            text.paragraph(say("state_broken"), bold=True)
    else:
        text.paragraph(say("state_open", today=facts.format.day(material.today)))
    text.paragraph(_fresh(material, facts))
    text.paragraph(say("counted_once" if material.cuts else "counted_once_short"))


def _fresh(material: Material, facts: Facts) -> str:
    told = []
    for feed, at in material.sources.items():
        name = facts.words.word("feed", feed)
        if isinstance(at, int):
            told.append(say("fresh_position", feed=name, position=facts.format.number(at)))
        else:
            told.append(say("fresh_source", feed=name, moment=facts.format.instant(at)))
    return say("fresh", sources="; ".join(told)) if told else say("fresh_none")


def _results(
    document: Document, text: _Text, material: Material, layout: Layout, facts: Facts
) -> None:
    figures = material.figures
    counts = Counter(str(figure.get("status")) for figure in figures)
    told = "; ".join(
        say("summary_part", count=counts[status], status=_lower(facts, status))
        for status in STATUSES
        if counts[status]
    )
    text.paragraph(say("summary", total=len(figures), counts=told))
    columns = _columns(layout.text_width)
    numbers = numbered(figures)
    table = lined_table(document, columns, layout.table)
    for index, (clause, found) in enumerate(by_clause(figures), start=1):
        name = facts.words.word("clause", clause)
        span_row(table, say("clause", number=index, name=name, clause=clause), layout.table)
        for figure in found:
            add_row(
                table,
                columns,
                [
                    str(numbers[figure["code"]]),
                    facts.name(figure),
                    facts.result(figure),
                    facts.target(figure),
                    facts.status(figure),
                ],
                layout.table,
            )
    put(document.add_paragraph(), "", Ink(size=layout.paragraph))


def _columns(width: float) -> list[Column]:
    rest = width - 10 - 36 - 38 - 26
    return [
        Column(head=say("head_number"), width=10),
        Column(head=say("head_indicator"), width=rest, align="left"),
        Column(head=say("head_result"), width=36),
        Column(head=say("head_target"), width=38),
        Column(head=say("head_status"), width=26),
    ]


def _lower(facts: Facts, status: str) -> str:
    label = facts.words.word("status", status)
    return label[:1].lower() + label[1:]


def _judgement(text: _Text, material: Material, facts: Facts) -> None:
    def names(*statuses: str) -> str:
        return "; ".join(facts.name(each) for each in figures if each.get("status") in statuses)

    figures = material.figures
    reached, missing = names("met", "on_track"), names("no_data")
    text.paragraph(say("reached", names=reached) if reached else say("reached_none"))
    late = [each for each in figures if each.get("status") in ("at_risk", "behind")]
    text.paragraph(say("lagging") if late else say("lagging_none"), keep=bool(late))
    for figure in late:
        text.paragraph(
            say(
                "lagging_item",
                name=facts.name(figure),
                result=" ".join(facts.result(figure)),
                target=_first_lower(facts.target(figure)),
                status=_lower(facts, str(figure["status"])),
                pace=_pace(figure, facts),
            )
        )
    text.paragraph(say("missing", names=missing) if missing else say("missing_none"))


def _pace(figure: Json, facts: Facts) -> str:
    needed = (figure.get("pace") or {}).get("needed_per_month")
    if not needed:
        return ""
    return say("lagging_pace", needed=facts.format.number(needed, 1), unit=facts.unit(figure))


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:]
