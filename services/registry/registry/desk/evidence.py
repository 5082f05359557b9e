"""Work lists: evidence that runs out, and ages that a birth date does not tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, NotFound
from chassis.runtime import Meta

from registry import stewardship_schemas as schemas
from registry.compartments import compartments
from registry.domain import age_tasks, person_rules
from registry.domain.expiry import expiry_of, months_later
from registry.domain.people import Person
from registry.group_policies import group_policies
from registry.office import OFFICER, DeskPart, receipt
from registry.views import minimal_view, plain

__all__ = ["EvidenceDesk"]

Json = dict[str, Any]
OVERDUE_MONTHS = 6
MOST_DAYS = 366


class EvidenceDesk(DeskPart):
    def list_expiring(
        self, within_days: int = 60, purpose: str = "", page: int = 1, page_size: int = 50
    ) -> Json:
        """Evidence whose end is near or was in the last half year, the earliest first.

        The end is the paper's own, or where it names none the policy's (``by_rule``):
        a reason to look, not the end of the membership. Sensitive groups stand here for a
        purpose that opens their compartment; ``withheld`` counts the others.
        """
        self.call.require(OFFICER)
        skip = self.skip(page, page_size)
        if not 0 <= within_days <= MOST_DAYS:
            raise Invalid.of(within_days="out_of_range")
        today = self.call.clock.today()
        until = today + timedelta(days=within_days)
        since = months_later(today, -OVERDUE_MONTHS)
        open_to = compartments().open_to(self.call.caller.role, purpose)
        lines: list[tuple[date, str, Json]] = []
        withheld = 0
        revealed: dict[str, set[str]] = {}
        for person in self._ending(since, until):
            for line in self._lines(person, since, until, today):
                compartment = compartments().of_group(line["code"])
                if compartment is not None and compartment not in open_to:
                    withheld += 1
                    continue
                if compartment is not None:
                    revealed.setdefault(person.person_id, set()).add(compartment)
                lines.append((date.fromisoformat(line["ends_on"]), person.person_id, line))
        lines.sort(key=lambda each: each[:2])
        shown = [line for _, _, line in lines[skip : skip + page_size]]
        self._log_shown(shown, purpose, revealed)
        return {"items": shown, "total": len(lines), "withheld": withheld}

    def _ending(self, since: date, until: date) -> list[Person]:
        load = self.office.records.person.load
        months: list[str] = []
        month = since.replace(day=1)
        while month <= until:
            months.append(month.isoformat()[:7])
            month = months_later(month, 1)
        found: dict[str, Person] = {}
        for each in months:
            for row in self.office.finder.find("person", {"ends_in": each}):
                found[row.id] = load(row.body)
        return list(found.values())

    def _lines(self, person: Person, since: date, until: date, today: date) -> list[Json]:
        lines = []
        for group in person.groups:
            expiry = expiry_of(group, group_policies())
            if expiry is None or not since <= expiry.on <= until:
                continue
            lines.append(
                {
                    "person": minimal_view(person),
                    "group_id": group.group_id,
                    "code": group.code,
                    "from": group.time.start.isoformat(),
                    "document": group.evidence.document,
                    "ends_on": expiry.on.isoformat(),
                    "days_left": (expiry.on - today).days,
                    "by_rule": expiry.by_rule,
                    "basis": expiry.policy.basis if expiry.policy is not None else None,
                    "confirmed": expiry.policy.confirmed if expiry.policy is not None else None,
                }
            )
        return lines

    def _log_shown(self, shown: list[Json], purpose: str, revealed: dict[str, set[str]]) -> None:
        ids = {line["person"]["id"] for line in shown}
        found = {name for each in ids for name in revealed.get(each, ())}
        if found:
            self.log_access("list", purpose, tuple(sorted(ids)), tuple(sorted(found)))

    def list_group_policies(self) -> Json:
        """The evidence each group asks for, its term and the law behind it."""
        items = [
            {
                "code": code,
                "from": policy.start.isoformat(),
                "to": plain(policy.end),
                "evidence": policy.evidence,
                "ends_after_months": policy.ends_after_months,
                "members_from_years": policy.members_from_years,
                "basis": policy.basis,
                "confirmed": policy.confirmed,
            }
            for code, policies in group_policies().items()
            for policy in policies
        ]
        return {"items": items, "total": len(items)}

    # -- ages ---------------------------------------------------------------------------

    def list_tasks(self, status: str = "open", page: int = 1, page_size: int = 50) -> Json:
        """Who reaches an age limit this year on a day that their birth date does not tell:
        open until it does, or an officer has decided."""
        self.call.require(OFFICER)
        skip = self.skip(page, page_size)
        if status not in ("open", "decided"):
            raise Invalid.of(status="not_in_vocabulary")
        if status == "decided":
            return self._decided(skip, page_size)
        today = self.call.clock.today()
        items = []
        for rule, years in age_tasks.LIMITS.items():
            for born in (today.year - years, today.year - years - 1):
                items += self._undecided(rule, born, today)
        items.sort(key=lambda each: (each["until"], each["person"]["id"]))
        decided = {each.id for each in self._many([each["id"] for each in items])}
        waiting = [each for each in items if each["id"] not in decided]
        return {"items": waiting[skip : skip + page_size], "total": len(waiting)}

    def _undecided(self, rule: str, born: int, today: date) -> list[Json]:
        load = self.office.records.person.load
        found = []
        for row in self.office.finder.find("person", {"unsure": born}):
            person = load(row.body)
            until = age_tasks.open_until(person.details.birth_date, rule, today)
            if until is None or (person.left is not None and person.left.on <= today):
                continue
            found.append(
                {
                    "id": _task_id(rule, today.year, person.person_id),
                    "rule": rule,
                    "years": age_tasks.LIMITS[rule],
                    "person": minimal_view(person),
                    "birth_date": person.details.birth_date.text,
                    "until": until.isoformat(),
                }
            )
        return found

    def _many(self, ids: list[str]) -> list[Any]:
        return self.office.finder.many("age_task", ids) if ids else []

    def _decided(self, skip: int, limit: int) -> Json:
        found = self.office.finder.find(
            "age_task", {"list": "decided"}, sort=[("on", -1)], skip=skip, limit=limit
        )
        load = self.office.records.age_task.load
        items = [{"id": each.id, **plain(_decision(load(each.body)))} for each in found]
        total = self.office.finder.count("age_task", {"list": "decided"})
        return {"items": items, "total": total}

    def decide_task(self, task_id: str, body: Json, meta: Meta) -> Json:
        """The officer's word (yes: the limit is passed), kept with its reason. A better birth
        date is entered in the person's record; then the task goes by itself."""
        self.call.require(OFFICER)
        read = schemas.AGE_DECISION.read(body)
        rule, year, person_id = _parts(task_id)

        def work(unit: Unit) -> Json:
            person_rules.standing(self.loaded_person(unit, person_id))
            self.because(unit, read["reason"], person_id, record_id=task_id)
            today = unit.intent.today
            events = age_tasks.decide(
                task_id, person_id, rule, year, read["decision"], read["reason"], today
            )
            unit.save(self.office.records.age_task, task_id, events)
            return receipt(task_id, unit.version(self.office.records.age_task, task_id), [])

        return self.run(meta, work, "decide_task", task_id, body)


def _task_id(rule: str, year: int, person_id: str) -> str:
    return f"{rule}-{year}-{person_id}"


def _parts(task_id: str) -> tuple[str, int, str]:
    """Raises ``NotFound("no_such_task")``."""
    rule, _, rest = task_id.partition("-")
    year, _, person_id = rest.partition("-")
    if rule not in age_tasks.LIMITS or not year.isdigit() or not person_id:
        raise NotFound("no_such_task")
    return rule, int(year), person_id


def _decision(task: age_tasks.Task) -> Json:
    return {
        "rule": task.rule,
        "year": task.year,
        "person_id": task.person_id,
        "decision": task.decision,
        "reason": task.reason,
        "on": task.on,
    }
