"""What an event changes.

``touched(event)`` says which person an event concerns and how it changes their state.
Unknown names and versions, and outreach to nobody in particular, change nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from chassis.consumer import Event, read

from indicators.domain.evolve import Change, Put, Void
from indicators.domain.facts import (
    Amount,
    Answer,
    Assessment,
    Check,
    Completion,
    Disbursement,
    Dropout,
    Enrolment,
    Merged,
    Need,
    Outreach,
    Placement,
    Referral,
    Service,
    Support,
    TrainingClass,
    UseCheck,
    Withdrawal,
)
from indicators.profiles import PersonProfiled, profile_of
from indicators.wire import (
    ClassOpened,
    EnrolmentEnded,
    EnrolmentStarted,
    LoanAmountRecorded,
    LoanDisbursed,
    LoanNeedWithdrawn,
    NeedAssessed,
    NeedRecorded,
    NeedWithdrawn,
    OutreachRecorded,
    PersonMerged,
    PlacementStarted,
    RecordVoided,
    ReferralAnswered,
    ReferralMade,
    RetentionChecked,
    ServiceGiven,
    SupportPaid,
    UseChecked,
)

__all__ = ["PARTS", "READERS", "Touched", "touched"]

PARTS = {
    "registry.indicators": "registry",
    "training": "training",
    "placement": "placement",
    "credit": "credit",
    "credit.indicators": "amounts",
}
"""The sub-state each feed writes."""


MERGES = "merges"
"""The kind of record a voided merge is."""


class Touched(NamedTuple):
    """An event's effect on one person. ``into`` is set where the person proved a duplicate."""

    person: str
    change: Change
    into: str | None = None


def touched(event: Event) -> Touched | None:
    """Whom the event concerns and how; None where it concerns nobody's state.

    Raises ``Unreadable``, naming the field that lacks or is malformed.
    """
    if event.version != 1:
        return None
    reader = READERS.get(event.feed, {}).get(event.name)
    return reader(event) if reader is not None else None


def _put(event: Event, person: str, table: str, key: str, fact: Any) -> Touched:
    part = PARTS[event.feed]
    return Touched(person=person, change=Put(part=part, table=table, key=key, fact=fact))


def person_profiled(event: Event) -> Touched:
    body = read(event, PersonProfiled)
    return _put(event, body.person_id, "profile", "", profile_of(body, event.position))


def person_merged(event: Event) -> Touched | None:
    body = read(event, PersonMerged)
    if body.person_id == body.into:
        return None
    return _merged(event, body.person_id, body.into)


def _merged(event: Event, person: str, into: str) -> Touched:
    """Who stands for the person from now on; they themselves after a merge that never was."""
    change = Put(
        part="registry", table="merged", key="", fact=Merged(pos=event.position, into=into)
    )
    return Touched(person=person, change=change, into=into)


def need_recorded(event: Event) -> Touched:
    body = read(event, NeedRecorded)
    fact = Need(
        pos=event.position,
        on=body.on.isoformat(),
        kind=body.kind,
        able_to_work=body.able_to_work is True,
    )
    return _put(event, body.person_id, "needs", body.need_id, fact)


def need_withdrawn(event: Event) -> Touched:
    body = read(event, NeedWithdrawn)
    fact = Withdrawal(pos=event.position, on=body.on.isoformat())
    return _put(event, body.person_id, "need_withdrawals", body.need_id, fact)


def referral_made(event: Event) -> Touched:
    body = read(event, ReferralMade)
    fact = Referral(
        pos=event.position, on=body.on.isoformat(), kind=body.kind, level=body.level, to=body.to
    )
    return _put(event, body.person_id, "referrals", body.referral_id, fact)


def outreach_recorded(event: Event) -> Touched | None:
    body = read(event, OutreachRecorded)
    if body.person_id is None:
        return None
    fact = Outreach(
        pos=event.position, on=body.on.isoformat(), channel=body.channel, topic=body.topic
    )
    return _put(event, body.person_id, "outreach", body.outreach_id, fact)


def enrolment_started(event: Event) -> Touched:
    body = read(event, EnrolmentStarted)
    fact = Enrolment(
        pos=event.position,
        on=body.on.isoformat(),
        level=body.level,
        form=body.form,
        school=body.school,
    )
    return _put(event, body.person_id, "enrolments", body.enrolment_id, fact)


def service_given(event: Event) -> Touched:
    body = read(event, ServiceGiven)
    fact = Service(
        pos=event.position,
        on=body.on.isoformat(),
        service=body.service,
        mode=body.mode,
        topic=body.topic,
    )
    return _put(event, body.person_id, "services", body.service_id, fact)


def placement_started(event: Event) -> Touched:
    body = read(event, PlacementStarted)
    fact = Placement(
        pos=event.position,
        on=body.on.isoformat(),
        kind=body.kind,
        new_job=body.new_job is True,
        suitable=body.suitable is True,
        employer_kind=body.employer_kind,
        mentored=body.mentored is True,
    )
    return _put(event, body.person_id, "placements", body.placement_id, fact)


