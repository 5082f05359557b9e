"""People, households, referrals, outreach: what the registry answers in one call."""

from __future__ import annotations

from gateway.accounts import Account
from gateway.operations import Operation
from gateway.permissions import RECORDS
from gateway.schemas import partners as pb
from gateway.schemas import registry as rb
from gateway.schemas.amendments import AMENDMENTS
from gateway.schemas.field_work import FeedbackList
from gateway.schemas.queries import HouseholdList, ReviewList

__all__ = ["PEOPLE", "RECORD_OPERATIONS", "REFERRALS"]

ANSWERS = {"school": "training", "job_centre": "placement", "bank": "credit"}


def answering_service(caller: Account) -> str:
    """The service of the partner that answers a referral: its own."""
    return ANSWERS[caller.role]


PEOPLE = (
    Operation(
        verb="POST",
        path="/people",
        service="registry",
        method="register_person",
        summary="Register a person",
        body=rb.PersonBody,
        status=201,
    ),
    Operation(
        verb="PATCH",
        path="/people/{person_id}",
        service="registry",
        method="amend_person",
        summary="Amend a person: only the fields sent change",
        body=rb.AmendPersonBody,
    ),
    Operation(
        verb="GET",
        path="/people/{record_id}/history",
        service="registry",
        method="record_history",
        summary="Every change of a person: who, when, why",
        answers="thing",
        items="history",
        fixed={"kind": "people"},
    ),
    Operation(
        verb="POST",
        path="/people/{person_id}/groups",
        service="registry",
        method="add_group",
        summary="Record that a person belongs to a group, with the evidence",
        body=rb.GroupBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/people/{person_id}/left",
        service="registry",
        method="record_person_left",
        summary="The person died or moved away",
        body=rb.LeftBody,
    ),
    Operation(
        verb="GET",
        path="/people/{person_id}/accesses",
        service="registry",
        method="list_accesses",
        summary="Who looked at this person, when and why",
        answers="thing",
        items="accesses",
    ),
    Operation(
        verb="PATCH",
        path="/people/{person_id}/groups/{group_id}",
        service="registry",
        method="amend_group",
        summary="Amend a group membership: its days or its evidence",
        body=rb.AmendGroupBody,
    ),
    Operation(
        verb="POST",
        path="/people/{person_id}/groups/{group_id}/void",
        service="registry",
        method="void_group",
        summary="Void a group membership: it never was",
        body=rb.VoidEntryBody,
    ),
    Operation(
        verb="GET",
        path="/people/{person_id}/needs",
        service="registry",
        method="list_needs",
        summary="A person's needs",
        answers="thing",
        items="needs",
    ),
    Operation(
        verb="GET",
        path="/reviews",
        service="registry",
        method="list_reviews",
        summary="Suspected duplicates that wait for a decision",
        answers="list",
        items="reviews",
        query=ReviewList,
    ),
    Operation(
        verb="POST",
        path="/reviews/{review_id}/decide",
        service="registry",
        method="decide_review",
        summary="Decide whether two records are one person",
        body=rb.DecisionBody,
    ),
    Operation(
        verb="GET",
        path="/households",
        service="registry",
        method="list_households",
        summary="Households, by village",
        answers="list",
        items="households",
        query=HouseholdList,
    ),
    Operation(
        verb="GET",
        path="/households/{household_id}",
        service="registry",
        method="get_household",
        summary="A household with its members and poverty status",
        answers="thing",
    ),
    Operation(
        verb="PATCH",
        path="/households/{household_id}",
        service="registry",
        method="amend_household",
        summary="Amend a household: only the fields sent change",
        body=rb.AmendHouseholdBody,
    ),
    Operation(
        verb="POST",
        path="/households/{household_id}/land-recoveries",
        service="registry",
        method="record_land_recovery",
        summary="Record a decision by which land was recovered from a household",
        body=rb.LandRecoveryBody,
        status=201,
    ),
    Operation(
        verb="PATCH",
        path="/households/{household_id}/land-recoveries/{recovery_id}",
        service="registry",
        method="amend_land_recovery",
        summary="Amend a land recovery, for all members: only the fields sent change",
        body=rb.AmendLandRecoveryBody,
    ),
    Operation(
        verb="POST",
        path="/households/{household_id}/land-recoveries/{recovery_id}/void",
        service="registry",
        method="void_land_recovery",
        summary="Void a land recovery: nobody holds the group by it",
        body=rb.VoidEntryBody,
    ),
    Operation(
        verb="GET",
        path="/people/{person_id}/comparison/{other_id}",
        service="registry",
        method="compare_people",
        summary="Two people side by side, for who asks whether they are one",
        answers="thing",
    ),
    Operation(
        verb="GET",
        path="/households/{record_id}/history",
        service="registry",
        method="record_history",
        summary="Every change of a household: who, when, why",
        answers="thing",
        items="history",
        fixed={"kind": "households"},
    ),
    Operation(
        verb="POST",
        path="/people/{person_id}/needs",
        service="registry",
        method="record_need",
        summary="Record a need for training, a job, credit, counselling or a start-up",
        body=rb.NeedBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/needs/{need_id}/withdraw",
        service="registry",
        method="withdraw_need",
        summary="A need no longer held",
        body=pb.OnBody,
    ),
    Operation(
        verb="POST",
        path="/people/{person_id}/merge",
        service="registry",
        method="merge_person",
        summary="This record is the same person as another: everything is carried there",
        body=rb.MergeBody,
    ),
    Operation(
        verb="POST",
        path="/households",
        service="registry",
        method="register_household",
        summary="Register a household with its poverty status by date",
        body=rb.HouseholdBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/villages",
        service="registry",
        method="list_villages",
        summary="The commune's villages",
        answers="thing",
        items="villages",
    ),
)

