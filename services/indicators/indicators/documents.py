"""How pages and surveys lie in the database.

A person's state is one block of MessagePack: nobody queries inside it, and it is read and
written about ten times as fast as nested documents.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import msgspec

from indicators.domain.book import NEVER, HouseholdPage, PersonPage
from indicators.domain.facts import PersonState
from indicators.domain.households import Facet
from indicators.domain.surveys import SurveyFact

__all__ = [
    "event_in",
    "household_document",
    "household_page",
    "packed",
    "packed_together",
    "person_anew",
    "person_document",
    "person_page",
    "survey_document",
    "survey_fact",
    "unpacked",
]

Document = dict[str, Any]

_encode = msgspec.msgpack.Encoder().encode
_state = msgspec.msgpack.Decoder(PersonState).decode
_parts = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
_facets = msgspec.msgpack.Decoder(dict[str, Facet]).decode


def packed(state: PersonState) -> bytes:
    return _encode(state)


def unpacked(block: bytes) -> PersonState:
    return _state(block)


def packed_together(one: bytes, other: bytes, parts: Container[str]) -> bytes:
    """A state with these parts from the other block and the rest from the one."""
    found = {part: told for part, told in _parts(one).items() if part not in parts}
    return _encode(found | {part: told for part, told in _parts(other).items() if part in parts})


def person_document(person: str, page: PersonPage) -> Document:
    """``s``: state; ``h``: digest of the contributions; ``c``: the cluster of a merged person."""
    document = person_anew(person, _encode(page.state), page.digest, page.cluster)
    if page.at is not NEVER:
        document["at"] = page.at
    return document


def person_anew(person: str, block: bytes, digest: int, cluster: Sequence[str]) -> Document:
    """The same of a state that is packed, when nothing was recorded yet."""
    document: Document = {"_id": person, "s": block, "h": digest}
    if len(cluster) > 1:
        document["c"] = list(cluster)
    return document


def person_page(document: Document) -> PersonPage:
    return PersonPage(
        cluster=tuple(document.get("c") or (document["_id"],)),
        state=_state(document["s"]),
        at=document.get("at", NEVER),
        digest=document["h"],
    )


def household_document(household: str, page: HouseholdPage) -> Document:
    document: Document = {"_id": household, "s": _encode(page.facets), "h": page.digest}
    if page.at is not NEVER:
        document["at"] = page.at
    return document


def household_page(document: Document) -> HouseholdPage:
    return HouseholdPage(
        facets=_facets(document["s"]), at=document.get("at", NEVER), digest=document["h"]
    )


def event_in(cause: str) -> str:
    """The event, ``<feed>/<position>``, in a ledger line's cause."""
    return "/".join(cause.split("/", 2)[:2])


def survey_document(fact: SurveyFact) -> Document:
    return {
        "_id": fact.event,
        "pos": fact.pos,
        "at": fact.at,
        "survey_id": fact.survey_id,
        "as_of": fact.as_of,
        "source_document": fact.source_document,
        "commune": fact.commune,
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
        commune=document.get("commune", ""),  # stored before communes were told apart
        numbers=tuple(document["numbers"].items()),
    )
