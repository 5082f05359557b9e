"""What a person asks of those who keep their data, and the clocks the law sets.

Law 91/2025/QH15 and Decree 356/2025/ND-CP: an answer within two working days, then a term
by type, extended once. The terms are data (``data/request_types.yaml``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.domain.refusals import Refusal, not_in_future

__all__ = [
    "EVENTS",
    "OUTCOMES",
    "DataRequest",
    "Event",
    "RequestType",
    "answer",
    "complete",
    "done_due",
    "evolve",
    "extend",
    "receive",
    "status",
]

OUTCOMES = ("done", "partly_done", "refused", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestType:
    """``days`` from the receipt, ``days_with_others`` when a processor or third party must
    act, ``extension_days`` once."""

    days: int
    days_with_others: int
    extension_days: int
    basis: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    request_id: str
    person_id: str
    type: str
    received_on: date
    form: str
    others_must_act: bool = False
    answered_on: date | None = None
    extended_on: date | None = None
    completed_on: date | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceived:
    request_id: str
    person_id: str
    type: str
    received_on: date
    form: str
    others_must_act: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered:
    """The person was told that it was received and what follows."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtended:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCompleted:
    on: date
    outcome: str


EVENTS = (RequestReceived, RequestAnswered, RequestExtended, RequestCompleted)
Event = RequestReceived | RequestAnswered | RequestExtended | RequestCompleted


def evolve(request: DataRequest | None, event: Event) -> DataRequest:
    """The state after the event; never refuses."""
    if isinstance(event, RequestReceived):
        return DataRequest(
            request_id=event.request_id,
            person_id=event.person_id,
            type=event.type,
            received_on=event.received_on,
            form=event.form,
            others_must_act=event.others_must_act,
        )
    if request is None:
        raise ValueError("a request's first event is RequestReceived")
    match event:
        case RequestAnswered():
            return replace(request, answered_on=event.on)
        case RequestExtended():
            return replace(request, extended_on=event.on)
        case RequestCompleted():
            return replace(request, completed_on=event.on, outcome=event.outcome)


def status(request: DataRequest) -> str:
    """``open`` or ``closed``."""
    return "open" if request.completed_on is None else "closed"


def done_due(request: DataRequest, rule: RequestType) -> date:
    """The last day to have done it."""
    days = rule.days_with_others if request.others_must_act else rule.days
    if request.extended_on is not None:
        days += rule.extension_days
    return request.received_on + timedelta(days=days)


def receive(
    request_id: str,
    person_id: str,
    type_: str,
    *,
    received_on: date,
    form: str,
    others_must_act: bool,
    today: date,
) -> list[Event]:
    """Raises ``in_future``."""
    not_in_future("received_on", received_on, today)
    return [
        RequestReceived(
            request_id=request_id,
            person_id=person_id,
            type=type_,
            received_on=received_on,
            form=form,
            others_must_act=others_must_act,
        )
    ]


def _open(request: DataRequest, on: date, today: date) -> None:
    if request.completed_on is not None:
        raise Refusal("closed")
    not_in_future("on", on, today)
    if on < request.received_on:
        raise Refusal("contradictory", fields=["received_on", "on"])


def answer(request: DataRequest, on: date, *, today: date) -> list[Event]:
    """Raises ``closed``, ``answered``."""
    _open(request, on, today)
    if request.answered_on is not None:
        raise Refusal("answered")
    return [RequestAnswered(on=on)]


def extend(request: DataRequest, on: date, *, today: date) -> list[Event]:
    """Once: raises ``extended`` the second time, ``closed``."""
    _open(request, on, today)
    if request.extended_on is not None:
        raise Refusal("extended")
    return [RequestExtended(on=on)]


def complete(request: DataRequest, on: date, outcome: str, *, today: date) -> list[Event]:
    """Raises ``closed``."""
    _open(request, on, today)
    return [RequestCompleted(on=on, outcome=outcome)]
