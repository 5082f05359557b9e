"""Registering and amending people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, Refused
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import households, person_rules, successions
from registry.domain.people import Details, Disability, Left, Person
from registry.domain.person_events import Event
from registry.domain.text import proper_name
from registry.land import settle_all
from registry.office import OFFICER, DeskPart, Office, receipt, warning
from registry.registering import (
    Newcomer,
    doubts_of,
    guard_id,
    household_doubts,
    near_suspects,
    open_review,
    register,
    residence_of,
    same_number,
    settled,
    suspects,
    village_doubts,
)
from registry.search_terms import id_guard
from registry.words import Words

__all__ = ["PeopleDesk"]

Json = dict[str, Any]

_PLAIN = (
    "birth_date",
    "gender",
    "national_id",
    "phone",
    "schooling",
    "professional_level",
    "employment_status",
    "note",
)


def _changes(office: Office, body: Json) -> tuple[Json, list[Json]]:
    """The details a body names, as the domain keeps them, and what was read with doubt."""
    changes: Json = {name: body[name] for name in _PLAIN if name in body}
    remarks = []
    if body.get("full_name"):
        changes["full_name"] = proper_name(body["full_name"])
    if "disability" in body:
        stated = body["disability"]
        changes["disability"] = Disability(**stated) if stated is not None else None
    for name in ("languages", "access_needs"):
        if name in body:
            changes[name] = tuple(dict.fromkeys(body[name]))
    if "ethnicity" in body:
        entry = body["ethnicity"]
        known = office.catalogues.ethnicity(entry) if entry else None
        if entry and known is None:
            raise Invalid.of(ethnicity="unknown")
        if known is not None and known.ambiguous:
            remarks.append(warning("ethnicity_code_ambiguous", "ethnicity"))
        changes["ethnicity"] = known.key if known is not None else None
    return changes, remarks


def _commune(person: Person, read: Json) -> str:
    stated = read.get("residence") or {}
    return str(stated.get("commune") or person.home().commune)


class PeopleDesk(DeskPart):
    def register_person(self, body: Json, meta: Meta) -> Json:
        """A new person. A suspected duplicate warns and enters the review."""
        self.call.require(OFFICER)
        read = schemas.PERSON.read(body)
        changes, remarks = _changes(self.office, read)
        details = Details(**changes)
        person_id = self.call.new_id(meta, "person")
        review_id = self.call.new_id(meta, "review")

        def work(unit: Unit) -> Json:
            words = Words(unit, self.office.records)
            residence = residence_of(self.office, words, read["residence"], read["village"])
            where = (residence.commune, words.village(residence.commune, residence.village))
            guard_id(unit, self.office, details)
            suspected = suspects(self.office, details, *where)
            suspected += near_suspects(self.office, details, *where)
            newcomer = Newcomer(
                person_id=person_id,
                details=details,
                residence=residence,
                household_id=read.get("household_id"),
                household_from=read.get("household_from"),
            )
            register(unit, self.office, words, newcomer)
            warnings = remarks + doubts_of(self.office, details, unit.intent.today)
            warnings += household_doubts(unit, self.office, newcomer.household_id)
            warnings += village_doubts(words)
            warnings += [
                warning(each.reason, person_id=each.person.person_id) for each in suspected
            ]
            if suspected:
                open_review(unit, self.office, review_id, person_id, suspected)
            version = unit.version(self.office.records.person, person_id)
            return receipt(
                person_id, version, warnings, **({"review_id": review_id} if suspected else {})
            )

        return self.run(meta, work, "register_person", body)

    def amend_person(self, person_id: str, body: Json, meta: Meta) -> Json:
        """Corrected details, a move (``residence``), another household (``household_id``,
        null: none any more), or a leaving taken back (``left``: null); ``reason``: why, in a
        code, with ``reason_note`` in words."""
        self.call.require(OFFICER)
        read = schemas.AMEND_PERSON.read(body)
        changes, remarks = _changes(self.office, read)

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, person_id)
            note, code = read.get("reason_note"), read.get("reason", "")
            self.because(unit, note, person_id, record_id=person_id, code=code)
            words = Words(unit, self.office.records)
            details = replace(person.details, **changes)
            today = unit.intent.today
            others = self._renumbered(unit, person, details)
            events: list[Event] = person_rules.amend(person, details, today=today)
            if "left" in read:
                events += person_rules.undo_leaving(person)
            events += self._moves(person, read, words, unit)
            household, joined = self._joins(unit, person, read)
            events += joined
            if "residence" in read or "village" in read:
                events += settled(person, events, words.catalogue(_commune(person, read)))
            self._save(unit, person, events)
            self._save_households(unit, person, household, joined)
            lived = (*person.memberships, *self.loaded_person(unit, person_id).memberships)
            settle_all(unit, self.office, [each.household_id for each in lived])
            words.save()
            warnings = remarks + (doubts_of(self.office, details, today) if changes else [])
            warnings += others
            warnings += household_doubts(unit, self.office, read.get("household_id"))
            warnings += village_doubts(words)
            version = unit.version(self.office.records.person, person_id)
            return receipt(person_id, version, warnings)

        return self.run(meta, work, "amend_person", person_id, body)

    def _renumbered(self, unit: Unit, person: Person, details: Details) -> list[Json]:
        """Another number than before: a warning for each other person who has it already."""
        before = person.details.national_id
        if details.national_id == before:
            return []
        if before is not None:
            unit.drop_guard(id_guard(self.office.vault, before))
        guard_id(unit, self.office, details)
        return [
            warning("duplicate_national_id", "national_id", person_id=other.person_id)
            for other in same_number(self.office, details)
            if other.person_id != person.person_id
        ]

    def _moves(self, person: Person, read: Json, words: Words, unit: Unit) -> list[Event]:
        stated = read.get("residence")
        home = person.home()
        village = (stated or {}).get("village") or read.get("village")
        if stated is not None:
            said = village or successions.said_on(home, stated["start"])
            residence = residence_of(self.office, words, stated, said)
        elif village:
            residence = replace(home, village=words.village(home.commune, village), succeeded=())
        else:
            return []
        if "left" in read:
            person = replace(person, left=None)
        return person_rules.move(person, residence, today=unit.intent.today)

    def _joins(
        self, unit: Unit, person: Person, read: Json
    ) -> tuple[households.Household | None, list[Event]]:
        if "household_id" not in read:
            return None, []
        today = unit.intent.today
        start = read.get("household_from") or today
        if read["household_id"] is None:
            return None, person_rules.leave_household(person, start, today=today)
        household = unit.load(self.office.records.household, read["household_id"])
        if household is None:
            raise Refused("unknown_household", {"field": "household_id"})
        events = person_rules.join_household(person, household, start, today=today)
        return household, events

    def _save(self, unit: Unit, person: Person, events: list[Event]) -> Person:
        """Save the person's stream, with the profile it leads to."""
        today = unit.intent.today
        return unit.save(
            self.office.records.person,
            person.person_id,
            events,
            lambda state: [publishing.person_profiled(state, today)],
        )

    def _save_households(
        self,
        unit: Unit,
        before: Person,
        joined: households.Household | None,
        events: list[Event],
    ) -> None:
        """The households' own lists of members follow the person."""
        if not events:
            return
        records = self.office.records
        start = getattr(events[0], "start", None) or getattr(events[0], "on", None)
        old = before.household()
        if old is not None and start is not None and (joined is None or joined.household_id != old):
            former = unit.load(records.household, old)
            if former is not None:
                left = households.member_left(former, before.person_id, start)
                unit.save(records.household, old, left)
        if joined is not None and start is not None:
            unit.save(
                records.household,
                joined.household_id,
                households.member_joined(before.person_id, start),
            )

    def record_person_left(self, person_id: str, body: Json, meta: Meta) -> Json:
        """Died or moved away: every group ends that day."""
        self.call.require(OFFICER)
        read = schemas.LEFT.read(body)
        note = read.pop("reason_note")
        left = Left(**read)

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, person_id)
            self.because(unit, note, person_id, record_id=person_id)
            self._save(unit, person, person_rules.leave(person, left, today=unit.intent.today))
            settle_all(unit, self.office, [each.household_id for each in person.memberships])
            return receipt(person_id, unit.version(self.office.records.person, person_id), [])

        return self.run(meta, work, "record_person_left", person_id, body, on=left.on)
