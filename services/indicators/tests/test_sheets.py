"""Sheets of the ledger: by key now, in one list before, and by month and moment found again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

import msgspec
from indicators.domain.book import Line
from indicators.domain.shelves import Shelves
from indicators.known_lines import told
from indicators.ledger import blocks, causes_in, commune_of, entry_of, lines_in, told_in
from indicators.recording import Recording

from .office import Office, enrolment, noon, person, service

FACTS = [
    person("p1", "poor_household"), person("p2"), enrolment("e1", "2026-02-10"),
    service("s1", "2026-03-05", "p2"), enrolment("e2", "2027-03-05", "p2"),
]  # fmt: skip


def test_a_sheet_as_it_lay_before_is_read_as_one_of_today(office: Office) -> None:
    """Ledgers of former generations are never rewritten: past moments are read from them."""
    office.learn(*FACTS)
    lines = [line for sheet in office.store.sheets(1) for line in lines_in(sheet["l"])]
    for _, month in groupby(sorted(lines, key=lambda each: each.entry.on), _month_of):
        of_month = list(month)
        (block,) = blocks(of_month)
        assert sorted(lines_in(block.lines)) == sorted(of_month)
        assert {cause for cause, _ in causes_in(block.lines)} == {each.cause for each in of_month}
        before = msgspec.msgpack.encode([_as_before(each) for each in of_month])
        assert sorted(lines_in(before)) == sorted(of_month)
        for k in block.keys:
            of_key = [each for each in of_month if each.entry.k == k]
            assert list(lines_in(block.lines, k)) == list(lines_in(before, k)) == of_key
            lying = list(told_in(block.lines, k, None, None))
            assert list(told_in(before, k, None, None)) == lying
            assert [entry_of(k, each) for each in lying] == [each.entry for each in of_key]
            assert {commune_of(each) for each in lying} == {None}
        assert list(lines_in(block.lines, "no.key")) == []


def _month_of(line: Line) -> str:
    return line.entry.on[:7]


def _as_before(line: Line) -> tuple[object, ...]:
    entry = line.entry
    dims, at = msgspec.json.encode(entry.dims).decode(), int(line.at.timestamp() * 1_000)
    who, what = (line.unit, entry.k, entry.on, entry.d), (entry.fact, line.cause, line.n)
    return (*who, dims, *what, at, line.why)


def ticks(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000)


def test_lines_of_some_months_and_moments_are_all_there_are(office: Office) -> None:
    office.apply._recording = Recording(office.store, Shelves(), size=3)
    for number, fact in enumerate(FACTS):
        office.learn(fact, at=noon("2026-03-05") + timedelta(days=number))
    k, cut = "employment_service_access.den", noon("2026-03-05")
    months = ["2026-01", "2026-03"]
    every = [
        line
        for sheet in office.db["entries_1"].find({"k": k})
        for line in told_in(sheet["l"], k, None, None)
    ]
    for after, until in ((cut, None), (None, cut), (cut, cut + timedelta(days=2))):
        found = list(told(office.store, 1, k, months, after, until))
        wanted = [
            line
            for line in every
            if line[1][:7] in months
            and (after is None or line[7] > ticks(after))
            and (until is None or line[7] <= ticks(until))
        ]
        assert sorted(found) == sorted(wanted)
        assert wanted
