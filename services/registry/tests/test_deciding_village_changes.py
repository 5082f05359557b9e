"""A change of villages is looked at, decided by an officer, refused where it contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Forbidden, NotFound, Refused

from .changing_villages import DAY, changed, decided, names
from .given import Registry, caller


@pytest.mark.parametrize(
    ("kind", "villages", "into", "more", "code"),
    [
        ("rename", ["Thôn 8"], "Thôn Đồng Tâm", {}, "no_such_village"),
        ("rename", ["Thôn 1"], "Thôn 2", {}, "village_exists"),
        ("rename", ["Thôn 1"], "Thôn 1", {}, "same_village"),
        ("rename", ["Thôn 1", "Thôn 2"], "Thôn Đồng Tâm", {}, "same_village"),
        ("merge", ["Thôn 1"], "Thôn 1", {}, "same_village"),
        ("merge", ["Thôn 1"], "Thôn Đồng Tâm", {}, "same_village"),
        ("rename", ["Thôn 1"], "Thôn Đồng Tâm", {"on": "2027-01-01"}, "in_future"),
    ],
)
def test_what_contradicts_itself_is_refused(
    registry: Registry, kind: str, villages: list[str], into: str, more: Any, code: str
) -> None:
    registry.person()
    registry.person(full_name="Lê Văn Cả", village="Thôn 2")
    with pytest.raises((Refused, NotFound), match=code):
        decided(registry, kind, villages, into, **more)
    assert names(registry) == ["Thôn 1", "Thôn 2"]


def test_one_change_after_the_other(registry: Registry) -> None:
    registry.person()
    registry.person(full_name="Lê Văn Cả", village="Thôn 2")
    decided(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm")
    with pytest.raises(Refused, match="villages_moving"):
        decided(registry, "rename", ["Thôn 2"], "Thôn Hòa Bình")
    registry.opened.importer.work()
    changed(registry, "rename", ["Thôn 2"], "Thôn Hòa Bình")
    assert names(registry) == ["Thôn Đồng Tâm", "Thôn Hòa Bình"]


def test_a_change_without_a_document_is_remarked(registry: Registry) -> None:
    registry.person()
    done = decided(registry, "rename", ["Thôn 1"], "Thôn Đồng Tâm", decision=None)
    assert done["warnings"] == [{"code": "decision_missing", "field": "decision"}]


def test_only_officers_change_villages(registry: Registry) -> None:
    registry.person()
    for role in ("village_head", "front", "commune_leader", "school"):
        desk = registry.desk(caller(role, village="Thôn 1"))
        with pytest.raises(Forbidden):
            desk.change_villages({}, registry.meta())
        with pytest.raises(Forbidden):
            desk.void_village_change("0" * 32, {}, registry.meta())
        with pytest.raises(Forbidden):
            desk.list_village_changes()


def test_a_preview_counts_what_would_be_touched_and_writes_nothing(either: Registry) -> None:
    either.person(household_id=either.household())
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    either.desk().plan_visits(
        {"round": "2026-1", "village": "Thôn 1", "from": "2026-03-01", "to": "2026-04-01"},
        either.meta(),
    )
    body = {
        "kind": "rename", "villages": ["thôn 1"], "into": "Thôn Đồng Tâm", "on": DAY,
        "reason": "Theo nghị quyết",
    }  # fmt: skip
    told = either.desk().preview_village_change(body)
    assert (told["people"], told["households"], told["visit_plans"]) == (1, 1, 1)
    assert told["villages"] == [{"name": "Thôn 1", "people": 1, "households": 1, "visit_plans": 1}]
    assert (told["whole"], told["into_exists"]) == (True, False)
    assert [each["code"] for each in told["warnings"]] == ["decision_missing"]
    assert names(either) == ["Thôn 1", "Thôn 2"]
    assert either.desk().list_village_changes()["items"] == []


def test_the_list_tells_what_became_of_each_village(either: Registry) -> None:
    either.person(household_id=either.household())
    either.person(full_name="Lê Văn Cả", village="Tổ dân phố 2")
    change_id = changed(either, "merge", ["Tổ dân phố 2", "Thôn 1"], "Thôn 1")
    told = either.desk().list_village_changes()
    (village,) = told["villages"]
    assert (village["name"], village["kind"], village["since"]) == ("Thôn 1", "thon", DAY)
    assert (village["people"], village["households"]) == (2, 1)
    assert village["former"] == [
        {"name": "Tổ dân phố 2", "change_id": change_id, "kind": "merge", "on": DAY}
    ]
    (change,) = told["items"]
    assert change["decision"]["number"] == "12/NQ-HĐND"
    assert (change["status"], change["progress"]) == ("done", {"done": 1, "total": 1})
    assert change["touched"] == {"people": 1, "households": 0, "visit_plans": 0}
