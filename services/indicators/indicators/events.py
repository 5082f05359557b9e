"""What an event changes.

``touched(event)`` says which person an event concerns and how it changes their state.
Unknown names and versions, and outreach to nobody in particular, change nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chassis.envelope import Event

from indicators import credit_events as credit
from indicators import placement_events as placement
from indicators import registry_events as registry
from indicators import training_events as training
from indicators.touching import Touched, record_voided, referral_answered

__all__ = ["READERS", "Touched", "touched"]


def touched(event: Event) -> Touched | None:
    """Whom the event concerns and how; None where it concerns nobody's state.

    Raises ``Unreadable``, naming the field that lacks or is malformed.
    """
    if event.version != 1:
        return None
    reader = READERS.get(event.feed, {}).get(event.name)
    return reader(event) if reader is not None else None


Reader = Callable[[Event], Touched | None]

READERS: Mapping[str, Mapping[str, Reader]] = {
    "registry.indicators": {
        "person_profiled": registry.person_profiled,
        "person_merged": registry.person_merged,
        "need_recorded": registry.need_recorded,
        "need_withdrawn": registry.need_withdrawn,
        "referral_made": registry.referral_made,
        "outreach_recorded": registry.outreach_recorded,
        "record_voided": record_voided,
    },
    "training": {
        "enrolment_started": training.enrolment_started,
        "enrolment_completed": training.enrolment_completed,
        "enrolment_withdrawn": training.enrolment_withdrawn,
        "support_paid": training.support_paid,
        "class_opened": training.class_opened,
        "referral_answered": referral_answered,
        "record_voided": record_voided,
    },
    "placement": {
        "service_given": placement.service_given,
        "placement_started": placement.placement_started,
        "retention_checked": placement.retention_checked,
        "referral_answered": referral_answered,
        "record_voided": record_voided,
    },
    "credit": {
        "need_assessed": credit.need_assessed,
        "need_withdrawn": credit.loan_need_withdrawn,
        "loan_disbursed": credit.loan_disbursed,
        "use_checked": credit.use_checked,
        "referral_answered": referral_answered,
        "record_voided": record_voided,
    },
    "credit.indicators": {
        "loan_amount_recorded": credit.loan_amount_recorded,
        "record_voided": record_voided,
    },
}
