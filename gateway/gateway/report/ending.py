"""The end of the report: who receives it, who signs it."""

from __future__ import annotations

from docx.document import Document

from gateway.report.ink import Ink, put
from gateway.report.layout import Layout
from gateway.report.offices import Office
from gateway.report.tables import bare_table
from gateway.report.wording import say

__all__ = ["ending"]

ROOM_TO_SIGN = 5
"""Empty lines between the signer's office and name."""

NARROW = Ink(size=2)


def ending(document: Document, office: Office, layout: Layout) -> None:
    """Recipients on the left, the signer's authority on the right; the name is the signer's."""
    put(document.add_paragraph(), "", NARROW)
    left = round(layout.text_width * 0.6)
    row = bare_table(document, [left, layout.text_width - left])
    word = Ink(size=layout.recipients_word, bold=True, italic=True, align="left")
    put(row.cells[0].paragraphs[0], say("recipients"), word)
    small = Ink(size=layout.recipients, align="left")
    names = ([say("as_above")] if office.addressees else []) + list(office.recipients)
    for name in names:
        put(row.cells[0].add_paragraph(), f"- {name};", small)
    put(row.cells[0].add_paragraph(), f"- {say('archive', archive=office.archive)}", small)
    strong = Ink(size=layout.signer, bold=True)
    for index, line in enumerate(office.signature):
        cell = row.cells[1]
        put(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), line, strong)
    for _ in range(ROOM_TO_SIGN):
        put(row.cells[1].add_paragraph(), "", strong)
