"""Erasing a person: the key to what the records say of them is destroyed, the facts stay.

Law on Personal Data Protection 91/2025/QH15 art 14: irrecoverable, on request, when the
purpose or the term has ended, by decision of an authority, or by agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import feedback, households, person_rules
from registry.domain.people import Person
from registry.identities import stored
from registry.office import OFFICER, DeskPart, Office, receipt
from registry.search_terms import id_guard

__all__ = ["ErasingDesk", "finish_erasures"]

Json = dict[str, Any]
AT_ONCE = 1_000


class ErasingDesk(DeskPart):
    def erase_person(self, person_id: str, body: Json, meta: Meta) -> Json:
        """Nobody can read any more who this was, under any id merged into it; every partner
        that knows the person is told to forget them. What was said of them or by them as
        feedback goes too, and that of ``feedback_ids``, which names them in its words (the
        officer has read it: another may have the same name). Officers' reasons about them and
        the line of a list they came by are read by nobody either. Figures keep counting the
        anonymous facts. Cannot be undone; backups made before still hold the key.
        """
        self.call.require(OFFICER)
        read = schemas.ERASE.read(body)

        def work(unit: Unit) -> Json:
            records, today = self.office.records, unit.intent.today
            erased = self._all_of(unit, person_id)
            for each in erased:
                if each.details.national_id:
                    unit.drop_guard(id_guard(self.office.vault, each.details.national_id))
                unit.save(
                    records.person,
                    each.person_id,
                    person_rules.erase(each, read["basis"], today=today),
                    lambda state: publishing.person_erased(state, today),
                )
            ids = [each.person_id for each in erased]
            for feedback_id in dict.fromkeys((*self._said_of(ids), *read["feedback_ids"])):
                said = unit.load(records.feedback, feedback_id)
                if said is None:
                    raise NotFound("no_such_feedback")
                if said.erased is None:
                    unit.save(records.feedback, feedback_id, feedback.erase(said, today=today))
            version = unit.version(records.person, person_id)
            return receipt(person_id, version, [], erased_ids=ids)

        reason = f"{read['basis']} {read['request_id'] or ''}".strip()
        answer = self.run(meta, work, "erase_person", person_id, body, reason=reason)
        gone = [*answer["erased_ids"], *self._said_of(answer["erased_ids"]), *read["feedback_ids"]]
        gone += _homes_of_nobody(self.office, answer["erased_ids"])
        self.office.data_keys.destroy(gone)
        return answer

    def _said_of(self, person_ids: list[str]) -> list[str]:
        """The feedback that names one of them as its person."""
        return [
            found.id
            for person_id in person_ids
            for found in self.office.finder.find("feedback", {"person_id": person_id})
        ]

    def _all_of(self, unit: Unit, person_id: str) -> list[Person]:
        """The person and the duplicates merged into them, the person first."""
        first = self.loaded_person(unit, person_id)
        found = [first if first.erased is not None else person_rules.standing(first)]
        for person in found:
            found += [self.loaded_person(unit, each.duplicate) for each in person.absorbed]
        return found


def _homes_of_nobody(office: Office, person_ids: Sequence[str]) -> list[str]:
    """Households of which every member is erased: nobody is left whom their papers are about."""
    load, records, person = office.ledger.log.load, office.records, stored(office)
    found = []
    for home in {
        m.household_id for each in person_ids if (p := person(each)) for m in p.memberships
    }:
        record = load("household", home)
        if record is None:
            continue
        members = households.members_since(records.household.load(record.body))
        if all((known := person(each)) is None or known.erased for each in members):
            found.append(home)
    return found


def finish_erasures(office: Office) -> int:
    """Destroy the keys of persons whose erasure a power cut interrupted, and of lists' lines
    that are decided about; how many persons are erased."""
    erased = {
        kind: [each for each, _ in office.finder.values(kind, where, field)]
        for kind, where, field in (
            ("person", {"erased": True}, "erased"),
            ("feedback", {"erased": True}, "erased"),
            ("review", {"status": "decided"}, "status"),
        )
    }
    gone = [each for ids in erased.values() for each in ids]
    gone += _homes_of_nobody(office, erased["person"])
    for start in range(0, len(gone), AT_ONCE):
        office.data_keys.destroy(gone[start : start + AT_ONCE])
    return len(erased["person"])
