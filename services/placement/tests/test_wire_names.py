"""Names that others hold on to, as literals: change one only beside the old."""

from __future__ import annotations

from chassis.topology import Topology
from placement.aggregates import PERSON, RECORDS
from placement.errors import CODES
from placement.store import INDEXES


def test_the_error_and_warning_codes() -> None:
    assert sorted(CODES) == [
        "already_confirmed",
        "already_ended",
        "before_start",
        "below_wage_from",
        "checked_early",
        "contract_not_long_term",
        "contradicts_end",
        "employer_missing",
        "end_missing",
        "in_future",
        "loan_missing",
        "not_confirmed",
        "not_ended",
        "not_found",
        "person_erased",
        "person_merged",
        "reason_missing",
        "reason_unlisted",
        "referral_cancelled",
        "unknown_employer",
        "unknown_job_fair",
        "unknown_referral",
        "unknown_vacancy",
        "voided",
    ]


def test_the_kinds_of_records_and_their_collections() -> None:
    assert {name: aggregate.kind for name, aggregate in RECORDS.items()} == {
        "employers": "employer",
        "vacancies": "vacancy",
        "job_fairs": "job_fair",
        "services": "service",
        "placements": "placement",
        "contribution_supports": "support",
        "referrals": "referral",
    }
    assert set(INDEXES) == {aggregate.kind for aggregate in RECORDS.values()}


def test_the_events_in_the_log() -> None:
    assert {
        aggregate.kind: sorted(aggregate.events) for aggregate in (*RECORDS.values(), PERSON)
    } == {
        "employer": ["EmployerAmended", "EmployerRegistered", "EmployerVoided"],
        "vacancy": ["VacancyAmended", "VacancyRegistered", "VacancyVoided"],
        "job_fair": ["JobFairAmended", "JobFairRegistered", "JobFairVoided"],
        "service": ["ServiceAmended", "ServiceGiven", "ServiceVoided"],
        "placement": [
            "ConfirmationAmended",
            "EndAmended",
            "PlacementAmended",
            "PlacementConfirmed",
            "PlacementEnded",
            "PlacementStarted",
            "PlacementVoided",
            "RetentionChecked",
        ],
        "support": ["SupportAmended", "SupportGranted", "SupportVoided"],
        "referral": ["ReferralAnswered", "ReferralCancelled", "ReferralReceived"],
        "person": [
            "DuplicateAbsorbed",
            "DuplicateGivenBack",
            "Erased",
            "MergeUndone",
            "MergedAway",
            "Profiled",
        ],
    }


def test_its_place_among_the_services() -> None:
    assert Topology.of_package("placement") == Topology(
        service="placement",
        publishes={"placement": ("indicators", "registry")},
        consumes=("registry.placement",),
    )
