"""The states as the owners' logs tell them, folded apart from those stored.

Memory is about a kilobyte for each person: a state at rest is one block of bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from chassis.envelope import decode
from chassis.log import MOST_EVENTS

from indicators.collecting import quick_turns, swept, uncollected
from indicators.counting import Unit
from indicators.documents import packed, packed_together, unpacked
from indicators.domain.evolve import evolve
from indicators.domain.facts import PersonState
from indicators.domain.merging import clusters
from indicators.domain.surveys import SurveyFact
from indicators.events import touched
from indicators.survey_events import survey_of

__all__ = ["ReadLog", "Shadow", "fold", "pages", "told_units"]

ReadLog = Callable[[str, int, int], Sequence[bytes]]
"""Feed, position, limit: the feed's next events after the position, from its owner."""

AWAKE = 50_000
"""States kept decoded; events of one person often stand together."""


class Shadow:
    """``take`` the events of every feed, in each feed's order; feeds may come one by one."""

    def __init__(self) -> None:
        self._asleep: dict[str, bytes] = {}
        self._awake: dict[str, PersonState] = {}
        self.into: dict[str, str] = {}
        """Who proved a duplicate of whom, once nothing more is taken."""
        self._clusters: dict[str, tuple[str, ...]] | None = None
        self.surveys: dict[str, SurveyFact] = {}
        self.events = 0
        self.left_out: frozenset[str] = frozenset()
        """Events set aside when they were read."""

    def take(self, body: bytes, left_out: frozenset[str]) -> None:
        """An event of none of these ids. Raises ``Unreadable`` for one that could never have
        been applied.
        """
        event = decode(body)
        if event.id in left_out:
            return
        self.events += 1
        survey = survey_of(event)
        if survey is not None:
            self.surveys[survey.event] = survey
            return
        found = touched(event)
        if found is None:
            return
        self._awake[found.person] = evolve(self.state(found.person), found.change)
        if found.into is not None:
            self._awake[found.into] = self.state(found.into)
        if len(self._awake) > AWAKE:
            self._rest()

    def state(self, person: str) -> PersonState:
        """What is known of a person; of nobody: nothing."""
        found = self._awake.get(person)
        if found is not None:
            return found
        asleep = self._asleep.get(person)
        return unpacked(asleep) if asleep is not None else PersonState()

    def packed(self, person: str) -> bytes:
        """The person's state in MessagePack, once nothing more is taken."""
        return self._asleep[person]

    def absorb(self, person: str, block: bytes, parts: Sequence[str]) -> None:
        """Have what another shadow, which took other feeds, knows of these parts of a state."""
        known = self._asleep.get(person)
        if known is not None:
            block = packed_together(known, block, parts)
        self._asleep[person] = block

    def absorb_rest(
        self, into: Mapping[str, str], surveys: Mapping[str, SurveyFact], events: int
    ) -> None:
        self.into |= into
        self.surveys |= surveys
        self.events += events
        self._clusters = None

    def persons(self) -> Iterator[str]:
        self._rest()
        return iter(list(self._asleep))

    def __len__(self) -> int:
        self._rest()
        return len(self._asleep)

    def cluster(self, person: str) -> tuple[str, ...]:
        """The persons who are one with this one, the survivor first."""
        if self._clusters is None:
            self._rest()
            involved = {*self.into, *self.into.values()}
            self._clusters = {}
            for root, members in clusters(involved, self.into).items():
                cluster = (root, *(each for each in members if each != root))
                self._clusters |= dict.fromkeys(cluster, cluster)
        return self._clusters.get(person, (person,))

    def _rest(self) -> None:
        for person, state in self._awake.items():
            self._asleep[person] = packed(state)
            if state.registry.merged is not None:
                self.into[person] = state.registry.merged.into
        self._awake.clear()
        self._clusters = None


def told_units(shadow: Shadow) -> Iterator[Unit]:
    """Every person as told, to be counted page by page (``counting.py``)."""
    for person in shadow.persons():
        cluster = shadow.cluster(person)
        states = tuple(shadow.packed(each) for each in cluster) if cluster[0] == person else ()
        yield Unit(person, None, states)


def fold(
    shadow: Shadow,
    read: ReadLog,
    done: dict[str, int],
    marks: Mapping[str, int],
    left_out: frozenset[str],
    tick: Callable[[int], None],
) -> None:
    """Take every event after ``done`` up to ``marks``; ``done`` moves along.

    ``left_out``: ids of events set aside. Raises ``Transient`` when an owner is away.
    """
    shadow.left_out = left_out
    with quick_turns():
        for feed, last in marks.items():
            for bodies in pages(read, feed, done.get(feed, 0), last):
                with uncollected():
                    for body in bodies:
                        shadow.take(body, left_out)
                swept()
                done[feed] = done.get(feed, 0) + len(bodies)
                tick(len(bodies))


def pages(read: ReadLog, feed: str, position: int, last: int) -> Iterator[Sequence[bytes]]:
    """The feed's events page by page; the next page is read while one is taken."""
    with ThreadPoolExecutor(1, thread_name_prefix="log") as reader:
        ahead: Future[Sequence[bytes]] | None = None
        while position < last:
            if ahead is None:
                ahead = reader.submit(read, feed, position, min(MOST_EVENTS, last - position))
            bodies = ahead.result()
            position += len(bodies)
            ahead = None
            if position < last:
                ahead = reader.submit(read, feed, position, min(MOST_EVENTS, last - position))
            yield bodies
