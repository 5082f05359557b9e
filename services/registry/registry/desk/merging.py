"""Duplicates: reviewed side by side, merged by an officer."""

from __future__ import annotations

from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, NotFound, Refused
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.comparing import Side, compared
from registry.domain import person_merging, reviews
from registry.domain.households import Household
from registry.domain.people import Person
from registry.imports.proving import prove
from registry.imports.rows import RowFacts
from registry.imports.taking import take_row
from registry.land import settle_all
from registry.office import OFFICER, DeskPart, receipt
from registry.views import person_view, plain

__all__ = ["MergingDesk"]

Json = dict[str, Any]


class MergingDesk(DeskPart):
    def merge_person(self, person_id: str, body: Json, meta: Meta) -> Json:
        """``person_id`` was a duplicate of ``into``: one person from now on."""
        self.call.require(OFFICER)
        read = schemas.MERGE.read(body)
        into = read["into"]

        def work(unit: Unit) -> Json:
            self.because(unit, read["reason"], person_id, into, record_id=person_id)
            self._merge(unit, person_id, into)
            return receipt(
                person_id, unit.version(self.office.records.person, person_id), [], into=into
            )

        return self.run(meta, work, "merge_person", person_id, body)

    def _merge(self, unit: Unit, person_id: str, into: str) -> None:
        records, today = self.office.records, unit.intent.today
        duplicate = self.loaded_person(unit, person_id)
        survivor = self._survivor(unit, into)
        unit.save(
            records.person,
            person_id,
            person_merging.merge(duplicate, survivor, today=today),
            lambda state: publishing.person_merged(state, today),
        )
        unit.save(
            records.person,
            into,
            person_merging.take_over(survivor, duplicate),
            lambda state: [publishing.person_profiled(state, today)],
        )
        self._settle(unit, duplicate, survivor)

    def _settle(self, unit: Unit, *people: Person) -> None:
        """Who lived where is another question now: land recoveries follow."""
        lived = [each.household_id for person in people for each in person.memberships]
        settle_all(unit, self.office, lived)

    def compare_people(self, person_id: str, other_id: str) -> Json:
        """Two people whom nobody suspects, side by side as in the review queue: ``{person,
        other}``, the other with the ``comparison``. Nothing sensitive; the look is logged.
        Raises ``NotFound("no_such_person")``, ``Refused("same_person")``."""
        self.call.require(OFFICER)
        if person_id == other_id:
            raise Refused("same_person")
        one, _ = self._known(person_id)
        if one is None or self._known(other_id)[0] is None:
            raise NotFound("no_such_person")
        self.log_access("compare", "correction", (person_id, other_id), ())
        return {"person": self._side(person_id), "other": self._side(other_id, Side.of(one))}

    def unmerge_person(self, person_id: str, body: Json, meta: Meta) -> Json:
        """They are two people after all: everybody told of the merge is told so.

        The duplicate is as it was, with the groups it brought as they now stand and its
        households' poverty as it now is. Raises ``Refused("not_merged")``.
        """
        self.call.require(OFFICER)
        reason = schemas.UNMERGE.read(body)["reason"]

        def work(unit: Unit) -> Json:
            records, today = self.office.records, unit.intent.today
            duplicate = self.loaded_person(unit, person_id)
            into = duplicate.merged_into
            if into is None:
                raise Refused("not_merged")
            self.because(unit, reason, person_id, into, record_id=person_id)
            survivor = self._survivor(unit, into)
            unit.save(
                records.person,
                person_id,
                person_merging.undo(duplicate, survivor, self._households(unit, duplicate)),
                lambda state: [
                    *publishing.merge_undone(state, into, today),
                    publishing.person_profiled(state, today),
                ],
            )
            unit.save(
                records.person,
                into,
                person_merging.give_back(survivor, duplicate),
                lambda state: [publishing.person_profiled(state, today)],
            )
            self._settle(unit, duplicate, survivor)
            return receipt(person_id, unit.version(records.person, person_id), [], was=into)

        return self.run(meta, work, "unmerge_person", person_id, body)

    def _households(self, unit: Unit, person: Person) -> list[Household]:
        ids = dict.fromkeys(each.household_id for each in person.memberships)
        found = (unit.load(self.office.records.household, each) for each in ids)
        return [each for each in found if each is not None]

    def _survivor(self, unit: Unit, into: str) -> Person:
        survivor = unit.load(self.office.records.person, into)
        if survivor is None:
            raise NotFound("no_such_person", {"field": "into"})
        return survivor

    def list_reviews(self, status: str = "open", page: int = 1, page_size: int = 50) -> Json:
        """Questions, oldest first, each with the candidates side by side."""
        self.call.require(OFFICER)
        return self.listed(
            self.office.records.review,
            {"status": status},
            sort=("opened_on", 1),
            page=page,
            page_size=page_size,
            view=self._review_view,
        )

    def _review_view(self, review: reviews.Review, version: int) -> Json:
        decision = review.decision
        newcomer = self._newcomer(review)
        return {
            "id": review.review_id,
            "version": version,
            "reasons": list(review.reasons),
            "opened_on": review.opened_on.isoformat(),
            "person": self._side(review.person_id),
            "row": review.row["shown"] if review.row is not None else None,
            "candidates": [self._side(each, newcomer) for each in review.candidates],
            "decision": None
            if decision is None
            else {
                "decision": decision.decision,
                "same_as": decision.same_as,
                "person_id": decision.person_id,
                "on": plain(decision.on),
            },
        }

    def _newcomer(self, review: reviews.Review) -> Side | None:
        """What the candidates are compared with: the newcomer, or the waiting line."""
        if review.row is not None:
            facts = RowFacts.load(review.row)
            village = self.village_catalogue(facts.commune).now(facts.village)
            return Side(details=facts.details, village=village)
        person, _ = self._known(review.person_id)
        return Side.of(person) if person is not None else None

    def _known(self, person_id: str | None) -> tuple[Person | None, int]:
        record = self.office.ledger.log.load("person", person_id) if person_id else None
        if record is None:
            return None, 0
        return self.office.records.person.load(record.body), record.version

    def _side(self, person_id: str | None, newcomer: Side | None = None) -> Json | None:
        person, version = self._known(person_id)
        if person is None:
            return None
        view = person_view(
            person, version, self.call.clock.today(), whole=False, open_to=frozenset()
        )
        if newcomer is not None:
            view["comparison"] = compared(newcomer, Side.of(person))
        return view

    def decide_review(self, review_id: str, body: Json, meta: Meta) -> Json:
        """``distinct``: two people (a list's row is registered now). ``same``: one, namely
        ``same_as`` (a registered newcomer is merged into them; a list's row adds nobody)."""
        self.call.require(OFFICER)
        read = schemas.DECISION.read(body)
        if read["decision"] == "same" and read["same_as"] is None:
            raise Invalid.of(same_as="required")
        new_id = self.call.new_id(meta, "person")

        def work(unit: Unit) -> Json:
            records = self.office.records
            review = unit.load(records.review, review_id)
            if review is None:
                raise NotFound("no_such_review")
            about = (review.person_id, *review.candidates)
            self.because(unit, read["note"], *about, record_id=review_id)
            row = review.row if read["decision"] == "distinct" else None
            decision = reviews.Decision(
                decision=read["decision"],
                on=unit.intent.today,
                same_as=read["same_as"],
                person_id=new_id if row is not None else review.person_id,
            )
            unit.save(records.review, review_id, reviews.decide(review, decision))
            if row is not None:
                take_row(unit, self.office, RowFacts.load(row), new_id)
            elif read["decision"] == "same" and review.person_id is not None:
                self._merge(unit, review.person_id, str(read["same_as"]))
            elif read["decision"] == "same" and review.row is not None:
                prove(unit, self.office, RowFacts.load(review.row), str(read["same_as"]))
            version = unit.version(records.review, review_id)
            return receipt(review_id, version, [], person_id=decision.person_id or decision.same_as)

        answer = self.run(meta, work, "decide_review", review_id, body)
        # the list's line is needed no longer: what the log keeps of it nobody reads again
        self.office.data_keys.destroy([review_id])
        return answer
