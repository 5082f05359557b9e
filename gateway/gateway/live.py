"""Live figures: one poller for all subscribers, and only while there are any."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from chassis.errors import ServiceError, Transient

__all__ = ["Live", "Subscription", "frame"]

log = logging.getLogger(__name__)

Snapshot = dict[str, Any]


def frame(event: str, data: Snapshot, id_: str | None = None) -> str:
    """One server-sent event (HTML standard, 9.2)."""
    head = f"id: {id_}\n" if id_ is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


class Live:
    """Tells subscribers when the figures have changed.

    ``snapshot`` asks the indicators service for its version. The poller starts with the
    first subscriber and ends with the last. A subscriber that is slow misses versions
    in between, never the last one. Plain threading: green under eventlet's patch.
    """

    def __init__(
        self,
        snapshot: Callable[[], Snapshot],
        *,
        interval: float,
        heartbeat: float,
        most: int,
        counted: Callable[[int], None] = lambda _count: None,
    ) -> None:
        self._snapshot = snapshot
        self._counted = counted
        self._interval, self._heartbeat, self._most = interval, heartbeat, most
        self._changed = threading.Condition()
        self._subscribers = 0
        self._polling = False
        self._closed = False
        self._latest: _Told | None = None
        self._in_trouble = False

    @property
    def subscribers(self) -> int:
        return self._subscribers

    @property
    def polling(self) -> bool:
        return self._polling

    @property
    def version(self) -> str | None:
        """The version of the figures, known while somebody listens and the poller hears."""
        with self._changed:
            fresh = self._polling and not self._in_trouble and self._latest is not None
            return self._latest.version if fresh and self._latest else None

    def subscribe(self, last_seen: str | None, *, brief: bool = False) -> Subscription:
        """Frames for one subscriber; ``brief``: the version without the figures.

        ``figures`` at once unless ``last_seen`` is the present version, then at each
        change; ``trouble`` while the service cannot be heard; a comment as heartbeat.
        Raises ``Transient("too_many_subscribers")`` when full.
        """
        with self._changed:
            if self._closed or self._subscribers >= self._most:
                raise Transient("too_many_subscribers", {"most": self._most})
            self._subscribers += 1
            self._counted(self._subscribers)
            if not self._polling:
                self._polling = True
                self._latest = None
                threading.Thread(target=self._poll, name="live-figures", daemon=True).start()
        return Subscription(self._frames(last_seen, brief=brief), self._leave)

    def close(self) -> None:
        """End every subscription: the process is going."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _frames(self, seen: str | None, *, brief: bool) -> Generator[str, None, None]:
        troubled = False
        yield ": connected\n\n"
        while True:
            with self._changed:
                self._changed.wait_for(
                    partial(self._news, seen, troubled),
                    timeout=self._heartbeat,
                )
                if self._closed:
                    return
                latest, trouble = self._latest, self._in_trouble
            if trouble != troubled:
                troubled = trouble
                if trouble:
                    yield frame("trouble", {})
                    continue
                seen = None  # heard again: say where the figures stand
            if latest is not None and not trouble and latest.version != seen:
                seen = latest.version
                yield latest.brief if brief else latest.whole
            else:
                yield ": heartbeat\n\n"

    def _leave(self) -> None:
        with self._changed:
            self._subscribers -= 1
            self._counted(self._subscribers)
            self._changed.notify_all()

    def _news(self, seen: str | None, troubled: bool) -> bool:
        if self._closed or self._in_trouble != troubled:
            return True
        return self._latest is not None and not troubled and self._latest.version != seen

    def _poll(self) -> None:
        try:
            while self._poll_once():
                pass
        finally:  # a defect ends the poller; the next subscriber starts another
            with self._changed:
                self._polling = False
                self._in_trouble = True
                self._changed.notify_all()

    def _poll_once(self) -> bool:
        latest: _Told | None = None
        try:
            latest = _told(self._snapshot(), self._latest)
        except ServiceError as error:
            log.warning("live_snapshot_failed", extra={"code": error.code})
        with self._changed:
            self._in_trouble = latest is None
            self._latest = latest or self._latest
            self._changed.notify_all()
            return not self._changed.wait_for(self._over, timeout=self._interval)

    def _over(self) -> bool:
        return self._closed or self._subscribers == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A version's frames, made once for all subscribers."""

    version: str
    whole: str
    brief: str


def _told(snapshot: Snapshot, former: _Told | None) -> _Told:
    version = str(snapshot["version"])
    if former is not None and former.version == version:
        return former
    return _Told(
        version=version,
        whole=frame("figures", snapshot, version),
        brief=frame("figures", {"version": version}, version),
    )


class Subscription:
    """One subscriber's frames. ``close`` counts it out, also when it never read a frame."""

    def __init__(self, frames: Generator[str, None, None], leave: Callable[[], None]) -> None:
        self._frames = frames
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._frames)

    def close(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()
            self._frames.close()
