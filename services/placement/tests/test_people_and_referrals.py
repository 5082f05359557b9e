"""What the registry tells is kept as told; what it takes back goes."""

from __future__ import annotations

import pytest
from placement.domain import person, referral
from placement.domain.person import DuplicateAbsorbed, Erased, MergedAway, Person, Profiled
from placement.domain.referral import ReferralAnswered, ReferralCancelled, ReferralReceived, Reply
from placement.domain.rules import Missing, Refusal

from .given import COMMUNE, TODAY, asked, day, profile
from .given import referral as received


def reply(
    answer: str = "accepted", on: str = "2026-03-05", reason_code: str | None = None
) -> Reply:
    return Reply(answer=answer, on=day(on), commune=COMMUNE, reason_code=reason_code)  # type: ignore[arg-type]


def after(state: person.Person | None, *events: person.PersonEvent) -> Person:
    for event in events:
        state = person.evolve(state, event)
    assert state is not None
    return state


def test_a_referral_is_received_and_waits() -> None:
    (event,) = referral.receive(None, "r1", asked())

    assert event == ReferralReceived(referral_id="r1", asked=asked())
    assert referral.evolve(None, event).status == "received"


def test_a_referral_sent_again_replaces_what_was_asked_and_keeps_the_answer() -> None:
    answered = received(reply=reply())
    (event,) = referral.receive(answered, "r1", asked(occupation="sewing"))

    state = referral.evolve(answered, event)
    assert (state.asked.occupation, state.status) == ("sewing", "accepted")
    assert referral.receive(state, "r1", asked(occupation="sewing")) == []


def test_a_later_answer_replaces_the_earlier() -> None:
    first = received(reply=reply())
    second = reply("declined", "2026-03-09", "not_reachable")

    assert referral.answer(first, second, today=TODAY) == [
        ReferralAnswered(referral_id="r1", reply=second)
    ]
    assert referral.answer(first, reply(), today=TODAY) == []


@pytest.mark.parametrize(
    ("on", "code"), [("2026-04-01", "in_future"), ("2026-03-01", "before_start")]
)
def test_an_answer_lies_between_the_referral_and_today(on: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        referral.answer(received(), reply(on=on), today=TODAY)


def test_a_cancelled_referral_takes_no_answer() -> None:
    (event,) = referral.cancel(received())
    assert event == ReferralCancelled(referral_id="r1")
    gone = referral.evolve(received(), event)

    with pytest.raises(Refusal, match="referral_cancelled"):
        referral.answer(gone, reply(), today=TODAY)
    assert referral.cancel(gone) == []
    assert referral.cancel(None) == []


def test_a_referral_nobody_sent_cannot_be_answered() -> None:
    with pytest.raises(Missing, match="referrals"):
        referral.answer(None, reply(), today=TODAY)


def test_a_refusal_without_a_reason_is_advised_upon() -> None:
    codes = [
        [each.code for each in referral.advise_answer(one)]
        for one in (
            reply("declined"),
            reply("declined", reason_code="not_reachable"),
            reply("declined", reason_code="bad_weather"),
            reply("accepted"),
        )
    ]
    assert codes == [["reason_missing"], [], ["reason_unlisted"], []]


def test_the_registrys_last_word_on_a_person_holds() -> None:
    known = after(None, *person.profile(None, "p1", profile()))
    moved = profile(village="thon-2")

    assert person.profile(known, "p1", moved) == [Profiled(person_id="p1", profile=moved)]
    assert person.profile(known, "p1", profile()) == []


def test_a_merged_duplicate_is_found_under_the_survivor() -> None:
    duplicate = Person(person_id="p2", profile=profile())
    away = after(duplicate, *person.merge_away(duplicate, "p2", "p1"))
    survivor = after(None, *person.absorb(None, "p1", away))
    people = {"p1": survivor, "p2": away}

    assert away.merged_into == "p1"
    assert survivor.profile == profile()
    assert person.survivor(people.get, "p2") == "p1"
    assert person.identities(people.get, "p2") == ["p1", "p2"]
    assert person.identities(people.get, "p1") == ["p1", "p2"]


def test_a_merge_after_a_merge_leads_to_the_last_survivor() -> None:
    people = {
        "p3": Person(person_id="p3", merged_into="p2"),
        "p2": Person(person_id="p2", merged_into="p1", duplicates=("p3",)),
        "p1": Person(person_id="p1", duplicates=("p2",)),
    }

    assert person.survivor(people.get, "p3") == "p1"
    assert person.identities(people.get, "p3") == ["p1", "p2", "p3"]
    assert person.survivor(people.get, "unknown") == "unknown"


def test_two_merged_into_each_other_do_not_turn_for_ever() -> None:
    people = {
        "p1": Person(person_id="p1", merged_into="p2"),
        "p2": Person(person_id="p2", merged_into="p1"),
    }

    assert person.survivor(people.get, "p1") in people


def test_the_survivors_own_profile_holds() -> None:
    own = Person(person_id="p1", profile=profile(village="thon-9"))
    (event,) = person.absorb(own, "p1", Person(person_id="p2", profile=profile()))

    assert isinstance(event, DuplicateAbsorbed)
    assert after(own, event).profile == profile(village="thon-9")
    assert person.absorb(after(own, event), "p1", Person(person_id="p2")) == []


def test_after_erasing_nothing_is_known_and_nothing_is_learned() -> None:
    known = Person(person_id="p1", profile=profile())
    (event,) = person.erase(known, "p1")
    assert event == Erased(person_id="p1")
    gone = after(known, event)

    assert gone.profile is None
    assert person.profile(gone, "p1", profile()) == []
    assert person.erase(gone, "p1") == []
    absorbed = after(gone, *person.absorb(gone, "p1", Person(person_id="p2", profile=profile())))
    assert absorbed.profile is None
    with pytest.raises(Refusal, match="person_erased"):
        person.writable(gone)
    person.writable(known)
    person.writable(None)


def test_a_merge_told_twice_is_one_merge() -> None:
    (event,) = person.merge_away(None, "p2", "p1")

    assert event == MergedAway(person_id="p2", into="p1")
    assert person.merge_away(after(None, event), "p2", "p1") == []
