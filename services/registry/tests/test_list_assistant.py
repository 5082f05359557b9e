"""The import as an assistant: columns said and remembered, lines put right, rejects handed back."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused
from openpyxl import load_workbook
from registry.imports.kinds import load_kinds
from registry.list_files import list_words

from .given import Registry, caller
from .test_list_variants import xlsx

HEADER = ["STT", "Công dân", "Ngày sinh", "Giới tính", "Căn cước", "Nơi sống"]
LINES = [
    [1, "Đào Thị Được", "15/06/1985", "Nữ", "001185001234", "Thôn 1"],
    [2, "Nguyễn Văn Hùng", "31/02/1990", "Nam", "001090004321", "Thôn 1"],
]
MAPPING = {
    "columns": {
        "full_name": 1, "birth_date": 2, "gender": 3, "national_id": 4, "village": 5
    }
}  # fmt: skip
KNOWN = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn"]


def tried(registry: Registry, *lines: list[Any], header: list[str] = KNOWN) -> dict[str, Any]:
    return registry.sent_list(xlsx([header, *lines]), dry_run=True)


def carried_out(registry: Registry, import_id: str, **more: Any) -> dict[str, Any]:
    arguments = {"as_of": None, "meta": registry.meta(), "of": import_id, "dry_run": False} | more
    started = registry.desk().start_import("", "", **arguments)
    registry.opened.importer.work()
    return dict(registry.desk().get_import(started["import_id"]))


def rows_of(answer: dict[str, Any]) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(base64.b64decode(answer["content_base64"])))
    assert book.active is not None
    return [list(row) for row in book.active.iter_rows(values_only=True)]


# -- columns ------------------------------------------------------------------------------


def test_a_proposal_shows_each_column_with_its_heading_and_first_cells(either: Registry) -> None:
    sent = tried(either, *LINES)
    proposal = either.desk().propose_mapping(sent["id"])
    assert (proposal["source"], proposal["header_row"], proposal["missing"]) == (
        "recognised",
        1,
        [],
    )
    assert proposal["columns"][1] == {
        "index": 1,
        "letter": "B",
        "heading": "Họ và tên",
        "field": "full_name",
        "samples": ["Đào Thị Được", "Nguyễn Văn Hùng"],
    }


def test_a_list_whose_heading_nobody_knows_waits_for_a_mapping(either: Registry) -> None:
    sent = tried(either, *LINES, header=HEADER)
    assert (sent["status"], sent["failure"]) == ("failed", "no_header")
    proposal = either.desk().propose_mapping(sent["id"])
    assert proposal["source"] == "guessed"
    assert proposal["missing"] == ["full_name", "birth_date", "gender", "village"]
    assert [column["heading"] for column in proposal["columns"]] == HEADER
    mapped = carried_out(either, sent["id"], mapping=MAPPING, dry_run=True)
    assert [row["verdict"] for row in mapped["rows"]] == ["accept", "reject"]


def test_a_mapping_is_remembered_for_lists_of_the_same_layout(either: Registry) -> None:
    sent = tried(either, *LINES, header=HEADER)
    carried_out(either, sent["id"], mapping=MAPPING, dry_run=True)
    again = tried(either, *LINES, header=HEADER)
    assert (again["status"], again["counts"]) == ("done", {"accept": 1, "reject": 1})
    assert either.desk().propose_mapping(again["id"])["source"] == "remembered"


def test_another_layout_is_not_read_by_a_remembered_mapping(registry: Registry) -> None:
    sent = tried(registry, *LINES, header=HEADER)
    carried_out(registry, sent["id"], mapping=MAPPING, dry_run=True)
    other = tried(registry, *LINES, header=[*HEADER[:-1], "Chữ ký"])
    assert other["failure"] == "no_header"


def test_a_recognised_column_can_be_said_to_be_another(registry: Registry) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Thôn", "Nơi sống"]
    line = [1, "Đào Thị Được", "1985", "Nữ", "Thôn cũ", "Thôn mới"]
    columns = {"full_name": 1, "birth_date": 2, "gender": 3, "village": 5, "note": None}
    sent = tried(registry, line, header=header)
    done = carried_out(registry, sent["id"], mapping={"columns": columns})
    person = registry.desk().get_person(done["rows"][0]["person_id"], "test")
    assert person["village"] == "Thôn mới"


def test_what_no_column_says_can_be_said_for_the_whole_list(registry: Registry) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính"]
    sent = tried(registry, [1, "Đào Thị Được", "1985", "Nữ"], header=header)
    assert sent["counts"] == {"reject": 1}
    columns = {"full_name": 1, "birth_date": 2, "gender": 3}
    done = carried_out(
        registry, sent["id"], mapping={"columns": columns, "constants": {"village": "Thôn 3"}}
    )
    person = registry.desk().get_person(done["rows"][0]["person_id"], "test")
    assert person["village"] == "Thôn 3"


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"columns": {"shoe_size": 1}},
        {"columns": {"full_name": -1}},
        {"columns": {"full_name": "B"}},
        {"columns": {"full_name": 1}, "constants": {"shoe_size": "42"}},
        {"columns": {"full_name": 1}, "rows": 3},
    ],
)
def test_a_mapping_that_cannot_be_meant_is_invalid(registry: Registry, mapping: Any) -> None:
    sent = tried(registry, *LINES)
    with pytest.raises(Invalid):
        carried_out(registry, sent["id"], mapping=mapping)


# -- lines --------------------------------------------------------------------------------


def test_lines_are_shown_with_their_cells_by_verdict(either: Registry) -> None:
    sent = tried(either, *LINES)
    found = either.desk().list_import_rows(sent["id"], "reject")
    assert found["total"] == 1
    (line,) = found["items"]
    assert line["cells"]["full_name"] == "Nguyễn Văn Hùng"
    assert line["problems"][0]["reason"] == "not_a_date"


def test_a_line_put_right_in_a_dry_run_is_taken_when_it_is_carried_out(either: Registry) -> None:
    sent = tried(either, *LINES)
    right = either.desk().correct_row(sent["id"], 3, {"birth_date": "28/02/1990"}, either.meta())
    assert (right["verdict"], right["corrected"]) == ("accept", ["birth_date"])
    assert either.desk().get_import(sent["id"])["counts"] == {"accept": 2}
    assert either.desk().search_people()["total"] == 0
    done = carried_out(either, sent["id"])
    assert done["counts"] == {"accept": 2}
    person = either.desk().get_person(done["rows"][1]["person_id"], "test")
    assert person["birth_date"] == "1990-02-28"


def test_a_line_put_right_is_compared_with_the_other_lines_too(either: Registry) -> None:
    sent = tried(either, *LINES)
    changed = {"full_name": "Đào Thị Được", "birth_date": "15/06/1985", "gender": "Nữ"}
    number = {"national_id": "001185001234"}
    right = either.desk().correct_row(sent["id"], 3, changed | number, either.meta())
    assert right["verdict"] == "duplicate"


def test_a_line_rejected_by_an_import_can_be_put_right_and_is_taken_then(either: Registry) -> None:
    done = either.sent_list(xlsx([KNOWN, *LINES]))
    assert done["counts"] == {"accept": 1, "reject": 1}
    meta, values = either.meta(), {"birth_date": "28/02/1990"}
    right = either.desk().correct_row(done["id"], 3, values, meta)
    assert right["verdict"] == "accept"
    again = either.desk().correct_row(done["id"], 3, values, meta)
    assert again["person_id"] == right["person_id"]
    assert either.desk().search_people()["total"] == 2
    assert either.desk().get_import(done["id"])["counts"] == {"accept": 2}
    with pytest.raises(Refused, match="row_taken"):
        either.desk().correct_row(done["id"], 3, {"birth_date": "1991"}, either.meta())


def test_a_line_that_is_still_wrong_stays_rejected(registry: Registry) -> None:
    done = registry.sent_list(xlsx([KNOWN, *LINES]))
    wrong = registry.desk().correct_row(done["id"], 3, {"birth_date": "hôm qua"}, registry.meta())
    assert (wrong["verdict"], wrong["problems"][0]["value"]) == ("reject", "hôm qua")
    assert registry.desk().search_people()["total"] == 1


def test_a_line_that_is_not_there_cannot_be_put_right(registry: Registry) -> None:
    sent = tried(registry, *LINES)
    with pytest.raises(NotFound, match="no_such_row"):
        registry.desk().correct_row(sent["id"], 99, {"note": "x"}, registry.meta())
    with pytest.raises(Invalid):
        registry.desk().correct_row(sent["id"], 3, {"shoe_size": "42"}, registry.meta())


# -- files ----------------------------------------------------------------------------------


def test_rejected_lines_come_back_with_reasons_in_vietnamese(registry: Registry) -> None:
    sent = tried(registry, *LINES)
    header, line = rows_of(registry.desk().rejected_rows(sent["id"]))
    assert header[0] == "Dòng"
    assert header[-1] == "Lý do"
    assert line[-1] == "Ngày sinh: không phải ngày có thật (viết ngày/tháng/năm)"
    assert line[header.index("Ngày sinh")] == "31/02/1990"


def test_rejected_lines_put_right_in_the_file_can_be_sent_again(registry: Registry) -> None:
    first = registry.sent_list(xlsx([KNOWN, *LINES]))
    header, line = rows_of(registry.desk().rejected_rows(first["id"]))
    line[header.index("Ngày sinh")] = "28/02/1990"
    again = registry.sent_list(xlsx([header, line]))
    assert again["counts"] == {"accept": 1}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_file_we_write_is_a_formula(registry: Registry, start: str) -> None:
    note = f"{start}1+1"
    line = [1, "Lê Thị An", "không rõ", "Nữ", None, "Thôn 1", note]
    sent = tried(registry, line, header=[*KNOWN, "Ghi chú"])
    answer = registry.desk().rejected_rows(sent["id"])
    header, row = rows_of(answer)
    cell = row[header.index("Ghi chú")]
    assert cell is None or cell.startswith("'") or not cell.startswith(("=", "+", "-", "@"))
    book = load_workbook(io.BytesIO(base64.b64decode(answer["content_base64"])))
    assert book.active is not None
    kinds = {cell.data_type for cells in book.active.iter_rows() for cell in cells}
    assert "f" not in kinds


def test_every_label_of_ours_is_a_heading_that_the_importer_knows() -> None:
    labels = list_words()["columns"]
    for kind in load_kinds().values():
        for name in (*kind.fields, *kind.template):
            assert kind.headings.field(labels[name]) == name, (kind.code, name)


@pytest.mark.parametrize("code", sorted(load_kinds()))
def test_a_blank_list_that_was_handed_out_is_read_without_a_mapping(
    registry: Registry, code: str
) -> None:
    rows = rows_of(registry.desk().list_template(code))
    kind = load_kinds()[code]
    from registry.imports import layout

    found = layout.recognise([tuple(row) for row in rows], kind.headings)
    assert found is not None
    assert set(kind.template) == set(found.columns)


# -- rights ---------------------------------------------------------------------------------


def test_nobody_but_officers_of_the_commune_sees_a_list(registry: Registry) -> None:
    sent = tried(registry, *LINES)
    elsewhere = registry.desk(caller("commune_officer", commune="09895"))
    head = registry.desk(caller("village_head", village="Thôn 1"))
    for name in ("get_import", "propose_mapping", "list_import_rows", "rejected_rows"):
        with pytest.raises(NotFound):
            getattr(elsewhere, name)(sent["id"])
        with pytest.raises(Forbidden):
            getattr(head, name)(sent["id"])
    assert elsewhere.list_imports()["total"] == 0
    assert [each["id"] for each in registry.desk().list_imports()["items"]] == [sent["id"]]


def test_files_and_cells_are_dropped_when_their_time_is_over(either: Registry) -> None:
    sent = tried(either, *LINES)
    either.office.imports.drop_old(either.clock.now())
    with pytest.raises(Refused, match="file_dropped"):
        carried_out(either, sent["id"])
    with pytest.raises(Refused, match="file_dropped"):
        either.desk().correct_row(sent["id"], 3, {"birth_date": "1990"}, either.meta())
    assert either.desk().get_import(sent["id"])["counts"] == {"accept": 1, "reject": 1}
