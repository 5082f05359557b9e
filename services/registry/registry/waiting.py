"""Referrals whose loop waits for somebody: for the desk's list, and counted for an alarm."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from chassis.clock import Clock
from chassis.errors import Transient
from pymongo.errors import PyMongoError

from registry.domain import referrals
from registry.domain.referrals import PARTNERS, Referral
from registry.office import Office
from registry.office_calendar import office_calendar

__all__ = ["OverdueWatch", "overdue_by_partner", "waiting"]

log = logging.getLogger(__name__)
WAITS = ("sent", "accepted")


def waiting(
    office: Office, to: str | None = None, status: str | None = None
) -> Iterator[tuple[Referral, int]]:
    """Each with its version; ``to`` one partner, ``status`` one of those that wait."""
    load = office.records.referral.load
    for waits in WAITS:
        if status not in (None, waits):
            continue
        where = {"to": to, "status": waits} if to is not None else {"status": waits}
        for each in office.finder.find("referral", where, sort=[("on", 1)]):
            yield load(each.body), each.version


def overdue_by_partner(office: Office, today: date) -> Mapping[str, int]:
    """How many nobody acted on within the working days set; 0 where none is."""
    found = Counter(dict.fromkeys(PARTNERS, 0))
    for referral, _ in waiting(office):
        waits = referrals.waits_since(referral)
        if waits is not None and office_calendar().due(*waits).passed(today):
            found[referral.terms.to] += 1
    return found


class OverdueWatch:
    """Counts them every few minutes into the office's metrics. A day changes what is overdue
    and no event tells of it, so somebody has to look."""

    LOOK_SECONDS = 300.0

    def __init__(self, office: Office, clock: Clock) -> None:
        self._office = office
        self._clock = clock
        self._stopping = threading.Event()

    def look(self) -> None:
        for partner, count in overdue_by_partner(self._office, self._clock.today()).items():
            self._office.metrics.overdue(partner, count)

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except (Transient, PyMongoError) as error:
                log.warning("overdue watch waits", extra={"cause": type(error).__name__})
            self._stopping.wait(self.LOOK_SECONDS)

    def stop(self) -> None:
        self._stopping.set()
