"""Figures of the labour survey ("cung lao động"): from outside, never computed from people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import Refusal, not_in_future, not_voided

__all__ = ["EVENTS", "Event", "LabourSurvey", "SurveyFigures", "amend", "evolve", "record", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFigures:
    """Persons. ``certified`` (degree or certificate) is part of ``trained``."""

    as_of: date
    source_document: str
    labour_force: int
    unemployed: int
    trained: int
    certified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourSurvey:
    survey_id: str
    commune: str
    figures: SurveyFigures
    voided: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRecorded:
    survey_id: str
    commune: str
    figures: SurveyFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAmended:
    figures: SurveyFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyVoided:
    reason_code: str


EVENTS = (SurveyRecorded, SurveyAmended, SurveyVoided)
Event = SurveyRecorded | SurveyAmended | SurveyVoided


def evolve(survey: LabourSurvey | None, event: Event) -> LabourSurvey:
    """The state after the event; never refuses."""
    if isinstance(event, SurveyRecorded):
        return LabourSurvey(survey_id=event.survey_id, commune=event.commune, figures=event.figures)
    if survey is None:
        raise ValueError("a survey's first event is SurveyRecorded")
    match event:
        case SurveyAmended():
            return replace(survey, figures=event.figures)
        case SurveyVoided():
            return replace(survey, voided=event.reason_code)


def _agree(figures: SurveyFigures, today: date) -> None:
    not_in_future("as_of", figures.as_of, today)
    for part, whole in (
        ("unemployed", "labour_force"),
        ("trained", "labour_force"),
        ("certified", "trained"),
    ):
        if getattr(figures, part) > getattr(figures, whole):
            raise Refusal("contradictory", fields=[part, whole])


def record(survey_id: str, figures: SurveyFigures, *, commune: str, today: date) -> list[Event]:
    """Raises ``in_future``; ``contradictory`` when a part exceeds its whole."""
    _agree(figures, today)
    return [SurveyRecorded(survey_id=survey_id, commune=commune, figures=figures)]


def amend(survey: LabourSurvey, figures: SurveyFigures, *, today: date) -> list[Event]:
    """Raises as :func:`record`, and ``voided``."""
    not_voided(survey.voided)
    _agree(figures, today)
    return [] if figures == survey.figures else [SurveyAmended(figures=figures)]


def void(survey: LabourSurvey, reason_code: str) -> list[Event]:
    """It never was; raises ``voided``."""
    not_voided(survey.voided)
    return [SurveyVoided(reason_code=reason_code)]
