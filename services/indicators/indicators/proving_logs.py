"""Stored states against the owners' logs: compared, and mended from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, islice

from chassis.envelope import decode
from chassis.errors import Transient
from chassis.mongo import Db, Transactions
from pymongo.client_session import ClientSession

from indicators.documents import person_anew, person_page
from indicators.domain.book import PersonPage
from indicators.folding import folded
from indicators.other_process import cores
from indicators.pausing import Pause, paused
from indicators.progress import Progress
from indicators.shadow import ReadLog, Shadow, fold
from indicators.store import Store

__all__ = ["LogProof", "Logs"]

CHUNK = 1_000
NAMED = 20
WORTH_IT = 50_000
"""Events from which on other processes are worth starting."""


@dataclass(slots=True, kw_only=True)
class LogProof:
    """``states``: persons whose stored facts are not what the logs tell; ``surveys`` too."""

    events: int = 0
    states: int = 0
    surveys: int = 0
    units: list[str] = field(default_factory=list)

    @property
    def difference(self) -> int:
        return self.states + self.surveys


class Logs:
    """The owners' feeds up to what was applied here."""

    def __init__(self, store: Store, feeds: tuple[str, ...], read: ReadLog) -> None:
        self._store = store
        self._feeds = feeds
        self._read = _whole(read)

    def shadow(self, progress: Progress) -> tuple[Shadow, dict[str, int]]:
        """The states as told so far, while events go on being applied; and how far."""
        marks = applied(self._store.db, self._feeds)
        if cores() > 1 and sum(marks.values()) >= WORTH_IT:
            left_out = set_aside(self._store.db)
            return folded(self._read, marks, left_out, progress.step, cores()), marks
        shadow, done = Shadow(), dict[str, int]()
        self.catch_up(shadow, done, progress.step)
        return shadow, done

    def catch_up(self, shadow: Shadow, done: dict[str, int], tick: Callable[[int], None]) -> None:
        """Take what was applied meanwhile. Exact only while nothing is applied."""
        marks, aside = applied(self._store.db, self._feeds), set_aside(self._store.db)
        for event in shadow.left_out - aside:  # an operator had it applied after all
            feed, _, number = event.rpartition("/")
            if (position := int(number)) <= done.get(feed, 0):
                shadow.take(self._read(feed, position - 1, 1)[0], aside)
        fold(shadow, self._read, done, marks, aside, tick)

    def told_at(self, feed: str, position: int) -> datetime:
        """When the event was recorded, as its owner says."""
        return decode(self._read(feed, position - 1, 1)[0]).time

    def length(self) -> int:
        """How many events there are to read."""
        return sum(applied(self._store.db, self._feeds).values())

    def prove(self, transactions: Transactions, progress: Progress) -> LogProof:
        """Fold the logs apart and compare what is stored, reading the last of them while the
        consumer stands still.
        """
        progress.begin("logs", self.length())
        shadow, done = self.shadow(progress)
        with paused(self._store.db, transactions) as (pause, _):
            self.catch_up(shadow, done, lambda _: pause.renew())
            found = LogProof(events=shadow.events)
            progress.begin("states", self._store.db["people"].estimated_document_count())
            missing = set(shadow.persons())
            wrong = [
                person
                for person, told, known in self._compared(shadow, missing, pause.renew, progress)
                if told != known
            ]
            found.states = len(wrong) + len(missing)
            found.units = list(islice(chain(wrong, missing), NAMED))
            stored = {each.event: each for each in self._store.surveys()}
            pause.sure()
            of_logs = shadow.surveys
            found.surveys = sum(
                stored.get(event) != of_logs.get(event) for event in stored.keys() | of_logs.keys()
            )
        return found

    def mend(
        self,
        shadow: Shadow,
        digests: Mapping[str, int],
        pause: Pause,
        progress: Progress,
    ) -> tuple[int, dict[str, int]]:
        """Store what the logs tell wherever something else is stored, with the ``digests`` of
        what it comes to; how many persons, and the digests of others that claim something else.

        Each piece in a transaction: outside one the database syncs document by document, and
        what was applied after a pause that is lost would be written over.
        """
        count = 0
        stale: dict[str, int] = {}
        other: dict[str, PersonPage] = {}
        missing = set(shadow.persons())
        for person, page, known in self._compared(shadow, missing, pause.renew, progress):
            if page is None:
                count += 1
                pause.run(partial(self._forget, person))
                continue
            if known == page:
                if page.digest != digests[person]:
                    stale[person] = digests[person]
                continue
            count += 1
            page.digest = digests[person]
            other[person] = page
            if len(other) >= CHUNK:
                pause.run(partial(self._store.write_people, other))
                other.clear()
        pause.run(partial(self._store.write_people, other))
        walking = iter(missing)
        while some := list(islice(walking, CHUNK)):
            documents = [
                person_anew(each, shadow.packed(each), digests[each], shadow.cluster(each))
                for each in some
            ]
            pause.run(partial(self._store.insert, "people", documents))
            progress.step(len(some))
        self._store.write_surveys(list(shadow.surveys.values()), None)
        return count + len(missing), stale

    def _forget(self, person: str, session: ClientSession) -> None:
        self._store.db["people"].delete_one({"_id": person}, session=session)

    def _compared(
        self, shadow: Shadow, missing: set[str], tick: Callable[[], None], progress: Progress
    ) -> Iterator[tuple[str, PersonPage | None, PersonPage]]:
        """Every person stored, with the page they should have (None: none) and the one they
        have. In the end nobody is ``missing`` but who is told of and not stored.
        """
        for number, row in enumerate(self._store.db["people"].find({}, batch_size=CHUNK)):
            if number % CHUNK == 0:
                tick()
                progress.step(CHUNK)
            person, page = row["_id"], person_page(row)
            if person not in missing:
                yield person, None, page
                continue
            missing.discard(person)
            state, cluster = shadow.state(person), shadow.cluster(person)
            yield (
                person,
                PersonPage(state=state, cluster=cluster, at=page.at, digest=page.digest),
                page,
            )


def applied(db: Db, feeds: tuple[str, ...]) -> dict[str, int]:
    """By feed the last position applied."""
    rows = db["watermarks"].find({"_id": {"$in": list(feeds)}})
    return {row["_id"]: row["position"] for row in rows}


def set_aside(db: Db) -> frozenset[str]:
    """Events that stand behind the watermark and were not applied."""
    return frozenset(
        row["_id"] for name in ("parked", "discarded") for row in db[name].find({}, {"_id": 1})
    )


def _whole(read: ReadLog) -> ReadLog:
    def whole(feed: str, position: int, limit: int) -> Sequence[bytes]:
        """Raises ``Transient("log_short")`` when the owner holds less than was applied."""
        bodies = read(feed, position, limit)
        if not bodies or decode(bodies[0]).position != position + 1:
            raise Transient("log_short", {"feed": feed, "after": position})
        return bodies

    return whole
