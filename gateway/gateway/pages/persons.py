"""Names beside ids, as far as the reader may see them, and whom to choose by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from gateway.parts import ask

__all__ = ["NEXT", "Accepted", "Names", "accepted", "names", "names_of", "person_asked"]

Names = dict[str, dict[str, Any]]
"""``{person_id: {full_name, birth_year, village}}`` in the order of their names; who is not the
reader's is left out."""

NEXT = {"training": "/classes", "placement": "/placements", "credit": "/loans"}
"""Where a partner goes on with somebody, named by ``?person=``."""

MOST_NAMES = 1_000
MOST = 500
_ID = re.compile(r"^[0-9a-f]{32}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Referrals a partner accepted, the newest; ``all_of_them``: none was left out."""

    referrals: Sequence[Mapping[str, Any]]
    all_of_them: bool

    def persons(self, people: Names, also: str = "") -> list[str]:
        """Each once, in the order of their names, and ``also`` if known; the nameless last."""
        ids = {str(each["person_id"]) for each in self.referrals}
        if also in people:
            ids.add(also)
        return [each for each in people if each in ids] + sorted(ids - people.keys())


def accepted(service: str) -> Accepted:
    """Whom this partner said it takes on."""
    found = ask(service, "list_referrals", status="accepted", page=1, page_size=MOST)
    return Accepted(referrals=found["items"], all_of_them=found["total"] <= len(found["items"]))


def person_asked() -> str:
    """The person a page is opened for (``?person=``), else an empty text."""
    asked = request.args.get("person", "")
    return asked if _ID.match(asked) else ""


def names(person_ids: Iterable[str], purpose: str) -> Names:
    """Of these persons, at most 1,000; nothing is asked where there is nobody."""
    ids = sorted(set(person_ids))[:MOST_NAMES]
    if not ids:
        return {}
    found: dict[str, Any] = ask("registry", "names", person_ids=ids, purpose=purpose)
    return dict(found["people"])


def names_of(records: Iterable[Mapping[str, Any]], purpose: str) -> Names:
    """Of those whom the records are about."""
    return names((str(each["person_id"]) for each in records if each.get("person_id")), purpose)
