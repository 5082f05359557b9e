"""A village called by its name among the words of a question narrows by it."""

from __future__ import annotations

import pytest
from chassis.errors import Invalid

from .given import Registry, caller


def found(registry: Registry, q: str, role: str = "commune_officer", **more: str) -> list[str]:
    village = "Thôn 2" if role == "village_head" else None
    desk = registry.desk(caller(role, village))
    items = desk.search_people(q, **more)["items"]
    return [f"{each['full_name']}, {each['village']}" for each in items]


def people(registry: Registry) -> None:
    for name, village in (
        ("Đào Thị An", "Thôn 2"),
        ("Lê Văn An", "Thôn 2"),
        ("Đào Thị Bé", "Thôn 20"),
        ("Đào Văn Cúc", "Đồng Quang"),
        ("Vũ Đồng Quang", "Thôn 1"),
    ):
        registry.person(full_name=name, village=village)


@pytest.mark.parametrize(
    "q", ["Thôn 2 dao", "dao thon 2", "thôn 2  ĐÀO thị", "đào thon 2 an", "an thôn  2 dao"]
)
def test_words_and_a_village_in_any_order_find_those_of_the_village(
    either: Registry, q: str
) -> None:
    people(either)
    assert found(either, q) == ["Đào Thị An, Thôn 2"]


def test_a_village_alone_finds_everybody_there_and_no_other_of_like_name(
    registry: Registry,
) -> None:
    people(registry)
    assert found(registry, "thon 2") == ["Đào Thị An, Thôn 2", "Lê Văn An, Thôn 2"]
    assert found(registry, "thon 20") == ["Đào Thị Bé, Thôn 20"]


def test_a_village_called_like_a_person_is_a_name_first(registry: Registry) -> None:
    people(registry)
    assert found(registry, "dong quang") == ["Vũ Đồng Quang, Thôn 1"]
    assert found(registry, "dong quang dao") == ["Đào Văn Cúc, Đồng Quang"]


def test_part_of_a_villages_name_is_no_village(registry: Registry) -> None:
    people(registry)
    assert found(registry, "thon") == []
    assert found(registry, "thon 3 dao") == []


def test_who_must_name_whom_they_look_for_is_not_given_a_village(registry: Registry) -> None:
    people(registry)
    for role in ("front", "school", "bank"):
        assert found(registry, "thon 2", role) == []
        assert found(registry, "thon 2 dao", role) == ["Đào Thị An, Thôn 2"]
        with pytest.raises(Invalid):
            found(registry, "", role)


def test_a_village_head_stays_in_the_own_village(registry: Registry) -> None:
    people(registry)
    assert found(registry, "thon 20 dao", "village_head") == []
    assert found(registry, "thon 2 dao", "village_head") == ["Đào Thị An, Thôn 2"]


def test_the_chosen_village_and_the_called_one_both_narrow(registry: Registry) -> None:
    people(registry)
    assert found(registry, "thon 2 dao", village="Thôn 20") == []


def test_an_export_takes_the_same_people_along(registry: Registry) -> None:
    people(registry)
    made = registry.desk().export_people("đi thăm", "csv", "list", "thon 2 dao")
    assert made["rows"] == 1
