"""Lists as they come: one sheet of people, laid out in every way a commune lays it out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from .given import Registry

Rows = list[list[Any]]

PEOPLE = [
    ("Đào Thị Được", "15/06/1985", "Nữ", "001185001234", "Thôn Cộng Hòa"),
    ("Nguyễn Văn Hùng", "02/11/1990", "Nam", "001090004321", "Thôn Đồng Quang"),
    ("Lê Thị Bé", "1978", "Nữ", None, "Thôn Cộng Hòa"),
]
TITLES: Rows = [
    ["ỦY BAN NHÂN DÂN XÃ HƯNG ĐẠO", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [],
    ["DANH SÁCH NGƯỜI LAO ĐỘNG"],
    ["(Tính đến ngày 30/6/2026)"],
]
END: Rows = [
    [None, "Tổng cộng: 3 người"],
    [None, "Hưng Đạo, ngày 05 tháng 7 năm 2026"],
    [None, "NGƯỜI LẬP", None, "CHỦ TỊCH"],
    [None, "Trần Văn Ký", None, "Phạm Thị Duyệt"],
]


def xlsx(rows: Rows, *merged: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def text_of(rows: Rows, delimiter: str) -> str:
    return "\r\n".join(
        delimiter.join("" if v is None else f'"{v}"' if delimiter in str(v) else str(v) for v in r)
        for r in rows
    )


def plain() -> Rows:
    lines = [[n, *each] for n, each in enumerate(PEOPLE, start=1)]
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn"]
    return [*TITLES, header, *lines, *END]


def other_order() -> Rows:
    header = ["Chỗ ở hiện nay", "Mã định danh cá nhân", "Phái", "Ngày tháng năm sinh", "Họ tên"]
    return [header, *([v, i, g, b, n] for n, b, g, i, v in PEOPLE)]


def extra_columns() -> Rows:
    header = ["TT", "Họ và tên", "Tên gọi khác", "Năm sinh", "Giới", "CCCD", "Xóm", "Chữ ký"]
    lines = [[k, n, "", b, g, i, v, ""] for k, (n, b, g, i, v) in enumerate(PEOPLE, start=1)]
    return [*TITLES, header, *lines]


def years_by_gender() -> Rows:
    """ "Năm sinh" over "Nam" and "Nữ": the year stands in the column of the gender."""
    upper = ["STT", "Họ và tên", "Năm sinh", None, "Số CCCD", "Thôn"]
    lower = [None, None, "Nam", "Nữ", None, None]
    lines = [
        [k, n, *([b, None] if g == "Nam" else [None, b]), i, v]
        for k, (n, b, g, i, v) in enumerate(PEOPLE, start=1)
    ]
    return [*TITLES, upper, lower, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], *lines, *END]


def parts_of_a_date() -> Rows:
    upper = [
        "STT",
        "Họ và tên đệm",
        "Tên",
        "Ngày sinh",
        None,
        None,
        "Giới tính",
        None,
        "CCCD",
        "Thôn",
    ]
    lower = [None, None, None, "Ngày", "Tháng", "Năm", "Nam", "Nữ", None, None]
    lines = []
    for k, (n, b, g, i, v) in enumerate(PEOPLE, start=1):
        head, _, last = n.rpartition(" ")
        parts = [int(each) for each in b.split("/")] if "/" in b else [None, None, int(b)]
        lines.append(
            [k, head, last, *parts, "x" if g == "Nam" else None, "x" if g == "Nữ" else None, i, v]
        )
    return [*TITLES, upper, lower, *lines, *END]


def only_women_marked() -> Rows:
    header = ["STT", "Họ và tên", "Ngày sinh", "Nữ", "CCCD", "Thôn"]
    lines = [
        [k, n, b, "x" if g == "Nữ" else None, i, v] for k, (n, b, g, i, v) in enumerate(PEOPLE)
    ]
    return [header, *lines]


def villages_as_sections() -> Rows:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD"]
    found: Rows = [*TITLES, header]
    for number, village in (("I", "Thôn Cộng Hòa"), ("II", "Thôn Đồng Quang")):
        found.append([number, village])
        found += [[k, n, b, g, i] for k, (n, b, g, i, v) in enumerate(PEOPLE, 1) if v == village]
    return [*found, *END]


def three_heading_rows() -> Rows:
    return [
        *TITLES,
        ["STT", "Thông tin cá nhân", None, None, None, "Nơi ở"],
        [None, "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Giấy tờ", "Thôn"],
        [None, None, None, None, "Số CCCD", None],
        *([n, *each] for n, each in enumerate(PEOPLE, start=1)),
    ]


VARIANTS = [
    plain,
    other_order,
    extra_columns,
    years_by_gender,
    parts_of_a_date,
    only_women_marked,
    villages_as_sections,
    three_heading_rows,
]


def taken(registry: Registry, content: bytes, name: str = "ds.xlsx") -> set[tuple[Any, ...]]:
    answer = registry.sent_list(content, name)
    assert answer["status"] == "done"
    found = set()
    for row in answer["rows"]:
        assert row["verdict"] in ("accept", "accept_with_warning"), row
        person = registry.desk().get_person(row["person_id"], "test")
        found.add(
            tuple(
                person[k] for k in ("full_name", "birth_date", "gender", "national_id", "village")
            )
        )
    return found


TOLD = ("full_name", "birth_date", "gender", "national_id", "village")
EXPECTED = {
    ("Đào Thị Được", "1985-06-15", "female", "001185001234", "Thôn Cộng Hòa"),
    ("Nguyễn Văn Hùng", "1990-11-02", "male", "001090004321", "Thôn Đồng Quang"),
    ("Lê Thị Bé", "1978", "female", None, "Thôn Cộng Hòa"),
}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
def test_a_list_gives_the_same_people_however_it_is_laid_out(
    registry: Registry, variant: Callable[[], Rows]
) -> None:
    assert taken(registry, xlsx(variant())) == EXPECTED


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_text_file_gives_them_too(
    registry: Registry, variant: Callable[[], Rows], delimiter: str
) -> None:
    content = text_of(variant(), delimiter).encode("utf-8-sig")
    assert taken(registry, content, "ds.csv") == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_is_read_in_every_unicode(registry: Registry, encoding: str) -> None:
    assert taken(registry, text_of(plain(), "\t").encode(encoding), "ds.txt") == EXPECTED


def test_excels_own_delimiter_line_is_no_line_of_the_list(registry: Registry) -> None:
    content = ("sep=;\r\n" + text_of(plain(), ";")).encode("utf-8-sig")
    assert taken(registry, content, "ds.csv") == EXPECTED


def in_tcvn3(text: str) -> str:
    from registry.domain import legacy_text

    back = dict(zip(legacy_text._TCVN3_TO, legacy_text._TCVN3_FROM, strict=True))
    # capitals with marks have no place in TCVN3: its capital fonts show the small ones
    return "".join(back.get(c, back.get(c.lower(), c)) for c in text)


def in_vni(text: str) -> str:
    from registry.domain import legacy_text

    back = {letter: pair for pair, letter in legacy_text._VNI.items()}
    return "".join(back.get(c, c) for c in text)


@pytest.mark.parametrize("to_old", [in_tcvn3, in_vni])
def test_a_text_file_in_an_old_font_is_converted_with_a_warning(
    registry: Registry, to_old: Callable[[str], str]
) -> None:
    rows = [[to_old(v) if isinstance(v, str) else v for v in row] for row in other_order()]
    answer = registry.sent_list(text_of(rows, ";").encode("cp1252"), "ds.csv")
    names = {
        registry.desk().get_person(row["person_id"], "test")["full_name"] for row in answer["rows"]
    }
    assert names == {name for name, *_ in EXPECTED}
    assert answer["counts"] == {"accept_with_warning": 3}


def test_a_merged_heading_is_read_like_its_parts(registry: Registry) -> None:
    content = xlsx(years_by_gender(), "C5:D5", "A5:A6", "B5:B6", "E5:E6", "F5:F6", "A3:F3")
    assert taken(registry, content) == EXPECTED


def test_dates_and_numbers_of_the_spreadsheet_are_read(registry: Registry) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn"]
    line = [1, "Lê Văn Số", date(1985, 6, 15), "Nam", 1085001234, "Thôn 1"]
    ((name, birth, _, number, _),) = taken(registry, xlsx([header, line]))
    assert (name, birth, number) == ("Lê Văn Số", "1985-06-15", "001085001234")


def test_the_first_person_is_never_taken_for_a_heading(registry: Registry) -> None:
    """A cell "Thôn 1" under an unknown heading looks like one."""
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Khu vực"]
    rows = [header, *([n, *each[:3], each[4]] for n, each in enumerate(PEOPLE, start=1))]
    answer = registry.sent_list(xlsx(rows), dry_run=True)
    assert [row["row"] for row in answer["rows"]] == [2, 3, 4]


def test_an_old_workbook_is_refused_by_name(registry: Registry) -> None:
    answer = registry.sent_list(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "ds.xls")
    assert (answer["status"], answer["failure"]) == ("failed", "old_workbook")
