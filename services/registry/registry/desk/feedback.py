"""Feedback of citizens and remarks of the Front's supervision; it leaves by no feed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, NotFound
from chassis.runtime import Meta

from registry import schemas
from registry.domain import feedback
from registry.domain.feedback import Feedback, FeedbackTerms
from registry.domain.text import fold
from registry.office import FRONT, OFFICER, VILLAGE_HEAD, DeskPart, receipt
from registry.office_calendar import office_calendar
from registry.views import plain
from registry.words import Words

__all__ = ["FeedbackDesk"]

Json = dict[str, Any]
STATUSES = ("open", "answered", "overdue")


class FeedbackDesk(DeskPart):
    def record_feedback(self, body: Json, meta: Meta) -> Json:
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        commune = self.commune()
        terms = FeedbackTerms(**schemas.FEEDBACK.read(body))
        feedback_id = self.call.new_id(meta, "feedback")

        def work(unit: Unit) -> Json:
            words = Words(unit, self.office.records)
            addressed = self._placed(unit, words, commune, terms)
            events = feedback.record(
                feedback_id, addressed, commune=commune, today=unit.intent.today
            )
            unit.save(self.office.records.feedback, feedback_id, events)
            words.save()
            return receipt(feedback_id, 1, [])

        return self.run(meta, work, "record_feedback", body, on=terms.on)

    def _placed(
        self, unit: Unit, words: Words, commune: str, terms: FeedbackTerms
    ) -> FeedbackTerms:
        if terms.person_id is not None:
            self.require_home(self.loaded_person(unit, terms.person_id))
        else:
            self.require_village(commune, terms.village)
        if terms.village is None:
            return terms
        return replace(terms, village=words.village(commune, terms.village))

    def answer_feedback(self, feedback_id: str, body: Json, meta: Meta) -> Json:
        """The commune's answer."""
        self.call.require(OFFICER)
        read = schemas.ANSWER.read(body)

        def work(unit: Unit) -> Json:
            record = self._feedback(unit, feedback_id)
            events = feedback.answer(record, read["text"], read["on"], today=unit.intent.today)
            unit.save(self.office.records.feedback, feedback_id, events)
            return receipt(feedback_id, unit.version(self.office.records.feedback, feedback_id), [])

        return self.run(meta, work, "answer_feedback", feedback_id, body, on=read["on"])

    def _feedback(self, unit: Unit, feedback_id: str) -> Feedback:
        record = unit.load(self.office.records.feedback, feedback_id)
        if record is None:
            raise NotFound("no_such_feedback")
        return record

    def amend_feedback(self, unit: Unit, feedback_id: str, body: Json) -> list[Json]:
        """A step of ``amend_record``."""
        read = schemas.AMEND_FEEDBACK.read(body)
        record = self._feedback(unit, feedback_id)
        words = Words(unit, self.office.records)
        terms = self._placed(unit, words, record.commune, replace(record.terms, **read))
        events = feedback.amend(record, terms, today=unit.intent.today)
        unit.save(self.office.records.feedback, feedback_id, events)
        words.save()
        return []

    def void_feedback(self, unit: Unit, feedback_id: str, reason_code: str) -> None:
        """A step of ``void_record``; nobody outside ever knew of it."""
        record = self._feedback(unit, feedback_id)
        events = feedback.void(record, reason_code)
        unit.save(self.office.records.feedback, feedback_id, events)

    def list_feedback(
        self,
        page: int = 1,
        page_size: int = 50,
        status: str | None = None,
        naming: str | None = None,
    ) -> Json:
        """The youngest first; ``status``: open, answered, overdue. Each with the last day for
        its answer (``due_on``), and whether that is certain: holidays of the year known.
        ``naming`` a person: what has their whole name in its words, for an officer who is to
        erase them."""
        self.call.require(*((OFFICER,) if naming is not None else (OFFICER, FRONT)))
        skip = self.skip(page, page_size)
        if status not in (None, *STATUSES):
            raise Invalid.of(status="not_in_vocabulary")
        found = self.office.finder.find("feedback", {}, sort=[("on", -1)])
        load = self.office.records.feedback.load
        views = [self._view(load(each.body), each.version) for each in found]
        if naming is not None:
            name = self._name_of(naming)
            views = [view for view in views if _names(view, name)]
        kept = [view for view in views if status is None or _is(view, status)]
        return {"items": kept[skip : skip + page_size], "total": len(kept)}

    def _name_of(self, person_id: str) -> str:
        """The folded name; nobody's after an erasure. Raises ``NotFound("no_such_person")``."""
        record = self.office.ledger.log.load("person", person_id)
        if record is None:
            raise NotFound("no_such_person")
        self.log_access("feedback", "data_subject", (person_id,), ())
        return fold(self.office.records.person.load(record.body).details.full_name)

    def _view(self, record: Feedback, version: int) -> Json:
        due = office_calendar().due("feedback_answer", record.terms.on)
        waits = record.answer is None and record.voided is None
        return {
            **plain(asdict(record)),
            "version": version,
            "due_on": due.on.isoformat(),
            "due_certain": due.certain,
            "overdue": waits and due.passed(self.call.clock.today()),
        }


def _names(view: Json, name: str) -> bool:
    """The whole name stands in the words of the text or the answer."""
    said = f" {fold(view['terms']['text'])} {fold(view['answer'] or '')} "
    return bool(name) and f" {name} " in said


def _is(view: Json, status: str) -> bool:
    if view["voided"] is not None:
        return False
    if status == "overdue":
        return bool(view["overdue"])
    return (view["answer"] is not None) == (status == "answered")