REFERRALS = (
    Operation(
        verb="POST",
        path="/referrals",
        service="registry",
        method="make_referral",
        summary="Refer a person to a partner, with purpose and consent",
        body=rb.ReferralBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/referrals/{referral_id}/answer",
        service=answering_service,
        method="answer_referral",
        summary="The partner's answer: accepted or declined with a coded reason",
        body=rb.AnswerBody,
    ),
    Operation(
        verb="POST",
        path="/outreach",
        service="registry",
        method="record_outreach",
        summary="Record an outreach contact",
        body=rb.OutreachBody,
        status=201,
    ),
    Operation(
        verb="POST",
        path="/feedback",
        service="registry",
        method="record_feedback",
        summary="Record a citizen's feedback or a supervision remark",
        body=rb.FeedbackBody,
        status=201,
    ),
    Operation(
        verb="GET",
        path="/feedback",
        service="registry",
        method="list_feedback",
        summary="Feedback and supervision remarks",
        answers="list",
        items="feedback",
        query=FeedbackList,
    ),
    Operation(
        verb="POST",
        path="/feedback/{feedback_id}/answer",
        service="registry",
        method="answer_feedback",
        summary="Answer feedback",
        body=rb.FeedbackAnswerBody,
    ),
    Operation(
        verb="POST",
        path="/labour-surveys",
        service="registry",
        method="record_labour_survey",
        summary="Record a labour survey's figures with their source document",
        body=rb.LabourSurveyBody,
        status=201,
    ),
)

RECORD_OPERATIONS = tuple(
    operation
    for kind, (service, _writers) in RECORDS.items()
    for operation in (
        Operation(
            verb="PATCH",
            path=f"/{kind}/{{record_id}}",
            service=service,
            method="amend_record",
            summary="Amend a record: only the fields sent change",
            body=AMENDMENTS[kind],
            fixed={"kind": kind.replace("-", "_")},
        ),
        Operation(
            verb="POST",
            path=f"/{kind}/{{record_id}}/void",
            service=service,
            method="void_record",
            summary="Void a record: it never counted",
            body=rb.VoidEntryBody if service == "registry" else pb.VoidBody,
            fixed={"kind": kind.replace("-", "_")},
        ),
        Operation(
            verb="GET",
            path=f"/{kind}/{{record_id}}/history",
            service=service,
            method="record_history",
            summary="Every change of a record: who, when, why",
            answers="thing",
            items="history",
            fixed={"kind": kind.replace("-", "_")},
        ),
    )
)
