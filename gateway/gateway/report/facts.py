"""A figure's numbers as the report's tables write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.pages.figure_view import text_of
from gateway.pages.format import Format
from gateway.pages.value_order import value_label
from gateway.report.wording import say
from gateway.texts import Language

__all__ = ["Facts"]

Json = Mapping[str, Any]
DASH = "-"
MONTH_WIDTH = 11
"""Letters that stand in one line of a month's cell."""


class Facts:
    """Reads figures in Vietnamese: what is unknown is told as unknown, never as 0. ``communes``:
    how a city calls them, by unit code."""

    def __init__(self, words: Language, communes: Mapping[str, str]) -> None:
        self.words = words
        self.communes = communes
        self.format = Format(words)

    def name(self, figure: Json) -> str:
        return text_of(figure.get("name"), self.words)

    def unit(self, figure: Json) -> str:
        return self.words.word("unit", figure.get("unit") or "person")

    def known(self, figure: Json) -> bool:
        return figure.get("status") != "no_data"

    def result(self, figure: Json) -> list[str]:
        """``131 người``; ``64%`` and ``(791/1.236 người)``; or "Chưa đủ dữ liệu"."""
        short = self.short_result(figure)
        if not self.known(figure):
            return [short]
        if figure["kind"] == "flow":
            return [f"{short} {self.unit(figure)}"]
        return [short, f"({self.parts(figure)} {self.unit(figure)})"]

    def short_result(self, figure: Json) -> str:
        """The number alone."""
        if not self.known(figure):
            return say("no_data")
        if figure["kind"] == "flow":
            return self.format.short(figure["value"])
        return self.format.percent(figure["ratio"])

    def parts(self, row: Json) -> str:
        """``791/1.236``."""
        if row.get("den") is None:
            return DASH
        return f"{self.format.number(row['num'])}/{self.format.number(row['den'])}"

    def cell(self, row: Json) -> str:
        """A breakdown's cell: the count, or its parts."""
        if "value" in row and row["value"] is not None:
            return self.format.short(row["value"])
        return self.parts(row)

    def month(self, row: Json) -> list[str]:
        """A month's lines: the count, or the rate above its parts."""
        if row.get("value") is not None:
            return [self.format.short(row["value"])]
        if row.get("ratio") is None:
            return [DASH]
        parts = self.parts(row)
        lines = [parts] if len(parts) <= MONTH_WIDTH else list(parts.partition("/"))[::2]
        if len(lines) > 1:
            lines[0] += "/"
        return [self.format.percent(row["ratio"]), *lines]

    def status(self, figure: Json) -> str:
        """The status; a figure without a number to reach has none."""
        if figure.get("status") == "no_target":
            return DASH
        return self.words.word("status", figure.get("status"))

    def target(self, figure: Json) -> str:
        """The target in the plan's words; "Không có chỉ tiêu số" where it names no number."""
        target = figure.get("target") or {}
        rule, value = target.get("rule", "none"), target.get("value")
        if rule == "none" or value is None:
            return say("no_numeric_target")
        if rule == "annual_average":
            return self._annual(figure, target, value)
        if rule == "range":
            low = self.format.percent(value)
            return say("target_range", low=low, high=self.format.percent(target.get("upper")))
        if rule == "below":
            return say("target_below", value=self.format.percent(value))
        sentence = "target_whole" if value >= 1 else "target_at_least"
        return say(sentence, value=self.format.percent(value))

    def _annual(self, figure: Json, target: Json, value: float) -> str:
        of_span = target.get("of_span") or value
        sentence = "target_annual"
        if figure.get("span") == "plan":
            sentence = "target_of_plan"
        elif of_span != value:
            sentence = "target_of_span"
        return say(
            sentence,
            value=self.format.short(value),
            of_span=self.format.short(of_span),
            unit=self.unit(figure),
        )

    def cumulative(self, figure: Json) -> str:
        """``131/750 người`` since the plan began, for a yearly target."""
        annual = figure.get("annual") or {}
        if not annual.get("of"):
            return DASH
        return say(
            "cumulative",
            value=self.format.short(annual["cumulative"]),
            of=self.format.short(annual["of"]),
            unit=self.unit(figure),
        )

    def label(self, by: str, key: str) -> str:
        """A breakdown's value in words."""
        return value_label(by, key, self.words, self.communes)

    def reading(self, figure: Json) -> str:
        note = text_of(figure.get("reading"), self.words)
        version = say("version", version=figure.get("definition_version") or 1)
        return f"{note} {version}".strip()

    def source(self, figure: Json) -> list[str]:
        """The source's owner and, of a survey, its document and day."""
        lines = [text_of(figure.get("source"), self.words)]
        survey = figure.get("survey")
        if survey:
            day = self.format.day(survey["as_of"])
            lines.append(say("survey", document=survey["source_document"], day=day))
        return lines
