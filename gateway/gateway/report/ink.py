"""Putting text on paper: paragraphs, rules, page numbers; the face and sizes of the form."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal, Protocol

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from gateway.report.layout import Layout

__all__ = ["Ink", "Sheet", "number_pages", "put", "rule", "set_page", "use_face"]

Align = Literal["left", "center", "right", "justify"]
BLACK = RGBColor(0, 0, 0)
ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
HAIRLINE = "6"
"""Of a rule: eighths of a point."""


class Sheet(Protocol):
    """What takes paragraphs: a document, a cell, a header."""

    def add_paragraph(self, text: str = ..., style: str | ParagraphStyle | None = ...) -> Paragraph:
        """A new, empty paragraph at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """A paragraph's look: sizes and spaces in pt, ``indent`` of its first line in cm."""

    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "center"
    before: float = 0
    after: float = 0
    indent: float = 0
    line: float = 1
    keep: bool = False
    """With the next paragraph, on one page."""


def use_face(style: ParagraphStyle, layout: Layout) -> None:
    """The form's face, black, in Vietnamese, for every script a word processor knows."""
    style.font.name = layout.font
    style.font.size = Pt(layout.body)
    style.font.color.rgb = BLACK
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), layout.font)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), "vi-VN")
    properties.append(language)


def put(paragraph: Paragraph, text: str, ink: Ink) -> Paragraph:
    """Write ``text`` into a paragraph and give it its look. What the style says already is
    not said again: in a thousand cells that is half of the time a report takes."""
    run = paragraph.add_run(text)
    run.font.size = Pt(ink.size)
    if ink.bold:
        run.font.bold = True
    if ink.italic:
        run.font.italic = True
    form = paragraph.paragraph_format
    form.alignment = ALIGNMENTS[ink.align]
    if ink.before:
        form.space_before = Pt(ink.before)
    if ink.after:
        form.space_after = Pt(ink.after)
    if ink.indent:
        form.first_line_indent = Cm(ink.indent)
    if ink.line != 1:
        form.line_spacing = ink.line
    if ink.keep:
        form.keep_with_next = True
    return paragraph


def rule(sheet: Sheet, *, length: float, width: float) -> None:
    """A line of ``length`` mm in the middle of ``width`` mm."""
    paragraph = sheet.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    form.space_before, form.space_after = Pt(1), Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", HAIRLINE), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def set_page(section: Section, layout: Layout, *, wide: bool) -> None:
    """Paper and margins; the page number's line stands in the middle of the top margin."""
    width, height = _at_least(layout.paper["width"]), _at_least(layout.paper["height"])
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if wide else (width, height)
    section.top_margin = _at_least(layout.margins["top"])
    section.bottom_margin = _at_least(layout.margins["bottom"])
    section.left_margin = _at_least(layout.margins["left"])
    section.right_margin = _at_least(layout.margins["right"])
    section.header_distance = section.footer_distance = Mm(layout.margins["top"] / 2)


def _at_least(length: float) -> Length:
    """Pages are measured in twentieths of a point: rounded down, 15 mm would be less."""
    return Twips(ceil(length / 25.4 * 1440))


def number_pages(section: Section, layout: Layout) -> None:
    """Numbers from 1, centred in the top margin; the first page shows none."""
    section.different_first_page_header_footer = True
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    margins = section._sectPr.find(qn("w:pgMar"))
    if margins is None:
        raise ValueError("a section has its margins before its page numbers")
    margins.addnext(start)
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    put(paragraph, "", Ink(size=layout.page_number))
    field, run, text = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), "PAGE")
    properties, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), str(int(layout.page_number * 2)))
    properties.append(size)
    text.text = "2"
    run.append(properties)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
