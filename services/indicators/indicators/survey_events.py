"""Labour surveys as the registry tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.envelope import Event
from chassis.handling import read

from indicators.domain.surveys import SurveyFact

__all__ = ["survey_of"]

FEED = "registry.indicators"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourSurveyRecorded:
    survey_id: str
    as_of: date
    labour_force: int
    unemployed: int
    trained: int
    certified: int
    source_document: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVoided:
    record_kind: str
    record_id: str


def survey_of(event: Event) -> SurveyFact | None:
    """What the event says of a survey; None where it is about something else.

    Raises ``Unreadable``, naming the field that lacks or is malformed.
    """
    if event.feed != FEED or event.version != 1:
        return None
    if event.name == "record_voided":
        voided = read(event, RecordVoided)
        if "survey" not in voided.record_kind:
            return None
        return SurveyFact(
            event=event.id, pos=event.position, at=event.time, survey_id=voided.record_id
        )
    if event.name != "labour_survey_recorded":
        return None
    body = read(event, LabourSurveyRecorded)
    return SurveyFact(
        event=event.id,
        pos=event.position,
        at=event.time,
        survey_id=body.survey_id,
        as_of=body.as_of.isoformat(),
        source_document=body.source_document or "",
        commune=body.commune or "",
        numbers=(
            ("labour_force", body.labour_force),
            ("unemployed", body.unemployed),
            ("trained", body.trained),
            ("certified", body.certified),
        ),
    )
