"""How each kind of record is stored: its state, its events, and what queries filter on."""

from __future__ import annotations

from typing import Any

from chassis.commands import Aggregate

from training.domain import enrolment, occupation, person, referral, support, training_class

__all__ = [
    "CLASS",
    "ENROLMENT",
    "INDEXES",
    "KINDS",
    "OCCUPATION",
    "PERSON",
    "REFERRAL",
    "SUPPORT",
]

OCCUPATION: Aggregate[occupation.Occupation, occupation.OccupationEvent] = Aggregate(
    "occupation",
    state=occupation.Occupation,
    events=[
        occupation.OccupationDefined,
        occupation.OccupationAmended,
        occupation.OccupationVoided,
    ],
    evolve=occupation.evolve,
    fields=lambda state: {
        "listed": not state.voided,
        "name": None if state.voided else occupation.name_key(state.details.name),
        "order": state.id,
    },
)

CLASS: Aggregate[training_class.TrainingClass, training_class.ClassEvent] = Aggregate(
    "class",
    state=training_class.TrainingClass,
    events=[training_class.ClassOpened, training_class.ClassAmended, training_class.ClassVoided],
    evolve=training_class.evolve,
    fields=lambda state: {
        "listed": not state.voided,
        "commune": state.commune,
        "occupation": None if state.voided else state.details.occupation,
        "year": state.details.starts_on.year,
        "order": f"{state.details.starts_on.isoformat()}/{state.id}",
    },
)

ENROLMENT: Aggregate[enrolment.Enrolment, enrolment.EnrolmentEvent] = Aggregate(
    "enrolment",
    state=enrolment.Enrolment,
    events=[
        enrolment.EnrolmentStarted,
        enrolment.EnrolmentCompleted,
        enrolment.EnrolmentWithdrawn,
        enrolment.CertificateIssued,
        enrolment.EnrolmentAmended,
        enrolment.CourseCorrected,
        enrolment.EnrolmentVoided,
    ],
    evolve=enrolment.evolve,
    fields=lambda state: {
        "class_id": state.class_id,
        "place_in": state.class_id if state.holds_a_place else None,
        "person_id": state.person_id,
        "school": state.school,
        "commune": state.commune,
        "order": f"{state.facts.on.isoformat()}/{state.id}",
    },
)

SUPPORT: Aggregate[support.Support, support.SupportEvent] = Aggregate(
    "support",
    state=support.Support,
    events=[support.SupportPaid, support.SupportAmended, support.SupportVoided],
    evolve=support.evolve,
    fields=lambda state: {
        "person_id": state.person_id,
        "school": state.school,
        "commune": state.commune,
        "year": None if state.voided else state.details.on.year,
        "order": f"{state.details.on.isoformat()}/{state.id}",
    },
)

REFERRAL: Aggregate[referral.Referral, referral.ReferralEvent] = Aggregate(
    "referral",
    state=referral.Referral,
    events=[referral.ReferralReceived, referral.ReferralAnswered, referral.ReferralCancelled],
    evolve=referral.evolve,
    fields=lambda state: {
        "status": state.status,
        "person_id": state.details.person_id,
        "commune": state.details.commune,
        "year": None if state.cancelled else state.details.on.year,
        "order": f"{state.details.on.isoformat()}/{state.id}",
    },
)

PERSON: Aggregate[person.Person, person.PersonEvent] = Aggregate(
    "person",
    state=person.Person,
    events=[
        person.PersonProfiled,
        person.PersonMerged,
        person.DuplicateAbsorbed,
        person.MergeUndone,
        person.DuplicateGivenBack,
        person.PersonErased,
    ],
    evolve=person.evolve,
    fields=lambda state: {"person_id": state.id, "order": state.id},
)

# The records' names in URLs and in ``record_voided``.
KINDS: dict[str, Aggregate[Any, Any]] = {
    "occupations": OCCUPATION,
    "classes": CLASS,
    "enrolments": ENROLMENT,
    "supports": SUPPORT,
}

# Every filter of the desk with its sort: a field outside the index would scan the collection.
INDEXES: dict[str, list[tuple[str, ...]]] = {
    "occupation": [("listed", "order"), ("name",)],
    "class": [
        ("listed", "order"),
        ("commune", "listed", "order"),
        ("listed", "year", "order"),
        ("commune", "listed", "year", "order"),
        ("occupation",),
    ],
    "enrolment": [
        ("class_id", "order"),
        ("class_id", "school", "order"),
        ("class_id", "commune", "order"),
        ("place_in",),
        ("person_id", "order"),
        ("person_id", "school", "order"),
        ("person_id", "commune", "order"),
    ],
    "support": [
        ("person_id",),
        ("person_id", "school"),
        ("person_id", "commune"),
        ("year",),
        ("commune", "year"),
    ],
    "person": [("person_id",)],
    "referral": [
        ("order",),
        ("status", "order"),
        ("commune", "order"),
        ("commune", "status", "order"),
        ("person_id",),
        ("year",),
        ("commune", "year"),
    ],
}
