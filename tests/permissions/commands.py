"""The commands of each service and who may give them, whatever the gateway lets through.

A service decides for itself: these are asked by RPC, with tokens that the gateway signed.
Written apart from the services, from "who may write" of the interfaces page.
"""

from __future__ import annotations

from .table import BANK, CENTRE, FIELD, INSURANCE, LEADER, OFFICER, SCHOOL

COMMANDS: dict[str, dict[str, set[str]]] = {
    "registry": {
        "register_person": OFFICER,
        "amend_person": OFFICER,
        "record_person_left": OFFICER,
        "add_group": OFFICER,
        "amend_group": OFFICER,
        "void_group": OFFICER,
        "merge_person": OFFICER,
        "decide_review": OFFICER,
        "register_household": OFFICER,
        "amend_household": OFFICER,
        "record_land_recovery": OFFICER,
        "amend_land_recovery": OFFICER,
        "void_land_recovery": OFFICER,
        "record_need": FIELD,
        "withdraw_need": FIELD,
        "make_referral": OFFICER,
        "record_outreach": FIELD,
        "record_feedback": FIELD,
        "answer_feedback": OFFICER,
        "record_labour_survey": OFFICER,
        "start_import": OFFICER,
        "start_restricted_import": OFFICER,
        "correct_row": OFFICER,
        "plan_visits": OFFICER,
        "cancel_visits": OFFICER,
        "change_villages": OFFICER,
        "void_village_change": OFFICER,
        "unmerge_person": OFFICER,
        "erase_person": OFFICER,
        "decide_task": OFFICER,
        "receive_request": OFFICER,
        "answer_request": OFFICER,
        "extend_request": OFFICER,
        "complete_request": OFFICER,
        "record_consent": OFFICER,
        "withdraw_consent": OFFICER,
        "restrict_processing": OFFICER,
        "lift_restriction": OFFICER,
        "record_breach": OFFICER | {"ops"},
        "report_breach": OFFICER,
    },
    "training": {
        "define_occupation": SCHOOL,
        "open_class": SCHOOL,
        "enrol": SCHOOL,
        "complete_enrolment": SCHOOL,
        "withdraw_enrolment": SCHOOL,
        "certify_enrolment": SCHOOL,
        "record_support_paid": SCHOOL | OFFICER,
        "answer_referral": SCHOOL,
    },
    "placement": {
        "register_employer": CENTRE,
        "register_vacancy": CENTRE,
        "register_job_fair": CENTRE,
        "give_service": CENTRE,
        "start_placement": CENTRE,
        "end_placement": CENTRE,
        "check_retention": CENTRE,
        "confirm_placement": INSURANCE,
        "grant_contribution_support": INSURANCE,
        "answer_referral": CENTRE,
    },
    "credit": {
        "open_loan": BANK,
        "assess_loan": BANK,
        "submit_loan": BANK,
        "approve_loan": BANK,
        "decline_loan": BANK,
        "disburse_loan": BANK,
        "check_loan_use": BANK,
        "withdraw_loan": BANK,
        "close_loan": BANK,
        "form_savings_group": BANK,
        "allocate_capital": LEADER,
        "answer_referral": BANK,
    },
    "indicators": {"close_span": LEADER, "note_on_closing": LEADER},
}

CORRECTIONS: dict[str, dict[str, set[str]]] = {
    "registry": {
        "needs": FIELD,
        "referrals": OFFICER,
        "outreach": FIELD,
        "feedback": FIELD,
        "labour_surveys": OFFICER,
    },
    "training": {
        **dict.fromkeys(("occupations", "classes", "enrolments"), SCHOOL),
        "supports": SCHOOL | OFFICER,
    },
    "placement": {
        **dict.fromkeys(("employers", "vacancies", "job_fairs", "services", "placements"), CENTRE),
        "contribution_supports": INSURANCE,
    },
    "credit": {"loans": BANK, "savings_groups": BANK, "capital_allocations": LEADER},
}
"""``amend_record`` and ``void_record`` by kind: each amends and voids its own."""

ALSO_AMENDS = {("placements", "social_insurance")}
"""A placement's confirmation is the insurance's own, inside the job centre's record."""
