"""A report put together: head, text, signature, annexes."""

from __future__ import annotations

import io
from datetime import datetime, time

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle

from gateway.report.annexes import annexes
from gateway.report.body import body
from gateway.report.ending import ending
from gateway.report.facts import Facts
from gateway.report.heading import head, title
from gateway.report.ink import number_pages, set_page, use_face
from gateway.report.layout import Layout, layout_on
from gateway.report.material import Material
from gateway.report.offices import Office
from gateway.report.wording import day_of, say, span_words
from gateway.texts import Language

__all__ = ["docx_file"]


def docx_file(material: Material, office: Office, words: Language) -> bytes:
    """The report as a Word document. ``words`` is the Vietnamese catalogue."""
    layout = layout_on(material.today)
    facts = Facts(words, material.communes)
    document = _blank(layout)
    subject = _subject(material, office)
    _describe(document, material, office, subject)
    head(document, office, layout, material.today.year)
    title(document, office, layout, subject, _standing(material, facts))
    body(document, material, office, layout, facts)
    ending(document, office, layout)
    annexes(document, material, office, layout, facts)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blank(layout: Layout) -> Document:
    document = docx.Document()
    styles = [each for each in document.styles if isinstance(each, ParagraphStyle)]
    for style in styles:
        if style.name in ("Normal", "Header", "Footer"):
            use_face(style, layout)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is not None:  # the template's own face and spaces would show through
        document.styles.element.remove(defaults)
    set_page(document.sections[0], layout, wide=False)
    number_pages(document.sections[0], layout)
    return document


def _describe(document: Document, material: Material, office: Office, subject: str) -> None:
    told = document.core_properties
    told.title, told.author, told.language = f"{say('type')}: {subject}", office.short, "vi-VN"
    told.last_modified_by, told.comments, told.keywords = office.short, "", material.span
    told.created = told.modified = datetime.combine(material.today, time())


def _subject(material: Material, office: Office) -> str:
    if material.span == "plan":
        return say("subject_plan", plan_short=office.plan_short)
    span = span_words(material.span, office.period)
    return say("subject", plan_short=office.plan_short, span=span)


def _standing(material: Material, facts: Facts) -> str:
    if material.closing:
        return say("settled", signed_on=facts.format.day(material.closing["signed_on"]))
    if material.valued_on is None:
        return say("not_begun")
    return say("not_settled", valued_on=day_of(material.valued_on))
