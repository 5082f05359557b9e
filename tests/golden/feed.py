"""Golden facts in neutral form become HTTP commands, each by the desk whose fact it is.

A test's harness fills what a command needs beyond the fact: names, purposes, classes.
"""

from __future__ import annotations

import secrets
from typing import Any

from ..support.proof import settle
from ..support.system import Client, Desks, System

XA, PHUONG = "09931", "00004"
BEFORE_THE_PLAN = "2025-12-31"
DERIVED = {"rural", "poor_household", "near_poor_household", "ethnic_minority", "elderly"}
POVERTY = {"poor_household": "poor", "near_poor_household": "near_poor"}
Fact = dict[str, Any]


class Feeder:
    """Feeds one case; golden ids (p1, e1 …) are mapped to the system's."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        self._ids: dict[str, str] = {}

    @classmethod
    def fed(cls, system: System, desks: Desks, facts: list[Fact]) -> Feeder:
        """With these facts fed, and each where it concerns somebody."""
        feeder = cls(desks)
        feeder.feed(facts)
        settle(system)
        return feeder

    def feed(self, facts: list[Fact]) -> None:
        for fact in facts:
            getattr(self, fact["type"])(fact)

    def id(self, golden: str) -> str:
        return self._ids[golden]

    @property
    def officer(self) -> Client:
        return self._desks["commune_officer"]

    def _void(self, fact: Fact, records: str, desk: Client) -> None:
        if fact.get("voided"):
            desk.post(
                f"/{records}/{self.id(fact['id'])}/void", {"reason_code": "entered_by_mistake"}
            )

    def person(self, fact: Fact) -> None:
        groups = {group["code"]: group for group in fact["groups"]}
        rural = groups.get("rural")
        body = {
            "full_name": f"Nguyễn Văn {secrets.token_hex(4)}",
            "birth_date": fact["birth_date"],
            "gender": fact["gender"],
            "village": fact["village"],
            "residence": {
                "kind": "permanent",
                "commune": XA if rural else PHUONG,
                "from": rural["from"] if rural else "2026-01-01",
            },
        }
        poverty = [
            {"status": POVERTY[code], "from": group["from"], "to": group["to"]}
            for code, group in groups.items()
            if code in POVERTY
        ]
        if fact.get("household") or poverty:
            body["household_id"] = self._household(fact.get("household"), fact["village"], poverty)
        self._ids[fact["id"]] = self.officer.post("/people", body)["id"]
        for code, group in groups.items():
            if code not in DERIVED:
                evidence = {"document": "Giấy xác nhận"}
                self.officer.post(
                    f"/people/{self.id(fact['id'])}/groups",
                    {"code": code, "from": group["from"], "to": group["to"], "evidence": evidence},
                )

    def _household(self, golden: str | None, village: str, poverty: list[Fact]) -> str:
        if golden and golden in self._ids:
            return self._ids[golden]
        body = {"code": secrets.token_hex(5), "village": village, "poverty": poverty}
        household_id = str(self.officer.post("/households", body)["id"])
        if golden:
            self._ids[golden] = household_id
        return household_id

    def need(self, fact: Fact) -> None:
        body = {key: fact[key] for key in ("kind", "able_to_work", "on") if key in fact}
        answer = self.officer.post(f"/people/{self.id(fact['person'])}/needs", body)
        self._ids[fact["id"]] = answer["id"]
        if fact.get("withdrawn_on"):
            self.officer.post(f"/needs/{answer['id']}/withdraw", {"on": fact["withdrawn_on"]})
        self._void(fact, "needs", self.officer)

    def referral(self, fact: Fact) -> None:
        answer = self.officer.post(
            "/referrals",
            {
                "person_id": self.id(fact["person"]),
                "to": fact.get("to", "training"),
                "kind": fact["kind"],
                "level": fact.get("level"),
                "on": fact["on"],
                "purpose": "support",
                "consent": {"given_on": fact["on"], "form": "paper"},
            },
        )
        self._ids[fact["id"]] = answer["id"]
        self._void(fact, "referrals", self.officer)

    def outreach(self, fact: Fact) -> None:
        body = {key: fact[key] for key in ("channel", "topic", "on")}
        answer = self.officer.post(
            "/outreach", {**body, "person_id": self.id(fact["person"]), "reached": 1}
        )
        self._ids[fact["id"]] = answer["id"]
        self._void(fact, "outreach", self.officer)

    def enrolment(self, fact: Fact) -> None:
        school = self._desks["school"]
        opened = school.post(
            "/classes",
            {
                "occupation": "May công nghiệp",
                "level": fact["level"],
                "form": "at_school",
                "starts_on": fact["on"],
                "ends_on": "2030-12-31",
                "capacity": 25,
                "funding_source": "state_budget",
            },
        )
        body = {"person_ids": [self.id(fact["person"])], "on": fact["on"]}
        answer = school.post(f"/classes/{opened['id']}/enrolments", body)
        self._ids[fact["id"]] = answer["enrolments"][0]["id"]
        self._void(fact, "enrolments", school)

    def service(self, fact: Fact) -> None:
        centre = self._desks["job_centre"]
        answer = centre.post(
            "/services",
            {
                "person_id": self.id(fact["person"]),
                "service": fact["service"],
                "mode": fact.get("mode", "in_person"),
                "topic": fact.get("topic", "job_search"),
                "on": fact["on"],
            },
        )
        self._ids[fact["id"]] = answer["id"]
        self._void(fact, "services", centre)

    def placement(self, fact: Fact) -> None:
        centre = self._desks["job_centre"]
        body = {key: fact[key] for key in ("kind", "new_job", "suitable", "on")}
        answer = centre.post(
            "/placements",
            {**body, "person_id": self.id(fact["person"]), "contract": "fixed_term"},
        )
        self._ids[fact["id"]] = answer["id"]
        self._void(fact, "placements", centre)

    def loan(self, fact: Fact) -> None:
        bank = self._desks["bank"]
        need = bank.post(
            "/loans",
            {
                "person_id": self.id(fact["person"]),
                "product": "job_creation",
                "amount": 50_000_000,
                "purpose": "production",
                "on": fact["need_on"],
            },
        )
        self._ids[fact["id"]] = loan_id = need["id"]
        assessment = {
            "eligible": fact["eligible"],
            "reason_codes": [] if fact["eligible"] else ["not_in_target_group"],
            "on": fact["need_on"],
        }
        bank.post(f"/loans/{loan_id}/assess", assessment)
        if fact.get("disbursed_on"):
            on = fact["disbursed_on"]
            bank.post(f"/loans/{loan_id}/approve", {"on": on})
            bank.post(f"/loans/{loan_id}/disburse", {"amount": 50_000_000, "on": on})
        self._void(fact, "loans", bank)

    def merge(self, fact: Fact) -> None:
        self.officer.post(f"/people/{self.id(fact['from'])}/merge", {"into": self.id(fact["into"])})

    def labour_survey(self, fact: Fact) -> None:
        body = {key: value for key, value in fact.items() if key not in ("type", "id")}
        self.officer.post("/labour-surveys", {"source_document": "Biểu cung lao động", **body})
