"""The form of Decree 30/2020, Annex I: paper, letters, parts, annexes, what the clerk fills in."""

from __future__ import annotations

from datetime import date

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from gateway.report.layout import layout_on

from .report_read_back import everything, one, open_report, text_of

__all__ = ["open_report"]


class TestForm:
    """Decree 30/2020, Annex I, part I."""

    def test_the_paper_is_a4_with_the_margins_of_the_decree(self, open_report: Document) -> None:
        page = open_report.sections[0]
        assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
        assert Mm(20) <= page.top_margin <= Mm(25) and Mm(20) <= page.bottom_margin <= Mm(25)
        assert Mm(30) <= page.left_margin <= Mm(35)
        assert Mm(15) <= page.right_margin <= Mm(20)

    def test_every_letter_is_times_new_roman_and_black(self, open_report: Document) -> None:
        faces = open_report.styles["Normal"].element.rPr.rFonts
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            assert faces.get(qn(f"w:{script}")) == "Times New Roman"
        assert str(open_report.styles["Normal"].font.color.rgb) == "000000"
        for paragraph in everything(open_report):
            assert paragraph.style is not None and paragraph.style.name == "Normal"
            for run in paragraph.runs:
                assert run.font.name is None and run.font.color.rgb is None

    @pytest.mark.parametrize(
        ("start", "sizes", "bold", "italic"),
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False),
            ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False),
            ("ỦY BAN NHÂN DÂN", (12, 13), True, False),
            ("XÃ HƯNG ĐẠO", (12, 13), True, False),
            ("Số:", (13, 13), False, False),
            ("Hưng Đạo, ngày", (13, 14), False, True),
            ("BÁO CÁO", (13, 14), True, False),
            ("Kết quả thực hiện", (13, 14), True, False),
            ("Kính gửi: Sở Nội vụ Hà Nội.", (13, 14), False, False),
            ("Thực hiện Kế hoạch", (13, 14), False, False),
            ("KT. CHỦ TỊCH", (13, 14), True, False),
            ("Nơi nhận:", (12, 12), True, True),
            ("- Như trên;", (11, 11), False, False),
            ("Phụ lục I", (14, 14), True, False),
            ("CHỈ TIÊU, CÁCH TÍNH", (13, 14), True, False),
            ("(Kèm theo Báo cáo số", (13, 14), False, True),
        ],
    )
    def test_each_part_has_its_size_and_kind(
        self, open_report: Document, start: str, sizes: tuple[int, int], bold: bool, italic: bool
    ) -> None:
        run = one(open_report, start).runs[0]
        assert Pt(sizes[0]) <= run.font.size <= Pt(sizes[1])
        assert (bool(run.font.bold), bool(run.font.italic)) == (bold, italic)

    def test_the_text_is_justified_indented_and_spaced(self, open_report: Document) -> None:
        form = one(open_report, "Thực hiện Kế hoạch").paragraph_format
        assert form.alignment == ALIGN.JUSTIFY
        assert round(form.first_line_indent.cm, 2) in (1.0, 1.27)
        assert form.space_after >= Pt(6)
        assert 1 <= form.line_spacing <= 1.5

    def test_pages_are_numbered_from_one_at_the_top_but_not_on_the_first(
        self, open_report: Document
    ) -> None:
        for section in open_report.sections:  # each annex has numbers of its own
            assert section.different_first_page_header_footer
            assert not section.first_page_header.paragraphs[0].text
            header = section.header.paragraphs[0]
            assert header.alignment == ALIGN.CENTER
            assert header._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
            assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"

    def test_annexes_lie_and_repeat_the_heads_of_their_tables(self, open_report: Document) -> None:
        upright, *annexes = open_report.sections
        assert upright.orientation == WD_ORIENT.PORTRAIT
        assert len(annexes) == 3
        assert all(each.orientation == WD_ORIENT.LANDSCAPE for each in annexes)
        assert all(each.page_width > each.page_height for each in annexes)
        lined = [each for each in open_report.tables if each.style.name == "Table Grid"]
        assert len(lined) == 7
        assert all(each.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for each in lined)

    def test_no_table_is_wider_than_its_page(self, open_report: Document) -> None:
        for table in open_report.tables[:3]:
            assert sum(column.width for column in table.columns) <= Mm(165.5)
        for table in open_report.tables[4:]:
            assert sum(column.width for column in table.columns) <= Mm(252.5)

    def test_number_day_and_name_are_left_to_the_clerk_and_the_signer(
        self, open_report: Document
    ) -> None:
        assert one(open_report, "Số:").text.split() == ["Số:", "/BC-UBND"]
        assert one(open_report, "Hưng Đạo, ngày").text.split() == [
            "Hưng", "Đạo,", "ngày", "tháng", "năm", "2026",
        ]  # fmt: skip
        assert "Đỗ Hồng Sơn" not in text_of(open_report)

    def test_the_recipients_are_those_of_the_plan(self, open_report: Document) -> None:
        table = next(each for each in open_report.tables if "Nơi nhận" in each.cell(0, 0).text)
        assert table.cell(0, 0).text.splitlines() == [
            "Nơi nhận:",
            "- Như trên;",
            "- Chủ tịch UBND xã (để báo cáo);",
            "- Các PCT UBND xã;",
            "- Ủy ban MTTQ Việt Nam xã;",
            "- Ngân hàng chính sách xã hội - phòng giao dịch Quốc Oai;",
            "- Bảo hiểm xã hội cơ sở Quốc Oai;",
            "- Các phòng, ban, đơn vị xã;",
            "- Lưu: VT, VHXH.",
        ]

    def test_the_form_is_dated_and_names_its_decree(self) -> None:
        layout = layout_on(date(2026, 11, 23))
        assert "30/2020/NĐ-CP" in layout.basis
        assert layout.status == "confirmed"
