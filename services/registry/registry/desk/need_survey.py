"""The yearly need survey, summed up for the plan of the next year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.errors import Invalid

from registry.domain.groups import groups_on
from registry.domain.need_summary import BY, StatedNeed, SummaryRow, stands_in, summed
from registry.domain.needs import Need
from registry.domain.people import Person
from registry.office import FRONT, OFFICER, DeskPart

__all__ = ["NeedSurveyDesk"]

Json = dict[str, Any]
LEADER = "commune_leader"
AT_ONCE = 500
SMALLEST_SHOWN = 5  # facts 8.11: smaller cells are nobody's business but the office's


class NeedSurveyDesk(DeskPart):
    def needs_summary(self, year: int, by: str = "village") -> Json:
        """Needs that stand in a year: ``{year, by, items: [{key, needs, people, kinds}],
        total: {needs, people}, hidden}``.

        People are as they are today. Whoever is no officer is not shown cells below five
        (``hidden`` says how many rows), nor what they could be reckoned from: the needs of
        a row with a cell withheld are null, and the totals are then rounded down to a
        multiple of five (``rounded``). And no groups.
        """
        self.call.require(OFFICER, FRONT, LEADER)
        if not isinstance(year, int) or not 2000 <= year <= 2100:
            raise Invalid.of(year="out_of_range")
        if by not in BY:
            raise Invalid.of(by="not_in_vocabulary")
        if by == "group":
            self.call.require(OFFICER)
        load = self.office.records.need.load
        found = (load(each.body) for each in self.office.finder.find("need", {}))
        standing = [need for need in found if stands_in(need, year)]
        people = self._people([need.person_id for need in standing])
        counted = [need for need in standing if _present(people.get(need.person_id))]
        rows = summed(
            StatedNeed(
                person_id=need.person_id,
                kind=need.terms.kind,
                keys=self._keys(need, people[need.person_id], by),
            )
            for need in counted
        )
        whole = self.call.caller.role == OFFICER
        shown = [row for row in rows if whole or row.people >= SMALLEST_SHOWN]
        items = [_view(row, whole=whole) for row in shown]
        total = {"needs": len(counted), "people": len({n.person_id for n in counted})}
        rounded = len(shown) < len(rows) or any(each["needs"] is None for each in items)
        if rounded:
            total = {name: count - count % SMALLEST_SHOWN for name, count in total.items()}
        return {
            "year": year,
            "by": by,
            "items": items,
            "total": total,
            "rounded": rounded,
            "hidden": len(rows) - len(shown),
        }

    def _people(self, person_ids: Sequence[str]) -> Mapping[str, Person]:
        wanted = list(dict.fromkeys(person_ids))
        load = self.office.records.person.load
        return {
            found.id: load(found.body)
            for start in range(0, len(wanted), AT_ONCE)
            for found in self.office.finder.many("person", wanted[start : start + AT_ONCE])
        }

    def _keys(self, need: Need, person: Person, by: str) -> Sequence[str | None]:
        if by == "group":
            return sorted(groups_on(person, self.call.clock.today())) or [None]
        if by == "village":
            return [person.home().village]
        return [getattr(need.terms, by)]


def _present(person: Person | None) -> bool:
    """Not merged into somebody else, not gone."""
    return person is not None and person.merged_into is None and person.left is None


def _view(row: SummaryRow, *, whole: bool) -> Json:
    kinds = {
        kind: count if whole or count == 0 or count >= SMALLEST_SHOWN else None
        for kind, count in row.kinds.items()
    }
    needs = None if None in kinds.values() else row.needs
    return {"key": row.key, "needs": needs, "people": row.people, "kinds": kinds}
