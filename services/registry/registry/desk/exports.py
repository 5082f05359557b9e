"""People on paper: lists to keep, to call by, to invite by. What they carry is what a list
shows its reader: nothing sensitive, numbers masked; who took whom along, and why, is logged."""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.errors import Invalid

from registry.asking import ways
from registry.domain.groups import DERIVED, SENSITIVE, groups_on
from registry.domain.people import EVIDENCED, Person
from registry.found import Found
from registry.list_files import list_words
from registry.office import OFFICER, VILLAGE_HEAD, DeskPart
from registry.spreadsheets import Table, as_file
from registry.views import list_view

__all__ = ["ExportDesk"]

Json = dict[str, Any]
MOST_PEOPLE = 50_000
AT_ONCE = 1_000
FORMS = ("xlsx", "csv")
LAYOUTS = ("list", "call", "invitation")


class ExportDesk(DeskPart):
    def export_people(
        self,
        purpose: str,
        form: str = "xlsx",
        layout: str = "list",
        q: str = "",
        village: str | None = None,
        group: str | None = None,
        title: str = "",
    ) -> Json:
        """``{filename, content_base64, rows}``: those that a search finds today and who have
        not left. ``layout``: list, call (with phones), invitation (to be signed)."""
        self.call.require(OFFICER, VILLAGE_HEAD)
        if not purpose.strip():
            raise Invalid.of(purpose="required")
        if form not in FORMS:
            raise Invalid.of(form="not_in_vocabulary")
        if layout not in LAYOUTS:
            raise Invalid.of(layout="not_in_vocabulary")
        if group is not None:
            self.call.require(OFFICER)
        people = self._chosen(q, village, group)
        self._log(people, purpose.strip()[:200], group)
        return as_file(_table(people, layout, title.strip()[:200], self.call.clock.today()), form)

    def _chosen(self, q: str, village: str | None, group: str | None) -> list[Person]:
        today, load = self.call.clock.today(), self.office.records.person.load
        if group is not None and group not in (*EVIDENCED, *DERIVED):
            raise Invalid.of(group="not_in_vocabulary")

        def wanted(found: Found) -> bool:
            person = load(found.body)
            here = person.left is None or person.left.on > today
            return here and (group is None or group in groups_on(person, today))

        for terms in ways(self, q, village, group):
            hits = self.office.finder.search("person", terms, limit=MOST_PEOPLE, wanted=wanted)
            if hits.found:
                return [load(each.body) for each in hits.found]
        return []

    def _log(self, people: list[Person], purpose: str, group: str | None) -> None:
        sensitive = (group,) if group in SENSITIVE else ()
        ids = [person.person_id for person in people]
        for start in range(0, len(ids), AT_ONCE):
            self.log_access("export", purpose, tuple(ids[start : start + AT_ONCE]), sensitive)


def _table(people: list[Person], layout: str, title: str, today: date) -> Table:
    words = list_words()
    names = words["columns"]
    heading = words["exports"][layout]
    views = [list_view(person, today) for person in people]
    common = [names["number"], names["full_name"], names["birth_date"]]
    if layout == "list":
        header = [*common, names["gender"], names["national_id"], names["village"]]
        header.append(heading["groups"])
        rows = [
            [
                number,
                each["full_name"],
                _day(each["birth_date"]),
                words["genders"][each["gender"]],
                each["national_id"] or "",
                each["village"],
                ", ".join(words["groups"].get(code, code) for code in each["groups"]),
            ]
            for number, each in enumerate(views, start=1)
        ]
    else:
        header = [*common, names["village"], *heading["blanks"]]
        if layout == "call":
            header.insert(4, names["phone"])
        rows = [
            [
                number,
                view["full_name"],
                _day(view["birth_date"]),
                view["village"],
                *([person.details.phone or ""] if layout == "call" else []),
                *("" for _ in heading["blanks"]),
            ]
            for number, (person, view) in enumerate(zip(people, views, strict=True), start=1)
        ]
    return Table(name=heading["file"], above=[title or heading["title"]], header=header, rows=rows)


def _day(text: str) -> str:
    """``1985-06-15`` as it is written here; a coarser date as coarse as it is known."""
    return "/".join(reversed(text.split("-")))
