"""The periodic report, read back: what it says of open, closed and broken spans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from docx.document import Document
from gateway.report.facts import Facts
from gateway.report.offices import office_of
from gateway.report.wording import day_of, days_of, span_words

from . import believable
from .report_read_back import (
    DIGEST,
    Json,
    one,
    open_report,
    report,
    results,
    rows,
    served,
    signed,
    signed_report,
    text_of,
)

__all__ = ["open_report", "signed_report"]

PLAN = (date(2026, 1, 1), date(2030, 12, 31))


class TestFigures:
    """What it says."""

    def test_all_fourteen_stand_by_clause_with_value_target_and_status(
        self, open_report: Document
    ) -> None:
        table = rows(open_report, 2)
        assert [row[0] for row in table if row[0].isdecimal()] == [str(n) for n in range(1, 15)]
        assert [row[0] for row in table if "mục III" in row[0]] == [
            "1. Đào tạo nghề, đào tạo lại nghề (mục III.1 của Kế hoạch)",
            "2. Giải quyết việc làm và thị trường lao động (mục III.2 của Kế hoạch)",
        ]
        found = results(open_report)
        trainees = found["Lao động nông thôn tham gia đào tạo nghề"]
        assert trainees[2:] == ["131 người", "Bình quân 150 người/năm", "Có nguy cơ"]
        reached = found["Nhóm ưu tiên được tiếp cận dịch vụ việc làm"]
        assert reached[2:] == ["64%\n(791/1.236 người)", "100%", "Chậm"]
        assert found["Tỷ lệ thất nghiệp chung"][3] == "Dưới 2,5%"
        assert found["Tỷ lệ lao động qua đào tạo"][3] == "Từ 75% đến 80%"

    def test_no_number_to_reach_and_not_enough_data_are_told_as_such(
        self, open_report: Document
    ) -> None:
        found = results(open_report)
        advised = found["Người hưởng BHTN được tư vấn chính sách học nghề"]
        assert advised[2:] == ["75,9%\n(41/54 người)", "Không có chỉ tiêu số", "-"]
        youth = found["Thanh niên ưu tiên có nhu cầu được hỗ trợ học nghề"]
        assert youth[2:] == ["Chưa đủ dữ liệu", "Không có chỉ tiêu số", "Chưa đủ dữ liệu"]

    def test_the_first_annex_tells_source_reading_version_and_survey(
        self, open_report: Document
    ) -> None:
        found = {row[0]: row for row in rows(open_report, 4)}
        assert "Cơ sở giáo dục nghề nghiệp" in found["1"][7]
        assert "mỗi người một lần trong năm" in found["1"][8]
        assert "(định nghĩa phiên bản 1)" in found["1"][8]
        assert found["1"][4] == "131/750 người"
        assert found["12"][7].splitlines()[1] == "Văn bản 12/BC-UBND, số liệu ngày 01/07/2026"

    def test_the_months_are_those_of_the_figure(self, open_report: Document) -> None:
        table = rows(open_report, 5)
        assert table[0][2:] == [f"{month:02d}/2026" for month in range(1, 12)]
        found = {row[0]: row[2:] for row in table}
        assert [int(each) for each in found["1"]] == list(believable.FLOWS["rural_trainees"])
        assert found["7"][-1] == "64%\n791/1.236"
        assert found["12"][0] == "-", "no survey yet: unknown, not 0"

    def test_breakdowns_end_with_the_figure_itself(self, open_report: Document) -> None:
        for index in (6, 7, 8, 9):
            table = rows(open_report, index)
            assert table[-1][:3] == ["Tổng số", "131", "70"]
            assert len(table[0]) == 12, "eleven indicators: surveys have no breakdown"
        assert rows(open_report, 6)[1][0] == "Hộ nghèo"
        assert rows(open_report, 7)[1][0] == "Nam"

    def test_each_source_says_how_fresh_it_is(self, open_report: Document) -> None:
        told = one(open_report, "3. Nguồn số liệu").text
        assert "Đào tạo nghề: 09:58 23/11/2026" in told
        assert "Vay vốn: 14:40 04/11/2026" in told

    def test_it_judges_what_lags_and_says_what_is_needed(self, open_report: Document) -> None:
        late = one(open_report, "- Lao động nông thôn tham gia").text
        assert "131 người, mục tiêu bình quân 150 người/năm (có nguy cơ)" in late
        assert "cần thêm bình quân 12,6 người/tháng" in late
        told = one(open_report, "Trong 14 chỉ tiêu").text
        assert "3 chỉ tiêu đạt" in told and "1 chỉ tiêu chưa đủ dữ liệu" in told

    def test_the_plans_groups_and_people_are_not_named(self, open_report: Document) -> None:
        assert "person_id" not in text_of(open_report)


class TestStanding:
    """Signed or not."""

    def test_an_open_span_is_marked_as_not_settled(self, open_report: Document) -> None:
        told = text_of(open_report)
        assert "(Số liệu chưa chốt, tính đến hết ngày 23 tháng 11 năm 2026)" in told
        assert "2. Tình trạng số liệu: chưa chốt." in told
        assert "Kỳ báo cáo chưa kết thúc" in told
        assert "SHA-256" not in told

    def test_a_closed_span_tells_what_was_signed_and_its_digest(
        self, signed_report: Document
    ) -> None:
        told = text_of(signed_report)
        assert "(Số liệu đã chốt ngày 08/07/2026)" in told
        assert "đã chốt lúc 09:10 08/07/2026" in told
        assert DIGEST in told
        assert "chưa chốt" not in told
        trainees = results(signed_report)["Lao động nông thôn tham gia đào tạo nghề"]
        assert trainees[2] == "70 người", "as signed, whatever became known since"
        assert "Sổ người lao động: bản ghi số 48.212" in told

    def test_months_and_breakdowns_of_a_closed_span_are_as_known_when_it_was_signed(self) -> None:
        gateway = served(signed())
        report(gateway, "2026-H1")
        asked = [each.kwargs for each in gateway.rpc.calls if each.method.startswith("figure")]
        assert len(asked) > 14
        assert {each["as_of"] for each in asked} == {"2026-07-08T02:10:00.000Z"}
        assert {each["span"] for each in asked} == {"2026-H1"}

    def test_a_broken_chain_of_closings_is_said(self) -> None:
        assert "chuỗi các bản chốt không còn nguyên vẹn" in text_of(
            report(served(signed(sound=False)), "2026-H1")
        )

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_every_kind_of_file_gives_the_signed_figures(self, kind: str) -> None:
        gateway = served(signed())
        answer = gateway.client("city_viewer").get(f"/api/v1/reports/2026-H1.{kind}")
        assert answer.status_code == 200
        assert "indicators.figures" not in [f"{c.service}.{c.method}" for c in gateway.rpc.calls]

    def test_a_span_that_has_not_begun_has_no_figures(self) -> None:
        def nothing(**_: Any) -> Json:
            empty = {"valued_on": None, "value": None, "num": None, "den": None, "ratio": None}
            bare = {**empty, "status": "no_data", "months": [], "pace": None, "annual": None}
            told = believable.figures()
            return {**told, "items": [{**each, **bare} for each in told["items"]]}

        document = report(served(figures=nothing), "2029-Q1")
        assert "(Kỳ báo cáo chưa bắt đầu)" in text_of(document)
        assert {row[2] for row in rows(document, 2)[2:] if row[0].isdecimal()} == {
            "Chưa đủ dữ liệu"
        }
        assert len(document.sections) == 3, "there is nothing to break down"


def test_it_is_vietnamese_whatever_the_caller_reads() -> None:
    document = report(served(), **{"Accept-Language": "en"})
    assert "Lao động nông thôn tham gia đào tạo nghề" in results(document)
    assert document.core_properties.language == "vi-VN"


def test_the_file_is_offered_under_the_spans_name() -> None:
    answer = served().client("ops").get("/api/v1/reports/2026-Q3.docx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bao-cao-2026-Q3.docx"'
    assert answer.content_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("span", "words", "first", "last"),
    [
        ("2026", "năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", "6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("2027-H2", "6 tháng cuối năm 2027", date(2027, 7, 1), date(2027, 12, 31)),
        ("2026-9M", "9 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 9, 30)),
        ("2026-Q4", "quý IV năm 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-02", "tháng 02 năm 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-10", "tháng 10 năm 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("plan", "giai đoạn 2026 - 2030", *PLAN),
    ],
)
def test_spans_and_days_are_written_as_offices_write_them(
    span: str, words: str, first: date, last: date
) -> None:
    assert span_words(span, PLAN) == words
    assert days_of(span, PLAN) == (first, last)


def test_days_and_the_first_two_months_get_a_zero() -> None:
    assert day_of(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert day_of(date(2026, 6, 29)) == "ngày 29 tháng 6 năm 2026"


def test_another_unit_gets_the_form_with_its_own_name() -> None:
    unit = office_of("09952", "xã Phú Cát")
    assert list(unit.issuer) == ["ỦY BAN NHÂN DÂN", "XÃ PHÚ CÁT"]
    assert unit.short == "UBND xã Phú Cát"
    assert not unit.recipients, "only its own plan says who receives it"


def test_a_communes_report_asks_for_its_own_figures_and_is_its_offices() -> None:
    gateway = served(signed())
    asked = gateway.client("commune_leader")
    answer = asked.get("/api/v1/reports/2026-H1.docx?commune=09931")
    assert answer.status_code == 200
    assert "bao-cao-09931-2026-H1.docx" in answer.headers["Content-Disposition"]
    figures = [each.kwargs for each in gateway.rpc.calls if each.method in ("figures", "figure")]
    assert {each["commune"] for each in figures} == {"09931"}
    table = asked.get("/api/v1/reports/2026-H1.csv?commune=09931")
    assert "131" in table.text, "the whole was signed, not the commune's"
    assert asked.get("/api/v1/reports/2026.csv?commune=x").status_code == 422


def test_the_row_of_what_no_record_tells_is_said_in_words() -> None:
    facts = Facts(served().parts.texts.language("vi"), {})
    assert facts.label("school", "none") == "Không có trong bản ghi"
    assert facts.label("commune", "09931") == "xã Hưng Đạo"
