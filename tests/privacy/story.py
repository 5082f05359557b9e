"""People whose secrets would be recognised anywhere, and everything the offices do with them."""

from __future__ import annotations

import random
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..support.system import Client, Desks

SENSITIVE = ("disabled", "ex_prisoner", "post_rehab", "ethnic_minority")
AMOUNT = 51_234_567
ON = "2026-03-02"
PARTNERS = (
    ("school", "training", "training"),
    ("job_centre", "placement", "job"),
    ("bank", "credit", "credit"),
)


def letters() -> str:
    """A syllable that no other test, text or program uses."""
    return "".join(random.choices(string.ascii_lowercase, k=9))


@dataclass(frozen=True)
class Person:
    """``mark`` stands in name, address and note; ``gossip`` is what somebody types as a reason."""

    mark: str = field(default_factory=letters)
    gossip: str = field(default_factory=letters)
    digits: str = field(default_factory=lambda: f"{secrets.randbelow(10**7):07d}")

    @property
    def full_name(self) -> str:
        return f"Quàng Thị {self.mark.capitalize()}ợ"

    @property
    def national_id(self) -> str:
        return f"00118{self.digits}"

    @property
    def phone(self) -> str:
        return f"091{self.digits}"

    @property
    def address(self) -> str:
        return f"Số 7 ngõ {self.mark}, xóm Đình"

    @property
    def evidence(self) -> str:
        return f"{self.digits}/XN-{self.mark.upper()}"

    def secrets(self) -> dict[str, str]:
        """Fragments by kind, lower case; whatever form a value takes, one of them is in it."""
        return {
            "name, address, note or paper": self.mark,
            "national id": self.national_id,
            "phone": self.phone,
            "phone, international": self.phone[1:],
        }


@dataclass
class Story:
    """``people`` by their id; ``answers``: what the API said to mistakes. ``settle`` waits until
    everybody has heard of everything."""

    desks: Desks
    settle: Callable[[], None]
    people: dict[str, Person] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)

    def tell(self) -> Story:
        for group in SENSITIVE:
            self._register(group)
        referred = [
            (role, self._refer(each, to, kind))
            for each in self.people
            for role, to, kind in PARTNERS
        ]
        self.settle()
        for role, referral_id in referred:
            answer = {"answer": "declined", "reason_code": letters(), "on": ON}
            self.desks[role].post(f"/referrals/{referral_id}/answer", answer)
        for person_id, person in self.people.items():
            self._school(person_id, person)
            self._centre(person_id, person)
            self._bank(person_id, person)
        first, second = list(self.people)[:2]
        self._officer.post(f"/people/{second}/merge", {"into": first})
        self._mistakes()
        return self

    @property
    def _officer(self) -> Client:
        return self.desks["commune_officer"]

    def _register(self, group: str) -> None:
        person = Person()
        body = {
            "full_name": person.full_name,
            "birth_date": "1985-06-15",
            "gender": "female",
            "national_id": person.national_id,
            "phone": person.phone,
            "ethnicity": "Mường" if group == "ethnic_minority" else "Kinh",
            "village": "Thôn 1",
            "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
            "note": f"Ở {person.address}",
        }
        person_id = str(self._officer.post("/people", body)["id"])
        self.people[person_id] = person
        if group != "ethnic_minority":
            evidence = {"document": f"Giấy của {person.full_name}", "number": person.evidence}
            membership = {"code": group, "from": "2026-01-01", "evidence": evidence}
            self._officer.post(f"/people/{person_id}/groups", membership)
        self._officer.post("/people/search", {"q": person.full_name})
        self._officer.post("/people/search", {"q": person.national_id})
        told = f"{person.full_name}, {person.phone}, muốn học may"
        self._officer.post("/feedback", {"text": told, "person_id": person_id, "on": ON})
        visit = {"channel": "door_to_door", "topic": "training_policy", "on": ON}
        self._officer.post("/outreach", {**visit, "person_id": person_id})
        for kind in ("training", "job", "credit"):
            need = {"kind": kind, "able_to_work": True, "on": ON}
            self._officer.post(f"/people/{person_id}/needs", need)

    def _refer(self, person_id: str, to: str, kind: str) -> str:
        body = {
            "person_id": person_id,
            "to": to,
            "kind": kind,
            "on": ON,
            "purpose": "support",
            "consent": {"given_on": ON, "form": "paper"},
        }
        return str(self._officer.post("/referrals", body)["id"])

    def _school(self, person_id: str, person: Person) -> None:
        school = self.desks["school"]
        opened = school.post(
            "/classes",
            {
                "occupation": "May công nghiệp",
                "level": "elementary",
                "form": "mobile",
                "starts_on": ON,
                "ends_on": "2026-12-31",
                "capacity": 25,
                "funding_source": "state_budget",
            },
        )
        enrolled = school.post(
            f"/classes/{opened['id']}/enrolments", {"person_ids": [person_id], "on": ON}
        )["enrolments"][0]["id"]
        school.post(f"/enrolments/{enrolled}/withdraw", {"on": ON, "reason_code": person.gossip})

    def _centre(self, person_id: str, person: Person) -> None:
        centre = self.desks["job_centre"]
        service = {
            "person_id": person_id,
            "service": "counselling",
            "mode": "in_person",
            "topic": "job_search",
            "on": ON,
        }
        centre.post("/services", service)
        job = {
            "person_id": person_id,
            "kind": "self_employment",
            "new_job": True,
            "suitable": True,
            "contract": "none",
            "on": ON,
        }
        placed = centre.post("/placements", job)["id"]
        centre.post(f"/placements/{placed}/end", {"on": ON, "reason_code": person.gossip})

    def _bank(self, person_id: str, person: Person) -> None:
        bank = self.desks["bank"]
        need = {
            "person_id": person_id,
            "product": "job_creation",
            "amount": AMOUNT,
            "purpose": "production",
            "on": ON,
        }
        loan_id = bank.post("/loans", need)["id"]
        found = {"eligible": True, "reason_codes": [], "on": ON}
        bank.post(f"/loans/{loan_id}/assess", found)
        bank.post(f"/loans/{loan_id}/approve", {"on": ON})
        bank.post(f"/loans/{loan_id}/disburse", {"amount": AMOUNT, "on": ON})
        refused = bank.post("/loans", need)["id"]
        bank.post(f"/loans/{refused}/decline", {"reason_code": person.gossip, "on": ON})

    def _mistakes(self) -> None:
        """What is refused with a name in it must not say the name again."""
        person = next(iter(self.people.values()))
        wrong: list[tuple[str, Any]] = [
            ("/people", {"full_name": person.full_name, "national_id": f"{person.national_id}x"}),
            ("/people", {"full_name": [person.full_name], "phone": f"{person.phone}abc"}),
            ("/households", {"code": {"of": person.full_name}}),
            (f"/people/{'0' * 32}/merge", {"into": person.full_name}),
            ("/referrals", {"person_id": person.national_id, "note": person.address}),
        ]
        for path, body in wrong:
            answer = self._officer.send("POST", path, body)
            assert answer.status_code in (404, 422), answer.text
            self.answers.append(answer.text)
