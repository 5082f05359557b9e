"""Records for a write to be about, made by HTTP when they are asked for."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from ..support.system import Client, Desks

Json = dict[str, Any]
NAME = re.compile(r"\{(\w+)\}")
VILLAGE = "Thôn 3"


class World:
    """``{loan}`` in a path or body becomes the id of a loan: a new one by :meth:`fresh`, or
    one for many questions by :meth:`settled`."""

    def __init__(self, desks: Desks) -> None:
        self.desks = desks
        self._kept: dict[str, str] = {}

    def fresh(self, value: Any) -> Any:
        return self._filled(value, self._make)

    def settled(self, value: Any) -> Any:
        return self._filled(value, self._keep)

    def _filled(self, value: Any, of: Callable[[str], str]) -> Any:
        if isinstance(value, str):
            return NAME.sub(lambda found: of(found[1]), value)
        if isinstance(value, list):
            return [self._filled(each, of) for each in value]
        if isinstance(value, dict):
            return {key: self._filled(each, of) for key, each in value.items()}
        return value

    def _make(self, name: str) -> str:
        return str(getattr(self, name)())

    def _keep(self, name: str) -> str:
        if name not in self._kept:
            self._kept[name] = self._make(name)
        return self._kept[name]

    # -- the registry's ---------------------------------------------------------------

    @property
    def officer(self) -> Client:
        return self.desks["commune_officer"]

    def unique(self) -> str:
        """For what must not be there twice."""
        return secrets.token_hex(5)

    def person(self) -> str:
        body = {
            "full_name": f"Trần Thị {secrets.token_hex(4)}",
            "birth_date": "1971-05-02",
            "gender": "female",
            "village": VILLAGE,
            "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
        }
        return str(self.officer.post("/people", body)["id"])

    def household(self) -> str:
        body = {"code": secrets.token_hex(5), "village": VILLAGE, "poverty": []}
        return str(self.officer.post("/households", body)["id"])

    def need(self) -> str:
        body = {"kind": "training", "on": "2027-02-01"}
        return str(self.officer.post(f"/people/{self._keep('person')}/needs", body)["id"])

    def referral(self) -> str:
        return self._referral("training")

    def _referral(self, to: str) -> str:
        body = {
            "person_id": self._keep("person"),
            "to": to,
            "kind": "training",
            "on": "2027-02-01",
            "purpose": "support",
            "consent": {"given_on": "2027-02-01", "form": "paper"},
        }
        return str(self.officer.post("/referrals", body)["id"])

    def outreach(self) -> str:
        body = {"channel": "meeting", "topic": "other", "on": "2027-02-01"}
        return str(self.officer.post("/outreach", body)["id"])

    def feedback(self) -> str:
        return str(self.officer.post("/feedback", {"on": "2027-02-01", "text": "Góp ý"})["id"])

    def survey(self) -> str:
        numbers = {"labour_force": 100, "unemployed": 2, "trained": 70, "certified": 50}
        body = {"as_of": "2027-02-01", "source_document": "Biểu 2", **numbers}
        return str(self.officer.post("/labour-surveys", body)["id"])

    # -- persons' rights ----------------------------------------------------------------

    def merged(self) -> str:
        """Somebody who was merged into somebody else."""
        duplicate = self.person()
        self.officer.post(f"/people/{duplicate}/merge", {"into": self.person()})
        return duplicate

    def request(self) -> str:
        person = self._keep("person")
        body = {"person_id": person, "type": "correct", "received_on": "2027-02-01"}
        return str(self.officer.post("/data-requests", {**body, "form": "paper"})["id"])

    def consent(self) -> str:
        body = {"person_id": self._keep("person"), "scope": "other", "text_version": "1"}
        proof = {"channel": "paper", "evidence": "Phiếu 1", "given_on": "2027-02-01"}
        return str(self.officer.post("/consents", body | proof)["id"])

    def breach(self) -> str:
        told = {"nature": "Gửi nhầm", "measures": "Đã thu hồi"}
        at = {"kind": "disclosure", "detected_at": "2026-01-05T08:00:00+07:00"}
        return str(self.officer.post("/breaches", told | at)["id"])

    # -- the school's -----------------------------------------------------------------

    def opened(self) -> str:
        """A class."""
        body = {
            "occupation": "May công nghiệp",
            "level": "elementary",
            "form": "at_school",
            "starts_on": "2027-02-01",
            "ends_on": "2027-06-30",
            "capacity": 500,
            "funding_source": "state_budget",
        }
        return str(self.desks["school"].post("/classes", body)["id"])

    def enrolment(self) -> str:
        body = {"person_ids": [self.person()], "on": "2027-02-01"}
        found = self.desks["school"].post(f"/classes/{self._keep('opened')}/enrolments", body)
        return str(found["enrolments"][0]["id"])

    def completed(self) -> str:
        """An enrolment that was completed."""
        enrolment = self.enrolment()
        self.desks["school"].post(f"/enrolments/{enrolment}/complete", {"on": "2027-06-30"})
        return enrolment

    # -- the job centre's -------------------------------------------------------------

    def employer(self) -> str:
        return str(self.desks["job_centre"].post("/employers", {"name": "Xưởng may"})["id"])

    def vacancy(self) -> str:
        body = {"employer_id": self._keep("employer"), "occupation": "May"}
        return str(self.desks["job_centre"].post("/vacancies", body)["id"])

    def fair(self) -> str:
        return str(self.desks["job_centre"].post("/job-fairs", {"on": "2027-02-01"})["id"])

    def service(self) -> str:
        body = {"person_id": self._keep("person"), "service": "counselling", "on": "2027-02-01"}
        return str(self.desks["job_centre"].post("/services", body)["id"])

    def placement(self) -> str:
        body = {
            "person_id": self._keep("person"),
            "kind": "employer",
            "new_job": True,
            "suitable": True,
            "on": "2027-02-01",
        }
        return str(self.desks["job_centre"].post("/placements", body)["id"])

    def confirmed(self) -> str:
        """A placement that was confirmed."""
        placement = self.placement()
        insurance = self.desks["social_insurance"]
        insurance.post(f"/placements/{placement}/confirm", {"on": "2027-03-01"})
        return placement

    # -- the leader's -----------------------------------------------------------------

    def open_span(self) -> str:
        """A month that ended and was not closed."""
        closed = {
            each["span"] for each in self.desks["commune_leader"].get("/closings")["closings"]
        }
        months = (f"{year}-{month:02d}" for year in (2029, 2030) for month in range(1, 13))
        return next(month for month in months if month not in closed)

    # -- the bank's -------------------------------------------------------------------

    def loan(self, *stages: str) -> str:
        bank = self.desks["bank"]
        body = {
            "person_id": self._keep("person"),
            "product": "job_creation",
            "amount": 50_000_000,
            "purpose": "production",
            "on": "2027-02-01",
        }
        loan = str(bank.post("/loans", body)["id"])
        more: Json = {"assess": {"eligible": True}, "disburse": {"amount": 50_000_000}}
        for stage in stages:
            bank.post(f"/loans/{loan}/{stage}", {"on": "2027-03-01", **more.get(stage, {})})
        return loan

    def assessed(self) -> str:
        return self.loan("assess")

    def submitted(self) -> str:
        return self.loan("assess", "submit")

    def approved(self) -> str:
        return self.loan("assess", "submit", "approve")

    def disbursed(self) -> str:
        return self.loan("assess", "submit", "approve", "disburse")
