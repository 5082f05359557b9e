"""A near name in a list is put before an officer; nobody is known by it."""

from __future__ import annotations

from typing import Any

import pytest

from .given import Registry

HEADING = "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Thôn"


def sent(registry: Registry, *lines: str, **options: Any) -> list[dict[str, Any]]:
    """Each line without its number."""
    numbered = [f"{number},{line}" for number, line in enumerate(lines, start=1)]
    content = "\n".join([HEADING, *numbered]).encode()
    rows: list[dict[str, Any]] = registry.sent_list(content, "ds.csv", **options)["rows"]
    return rows


def verdicts(rows: list[dict[str, Any]]) -> list[str]:
    return [row["verdict"] for row in rows]


KNOWN = "Đào Thị Được,15/06/1985,Nữ,,Thôn 1"
NEAR = "Đào Thị Đượcc,15/06/1985,Nữ,,Thôn 1"


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_near_name_is_a_question_with_its_reason(either: Registry, dry_run: bool) -> None:
    known = either.person()
    (row,) = sent(either, NEAR, dry_run=dry_run)
    assert row["verdict"] == "review"
    assert "person_id" not in row
    assert [each["reason"] for each in row["problems"]] == ["similar_name"]
    if not dry_run:
        (review,) = either.desk().list_reviews()["items"]
        assert [each["id"] for each in review["candidates"]] == [known]
        assert either.desk().search_people()["total"] == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_near_name_of_a_line_before_is_seen_in_the_same_list(
    either: Registry, dry_run: bool
) -> None:
    assert verdicts(sent(either, KNOWN, NEAR, dry_run=dry_run)) == ["accept", "review"]


def test_a_near_name_is_never_known_even_with_all_else_the_same(registry: Registry) -> None:
    sent(registry, KNOWN)
    for line in (NEAR, "Đượcc Đào Thị,15/06/1985,Nữ,,Thôn 1", "Đào Được,15/06/1985,Nữ,,Thôn 1"):
        assert verdicts(sent(registry, line)) in (["review"], ["accept"]), line
    assert verdicts(sent(registry, NEAR)) == ["review"]


def test_a_known_name_is_known_whoever_is_near(registry: Registry) -> None:
    """Once an officer kept two near names apart, each line finds its own."""
    sent(registry, KNOWN)
    sent(registry, NEAR)
    (review,) = registry.desk().list_reviews()["items"]
    registry.desk().decide_review(review["id"], {"decision": "distinct"}, registry.meta())
    assert verdicts(sent(registry, KNOWN, NEAR)) == ["duplicate", "duplicate"]
    assert registry.desk().search_people()["total"] == 2
    assert registry.desk().list_reviews()["total"] == 0


@pytest.mark.parametrize(
    "line",
    [
        "Đào Thị Đượcc,15/06/1985,Nữ,,Thôn 2",
        "Đào Thị Đượcc,16/06/1985,Nữ,,Thôn 1",
        "Đào Thị Huyền,15/06/1985,Nữ,,Thôn 1",
    ],
)
def test_what_tells_them_apart_lets_the_line_in(registry: Registry, line: str) -> None:
    registry.person()
    assert verdicts(sent(registry, line)) == ["accept"]


def test_two_national_ids_let_the_line_in(registry: Registry) -> None:
    registry.person(national_id="001185000017")
    row = "Đào Thị Đượcc,15/06/1985,Nữ,001185000024,Thôn 1"
    assert verdicts(sent(registry, row)) == ["accept"]


def test_a_line_put_right_meets_the_near_names_of_its_own_list(registry: Registry) -> None:
    lines = (KNOWN, "Đào Thị Đượcc,31/06/1985,Nữ,,Thôn 1")
    content = "\n".join([HEADING, *(f"{n},{each}" for n, each in enumerate(lines, 1))]).encode()
    told = registry.sent_list(content, "ds.csv", dry_run=True)
    bad = next(row["row"] for row in told["rows"] if row["verdict"] == "reject")
    after = registry.desk().correct_row(
        told["id"], bad, {"birth_date": "15/06/1985"}, registry.meta()
    )
    assert after["verdict"] == "review"
