"""Facts in neutral form (as in ``golden/``) told as the owners' events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.envelope import Event
from indicators.domain.book import Book
from indicators.domain.contributions import Entry
from indicators.events import touched

BEGAN = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)
Told = tuple[str, str, dict[str, Any]]
"""Feed, name and data of an event."""


def told(fact: dict[str, Any]) -> list[Told]:
    """The events that tell a neutral fact."""
    body = {key: value for key, value in fact.items() if key not in APART}
    person = fact.get("person")
    match fact["type"]:
        case "person":
            return [("registry.indicators", "person_profiled", profile(fact))]
        case "merge":
            data = {"person_id": fact["from"], "into": fact["into"], "on": fact["on"]}
            return [("registry.indicators", "person_merged", data)]
        case "need":
            return _need(fact)
        case "referral":
            data = {"to": "training", **body, "person_id": person, "referral_id": fact["id"]}
            found = [("registry.indicators", "referral_made", data)]
            if fact.get("answered_on"):
                answer = {"referral_id": fact["id"], "person_id": person, "answer": "accepted",
                          "on": fact["answered_on"]}  # fmt: skip
                found.append((data["to"], "referral_answered", answer))
            return [*found, *_void(fact)]
        case "outreach":
            data = {**body, "person_id": person, "outreach_id": fact["id"]}
            return [("registry.indicators", "outreach_recorded", data), *_void(fact)]
        case "enrolment":
            data = {**body, "person_id": person, "enrolment_id": fact["id"]}
            found = [("training", "enrolment_started", data)]
            for name, on in (("completed", "completed_on"), ("withdrawn", "dropped_on")):
                if fact.get(on):
                    found.append(("training", f"enrolment_{name}", {**data, "on": fact[on]}))
            return [*found, *_void(fact)]
        case "class":
            return [("training", "class_opened", {**body, "class_id": fact["id"]}), *_void(fact)]
        case "support":
            data = {"support_id": fact["id"], "person_id": person, "amount": fact["amount"],
                    "funding_source": fact["source"], "on": fact["on"]}  # fmt: skip
            return [("training", "support_paid", data), *_void(fact)]
        case "service":
            data = {**body, "person_id": person, "service_id": fact["id"]}
            return [("placement", "service_given", data), *_void(fact)]
        case "placement":
            data = {**body, "person_id": person, "placement_id": fact["id"]}
            found = [("placement", "placement_started", data)]
            for months, (on, still) in fact.get("checks", {}).items():
                check = {"placement_id": fact["id"], "person_id": person, "months": int(months),
                         "still_employed": still, "on": on}  # fmt: skip
                found.append(("placement", "retention_checked", check))
            return [*found, *_void(fact)]
        case "loan":
            return _loan(fact)
    raise AssertionError(fact["type"])


APART = ("type", "id", "person", "completed_on", "dropped_on", "answered_on", "checks",
         "checked_on")  # fmt: skip

FEED = {
    "class": "training",
    "support": "training",
    "need": "registry.indicators",
    "referral": "registry.indicators",
    "outreach": "registry.indicators",
    "enrolment": "training",
    "service": "placement",
    "placement": "placement",
    "loan": "credit",
}


def _void(fact: dict[str, Any]) -> list[Told]:
    if not fact.get("voided"):
        return []
    data = {
        "record_kind": fact["type"] + "s",
        "record_id": fact["id"],
        "person_id": fact.get("person"),
        "reason_code": "entered_by_mistake",
    }
    return [(FEED[fact["type"]], "record_voided", data)]


def _need(fact: dict[str, Any]) -> list[Told]:
    common = {"need_id": fact["id"], "person_id": fact["person"]}
    data = {**common, "kind": fact["kind"], "on": fact["on"]}
    data["able_to_work"] = fact.get("able_to_work")
    found: list[Told] = [("registry.indicators", "need_recorded", data)]
    if fact.get("withdrawn_on"):
        withdrawn = {**common, "on": fact["withdrawn_on"]}
        found.append(("registry.indicators", "need_withdrawn", withdrawn))
    return found + _void(fact)


def _loan(fact: dict[str, Any]) -> list[Told]:
    common = {"loan_id": fact["id"], "person_id": fact["person"]}
    assessed = {
        **common,
        "need_on": fact["need_on"],
        "eligible": fact["eligible"],
        "reason_codes": [],
        "on": fact["need_on"],
    }
    found: list[Told] = [("credit", "need_assessed", assessed)]
    if fact.get("disbursed_on"):
        paid = {**common, "product": "job_creation", "on": fact["disbursed_on"]}
        found.append(("credit", "loan_disbursed", paid))
        amount = {**common, "amount": 50_000_000, "on": fact["disbursed_on"]}
        found.append(("credit.indicators", "loan_amount_recorded", amount))
    if fact.get("checked_on"):
        check = {**common, "as_declared": True, "on": fact["checked_on"]}
        found.append(("credit", "use_checked", check))
    if fact.get("withdrawn_on"):
        found.append(("credit", "need_withdrawn", {**common, "on": fact["withdrawn_on"]}))
    void = _void(fact)
    if void and fact.get("disbursed_on"):
        void += [("credit.indicators", name, data) for _, name, data in void]
    return found + void


def profile(fact: dict[str, Any]) -> dict[str, Any]:
    """The registry's whole profile of a person."""
    residences = fact.get("residences") or [
        {"commune": "09931", "village": fact.get("village"), "kind": "permanent",
         "from": "2000-01-01", "to": None}
    ]  # fmt: skip
    households = fact.get("households")
    if households is None:
        households = (
            [{"household_id": fact["household"], "from": "2000-01-01", "to": None}]
            if fact.get("household")
            else []
        )
    return {
        "person_id": fact["id"],
        "birth_date": fact["birth_date"],
        "gender": fact["gender"],
        "residences": residences,
        "households": households,
        "groups": fact["groups"],
        "left": fact.get("left"),
    }


class Feeds:
    """Gives events their positions and times, feed by feed, as the relays do."""

    def __init__(self, began: datetime = BEGAN) -> None:
        self._last: dict[str, int] = defaultdict(int)
        self._at = began
        self.published: list[Event] = []

    def publish(self, told: Iterable[Told], *, at: datetime | None = None) -> list[Event]:
        events = []
        for feed, name, data in told:
            self._last[feed] += 1
            self._at = at or self._at + timedelta(seconds=1)
            subject = data.get("person_id") or data.get("loan_id") or data.get("class_id") or "none"
            events.append(
                Event(
                    feed=feed,
                    position=self._last[feed],
                    name=name,
                    version=1,
                    subject=subject,
                    time=self._at,
                    occurred_on=None,
                    correlation_id="",
                    data={"commune": "09931", **data},
                )
            )
        self.published += events
        return events


def events_of(facts: Iterable[dict[str, Any]]) -> list[Event]:
    return Feeds().publish(each for fact in facts for each in told(fact))


def enter(book: Book, events: Sequence[Event]) -> None:
    """Work the events through the pure book."""
    for event in events:
        found = touched(event)
        if found is not None:
            book.enter(found.person, found.change, cause=event.id, at=event.time, into=found.into)


def entries_in(book: Book) -> list[Entry]:
    return [line.entry for line in book.lines]
