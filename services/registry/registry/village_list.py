"""The commune's villages as they are today: the list that grew by use, and what decisions made
of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.domain.terms import term_id
from registry.domain.text import title_order
from registry.domain.villages import Catalogue, Change, key_of, kind_of, status
from registry.office import Office
from registry.search_terms import change_term, lived_term, village_term

__all__ = ["Village", "change_view", "expected", "listed_names", "villages_of"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """``former``: each name it or a part of it had, with the change that ended it."""

    village_id: str
    commune: str
    name: str
    former: tuple[tuple[str, Change], ...] = ()

    @property
    def kind(self) -> str | None:
        return kind_of(self.name)

    def since(self, catalogue: Catalogue) -> date | None:
        """The day of the last decision that gave it its name; None: by use."""
        days = [each.on for each in catalogue.standing() if key_of(each.into) == key_of(self.name)]
        return days[-1] if days else None


def listed_names(office: Office, commune: str) -> Mapping[str, str]:
    """Every name the commune's list ever had, folded, and as it was first written."""
    load = office.records.term.load
    terms = (load(each.body) for each in office.finder.find("term", {"list": "village"}))
    return {key_of(each.name): each.name for each in terms if each.commune == commune}


def villages_of(office: Office, commune: str, catalogue: Catalogue) -> list[Village]:
    """Those there are, in the order of their names of today."""
    names = dict(listed_names(office, commune))
    for each in catalogue.standing():
        names.setdefault(key_of(each.into), each.into)
    found = [
        Village(
            village_id=term_id("village", commune, name),
            commune=commune,
            name=catalogue.now(name),
            former=tuple(catalogue.former(name)),
        )
        for key, name in names.items()
        if not catalogue.is_former(key)
    ]
    return sorted(found, key=lambda each: (title_order(each.name), each.name))


def expected(office: Office, commune: str, village: str, *, whole: bool) -> frozenset[str]:
    """Whose stays a change of this village is about: who lives there; where it is changed for
    all its time, who lived there, too."""
    terms = [village_term(commune, village)]
    if whole:
        terms.append(lived_term(commune, village))
    found = (office.finder.values("person", {"terms": term}, "order") for term in terms)
    return frozenset(each for people in found for each, _ in people)


def change_view(office: Office, change: Change, *, with_progress: bool = True) -> Json:
    """``status``: running, done, taking_back, voided. ``progress``: of the people on the way."""
    decision, voided = change.decision, change.voided
    view: Json = {
        "id": change.change_id,
        "kind": change.kind,
        "villages": list(change.villages),
        "into": change.into,
        "on": change.on.isoformat(),
        "whole": change.whole,
        "reason": change.reason,
        "actor": change.actor,
        "decided_on": change.decided_on.isoformat(),
        "decision": None
        if decision is None
        else {
            "number": decision.number,
            "issued_by": decision.issued_by,
            "issued_on": decision.issued_on.isoformat(),
        },
        "status": status(change),
        "expected": _counts(change.expected),
        "touched": _counts(change.touched) if change.touched is not None else None,
        "voided": None
        if voided is None
        else {"on": voided.on.isoformat(), "reason": voided.reason, "actor": voided.actor},
    }
    if with_progress:
        view["progress"] = _progress(office, change)
    return view


def _counts(told: Any) -> Json:
    return {
        "people": told.people,
        "households": told.households,
        "visit_plans": told.visit_plans,
    }


def _progress(office: Office, change: Change) -> Json:
    """How many of them are where they are to be."""
    state = status(change)
    total = (change.touched or change.expected).people
    if state in ("done", "voided"):
        return {"done": total, "total": total}
    there = office.finder.count("person", {"terms": change_term(change.change_id)})
    done = there if state == "running" else max(0, total - there)
    return {"done": min(done, total), "total": total}
