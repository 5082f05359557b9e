"""What ``PATCH /{records}/{id}`` takes, by kind of record: only the fields sent change."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.schemas import partners as pb
from gateway.schemas import registry as rb
from gateway.schemas.vocabulary import (
    INELIGIBILITY,
    Body,
    amendment,
    choice,
    code,
    day,
    dong,
    flag,
    listed,
    reason,
)

__all__ = ["AMENDMENTS"]


class AmendEnrolmentBody(Body):
    on = day(allow_none=False)
    completed_on = day(allow_none=False)
    withdrawn_on = day(allow_none=False)
    reason_code = code("Why the learner left", allow_none=False)
    certified_on = day(allow_none=False)
    certificate_kind = code(allow_none=False)


AMENDMENTS: Mapping[str, type[Body]] = {
    "needs": amendment(rb.NeedBody, clears=("level", "form", "occupation")),
    "referrals": amendment(rb.ReferralBody, without=("person_id",), clears=("level", "occupation")),
    "outreach": amendment(rb.OutreachBody, without=("person_id",), clears=("village",)),
    "feedback": amendment(rb.FeedbackBody, clears=("person_id", "village")),
    "labour-surveys": amendment(
        rb.LabourSurveyBody, clears=tuple(rb.LabourSurveyBody._declared_fields)
    ),
    "occupations": amendment(
        pb.OccupationBody, without=("code",), clears=("name_en", "national_code", "farm")
    ),
    "classes": amendment(pb.ClassBody, without=("commune",), clears=("village", "practice_group")),
    "enrolments": AmendEnrolmentBody,
    "supports": amendment(pb.SupportBody),
    "employers": amendment(pb.EmployerBody, clears=("tax_code", "village", "address", "phone")),
    "vacancies": amendment(pb.VacancyBody, clears=("closes_on", "village", "wage_from", "wage_to")),
    "job-fairs": amendment(pb.JobFairBody, clears=("title", "village")),
    "services": amendment(
        pb.ServiceBody,
        without=("person_id",),
        clears=("job_fair_id", "vacancy_id", "referral_id"),
    ),
    "placements": amendment(
        pb.PlacementBody,
        without=("person_id",),
        clears=("employer_id", "vacancy_id", "loan_id", "referral_id"),
        more={
            "ended_on": day(allow_none=False),
            "end_reason_code": reason("Why it ended", allow_none=False),
            "confirmed_on": day("Of the insurance alone, and its only field", allow_none=False),
        },
    ),
    "contribution-supports": amendment(pb.PaidBody, name="AmendContributionSupportBody"),
    "loans": amendment(
        pb.LoanBody,
        without=("person_id", "commune"),
        clears=("savings_group_id",),
        more={
            "assessed_on": day(allow_none=False),
            "eligible": flag(allow_none=False),
            "reason_codes": listed(choice(INELIGIBILITY), most=10, allow_none=False),
            "submitted_on": day(allow_none=False),
            "decided_on": day(allow_none=False),
            "decline_reason": code(allow_none=False),
            "disbursed_on": day(allow_none=False),
            "disbursed_amount": dong(allow_none=False),
            "checked_on": day(allow_none=False),
            "as_declared": flag(allow_none=False),
            "closed_on": day(allow_none=False),
            "withdrawn_on": day(allow_none=False),
        },
    ),
    "savings-groups": amendment(
        pb.SavingsGroupBody,
        without=("commune",),
        clears=("village", "association", "members", "approval_document"),
    ),
    "capital-allocations": amendment(
        pb.AllocationBody, clears=("product", "savings_group_id", "document")
    ),
}
