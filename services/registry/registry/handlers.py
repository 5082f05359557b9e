"""What the registry does with partners' events: a referral's loop closes.

Answers name their referral. What a partner then does names only the person, under any id
they ever had: it moves on the open referrals to that partner. Every other event of theirs
moves the watermark only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from chassis.commands import Unit
from chassis.envelope import Event
from chassis.errors import Refused
from chassis.handling import Apply, Handlers, applying, read
from chassis.runtime import Runtime

from registry.domain import referrals
from registry.domain.people import Person
from registry.domain.referrals import Answer, Progress
from registry.office import Office

__all__ = ["STAGES", "handlers", "make_apply"]

STAGES = {
    "training": {
        "enrolment_started": "in_progress",
        "enrolment_completed": "done",
        "certificate_issued": "done",
    },
    "placement": {"service_given": "in_progress", "placement_started": "done"},
    "credit": {
        "need_assessed": "in_progress",
        "loan_approved": "in_progress",
        "loan_declined": "done",
        "loan_disbursed": "done",
    },
}
"""What each partner's event says of the way a referred person went."""

KINDS = {"training": ("training",), "placement": ("job",), "credit": ("credit",)}
"""The kinds of referral that end with the partner's result; counselling ends with any step."""

RECORD_IDS = ("enrolment_id", "placement_id", "service_id", "loan_id")
"""Where an event names the partner's record it is about: one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered:
    """What the registry reads of a partner's ``referral_answered.v1``."""

    referral_id: str
    answer: Literal["accepted", "declined"]
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """All it reads of what a partner did: for whom, and in which record of the partner's."""

    person_id: str
    enrolment_id: str | None = None
    placement_id: str | None = None
    service_id: str | None = None
    loan_id: str | None = None

    @property
    def record_id(self) -> str | None:
        return next((found for name in RECORD_IDS if (found := getattr(self, name))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVoided:
    """A partner's record that never was; ``person_id`` is null for a record of nobody."""

    record_id: str
    person_id: str | None = None


def referral_answered(event: Event, *, unit: Unit, office: Office) -> None:
    """Note the answer. Raises ``Refused``: a referral we never made, or made to another."""
    told = read(event, ReferralAnswered)
    referral = unit.load(office.records.referral, told.referral_id)
    if referral is None:
        raise Refused("no_such_referral")
    if referral.terms.to != event.feed:
        # the referral was amended to another partner meanwhile: the former one's word is void
        return
    given = Answer(
        answer=told.answer,
        on=event.occurred_on or event.time.date(),
        reason_code=told.reason_code,
    )
    events = referrals.answer(referral, given)
    if events:
        unit.save(office.records.referral, told.referral_id, events)


def partner_acted(event: Event, *, unit: Unit, office: Office) -> None:
    """Move the person's open referrals to this partner on. Nothing where there is none: the
    partner also serves who walked in."""
    told = read(event, OfPerson)
    person = unit.load(office.records.person, told.person_id)
    if person is None or event.feed not in person.partners:
        return
    stage = STAGES[event.feed][event.name]
    on = event.occurred_on or event.time.date()
    for referral in _referrals_to(event.feed, person, unit, office):
        reached = stage if referral.terms.kind in KINDS[event.feed] else "done"
        reported = Progress(stage=reached, what=event.name, on=on, record_id=told.record_id)
        events = referrals.progress(referral, reported)
        if events:
            unit.save(office.records.referral, referral.referral_id, events)


def record_voided(event: Event, *, unit: Unit, office: Office) -> None:
    """Take the steps back that the partner's record told: the loop waits again."""
    told = read(event, RecordVoided)
    person = unit.load(office.records.person, told.person_id) if told.person_id else None
    if person is None or event.feed not in person.partners:
        return
    for referral in _referrals_to(event.feed, person, unit, office):
        events = referrals.undo_progress(referral, told.record_id)
        if events:
            unit.save(office.records.referral, referral.referral_id, events)


def _referrals_to(
    partner: str, person: Person, unit: Unit, office: Office
) -> Iterator[referrals.Referral]:
    for person_id in _ids_of(person, unit, office):
        for found in office.finder.find("referral", {"person_id": person_id}):
            referral = unit.load(office.records.referral, found.id)
            if referral is not None and referral.terms.to == partner:
                yield referral


def _ids_of(person: Person, unit: Unit, office: Office) -> Iterator[str]:
    """The person's id and those of the duplicates merged into it."""
    yield person.person_id
    for absorbed in person.absorbed:
        duplicate = unit.load(office.records.person, absorbed.duplicate)
        if duplicate is not None:
            yield from _ids_of(duplicate, unit, office)


def handlers(office: Office) -> Handlers:
    """The routing table."""

    def bound(handler: Callable[..., None]) -> Callable[..., None]:
        def handle(event: Event, *, unit: Unit) -> None:
            handler(event, unit=unit, office=office)

        return handle

    answered, acted = bound(referral_answered), bound(partner_acted)
    voided = bound(record_voided)
    return {
        feed: {
            "referral_answered.v1": answered,
            "record_voided.v1": voided,
            **{f"{name}.v1": acted for name in stages},
        }
        for feed, stages in STAGES.items()
    }


def make_apply(office_of: Callable[[Runtime], Office]) -> Callable[[Runtime], Apply]:
    """The consumer's effects, on the runtime's own records."""

    def apply(runtime: Runtime) -> Apply:
        table = handlers(office_of(runtime))
        return applying(runtime.ledger, table, runtime.clock, runtime.name)

    return apply
