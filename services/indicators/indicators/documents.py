"""How pages, ledger lines and surveys lie in the database.

A person's state is one block of MessagePack: nobody queries inside it, and it is read and
written about ten times as fast as nested documents.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from bson.binary import Binary

from indicators.domain.book import NEVER, HouseholdPage, Line, PersonPage
from indicators.domain.contributions import Entry
from indicators.domain.facts import PersonState
from indicators.domain.households import Facet
from indicators.domain.shelves import place_of, shelf_of
from indicators.domain.surveys import SurveyFact
from indicators.domain.timeline import Dims

__all__ = [
    "cause_in",
    "entry_of",
    "household_document",
    "household_page",
    "line_document",
    "packed",
    "person_document",
    "person_page",
    "survey_document",
    "survey_fact",
    "unpacked",
]

Document = dict[str, Any]

_encode = msgspec.msgpack.Encoder().encode
_state = msgspec.msgpack.Decoder(PersonState).decode
_facets = msgspec.msgpack.Decoder(dict[str, Facet]).decode


def packed(state: PersonState) -> bytes:
    return _encode(state)


def unpacked(block: bytes) -> PersonState:
    return _state(block)


def person_document(person: str, page: PersonPage) -> Document:
    """``s``: state; ``h``: digest of the contributions; ``c``: the cluster of a merged person."""
    document: Document = {"_id": person, "s": Binary(_encode(page.state)), "h": page.digest}
    if page.at is not NEVER:
        document["at"] = page.at
    if len(page.cluster) > 1:
        document["c"] = list(page.cluster)
    return document


def person_page(document: Document) -> PersonPage:
    return PersonPage(
        cluster=tuple(document.get("c") or (document["_id"],)),
        state=_state(document["s"]),
        at=document.get("at", NEVER),
        digest=document["h"],
    )


def household_document(household: str, page: HouseholdPage) -> Document:
    document: Document = {"_id": household, "s": Binary(_encode(page.facets)), "h": page.digest}
    if page.at is not NEVER:
        document["at"] = page.at
    return document


def household_page(document: Document) -> HouseholdPage:
    return HouseholdPage(
        facets=_facets(document["s"]), at=document.get("at", NEVER), digest=document["h"]
    )


def line_document(line: Line) -> Document:
    """A ledger line. Its ``_id`` is its cause, the event, and its number within it.

    ``p``: the place the unit joins; ``j``: 1 with it, -1 when it leaves.
    """
    k, on, d, dims, fact = line.entry
    document = {
        "_id": f"{line.cause}/{line.n}",
        "unit": line.unit,
        "k": k,
        "on": on,
        "d": d,
        "dims": _dims_text(dims),
        "fact": fact,
        "at": line.at,
        "why": line.why,
    }
    if line.joins:
        document["j"] = line.joins
        if line.joins > 0:
            document["p"] = place_of(k, shelf_of(line.unit))
    return document


def cause_in(line_id: str) -> str:
    """The event, ``<feed>/<position>``, in a ledger line's ``_id``."""
    return "/".join(line_id.split("/", 2)[:2])


def entry_of(document: Document) -> Entry:
    return Entry(
        document["k"],
        document["on"],
        document["d"],
        _dims(document["dims"]),
        document["fact"],
    )


@lru_cache(maxsize=65_536)
def _dims_text(dims: Dims) -> str:
    """The dimensions as one JSON text: few differ, and one text is cheaper than five fields."""
    return msgspec.json.encode(dims).decode()


@lru_cache(maxsize=65_536)
def _dims(text: str) -> Dims:
    return msgspec.json.decode(text, type=Dims)


def survey_document(fact: SurveyFact) -> Document:
    return {
        "_id": fact.event,
        "pos": fact.pos,
        "at": fact.at,
        "survey_id": fact.survey_id,
        "as_of": fact.as_of,
        "source_document": fact.source_document,
        "numbers": dict(fact.numbers),
    }


def survey_fact(document: Document) -> SurveyFact:
    return SurveyFact(
        event=document["_id"],
        pos=document["pos"],
        at=document["at"],
        survey_id=document["survey_id"],
        as_of=document["as_of"],
        source_document=document["source_document"],
        numbers=tuple(document["numbers"].items()),
    )
