"""Reading much of the ledger: the lines of a key as they lie there, and what told the lines about
a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from indicators.domain.days import Day, Month
from indicators.ledger import Told, causes_in, recorded, told_in
from indicators.store import Store, entries_name

__all__ = ["causes", "marks", "told", "told_since"]


def told(
    store: Store,
    generation: int,
    k: str,
    months: Iterable[Month],
    after: datetime | None,
    until: datetime | None,
) -> Iterator[Told]:
    """The lines of a key on days of these months, recorded after one moment and up to another.

    Month by month: the embedded database walks an index for each, and all of it for a list.
    """
    periods = recorded(store.period_ends(generation), after, until)
    for month in months:
        wanted = {"k": k, "m": month, "q": periods}
        for sheet in store.db[entries_name(generation)].find(wanted):
            yield from told_in(sheet["l"], k, after, until)


def told_since(
    store: Store,
    generation: int,
    k: str,
    first: Day,
    last: Day,
    after: datetime,
    until: datetime | None,
) -> Iterator[Told]:
    """The lines of a key on days from ``first`` to ``last``, recorded in a short time (after one
    moment and up to another), whatever the days: by the index of recorded periods.
    """
    wanted = {"k": k, "q": recorded(store.period_ends(generation), after, until)}
    for sheet in store.db[entries_name(generation)].find(wanted):
        if not first[:7] <= sheet["m"] <= last[:7]:
            continue  # asked for the months the database walks all of them
        for line in told_in(sheet["l"], k, after, until):
            if first <= line[1] <= last:
                yield line


def causes(store: Store, generation: int, after: datetime, until: datetime | None) -> Iterator[str]:
    """What told the lines recorded after one moment and up to another."""
    wanted = {"q": recorded(store.period_ends(generation), after, until)}
    for sheet in store.db[entries_name(generation)].find(wanted):
        for cause, at in causes_in(sheet["l"]):
            if at > after and (until is None or at <= until):
                yield cause


def marks(store: Store) -> list[tuple[str, int, datetime]]:
    """Of each feed that was heard the last position applied, and its recorded moment."""
    rows = store.db["watermarks"].find({})
    return [(row["_id"], row["position"], row["time"]) for row in rows if row["time"]]
