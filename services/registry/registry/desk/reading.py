"""Reading people: by role, with a purpose, and logged.

Officers see everybody; a village head their own village, without what is sensitive;
partners look a person up by search and see whom they have before them (name, birth
year, village), nothing else. Leaders and operators read figures, not people.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chassis.errors import Forbidden, Invalid, NotFound

from registry.asking import ways
from registry.compartments import compartments
from registry.desk.needs import need_view
from registry.domain.groups import DERIVED, groups_on
from registry.domain.people import EVIDENCED, Person
from registry.domain.text import name_order, title_order, words
from registry.found import Hits, Wanted
from registry.identities import identities, stored
from registry.office import FRONT, OFFICER, PARTNER_OF, VILLAGE_HEAD, DeskPart
from registry.views import (
    access_view,
    compartments_of,
    list_view,
    minimal_view,
    person_view,
    plain,
    referral_view,
)

__all__ = ["ReadingDesk"]

Json = dict[str, Any]
MAX_NAMES = 1000


class ReadingDesk(DeskPart):
    def get_person(self, person_id: str, purpose: str = "") -> Json:
        """The record; a sensitive compartment only for a stated ``purpose`` that the table
        of compartments lets this role have, and counted. Every look is logged."""
        self.call.require(OFFICER, VILLAGE_HEAD)
        person, version = self._person(person_id)
        self.require_home(person)
        role = self.call.caller.role
        open_to = compartments().open_to(role, purpose)
        shown = tuple(name for name in compartments_of(person) if name in open_to)
        self.log_access("get", purpose, (person_id,), shown)
        today = self.call.clock.today()
        return person_view(person, version, today, whole=role == OFFICER, open_to=open_to)

    def _person(self, person_id: str) -> tuple[Person, int]:
        record = self.office.ledger.log.load("person", person_id)
        if record is None:
            raise NotFound("no_such_person")
        return self.office.records.person.load(record.body), record.version

    def search_people(
        self,
        q: str = "",
        village: str | None = None,
        group: str | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> Json:
        """By any part of a name in any spelling or order, a whole national id, or a phone; a
        village called by its whole name among the words narrows by it.

        In Vietnamese order: given name, family, middle names. Partners must name whom
        they look for. ``total`` is counted where ``exact``, else about right: a word that
        a third of the commune is called by is not counted for each page.
        """
        caller = self.call.caller
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT, *PARTNER_OF)
        skip = self.skip(page, page_size)
        partner = caller.role in (FRONT, *PARTNER_OF)
        if group is not None:
            self.call.require(OFFICER)
        if partner and len("".join(words(q))) < 2:
            raise Invalid.of(q="required")
        wanted = None if group is None else self._in_group(group)
        hits = Hits(found=[], total=0)
        for terms in ways(self, q, village, group, by_name=partner):
            hits = self.office.finder.search(
                "person", terms, skip=skip, limit=page_size, wanted=wanted
            )
            if hits.total:
                break
        people = [self.office.records.person.load(each.body) for each in hits.found]
        revealed = compartments().of_group(group or "")
        if revealed is not None:
            self.log_access("search", "list", tuple(p.person_id for p in people), (revealed,))
        today = self.call.clock.today()
        items = [minimal_view(each) if partner else list_view(each, today) for each in people]
        return {"items": items, "total": hits.total, "exact": hits.exact}

    def _in_group(self, group: str) -> Wanted:
        """Membership changes with the calendar, so it is decided on today's state."""
        if group not in (*EVIDENCED, *DERIVED):
            raise Invalid.of(group="not_in_vocabulary")
        today = self.call.clock.today()
        load = self.office.records.person.load
        return lambda found: group in groups_on(load(found.body), today)

    def names(self, person_ids: list[str], purpose: str = "") -> Json:
        """``{"people": {id: {full_name, birth_year, village}}}`` of those the caller may see,
        in the order of their names.

        Whoever may not see people gets none; a merged record answers with its own name.
        """
        caller = self.call.caller
        if caller.role not in (OFFICER, VILLAGE_HEAD, FRONT, *PARTNER_OF):
            return {"people": {}}
        if len(person_ids) > MAX_NAMES:
            raise Invalid.of(person_ids="too_many")
        scope = self.scope()
        people: dict[str, Json] = {}
        for each in self.office.finder.many("person", person_ids):
            person = self.office.records.person.load(each.body)
            home = person.home()
            if person.erased is not None:
                continue
            if scope is None or self.village_id(home.commune, home.village) == scope:
                shown = minimal_view(person)
                people[shown.pop("id")] = shown
        if people:
            self.log_access("names", purpose, tuple(people), ())
        ordered = sorted(people, key=lambda each: name_order(people[each]["full_name"]))
        return {"people": {each: people[each] for each in ordered}}

    def journey(self, person_id: str) -> Json:
        """What the registry knows of a person's way, oldest first; other services add theirs."""
        self.call.require(OFFICER, VILLAGE_HEAD)
        person, _ = self._person(person_id)
        self.require_home(person)
        self.log_access("journey", "journey", (person_id,), ())
        items: list[Json] = [
            {"on": person.registered_on.isoformat(), "kind": "registered", "id": person_id}
        ]
        if person.left is not None:
            items.append({"kind": "left", "id": person_id, **plain(asdict(person.left))})
        for each in (one.person_id for one in identities(stored(self.office), person)):
            items += self._needs_of(each) + self._referrals_of(each) + self._outreach_of(each)
        return {
            "items": sorted(items, key=lambda each: (each["on"], each["kind"])),
            "total": len(items),
        }

    def _needs_of(self, person_id: str) -> list[Json]:
        load = self.office.records.need.load
        found = self.office.finder.find("need", {"person_id": person_id}, sort=[("on", 1)])
        views = [need_view(load(each.body), each.version) for each in found]
        return [
            {**view, "need_kind": view["kind"], "kind": "need"}
            for view in views
            if not view["voided"]
        ]

    def _referrals_of(self, person_id: str) -> list[Json]:
        load = self.office.records.referral.load
        found = self.office.finder.find("referral", {"person_id": person_id}, sort=[("on", 1)])
        today = self.call.clock.today()
        views = [referral_view(load(each.body), each.version, today) for each in found]
        return [
            {**view, "referral_kind": view["kind"], "kind": "referral"}
            for view in views
            if view["status"] != "voided"
        ]

    def _outreach_of(self, person_id: str) -> list[Json]:
        load = self.office.records.outreach.load
        found = self.office.finder.find("outreach", {"person_id": person_id}, sort=[("on", 1)])
        return [
            {
                "kind": "outreach",
                "id": record.outreach_id,
                "version": version,
                "on": record.terms.on.isoformat(),
                "channel": record.terms.channel,
                "topic": record.terms.topic,
                "reached": record.terms.reached,
            }
            for record, version in ((load(each.body), each.version) for each in found)
            if record.voided is None
        ]

    def list_occupations(self) -> Json:
        """The occupations that needs name, in the order of their names."""
        load = self.office.records.term.load
        found = self.office.finder.find("term", {"list": "occupation"})
        own = self.call.caller.commune
        terms = sorted((load(e.body) for e in found), key=lambda term: title_order(term.name))
        items = [
            {"id": term.term_id, "name": term.name, "commune": term.commune}
            for term in terms
            if own is None or term.commune == own
        ]
        return {"items": items, "total": len(items)}

    def list_accesses(self, person_id: str) -> Json:
        """Who looked at this person: what the person may ask to see."""
        if self.call.caller.role != OFFICER:
            raise Forbidden("role", {"role": self.call.caller.role})
        items = [access_view(each) for each in self.office.access.of(person_id)]
        return {"items": items, "total": len(items)}
