"""A periodic report asked for and read back from its file."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from . import believable
from .office import Office, office

DIGEST = "0123456789abcdef" * 4
Json = dict[str, Any]


def signed(sound: bool = True, **change: Any) -> Json:
    """2026-H1 as it was signed: one trainee fewer than is known now."""
    figures = believable.figures("2026-H1")["items"]
    figures[0] = {**figures[0], "value": 70, "status": "behind", **change}
    frozen = [
        {name: each[name] for name in each if name not in ("months", "forecast", "fresh_to")}
        for each in figures
    ]
    closing = {
        "span": "2026-H1",
        "digest": DIGEST,
        "signed_by": "lanh-dao",
        "signed_on": "2026-07-08",
        "signed_at": "2026-07-08T02:10:00.000Z",
        "positions": {"registry.indicators": 48_212, "training": 2_910},
        "figures": frozen,
    }
    return {"items": [closing], "total": 1, "sound": sound}


def served(closings: Json | None = None, figures: Any = believable.figures) -> Office:
    gateway = office()
    gateway.rpc.answers |= {
        "indicators.list_closings": closings or {"items": [], "total": 0, "sound": True},
        "indicators.figures": figures,
        "indicators.figure": believable.figure,
    }
    return gateway


def report(gateway: Office, span: str = "2026", **headers: str) -> Document:
    answer = gateway.client("commune_leader").get(f"/api/v1/reports/{span}.docx", headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return docx.Document(io.BytesIO(answer.data))


def everything(document: Document) -> list[Paragraph]:
    """Every paragraph, those in tables too, in the order of the page."""
    body = document.element.body
    return [Paragraph(each, document) for each in body.iter(qn("w:p"))]


def text_of(document: Document) -> str:
    return "\n".join(each.text for each in everything(document))


def one(document: Document, start: str) -> Paragraph:
    return next(each for each in everything(document) if each.text.startswith(start))


def rows(document: Document, index: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[index].rows]


def results(document: Document) -> dict[str, list[str]]:
    """The table of results (after the two that place the head): name → cells."""
    return {row[1]: row for row in rows(document, 2)}


@pytest.fixture(scope="module")
def open_report() -> Document:
    return report(served())


@pytest.fixture(scope="module")
def signed_report() -> Document:
    return report(served(signed()), "2026-H1")
