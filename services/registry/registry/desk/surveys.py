"""Labour surveys: figures from outside, with their source document."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import labour_surveys
from registry.domain.labour_surveys import LabourSurvey, SurveyFigures
from registry.office import FRONT, OFFICER, DeskPart, receipt
from registry.views import plain

__all__ = ["SurveyDesk"]

Json = dict[str, Any]
LEADER = "commune_leader"


class SurveyDesk(DeskPart):
    def record_labour_survey(self, body: Json, meta: Meta) -> Json:
        self.call.require(OFFICER)
        commune = self.commune()
        figures = SurveyFigures(**schemas.SURVEY.read(body))
        survey_id = self.call.new_id(meta, "labour_survey")

        def work(unit: Unit) -> Json:
            events = labour_surveys.record(
                survey_id, figures, commune=commune, today=unit.intent.today
            )
            unit.save(
                self.office.records.labour_survey,
                survey_id,
                events,
                lambda state: [publishing.labour_survey_recorded(state)],
            )
            return receipt(survey_id, 1, [])

        return self.run(meta, work, "record_labour_survey", body, on=figures.as_of)

    def list_labour_surveys(self, page: int = 1, page_size: int = 50) -> Json:
        """The youngest first, voided ones marked; figures only, no person."""
        self.call.require(OFFICER, LEADER, FRONT)
        return self.listed(
            self.office.records.labour_survey,
            {},
            sort=("on", -1),
            page=page,
            page_size=page_size,
            view=_view,
        )

    def _survey(self, unit: Unit, survey_id: str) -> LabourSurvey:
        survey = unit.load(self.office.records.labour_survey, survey_id)
        if survey is None:
            raise NotFound("no_such_survey")
        return survey

    def amend_survey(self, unit: Unit, survey_id: str, body: Json) -> list[Json]:
        """A step of ``amend_record``."""
        survey = self._survey(unit, survey_id)
        figures = replace(survey.figures, **schemas.AMEND_SURVEY.read(body))
        unit.save(
            self.office.records.labour_survey,
            survey_id,
            labour_surveys.amend(survey, figures, today=unit.intent.today),
            lambda state: [publishing.labour_survey_recorded(state)],
        )
        return []

    def void_survey(self, unit: Unit, survey_id: str, reason_code: str) -> None:
        """A step of ``void_record``."""
        survey = self._survey(unit, survey_id)
        message = publishing.record_voided(
            "labour_surveys",
            survey_id,
            person_id=None,
            reason_code=reason_code,
            commune=survey.commune,
            on=unit.intent.today,
        )
        events = labour_surveys.void(survey, reason_code)
        unit.save(self.office.records.labour_survey, survey_id, events, [message])


def _view(survey: LabourSurvey, version: int) -> Json:
    return {
        "id": survey.survey_id,
        "version": version,
        **plain(asdict(survey.figures)),
        "voided": survey.voided,
    }
