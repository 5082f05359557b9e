"""A credit need and its stages, each told by the bank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chassis.commands import Intent, Unit
from chassis.errors import Invalid, Refused
from chassis.runtime import Meta

from credit import publishing
from credit.desk.part import Json, Part
from credit.domain import lending
from credit.domain.answers import Remark, of_code
from credit.domain.loan import Loan, LoanEvent, Need
from credit.domain.person import Person
from credit.domain.remarks import of_assessing, of_deciding
from credit.domain.vocabulary import BANK_REFUSALS
from credit.records import GROUP, LOAN, PERSON
from credit.schemas import BODIES

__all__ = ["Loans", "known_group"]

Values = dict[str, Any]
Decide = Callable[[Loan, Values, Intent], list[LoanEvent]]
Say = Callable[[Loan, Values], Sequence[Remark]]


class Loans(Part):
    def open_loan(self, body: Json, meta: Meta) -> Json:
        """A credit need with its own date. Raises ``person_erased``; a ceiling only warns."""
        self.call.require("bank")
        values = BODIES["open_loan"].read(body)
        person_id, stated = values.pop("person_id"), values.pop("commune", None)
        need = Need(**values)
        loan_id = self.call.new_id(meta, "loan")
        intent = self.call.intent(meta, body, on=need.on)

        def work(unit: Unit) -> Json:
            known = unit.load(PERSON, person_id)
            told = _of_person(known)
            profile = None if known is None else known.profile
            commune = self.commune_of(stated, None if profile is None else profile.commune)
            known_group(unit, need.savings_group_id)
            events = lending.open_need(
                loan_id,
                person_id=person_id,
                bank=self.call.caller.agency,
                commune=commune,
                need=need,
                today=intent.today,
            )
            unit.save(LOAN, loan_id, events, publishing.of_loan(None))
            told += self.products.amount_remarks(need.product, need.amount, need.on, "amount")
            return self.receipt(unit, LOAN, loan_id, told)

        return self.run(intent, work)

    def assess_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        """Eligible or not; the latest assessment holds."""

        def decide(state: Loan, values: Values, now: Intent) -> list[LoanEvent]:
            return lending.assess(
                state,
                eligible=values["eligible"],
                reason_codes=values.get("reason_codes", ()),
                on=values["on"],
                today=now.today,
            )

        return self._stage("assess", loan_id, body, meta, decide, _say_assessing)

    def submit_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        return self._stage("on_a_day", loan_id, body, meta, _dated(lending.submit), _say_deciding)

    def approve_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        return self._stage("on_a_day", loan_id, body, meta, _dated(lending.approve), _say_deciding)

    def decline_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        def decide(state: Loan, values: Values, now: Intent) -> list[LoanEvent]:
            return lending.decline(
                state, reason_code=values["reason_code"], on=values["on"], today=now.today
            )

        def say(_state: Loan, values: Values) -> Sequence[Remark]:
            return of_code(values["reason_code"], BANK_REFUSALS, "reason_code")

        return self._stage("decline", loan_id, body, meta, decide, say)

    def disburse_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        """As told by the bank. The amount goes to the feed ``credit.indicators`` only."""

        def decide(state: Loan, values: Values, now: Intent) -> list[LoanEvent]:
            return lending.disburse(
                state, amount=values["amount"], on=values["on"], today=now.today
            )

        def say(state: Loan, values: Values) -> Sequence[Remark]:
            return self.products.payment_remarks(state.file, values["amount"], values["on"])

        return self._stage("disburse", loan_id, body, meta, decide, say)

    def check_loan_use(self, loan_id: str, body: Json, meta: Meta) -> Json:
        def decide(state: Loan, values: Values, now: Intent) -> list[LoanEvent]:
            return lending.check_use(
                state, as_declared=values["as_declared"], on=values["on"], today=now.today
            )

        def say(state: Loan, values: Values) -> Sequence[Remark]:
            return self.products.check_remarks(state, values["on"])

        return self._stage("check_use", loan_id, body, meta, decide, say)

    def withdraw_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        return self._stage("on_a_day", loan_id, body, meta, _dated(lending.withdraw), _say_nothing)

    def close_loan(self, loan_id: str, body: Json, meta: Meta) -> Json:
        return self._stage("on_a_day", loan_id, body, meta, _dated(lending.close), _say_nothing)

    def _stage(
        self, schema: str, loan_id: str, body: Json, meta: Meta, decide: Decide, say: Say
    ) -> Json:
        self.call.require("bank")
        values = BODIES[schema].read(body)
        intent = self.call.intent(meta, loan_id, body, on=values["on"])

        def work(unit: Unit) -> Json:
            before = self.own(unit, LOAN, loan_id)
            events = decide(before, values, intent)
            unit.save(LOAN, loan_id, events, publishing.of_loan(before))
            return self.receipt(unit, LOAN, loan_id, say(before, values))

        return self.run(intent, work)


def known_group(unit: Unit, group_id: str | None) -> None:
    """Raises Invalid for a savings group that does not stand."""
    if group_id is None:
        return
    group = unit.load(GROUP, group_id)
    if group is None or group.voided:
        raise Invalid.of(savings_group_id="unknown_savings_group")


def _dated(decide: Callable[..., list[LoanEvent]]) -> Decide:
    return lambda state, values, now: decide(state, on=values["on"], today=now.today)


def _say_nothing(_state: Loan, _values: Values) -> Sequence[Remark]:
    return ()


def _say_assessing(state: Loan, values: Values) -> Sequence[Remark]:
    return of_assessing(state.file, values["on"])


def _say_deciding(state: Loan, values: Values) -> Sequence[Remark]:
    return of_deciding(state.file, values["on"])


def _of_person(known: Person | None) -> list[Remark]:
    """What the registry told of the person; a walk-in it told nothing of is welcome."""
    if known is None:
        return []
    if known.erased:
        raise Refused("person_erased")
    if known.into is not None:
        return [Remark(code="person_merged", field="person_id", fact={"into": known.into})]
    return []
