"""What a report tells: a span's figures as signed, or as they stand; months and breakdowns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

__all__ = ["Ask", "Material", "closing_of", "gather", "signed_or_present"]

Json = dict[str, Any]
Ask = Callable[..., Any]
"""``ask(method, **arguments)`` of the indicators service, as the caller."""

LEFT_OUT = ("month",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """``figures`` in the plan's order. ``series``: the same figures with their months, which
    a closing does not keep. ``cuts``: dimension → indicator → rows. ``sources``: feed → its
    time (an instant's text) or, in a closing, its position. Of a city ``city`` is its unit
    code, ``communes`` are by unit code what they are called in Vietnamese."""

    span: str
    figures: Sequence[Json]
    series: Sequence[Json]
    cuts: Mapping[str, Mapping[str, Sequence[Json]]]
    sources: Mapping[str, str | int]
    closing: Json | None
    sound: bool
    today: date
    city: str | None
    communes: Mapping[str, str]

    @property
    def valued_on(self) -> date | None:
        """The last day that counts; None for a span that has not begun."""
        told = next((each.get("valued_on") for each in self.figures), None)
        return date.fromisoformat(told) if told else None


def closing_of(span: str, ask: Ask) -> tuple[Json | None, bool]:
    """The span's closing, if it was signed, and whether the chain of closings is whole."""
    told = ask("list_closings")
    found = next((each for each in told["items"] if each["span"] == span), None)
    return found, bool(told.get("sound", True))


def signed_or_present(span: str, ask: Ask, commune: str | None) -> list[Json]:
    """The figures that were signed; of a span that is open, and of a city's ``commune``, of which
    nobody signs alone, the present ones."""
    closing = closing_of(span, ask)[0] if commune is None else None
    if closing is not None:
        return list(closing["figures"])
    return list(ask("figures", span=span, as_of=None, commune=commune)["items"])


def gather(span: str, ask: Ask, today: date, commune: str | None) -> Material:
    """Everything a report needs. Of a closed span, months and breakdowns are asked for as
    they were known when it was signed, so they agree with the signed figures. Of a city's
    ``commune`` nobody signs alone: its report is that of an open span."""
    closing, sound = closing_of(span, ask) if commune is None else (None, True)
    as_of = closing["signed_at"] if closing else None
    told = ask("figures", span=span, as_of=as_of, commune=commune)
    series: list[Json] = list(told["items"])
    of_city = bool(told["communes"]) and commune is None
    return Material(
        span=span,
        figures=list(closing["figures"]) if closing else series,
        series=series,
        cuts=_cuts(series, partial(ask, "figure", span=span, as_of=as_of, commune=commune)),
        sources=closing["positions"] if closing else _times(series),
        closing=closing,
        sound=sound,
        today=today,
        city=told["plan"]["commune"] if of_city else None,
        communes={code: name["vi"] for code, name in told["commune_names"].items()},
    )


def _times(figures: Sequence[Json]) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for figure in figures:
        for feed, told in (figure.get("fresh_to") or {}).items():
            if told.get("time"):
                found[feed] = str(told["time"])
    return dict(sorted(found.items()))


def _cuts(
    figures: Sequence[Json], ask: Callable[..., Json]
) -> dict[str, dict[str, Sequence[Json]]]:
    """Each counted figure by each of its dimensions."""
    found: dict[str, dict[str, Sequence[Json]]] = {}
    for figure in figures:
        code = figure["code"]
        if figure["kind"] == "external" or not figure.get("valued_on"):
            continue
        for by in ask(code=code)["dimensions"]:
            if by not in LEFT_OUT:
                found.setdefault(by, {})[code] = ask(code=code, by=by)["breakdown"]
    return found
