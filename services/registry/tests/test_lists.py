"""Lists of other shapes, and files that are none."""

from __future__ import annotations

import io
from typing import Any

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, Refused
from openpyxl import Workbook

from .given import Registry, caller

HEADER = ["STT", "Họ tên", "Năm sinh", "Giới tính", "Số CCCD", "Thôn", "Hộ cận nghèo", "Học nghề"]


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def csv(*rows: list[Any], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    lines = [delimiter.join("" if v is None else str(v) for v in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def person(number: int, name: str, **changes: Any) -> list[Any]:
    cells = {"birth": "05/06/1985", "gender": "Nữ", "id": None, "village": "Thôn 1"} | changes
    return [
        number,
        name,
        cells["birth"],
        cells["gender"],
        cells["id"],
        cells["village"],
        changes.get("near_poor"),
        changes.get("training"),
    ]


def verdicts(answer: dict[str, Any]) -> list[str]:
    return [row["verdict"] for row in answer["rows"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_like_a_workbook(registry: Registry, delimiter: str) -> None:
    content = csv(HEADER, person(1, "Lê Thị An", near_poor="x"), delimiter=delimiter)
    answer = registry.sent_list(content, "ds.csv")
    assert verdicts(answer) == ["accept"]
    assert answer["rows"][0]["row"] == 2
    found = registry.desk().search_people(group="near_poor_household")
    assert [each["full_name"] for each in found["items"]] == ["Lê Thị An"]


def test_an_old_csv_in_tcvn3_is_converted(registry: Registry) -> None:
    rows = [HEADER, person(1, "NguyÔn V¨n Hïng", gender="Nam", village="Th«n 1")]
    header = ["STT", "Hä tªn", "N¨m sinh", "Giíi tÝnh", "Sè CCCD", "Th«n", "", ""]
    answer = registry.sent_list(csv(header, *rows[1:], encoding="cp1252"), "ds.csv")
    assert verdicts(answer) == ["accept_with_warning"]
    (found,) = registry.desk().search_people("hung")["items"]
    assert (found["full_name"], found["village"]) == ("Nguyễn Văn Hùng", "Thôn 1")


def test_a_single_heading_row_without_titles_is_recognised(registry: Registry) -> None:
    answer = registry.sent_list(xlsx(HEADER, person(1, "Lê Thị An"), person(2, "Lê Thị Bé")))
    assert verdicts(answer) == ["accept", "accept"]


def test_section_rows_and_totals_between_the_lines_are_no_people(registry: Registry) -> None:
    answer = registry.sent_list(
        xlsx(
            ["ỦY BAN NHÂN DÂN XÃ"],
            HEADER,
            ["I", "Thôn 1"],
            person(1, "Lê Thị An"),
            [None, "Cộng: 1 người", None, None, None, "x"],
            ["II", "Thôn 2"],
            person(2, "Lê Thị Bé"),
            ["Tổng cộng", "2 người"],
            [None, None, None, None, None, None, "NGƯỜI LẬP"],
        )
    )
    assert [row["row"] for row in answer["rows"]] == [4, 7]


def test_the_list_may_stand_on_a_later_sheet(registry: Registry) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Hướng dẫn"])
    sheet = book.create_sheet("DS")
    sheet.append(HEADER)
    sheet.append(person(1, "Lê Thị An"))
    packed = io.BytesIO()
    book.save(packed)
    assert verdicts(registry.sent_list(packed.getvalue())) == ["accept"]


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"birth": "5/6/85"}, "birth_date", "not_a_date"),
        ({"birth": None}, "birth_date", "required"),
        ({"gender": "?"}, "gender", "required"),
        ({"gender": "khác"}, "gender", "unknown"),
        ({"village": None}, "village", "required"),
        ({"id": "123456789"}, "national_id", "bad_national_id"),
        ({"id": 123456789}, "national_id", "bad_national_id"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(
    registry: Registry, changes: dict[str, Any], column: str, reason: str
) -> None:
    answer = registry.sent_list(xlsx(HEADER, person(1, "Lê Thị An", **changes)))
    assert verdicts(answer) == ["reject"]
    assert (column, reason) in {(p["column"], p["reason"]) for p in answer["rows"][0]["problems"]}
    assert registry.desk().search_people()["total"] == 0


def test_a_month_and_a_spreadsheet_s_day_number_are_dates(registry: Registry) -> None:
    answer = registry.sent_list(
        xlsx(
            HEADER,
            person(1, "Lê An", birth="06/1985"),
            person(2, "Lê Bé", birth=31203),
            person(3, "Lê Cẩm", birth="1985-06-05"),
        )
    )
    ids = [row["person_id"] for row in answer["rows"]]
    assert verdicts(answer) == ["accept", "accept_with_warning", "accept"]
    dates = [registry.desk().get_person(each, "support")["birth_date"] for each in ids]
    assert dates == ["1985-06", "1985-06-05", "1985-06-05"]


def test_two_ids_tell_two_people_of_one_name_apart(registry: Registry) -> None:
    answer = registry.sent_list(
        xlsx(
            HEADER,
            person(1, "Lê An", id="001185000017"),
            person(2, "Lê An", id="001185000024"),
        )
    )
    assert verdicts(answer) == ["accept", "accept"]


def test_one_id_under_two_people_s_names_is_for_an_officer(registry: Registry) -> None:
    answer = registry.sent_list(
        xlsx(
            HEADER,
            person(1, "Lê An", id="001185000017"),
            person(2, "Trần Bình", id="001185000017", birth="01/01/1985"),
        )
    )
    assert verdicts(answer) == ["accept", "review"]


def test_who_is_registered_already_is_a_duplicate(registry: Registry) -> None:
    known = registry.person(national_id="001185000017", birth_date="1985-06-05")
    line = person(1, "Đào Thị Được", id="001185000017")
    answer = registry.sent_list(xlsx(HEADER, line))
    assert answer["rows"][0]["person_id"] == known
    assert verdicts(answer) == ["duplicate"]


def test_a_file_without_a_heading_fails_as_a_whole(registry: Registry) -> None:
    answer = registry.sent_list(xlsx(["a", "b", "c"], ["1", "2", "3"]))
    assert (answer["status"], answer["failure"]) == ("failed", "no_header")


def test_a_file_that_is_no_spreadsheet_fails(registry: Registry) -> None:
    for content in (b"PK\x03\x04 broken", b"\x00\x01\x02\x03"):
        answer = registry.sent_list(content, "ds.xlsx")
        assert (answer["status"], answer["failure"]) == ("failed", "file_unreadable")


def test_as_of_is_never_ahead(registry: Registry) -> None:
    with pytest.raises(Refused, match="in_future"):
        registry.sent_list(xlsx(HEADER), as_of="2026-11-24")
    with pytest.raises(Invalid):
        registry.sent_list(xlsx(HEADER), as_of="today")


def test_only_officers_send_lists(registry: Registry) -> None:
    with pytest.raises(Forbidden):
        registry.desk(caller("village_head", village="Thôn 1")).start_import(
            "ds.csv", "QQ==", False, None, registry.meta()
        )


def test_the_same_upload_again_is_the_same_import(registry: Registry) -> None:
    meta = registry.meta()
    desk = registry.desk()
    first = desk.start_import("ds.csv", "QQ==", False, None, meta)
    assert desk.start_import("ds.csv", "QQ==", False, None, meta) == first
    with pytest.raises(Conflict, match="key_reused"):
        desk.start_import("ds.csv", "QUE=", False, None, meta)


def test_what_is_no_base64_is_invalid(registry: Registry) -> None:
    with pytest.raises(Invalid):
        registry.desk().start_import("ds.csv", "?", False, None, registry.meta())


def test_a_dry_run_is_said_by_true_or_false(registry: Registry) -> None:
    with pytest.raises(Invalid):
        registry.sent_list(csv(HEADER, person(1, "Lê Thị An")), "ds.csv", dry_run="no")


def test_a_defect_that_one_list_meets_does_not_stop_the_next(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_filename: str, _content: bytes) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("registry.imports.importer.sheet.read", broken)
        answer = registry.sent_list(csv(HEADER, person(1, "Lê Thị An")), "ds.csv")
    assert (answer["status"], answer["failure"]) == ("failed", "internal")
    answer = registry.sent_list(csv(HEADER, person(1, "Lê Thị An")), "ds.csv")
    assert answer["status"] == "done"
