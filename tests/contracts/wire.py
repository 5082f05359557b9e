"""The published events by feed, and who reads each feed: as the interfaces page lists them.

Written apart from the code: these are the names others hold on to.
"""

from __future__ import annotations

OWNER = {
    "registry.indicators": "registry",
    "registry.training": "registry",
    "registry.placement": "registry",
    "registry.credit": "registry",
    "training": "training",
    "placement": "placement",
    "credit": "credit",
    "credit.indicators": "credit",
    "indicators": "indicators",
}

READERS = {
    "registry.indicators": {"indicators"},
    "registry.training": {"training"},
    "registry.placement": {"placement"},
    "registry.credit": {"credit"},
    "training": {"indicators", "registry"},
    "placement": {"indicators", "registry"},
    "credit": {"indicators", "registry"},
    "credit.indicators": {"indicators"},
    "indicators": set(),
}

_TO_A_PARTNER = {
    "person_referred",
    "referral_cancelled",
    "person_merged",
    "person_erased",
    "record_voided",  # a merge that never was
}

EVENTS = {
    "registry.indicators": {
        "person_profiled",
        "person_merged",
        "person_erased",
        "need_recorded",
        "need_withdrawn",
        "referral_made",
        "outreach_recorded",
        "labour_survey_recorded",
        "record_voided",
    },
    "registry.training": _TO_A_PARTNER,
    "registry.placement": _TO_A_PARTNER,
    "registry.credit": _TO_A_PARTNER,
    "training": {
        "class_opened",
        "referral_answered",
        "enrolment_started",
        "enrolment_completed",
        "enrolment_withdrawn",
        "certificate_issued",
        "support_paid",
        "record_voided",
    },
    "placement": {
        "referral_answered",
        "service_given",
        "placement_started",
        "placement_confirmed",
        "placement_ended",
        "retention_checked",
        "contribution_support_granted",
        "record_voided",
    },
    "credit": {
        "referral_answered",
        "need_assessed",
        "need_withdrawn",
        "loan_approved",
        "loan_declined",
        "loan_disbursed",
        "use_checked",
        "loan_closed",
        "record_voided",
    },
    "credit.indicators": {"loan_amount_recorded", "record_voided"},
    "indicators": {"status_changed", "span_closed", "figure_restated"},
}

NOT_PUBLISHED_YET: set[tuple[str, str]] = set()
"""Named on the interfaces page, and published by nobody yet. A test fails as soon as one is
published, so that this set cannot outlive its reason."""

LISTED = {(feed, name) for feed, names in EVENTS.items() for name in names}
PUBLISHED = LISTED - NOT_PUBLISHED_YET
