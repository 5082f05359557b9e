"""The routes of the pages about field work and of each partner's own work."""

from __future__ import annotations

from gateway.pages import (
    classes,
    contact,
    employer_desk,
    enrolments,
    feedback,
    labour_surveys,
    loans,
    needs,
    placements,
    referrals,
    visit_paper,
    visits,
)

__all__ = ["ROUTES"]

ROUTES = (
    ("/needs", "needs", needs.summary, "GET"),
    ("/visits", "visits", visits.visits, "GET"),
    ("/visits", "plan_visits", visits.plan, "POST"),
    ("/visits/<id:plan_id>", "visit_plan", visits.left_to_see, "GET"),
    ("/visits/<id:plan_id>/cancel", "cancel_visits", visits.cancel, "POST"),
    ("/visits/<id:plan_id>/paper", "visit_paper", visit_paper.paper, "GET"),
    ("/people/<id:person_id>/contact", "contact", contact.form, "GET"),
    ("/people/<id:person_id>/contact/need", "contact_need", contact.need, "POST"),
    ("/people/<id:person_id>/contact/outreach", "contact_outreach", contact.outreach, "POST"),
    ("/feedback", "feedback", feedback.feedback, "GET"),
    ("/feedback", "record_feedback", feedback.record, "POST"),
    ("/feedback/<id:feedback_id>/answer", "answer_feedback", feedback.answer, "POST"),
    ("/feedback/<id:feedback_id>/void", "void_feedback", feedback.void, "POST"),
    ("/labour-surveys", "labour_surveys", labour_surveys.surveys, "GET"),
    ("/labour-surveys", "record_survey", labour_surveys.record, "POST"),
    ("/labour-surveys/<id:survey_id>/void", "void_survey", labour_surveys.void, "POST"),
    ("/referrals", "referrals", referrals.waiting, "GET"),
    ("/referrals/<id:referral_id>/answer", "answer_referral", referrals.answer, "POST"),
    ("/classes", "classes", classes.classes, "GET"),
    ("/classes", "open_class", classes.open_class, "POST"),
    ("/classes/<id:class_id>", "class_", enrolments.of_class, "GET"),
    ("/classes/<id:class_id>/enrolments", "enrol", enrolments.enrol, "POST"),
    ("/classes/<id:class_id>/enrolments/<id:enrolment_id>/<id:step>", "enrolment_step",
     enrolments.step, "POST"),
    ("/placements", "placements", placements.placements, "GET"),
    ("/placements", "start_placement", placements.start, "POST"),
    ("/placements/services", "give_service", placements.give, "POST"),
    ("/placements/employers", "register_employer", placements.employer, "POST"),
    ("/placements/<id:placement_id>/<id:step>", "placement_step", placements.step, "POST"),
    *employer_desk.ROUTES,
    ("/loans", "loans", loans.loans, "GET"),
    ("/loans", "open_loan", loans.open_loan, "POST"),
    ("/loans/<id:loan_id>", "loan", loans.loan, "GET"),
    ("/loans/<id:loan_id>/<id:step>", "loan_step", loans.step, "POST"),
)  # fmt: skip
