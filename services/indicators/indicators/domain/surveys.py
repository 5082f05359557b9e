"""The labour survey: two external numbers for each rate, never computed from the registry."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from indicators.domain.days import Day

__all__ = ["SurveyFact", "survey_for", "surveys_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFact:
    """A survey as one event told it; ``numbers`` is empty where that event voided it.
    ``commune``: the unit that was surveyed, empty where it was not told."""

    event: str
    pos: int
    at: datetime
    survey_id: str
    as_of: Day = ""
    source_document: str = ""
    commune: str = ""
    numbers: tuple[tuple[str, int], ...] = ()

    def number(self, name: str) -> int:
        return dict(self.numbers)[name]


def surveys_in(
    facts: Iterable[SurveyFact], commune: str | None, communes: Container[str]
) -> list[SurveyFact]:
    """Of one ``commune`` of a city the surveys made there; of the city (None) those of none of its
    ``communes``: a commune's survey tells nothing of the city. A commune alone has no communes."""
    told = list(facts)
    places = {each.survey_id: each.commune for each in told if each.numbers}
    if commune is not None:
        return [each for each in told if places.get(each.survey_id) == commune]
    return [each for each in told if places.get(each.survey_id) not in communes]


def survey_for(
    facts: Iterable[SurveyFact], last: Day, known_at: datetime | None = None
) -> SurveyFact | None:
    """The latest survey up to that day, as it was known at that moment (None: now)."""
    latest: dict[str, SurveyFact] = {}
    for fact in sorted(facts, key=lambda each: each.pos):
        if known_at is None or fact.at <= known_at:
            latest[fact.survey_id] = fact
    standing = [each for each in latest.values() if each.numbers and each.as_of <= last]
    return max(standing, key=lambda each: (each.as_of, each.pos), default=None)
