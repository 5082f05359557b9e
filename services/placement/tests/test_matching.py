"""Vacancies for a person: what is out of reach comes last, and every rank has its reasons."""

from __future__ import annotations

from placement.domain.matching import Match, rank
from placement.domain.person import Profile
from placement.domain.rules import Void
from placement.domain.vacancy import Vacancy

from .given import TODAY, day, offer, profile, vacancy


def ranked(who: Profile, *vacancies: Vacancy, filled: dict[str, int] | None = None) -> list[Match]:
    return rank(who, vacancies, filled or {}, on=TODAY)


def ids(matches: list[Match]) -> list[str]:
    return [each.vacancy.vacancy_id for each in matches]


def reasons(match: Match) -> list[str]:
    return [each.code for each in match.reasons]


def test_the_occupation_asked_for_comes_before_the_place() -> None:
    near = vacancy("near", occupation="driving", village="thon-1")
    wanted = vacancy("wanted", occupation="sewing", commune="00001")
    found = ranked(profile(occupation="sewing"), near, wanted)

    assert ids(found) == ["wanted", "near"]
    assert [reasons(each) for each in found] == [["occupation_wanted"], ["same_village"]]


def test_the_own_village_comes_before_the_own_commune_before_elsewhere() -> None:
    found = ranked(
        profile(),
        vacancy("elsewhere", commune="00001", village="thon-1"),
        vacancy("commune", village="thon-2"),
        vacancy("village", village="thon-1"),
    )

    assert ids(found) == ["village", "commune", "elsewhere"]
    assert [reasons(each) for each in found] == [["same_village"], ["same_commune"], []]


def test_work_that_misses_an_access_need_comes_last_and_says_which() -> None:
    needs = profile(occupation="sewing", access_needs=("wheelchair", "sign_language"))
    half = vacancy("half", accommodates=("wheelchair",), village="thon-1")
    whole = vacancy(
        "whole", occupation="driving", commune="00001", accommodates=("sign_language", "wheelchair")
    )
    found = ranked(needs, half, whole)

    assert ids(found) == ["whole", "half"]
    missing = [each for each in found[1].reasons if each.code == "access_missing"]
    assert [each.needs for each in missing] == [("sign_language",)]
    assert reasons(found[0]) == ["access_met"]


def test_work_from_home_is_a_reason() -> None:
    found = ranked(profile(), vacancy("a"), vacancy("b", flexible_work=True))

    assert ids(found) == ["b", "a"]
    assert reasons(found[0]) == ["flexible_work", "same_commune"]


def test_only_open_vacancies_with_a_place_left_are_offered() -> None:
    void = Void(reason_code="duplicate")
    found = ranked(
        profile(),
        vacancy("closed", closes_on=day("2026-03-30")),
        vacancy("last_day", closes_on=TODAY),
        Vacancy(vacancy_id="voided", offer=offer(), void=void),
        vacancy("not_yet", opens_on=day("2026-04-01")),
        vacancy("full", headcount=2),
        vacancy("one_left", headcount=3),
        filled={"full": 2, "one_left": 2},
    )

    assert sorted(ids(found)) == ["last_day", "one_left"]
    assert {each.vacancy.vacancy_id: each.left for each in found} == {"last_day": 1, "one_left": 1}
