"""Records that are taken down, corrected and taken back: services, supports, the labour market."""

from __future__ import annotations

import pytest
from placement.domain import employer, job_fair, service_given, support, vacancy
from placement.domain.employer import EmployerProfile, EmployerRegistered
from placement.domain.job_fair import Session
from placement.domain.placed import Placement
from placement.domain.rules import Missing, Refusal, Void
from placement.domain.service_given import ServiceAmended, ServiceGiven, ServiceVoided
from placement.domain.support import Grant, SupportAmended, SupportGranted
from placement.domain.vacancy import VacancyRegistered

from .given import COMMUNE, TODAY, contact, day, offer, placement, terms

MISTAKE = Void(reason_code="entered_by_mistake")


def test_a_service_without_a_topic_claims_none() -> None:
    (event,) = service_given.give("s1", contact(), today=TODAY)

    assert event == ServiceGiven(service_id="s1", contact=contact(topic="other", mode="in_person"))


def test_a_service_of_tomorrow_is_refused() -> None:
    with pytest.raises(Refusal, match="in_future"):
        service_given.give("s1", contact(on=day("2026-04-01")), today=TODAY)


def test_an_amended_service_keeps_its_id() -> None:
    known = service_given.evolve(None, ServiceGiven(service_id="s1", contact=contact()))
    advised = contact(topic="training_policy")

    assert service_given.amend(known, advised, today=TODAY) == [
        ServiceAmended(service_id="s1", contact=advised)
    ]
    assert service_given.amend(known, contact(), today=TODAY) == []
    with pytest.raises(Refusal, match="in_future"):
        service_given.amend(known, contact(on=day("2026-04-01")), today=TODAY)


def test_a_voided_service_is_closed() -> None:
    known = service_given.evolve(None, ServiceGiven(service_id="s1", contact=contact()))
    (event,) = service_given.void(known, MISTAKE)
    assert event == ServiceVoided(service_id="s1", void=MISTAKE)
    gone = service_given.evolve(known, event)

    with pytest.raises(Refusal, match="voided"):
        service_given.amend(gone, contact(topic="start_up"), today=TODAY)
    with pytest.raises(Refusal, match="voided"):
        service_given.void(gone, MISTAKE)


def test_support_goes_to_the_person_of_the_placement() -> None:
    (event,) = support.grant("c1", placement(), amount=500_000, on=day("2026-03-09"), today=TODAY)

    assert event == SupportGranted(
        support_id="c1",
        grant=Grant(
            placement_id="j1",
            person_id="p1",
            commune=COMMUNE,
            amount=500_000,
            on=day("2026-03-09"),
        ),
    )


def test_support_without_a_long_term_contract_or_confirmation_is_advised_upon() -> None:
    def codes(**changes: object) -> list[str]:
        known = placement(confirmed_on=day("2026-03-08"))
        one = Placement(placement_id="j1", terms=terms(**changes), confirmed_on=known.confirmed_on)
        return [each.code for each in support.advise(one)]

    assert codes() == []
    assert codes(contract="fixed_term") == []
    assert codes(contract="seasonal") == ["contract_not_long_term"]
    assert codes(kind="self_employment") == ["contract_not_long_term"]
    assert [each.code for each in support.advise(placement())] == ["not_confirmed"]


def test_support_begins_with_the_work() -> None:
    with pytest.raises(Refusal, match="before_start"):
        support.grant("c1", placement(), amount=1, on=day("2026-03-01"), today=TODAY)
    with pytest.raises(Refusal, match="voided"):
        support.grant("c1", placement(void=MISTAKE), amount=1, on=day("2026-03-09"), today=TODAY)
    with pytest.raises(Missing, match="placements"):
        support.grant("c1", None, amount=1, on=day("2026-03-09"), today=TODAY)


def test_a_mistyped_amount_of_support_is_corrected() -> None:
    (event,) = support.grant("c1", placement(), amount=5_000_000, on=day("2026-03-09"), today=TODAY)
    known = support.evolve(None, event)
    (amended,) = support.amend(known, placement(), amount=500_000, today=TODAY)

    assert isinstance(amended, SupportAmended)
    assert (amended.grant.amount, amended.grant.on) == (500_000, day("2026-03-09"))
    assert support.amend(known, placement(), today=TODAY) == []


def test_an_employer_can_be_mended_and_voided() -> None:
    profile = EmployerProfile(name="Hợp tác xã", commune=COMMUNE, kind="cooperative")
    known = employer.evolve(None, EmployerRegistered(employer_id="e1", profile=profile))
    better = EmployerProfile(name="Hợp tác xã May", commune=COMMUNE, kind="cooperative")
    (event,) = employer.amend(known, better)

    assert employer.evolve(known, event).profile == better
    assert employer.amend(known, profile) == []
    (gone,) = employer.void(known, MISTAKE)
    assert employer.evolve(known, gone).void == MISTAKE


def test_a_vacancy_closes_after_it_opened_and_pays_no_less_than_its_least() -> None:
    assert vacancy.register("v1", offer(closes_on=day("2026-12-31")), today=TODAY) == [
        VacancyRegistered(vacancy_id="v1", offer=offer(closes_on=day("2026-12-31")))
    ]
    with pytest.raises(Refusal, match="before_start"):
        vacancy.register("v1", offer(closes_on=day("2026-02-28")), today=TODAY)
    with pytest.raises(Refusal, match="below_wage_from"):
        vacancy.register("v1", offer(wage_from=6_000_000, wage_to=5_000_000), today=TODAY)
    with pytest.raises(Refusal, match="in_future"):
        vacancy.register("v1", offer(opens_on=day("2026-04-01")), today=TODAY)
    assert vacancy.register("v1", offer(wage_to=5_000_000), today=TODAY)


def test_a_job_fair_may_be_planned_ahead() -> None:
    ahead = Session(on=day("2026-06-01"), commune=COMMUNE, mode="mobile")
    (event,) = job_fair.register("f1", ahead)

    assert job_fair.evolve(None, event).session == ahead
