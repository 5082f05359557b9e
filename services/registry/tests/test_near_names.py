"""Near names: what may be one person is shown to an officer, and nothing is decided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registry.near_names import near

from .given import Registry

WORDS = st.text("abcdeghiklmnoprstuvxy", min_size=4, max_size=7)
KEYS = st.lists(WORDS, min_size=2, max_size=4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nguyen van hung", "nguyen van hug"),
        ("nguyen van hung", "nguyen van hnug"),
        ("nguyen van hung", "hung nguyen van"),
        ("nguyen thi thu ha", "nguyen thi ha"),
        ("le ngoc anh", "le ngocanh"),
    ],
)
def test_may_be_one(one: str, other: str) -> None:
    assert near(one, other, same_day=False) and near(other, one, same_day=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tran thi lan", "tran thi loan"),
        ("nguyen van hung", "nguyen van hun"),
        ("dao thi duc", "dao thi duoc"),
    ],
)
def test_two_names_a_letter_apart_are_one_only_on_the_same_day(one: str, other: str) -> None:
    assert not near(one, other, same_day=False)
    assert near(one, other, same_day=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nguyen van hung", "nguyen van thang"),
        ("le an", "le oan"),
        ("nguyen", "nguyen van hung"),
        ("tran thi ha", "tran thi thuy"),
        ("nguyen van a", "nguyen van b"),
        ("lao dong 101", "lao dong 102"),
    ],
)
def test_are_two(one: str, other: str) -> None:
    assert not near(one, other, same_day=True)


@given(KEYS.flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_the_order_of_the_words_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    words, turned = both
    assert near(" ".join(words), " ".join(turned), same_day=False)


@given(KEYS, st.data())
def test_one_letter_left_out_does_not_hide_a_name(words: list[str], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(words) - 1))
    place = data.draw(st.integers(0, len(words[which]) - 1))
    typed = list(words)
    typed[which] = words[which][:place] + words[which][place + 1 :]
    assert near(" ".join(words), " ".join(typed), same_day=True)


@given(KEYS, KEYS, st.booleans())
def test_near_is_mutual(one: list[str], other: list[str], same_day: bool) -> None:
    first, second = " ".join(one), " ".join(other)
    assert near(first, second, same_day=same_day) == near(second, first, same_day=same_day)


def test_a_near_name_warns_and_is_reviewed_side_by_side(either: Registry) -> None:
    first = either.person(phone="0912345678")
    body = {
        "full_name": "Đào Thị Đượcc",
        "birth_date": "1985",
        "gender": "female",
        "village": "thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
        "national_id": "001185000017",
    }
    answer = either.desk().register_person(body, either.meta())
    warned = [each for each in answer["warnings"] if each["code"] == "similar_name"]
    assert warned == [{"code": "similar_name", "fact": {"person_id": first}}]
    (review,) = either.desk().list_reviews()["items"]
    assert review["reasons"] == ["similar_name"]
    (candidate,) = review["candidates"]
    verdicts = {line["field"]: line["verdict"] for line in candidate["comparison"]}
    assert verdicts["full_name"] == "differs"
    assert verdicts["birth_date"] == "alike"
    assert verdicts["gender"] == "same"
    assert verdicts["national_id"] == verdicts["phone"] == "unknown"
    shown = [line for line in candidate["comparison"] if line["field"] == "national_id"]
    assert shown[0]["newcomer"] == "001•••••0017"


@pytest.mark.parametrize(
    "other",
    [
        {"village": "Thôn 2"},
        {"birth_date": "1986"},
        {"birth_date": "1985-06-16"},
        {"full_name": "Đào Thị Huyền"},
    ],
    ids=str,
)
def test_what_tells_two_people_apart_is_left_alone(
    registry: Registry, other: dict[str, str]
) -> None:
    registry.person()
    registry.person(**{"full_name": "Đào Thị Đượcc", **other})
    assert registry.desk().list_reviews()["total"] == 0


def test_two_national_ids_are_two_people(registry: Registry) -> None:
    registry.person(national_id="001185000017")
    registry.person(full_name="Đào Thị Đượcc", national_id="001185000024")
    assert registry.desk().list_reviews()["total"] == 0
