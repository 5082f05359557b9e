"""Lists step by step: sent, previewed, columns said, lines put right, carried out, taken along."""

from __future__ import annotations

import re
from typing import Any

from .believable_people import IDS, NAMES
from .office import Office


def test_a_line_that_was_taken_is_told_by_its_persons_name(served: Office) -> None:
    taken = {"row": 4, "verdict": "accept", "person_id": IDS[0], "cells": {}, "problems": []}
    served.rpc.answers["registry.list_import_rows"] = {"items": [taken], "total": 1}
    html = served.browser("commune_officer").get("/imports/i1").text
    assert f'<a href="/people/{IDS[0]}">{NAMES[0]}</a>' in html
    (asked,) = [call.kwargs for call in served.rpc.calls if call.method == "names"]
    assert (asked["person_ids"], asked["purpose"]) == ([IDS[0]], "import")


def test_an_import_in_work_renews_itself_without_script(served: Office) -> None:
    served.rpc.answers["registry.get_import"] = {"status": "running", "counts": {}, "rows": []}
    browser = served.browser("commune_officer")
    assert browser.get("/imports/i1").headers["Refresh"] == "2"
    served.rpc.answers["registry.get_import"] = {"status": "done", "counts": {}, "rows": []}
    assert "Refresh" not in browser.get("/imports/i1").headers


def test_a_list_that_is_none_is_said_beside_the_form(served: Office) -> None:
    browser = served.browser("commune_officer")
    token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/imports").text)
    assert token is not None
    answer = browser.post(
        "/imports", data={"csrf_token": token[1]}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "Cần nhập mục này." in answer.text


def test_every_problem_of_a_row_is_told_in_words(served: Office) -> None:
    browser = served.browser("commune_officer")
    warned = browser.get("/imports/i1?verdict=accept_with_warning").text
    assert "Đã khôi phục số 0 ở đầu số định danh." in warned
    assert "<b>Ngày sinh</b> <q>31/02/1990</q> Phải là một ngày có thật" in (
        browser.get("/imports/i1").text
    )


def _token(browser: Any, path: str) -> str:
    found = re.search(r'name="csrf_token" value="(\w+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def test_a_previewed_list_is_carried_out_once_however_often_the_button_is_pressed(
    served: Office,
) -> None:
    served.rpc.answers["registry.start_import"] = {"import_id": "i2"}
    browser = served.browser("commune_officer")
    token = _token(browser, "/imports/i1")
    for _ in range(2):
        answer = browser.post("/imports/i1/carry-out", data={"csrf_token": token})
        assert answer.headers["Location"] == "/imports/i2"
    keys = {
        call.kwargs["meta"]["key"]
        for call in served.rpc.calls
        if call.method == "start_import" and call.kwargs["of"] == "i1"
    }
    assert keys == {"carry-out-i1"}


def test_columns_are_said_by_a_form_and_the_list_is_read_again(served: Office) -> None:
    served.rpc.answers["registry.start_import"] = {"import_id": "i3"}
    browser = served.browser("commune_officer")
    said = {
        "csrf_token": _token(browser, "/imports/i1/columns"),
        "column_1": "full_name",
        "column_2": "birth_date",
        "column_0": "",
        "village": "Thôn Phú Mỹ",
        "header_row": "7",
    }
    assert browser.post("/imports/i1/columns", data=said).headers["Location"] == "/imports/i3"
    sent = served.rpc.last.kwargs
    assert (sent["of"], sent["dry_run"]) == ("i1", True)
    assert sent["mapping"] == {
        "columns": {"full_name": 1, "birth_date": 2},
        "constants": {"village": "Thôn Phú Mỹ"},
        "header_row": 7,
    }


def test_only_the_cells_that_were_changed_are_sent_to_be_judged(served: Office) -> None:
    served.rpc.answers["registry.correct_row"] = {"row": 9, "verdict": "accept", "problems": []}
    browser = served.browser("commune_officer")
    form = {
        "csrf_token": _token(browser, "/imports/i1/rows/9"),
        "cell_full_name": NAMES[1],
        "cell_birth_date": "28/02/1990",
    }
    answer = browser.post("/imports/i1/rows/9", data=form)
    assert answer.headers["Location"] == "/imports/i1?verdict=accept#row-9"
    assert served.rpc.last.kwargs["values"] == {"birth_date": "28/02/1990"}


def test_a_line_that_is_still_wrong_is_shown_again(served: Office) -> None:
    problems = [{"column": "birth_date", "value": "hôm qua", "reason": "not_a_date"}]
    served.rpc.answers["registry.correct_row"] = {
        "row": 9, "verdict": "reject", "problems": problems, "cells": {"birth_date": "hôm qua"},
    }  # fmt: skip
    browser = served.browser("commune_officer")
    form = {"csrf_token": _token(browser, "/imports/i1/rows/9"), "cell_birth_date": "hôm qua"}
    answer = browser.post("/imports/i1/rows/9", data=form)
    assert answer.status_code == 422
    assert 'value="hôm qua"' in answer.text


def test_a_question_is_decided_for_the_person_it_names(served: Office) -> None:
    served.rpc.answers["registry.decide_review"] = {"id": "rv1", "version": 2, "warnings": []}
    browser = served.browser("commune_officer")
    form = {"csrf_token": _token(browser, "/reviews"), "decision": f"same:{IDS[0]}"}
    assert browser.post("/reviews/rv1/decide", data=form).headers["Location"] == "/reviews"
    assert served.rpc.last.kwargs["body"] == {"decision": "same", "same_as": IDS[0]}


def test_a_list_is_taken_along_for_a_purpose_by_post(served: Office) -> None:
    served.rpc.answers["registry.export_people"] = {
        "filename": "danh-sach.csv", "content_base64": "77u/YQ==", "rows": 1,
    }  # fmt: skip
    browser = served.browser("commune_officer")
    form = {"csrf_token": _token(browser, "/people"), "purpose": "họp thôn", "form": "csv"}
    answer = browser.post("/people/export", data=form)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danh-sach.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert served.rpc.last.kwargs["purpose"] == "họp thôn"
