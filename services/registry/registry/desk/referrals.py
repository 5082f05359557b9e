"""Referrals: made with purpose and consent, listed for those they concern."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import Forbidden, Invalid, NotFound
from chassis.log import Message
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import person_rules, referrals
from registry.domain.groups import groups_on
from registry.domain.people import Person
from registry.domain.referrals import Consent, Referral, ReferralTerms
from registry.office import OFFICER, PARTNER_OF, DeskPart, receipt, warning
from registry.views import referral_view
from registry.waiting import waiting
from registry.words import Words

__all__ = ["ReferralDesk"]

Json = dict[str, Any]


class ReferralDesk(DeskPart):
    def make_referral(self, body: Json, meta: Meta) -> Json:
        """The partner learns of the person: what they may be entitled to, never why."""
        self.call.require(OFFICER)
        read = schemas.REFERRAL.read(body)
        person_id = read.pop("person_id")
        stated = ReferralTerms(**{**read, "consent": Consent(**read["consent"])})
        referral_id = self.call.new_id(meta, "referral")

        def work(unit: Unit) -> Json:
            records = self.office.records
            person = person_rules.standing(self.loaded_person(unit, person_id))
            words = Words(unit, records)
            terms = _known_occupation(words, person.home().commune, stated)
            events = referrals.make(
                referral_id,
                person_id,
                terms,
                commune=person.home().commune,
                today=unit.intent.today,
            )
            unit.save(
                records.referral,
                referral_id,
                events,
                lambda state: self._told(state, person),
            )
            unit.save(records.person, person_id, person_rules.refer_to(person, terms.to))
            words.save()
            warnings = [warning(code) for code in referrals.doubts(terms)]
            if person.left is not None and person.left.on <= terms.on:
                warnings.append(warning("left_before", "on"))
            return receipt(referral_id, 1, warnings)

        return self.run(meta, work, "make_referral", body, on=stated.on)

    def _told(self, referral: Referral, person: Person) -> list[Message]:
        terms = referral.terms
        groups = groups_on(person, terms.on)
        entitlements = self.office.catalogues.entitled(terms.to, groups, terms.on)
        return [
            publishing.referral_made(referral),
            publishing.person_referred(referral, person, entitlements),
        ]

    def _referral(self, unit: Unit, referral_id: str) -> Referral:
        referral = unit.load(self.office.records.referral, referral_id)
        if referral is None:
            raise NotFound("no_such_referral")
        return referral

    def amend_referral(self, unit: Unit, referral_id: str, body: Json) -> list[Json]:
        """A step of ``amend_record``; another partner gets it, the former one a cancellation."""
        read = schemas.AMEND_REFERRAL.read(body)
        if "consent" in read:
            read["consent"] = Consent(**read["consent"])
        records, today = self.office.records, unit.intent.today
        referral = self._referral(unit, referral_id)
        person = self.loaded_person(unit, referral.person_id)
        words = Words(unit, records)
        terms = _known_occupation(words, referral.commune, replace(referral.terms, **read))
        former = referral.terms.to

        def messages(state: Referral) -> list[Message]:
            told = self._told(state, person)
            if state.terms.to != former:
                told.append(publishing.referral_cancelled(state, former, "other", today))
            return told

        events = referrals.amend(referral, terms, today=today)
        unit.save(records.referral, referral_id, events, messages)
        if events:
            unit.save(records.person, person.person_id, person_rules.refer_to(person, terms.to))
        words.save()
        return [warning(code) for code in referrals.doubts(terms)]

    def void_referral(self, unit: Unit, referral_id: str, reason_code: str) -> None:
        """A step of ``void_record``; the partner is told that it is cancelled."""
        today = unit.intent.today
        referral = self._referral(unit, referral_id)
        messages = [
            publishing.record_voided(
                "referrals",
                referral_id,
                person_id=referral.person_id,
                reason_code=reason_code,
                commune=referral.commune,
                on=today,
            ),
            publishing.referral_cancelled(referral, referral.terms.to, reason_code, today),
        ]
        events = referrals.void(referral, reason_code)
        unit.save(self.office.records.referral, referral_id, events, messages)

    def list_referrals(
        self,
        to: str | None = None,
        status: str | None = None,
        page: int = 1,
        page_size: int = 50,
        overdue: bool = False,
    ) -> Json:
        """The youngest first. A partner's staff see those to their own partner.

        ``overdue``: only those nobody acted on in time (working days of the office's
        calendar), the longest waiting first.
        """
        self.call.require(OFFICER, *PARTNER_OF)
        own = PARTNER_OF.get(self.call.caller.role)
        if own is not None:
            if to not in (None, own):
                raise Forbidden("not_your_partner")
            to = own
        if status is not None and status not in referrals.STATUSES:
            raise Invalid.of(status="not_in_vocabulary")
        skip, today = self.skip(page, page_size), self.call.clock.today()
        if overdue:
            late = [each for each in self._waiting(to, status) if each["overdue"]]
            return {"items": late[skip : skip + page_size], "total": len(late)}
        where = {name: value for name, value in (("to", to), ("status", status)) if value}
        return self.listed(
            self.office.records.referral,
            where,
            sort=("on", -1),
            page=page,
            page_size=page_size,
            view=lambda referral, version: referral_view(referral, version, today),
        )

    def _waiting(self, to: str | None, status: str | None) -> list[Json]:
        """Referrals whose loop waits for somebody, the earliest due first."""
        today = self.call.clock.today()
        found = waiting(self.office, to, status)
        views = [referral_view(referral, version, today) for referral, version in found]
        return sorted(views, key=lambda each: (each["due_on"] or "", each["id"]))


def _known_occupation(words: Words, commune: str, terms: ReferralTerms) -> ReferralTerms:
    if terms.occupation is None:
        return terms
    return replace(terms, occupation=words.occupation(commune, terms.occupation))
