"""Figures as csv and xlsx."""

from __future__ import annotations

import io

import openpyxl
from gateway.report_files import csv_file, guarded, xlsx_file

from . import believable
from .office import Office

EMPTY = {"items": [], "total": 0}


class TestReports:
    """Figures as files."""

    def test_csv_opens_right_in_a_spreadsheet(self, gateway: Office) -> None:
        gateway.rpc.answers["indicators.figures"] = believable.figures
        gateway.rpc.answers["indicators.list_closings"] = EMPTY
        answer = gateway.client("commune_leader").get("/api/v1/reports/2026.csv")
        assert answer.data.startswith("\ufeff".encode())
        lines = answer.data.decode("utf-8-sig").splitlines()
        assert len(lines) == 15
        assert lines[1].startswith("III.1,Lao động nông thôn tham gia đào tạo nghề,2026,131,")

    def test_xlsx_has_numbers_as_numbers(self, gateway: Office) -> None:
        gateway.rpc.answers["indicators.figures"] = believable.figures
        gateway.rpc.answers["indicators.list_closings"] = EMPTY
        answer = gateway.client("commune_leader").get(
            "/api/v1/reports/2026-Q3.xlsx", headers={"Accept-Language": "en"}
        )
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        assert [cell.value for cell in sheet[1]][:3] == ["Clause", "Indicator", "Span"]
        assert sheet["D2"].value == 131
        assert "2026-Q3" in answer.headers["Content-Disposition"]

    def test_no_cell_is_run_as_a_formula(self) -> None:
        for bad in ("=1+1", "+84", "-x", "@SUM", "\tx"):
            assert guarded(bad) == f"'{bad}"
        assert guarded(-5) == -5
        assert guarded("Đào") == "Đào"
        assert b"'=1" in csv_file([["=1+1"]])
        sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file([["h"], ["=1+1"]]))).active
        assert sheet["A2"].value == "'=1+1"

    def test_another_kind_of_file_is_not_there(self, gateway: Office) -> None:
        client = gateway.client("commune_leader")
        assert client.get("/api/v1/reports/2026.odt").json["code"] == "no_such_report"
        assert client.get("/api/v1/reports/2026-Q9.csv").status_code == 422