def need_assessed(event: Event) -> Touched:
    body = read(event, NeedAssessed)
    fact = Assessment(
        pos=event.position,
        need_on=body.need_on.isoformat(),
        eligible=body.eligible,
        product=body.product,
    )
    return _put(event, body.person_id, "assessments", body.loan_id, fact)


def loan_need_withdrawn(event: Event) -> Touched:
    body = read(event, LoanNeedWithdrawn)
    fact = Withdrawal(pos=event.position, on=body.on.isoformat())
    return _put(event, body.person_id, "loan_withdrawals", body.loan_id, fact)


def loan_disbursed(event: Event) -> Touched:
    body = read(event, LoanDisbursed)
    fact = Disbursement(pos=event.position, on=body.on.isoformat(), product=body.product)
    return _put(event, body.person_id, "disbursements", body.loan_id, fact)


def loan_amount_recorded(event: Event) -> Touched:
    body = read(event, LoanAmountRecorded)
    fact = Amount(pos=event.position, on=body.on.isoformat(), amount=body.amount)
    return _put(event, body.person_id or event.subject, "amounts", body.loan_id, fact)


def enrolment_completed(event: Event) -> Touched:
    body = read(event, EnrolmentEnded)
    fact = Completion(
        pos=event.position,
        on=body.on.isoformat(),
        level=body.level,
        form=body.form,
        school=body.school,
    )
    return _put(event, body.person_id, "completions", body.enrolment_id, fact)


def enrolment_withdrawn(event: Event) -> Touched:
    body = read(event, EnrolmentEnded)
    fact = Dropout(
        pos=event.position,
        on=body.on.isoformat(),
        reason=body.reason_code,
        level=body.level,
        form=body.form,
        school=body.school,
    )
    return _put(event, body.person_id, "dropouts", body.enrolment_id, fact)


def support_paid(event: Event) -> Touched:
    body = read(event, SupportPaid)
    fact = Support(
        pos=event.position,
        on=body.on.isoformat(),
        amount=body.amount,
        source=body.funding_source,
        policy=body.policy,
    )
    return _put(event, body.person_id, "supports", body.support_id, fact)


def class_opened(event: Event) -> Touched:
    """A class is a unit of its own."""
    body = read(event, ClassOpened)
    fact = TrainingClass(
        pos=event.position,
        on=body.on.isoformat(),
        form=body.form,
        level=body.level,
        school=body.school,
        source=body.funding_source,
        commune=body.commune,
    )
    return _put(event, body.class_id, "classes", body.class_id, fact)


ANSWERS = {"training": "training_answers", "placement": "placement_answers",
           "credit": "credit_answers"}  # fmt: skip


def referral_answered(event: Event) -> Touched:
    body = read(event, ReferralAnswered)
    fact = Answer(pos=event.position, on=body.on.isoformat(), answer=body.answer)
    return _put(event, body.person_id, ANSWERS[event.feed], body.referral_id, fact)


def retention_checked(event: Event) -> Touched | None:
    body = read(event, RetentionChecked)
    if body.months not in (3, 6, 12):
        return None
    fact = Check(pos=event.position, on=body.on.isoformat(), still_employed=body.still_employed)
    return _put(event, body.person_id, f"checks_{body.months}", body.placement_id, fact)


def use_checked(event: Event) -> Touched:
    body = read(event, UseChecked)
    fact = UseCheck(pos=event.position, on=body.on.isoformat(), as_declared=body.as_declared)
    return _put(event, body.person_id, "use_checks", body.loan_id, fact)


def record_voided(event: Event) -> Touched | None:
    body = read(event, RecordVoided)
    person = body.person_id
    if body.record_kind == MERGES and person is not None:
        return _merged(event, person, person)
    if person is None:
        if event.feed == "training":
            person = body.record_id  # a class
        elif event.feed == "credit.indicators":
            person = event.subject
        else:
            return None
    change = Void(part=PARTS[event.feed], key=body.record_id, pos=event.position)
    return Touched(person=person, change=change)


Reader = Callable[[Event], Touched | None]

READERS: Mapping[str, Mapping[str, Reader]] = {
    "registry.indicators": {
        "person_profiled": person_profiled,
        "person_merged": person_merged,
        "need_recorded": need_recorded,
        "need_withdrawn": need_withdrawn,
        "referral_made": referral_made,
        "outreach_recorded": outreach_recorded,
        "record_voided": record_voided,
    },
    "training": {
        "enrolment_started": enrolment_started,
        "enrolment_completed": enrolment_completed,
        "enrolment_withdrawn": enrolment_withdrawn,
        "support_paid": support_paid,
        "class_opened": class_opened,
        "referral_answered": referral_answered,
        "record_voided": record_voided,
    },
    "placement": {
        "service_given": service_given,
        "placement_started": placement_started,
        "retention_checked": retention_checked,
        "referral_answered": referral_answered,
        "record_voided": record_voided,
    },
    "credit": {
        "need_assessed": need_assessed,
        "need_withdrawn": loan_need_withdrawn,
        "loan_disbursed": loan_disbursed,
        "use_checked": use_checked,
        "referral_answered": referral_answered,
        "record_voided": record_voided,
    },
    "credit.indicators": {
        "loan_amount_recorded": loan_amount_recorded,
        "record_voided": record_voided,
    },
}
