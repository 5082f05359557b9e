"""Every code this service answers with, as an error, a field's reason or a warning.

Wire identifiers: the gateway's catalogue has a text for each in both languages.
"""

from __future__ import annotations

__all__ = ["CODES", "ERRORS", "REASONS", "WARNINGS"]

ERRORS = frozenset(
    {
        "answered",  # somebody answered already
        "before_need",  # withdrawn before it was recorded
        "closed",  # the request is done
        "contradictory",  # fields that exclude each other (fact: fields)
        "decided",  # the review is decided
        "derived_group",  # a group that follows from other facts is never typed in
        "file_dropped",  # the list's file and cells were kept as long as they may be
        "extended",  # the term was extended once already
        "file_too_large",
        "file_unreadable",  # neither xlsx nor csv, or damaged
        "group_of_household",  # the household's paper: corrected there (fact: household_id)
        "import_unfinished",  # lines can be put right once the list was read
        "in_future",  # a fact dated after today (fact: field)
        "land_recovery_known",  # the household has that decision already
        "no_header",  # no heading row was recognised in the list
        "no_such_breach",
        "no_such_consent",
        "no_such_feedback",
        "no_such_group",
        "no_such_household",
        "no_such_import",
        "no_such_land_recovery",
        "no_such_need",
        "no_such_outreach",
        "no_such_person",
        "no_such_plan",  # of visits
        "no_such_referral",
        "no_such_request",
        "no_such_review",
        "no_such_row",
        "no_such_task",
        "no_such_survey",
        "not_a_candidate",  # same_as names none of the review's candidates
        "not_merged",  # an un-merge of somebody who is nobody's duplicate
        "not_kept_here",  # a kind of record that this service does not keep
        "not_your_partner",  # a partner asking for another partner's referrals
        "not_your_village",
        "old_workbook",  # xls, from before 2007
        "person_died",
        "person_erased",
        "person_left",
        "person_merged",  # fact: into
        "poverty_overlaps",
        "restricted_list",  # a list that has an upload of its own
        "row_taken",  # only a rejected line can be put right once the list was taken
        "reported",  # the breach was reported already
        "later_village_change",  # a later change is about the same villages: void it first
        "no_such_village",  # in use today, in the commune's list
        "no_such_village_change",
        "restricted",  # the person asked that nobody be told of them
        "same_person",  # merged into oneself
        "same_village",  # renamed to what it is called, merged with itself
        "unknown_commune",
        "unknown_household",
        "village_exists",  # a rename to another village's name: that is a merger
        "village_name_given_anew",  # a head's account names a village whose name another has now
        "villages_moving",  # the records of another change are still on their way
        "voided",
        "withdrawn",
    }
)

REASONS = frozenset(
    {
        "bad_national_id",
        "bad_phone",
        "date_from_number",
        "not_after_from",
        "not_text",
        "not_a_moment",
        "out_of_range",
        "poor_and_near_poor",
        "required",
        "too_long",
        "too_young",
        "unknown",
        "unreadable_text",
    }
)

WARNINGS = frozenset(
    {
        "address_incomplete",
        "age_not_decidable",  # the birth date's precision does not suffice at the limit
        "consent_after_referral",
        "converted_tcvn3",
        "converted_vni",
        "duplicate_national_id",
        "duplicate_household_code",
        "ethnicity_code_ambiguous",  # the two official orders differ: read by Decision 121
        "decision_missing",  # a village renamed or merged without a document
        "evidence_incomplete",
        "former_village_name",  # kept under the village's name of today
        "gender_from_national_id",  # a list without gender: the fourth digit tells
        "group_overlaps",
        "household_to_complete",
        "id_zeros_restored",
        "kind_unusual_for_partner",
        "land_recovery_reaches_nobody",  # no member lived there then and was old enough
        "left_before",  # the person had left by that day
        "national_id_other_century",
        "national_id_other_gender",
        "national_id_other_year",
        "national_id_unknown_place",
        "need_not_recorded",
        "possible_duplicate",
        "similar_name",  # same village and a birth date that can be the same
        "rule_under_15",  # Law on Employment 74/2025/QH15 art 2.1
        "term_unconfirmed",  # the law's term for this type was not seen in a source
        "unusual_letters",
    }
)

CODES = ERRORS | REASONS | WARNINGS
