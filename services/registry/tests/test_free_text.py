"""No event of the registry keeps words about a person open: each text field of each event is
sealed, or stands here with the reason why it may be read without a key."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from chassis.commands import Aggregate
from registry.data_keys import DataKeys, MemoryKeyStore
from registry.records import Records, open_records
from registry.sealed import SealedAggregate
from registry.vault import Vault

OPAQUE = "an opaque id, made by a machine"
CODE = "a word of a vocabulary, which the body's schema checks"
PLACE = "a village of the commune's own list, or a commune's code"
OFFICE = "the office's own words about its own work; it is told to name nobody"


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


OPEN: dict[str, tuple[str, frozenset[str]]] = {
    OPAQUE: (
        "*",
        _names(
            "person_id household_id need_id referral_id outreach_id feedback_id survey_id plan_id",
            "review_id task_id request_id consent_id breach_id term_id change_id record_id",
            "group_id carried candidates duplicate into same_as recovery_id included left_out",
        ),
    ),
    CODE: (
        "*",
        _names(
            "reason_code reasons decision rule kind channel scope form outcome type source topic",
            "status level basis partner partners unit_kind purpose stage to what land list voided",
        ),
    ),
    PLACE: ("*", frozenset({"village", "commune", "former"})),
    "the villages of a decision about villages, and what they are called by it": (
        "village_catalogue",
        _names("villages into"),
    ),
    "the published document that decided about villages": (
        "village_catalogue",
        _names("number issued_by"),
    ),
    "the opaque id of whoever acted": ("village_catalogue", frozenset({"actor"})),
    "the partner's answer, accepted or declined": ("referral", frozenset({"answer"})),
    "which text was read out, by its number": ("consent", frozenset({"text_version"})),
    "the household's number in the commune's book, by which it is looked up": (
        "household",
        frozenset({"code"}),
    ),
    "an occupation of the commune's own list": ("need referral", frozenset({"occupation"})),
    "a village or an occupation, as the commune writes it": ("term", frozenset({"name"})),
    "the published document that the figures stand in": (
        "labour_survey",
        frozenset({"source_document"}),
    ),
    "the name of a round of visits, and which of the commune's people go": (
        "visit_plan",
        frozenset({"round", "visitors"}),
    ),
    OFFICE: ("breach", frozenset({"nature", "measures", "report_number"})),
}


def text_fields(of: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every field of free length in an event, however deep."""
    if of in (str, Any):
        yield path
    elif dataclasses.is_dataclass(of):
        hints = typing.get_type_hints(of)
        for each in dataclasses.fields(of):
            yield from text_fields(hints[each.name], (*path, each.name))
    elif typing.get_origin(of) is not typing.Literal:
        for inner in typing.get_args(of):
            yield from text_fields(inner, path)


def open_fields(aggregate: Aggregate[Any, Any]) -> set[tuple[str, str]]:
    """``(event, field)`` of what an aggregate's events keep open."""
    sealed = aggregate.sealed if isinstance(aggregate, SealedAggregate) else frozenset()
    return {
        (name, path[-1])
        for name, event in aggregate.events.items()
        for path in text_fields(event)
        if not sealed & set(path)
    }


def allowed(kind: str, field: str) -> bool:
    return any(
        field in names and (kinds == "*" or kind in kinds.split()) for kinds, names in OPEN.values()
    )


@pytest.fixture
def records() -> Records:
    vault = Vault.fresh()
    return open_records(vault, DataKeys(vault, MemoryKeyStore()))


def aggregates(records: Records) -> list[Aggregate[Any, Any]]:
    return [getattr(records, each.name) for each in dataclasses.fields(records)]


def test_every_text_of_every_event_is_sealed_or_has_a_reason_to_stand_open(
    records: Records,
) -> None:
    found = {
        (each.kind, *field)
        for each in aggregates(records)
        for field in open_fields(each)
        if not allowed(each.kind, field[1])
    }
    assert found == set()


def test_the_list_names_nothing_that_no_event_keeps_open(records: Records) -> None:
    """What is let pass in one kind of record is there: a name left on the list would let the
    next field of that name pass unseen."""
    kept = {
        (each.kind, field) for each in aggregates(records) for _event, field in open_fields(each)
    }
    stated = {
        (kind, name) for kinds, names in OPEN.values() for kind in kinds.split() for name in names
    }
    assert {each for each in stated if each[0] != "*"} <= kept


def test_what_tells_of_a_person_is_sealed(records: Records) -> None:
    """The walk finds what it is for: without their seals these would be named."""
    plain: set[tuple[str, str]] = set()
    for each in aggregates(records):
        bare = Aggregate(
            each.kind, state=each.state, events=list(each.events.values()), evolve=each.evolve
        )
        plain |= {(each.kind, field) for _event, field in open_fields(bare)}
    for kind, field in (
        ("person", "full_name"),
        ("person", "note"),
        ("person", "verified_by"),
        ("feedback", "text"),
        ("feedback", "answer"),
        ("age_task", "reason"),
        ("consent", "evidence"),
        ("review", "row"),
    ):
        assert (kind, field) in plain
        assert not allowed(kind, field)
