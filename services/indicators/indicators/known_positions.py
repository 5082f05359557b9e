"""How far each feed was known at a past moment: its events are recorded in the order of their
positions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from indicators.known_lines import causes, marks
from indicators.store import Store

__all__ = ["last_known", "surely_known"]

ToldAt = Callable[[str, int], datetime]
"""Feed and position: when that event was recorded, as its owner says."""


def surely_known(store: Store, generation: int, moment: datetime) -> dict[str, int]:
    """By feed a position recorded by then, from what the ledger heard shortly before; of a feed
    that told nothing since the moment its last. Later ones may have been recorded by then too.
    """
    ends = store.period_ends(generation)
    found = {feed: position for feed, position, at in marks(store) if at <= moment}
    period = bisect_left(ends, moment)
    if period == 0:
        return found  # what a generation begins with is its whole first period
    for cause in causes(store, generation, ends[period - 1], moment):
        feed, position, *_ = cause.split("/")
        found[feed] = max(found.get(feed, 0), int(position))
    return found


def last_known(
    feed: str,
    positions: Iterable[int],
    surely: Mapping[str, int],
    told_at: ToldAt,
    moment: datetime,
) -> int:
    """The last of the positions recorded by then. The owner is asked about a few of those that
    are not surely known. Raises ``Transient`` when it is away.
    """
    sure = surely.get(feed, 0)
    unsure = sorted(each for each in positions if each > sure)
    known, since = 0, len(unsure)
    while known < since:
        middle = (known + since) // 2
        if told_at(feed, unsure[middle]) <= moment:
            known = middle + 1
        else:
            since = middle
    return unsure[known - 1] if known else sure
