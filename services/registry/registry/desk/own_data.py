"""What the registry keeps of a person, for that person (Law 74/2025/QH15 art 18, Law 91/2025)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chassis.clock import to_iso

from registry.desk.data_subject import DataSubjectDesk
from registry.desk.history import HistoryDesk
from registry.desk.reading import ReadingDesk
from registry.office import OFFICER
from registry.views import plain

__all__ = ["OwnDataDesk"]

Json = dict[str, Any]
PURPOSE = "data_subject"


class OwnDataDesk(ReadingDesk, HistoryDesk, DataSubjectDesk):
    def export_person(self, person_id: str) -> Json:
        """Everything, as JSON the officer hands over: record, way, changes, who looked,
        consents, requests, feedback. Logged as a look of its own."""
        self.call.require(OFFICER)
        person = self.get_person(person_id, PURPOSE)
        return {
            "made_at": to_iso(self.call.clock.now()),
            "person": person,
            "journey": self.journey(person_id)["items"],
            "changes": self.person_history(person_id, PURPOSE)["items"],
            "accesses": self.list_accesses(person_id)["items"],
            "consents": self.consents_of(person_id),
            "feedback": self._said(person_id),
            "requests": self.list_requests(person_id=person_id, page_size=1000)["items"],
        }

    def _said(self, person_id: str) -> list[Json]:
        """What is kept of what was said of this person or by them, oldest first."""
        load = self.office.records.feedback.load
        found = self.office.finder.find("feedback", {"person_id": person_id}, sort=[("on", 1)])
        return [plain(asdict(load(each.body))) for each in found]
