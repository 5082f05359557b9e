"""What leaves: as its contract says, to whom it may, and nothing that must stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from registry.domain.groups import SENSITIVE

from .given import Registry

CONTRACTS = Path(__file__).parent.parent / "contracts"
ID = "001185000017"
SECRETS = {
    "name": "Đào Thị Được",
    "folded": "dao thi duoc",
    "national id": ID,
    "phone": "0912345678",
    "ethnicity": "muong",
    "note": "Ghi chú riêng",
    "evidence": "77/QĐ-TA",
    "household": "HO-077",
    "feedback": "Lớp học xa quá",
}


@pytest.fixture
def full(registry: Registry) -> Registry:
    """One of everything, the person with every secret."""
    desk, meta = registry.desk(), registry.meta
    household = registry.household({"status": "poor", "from": "2026-01-01"}, code="HO-077")
    person_id = registry.person(
        national_id=ID,
        phone="0912345678",
        ethnicity="Mường",
        note="Ghi chú riêng",
        disability={"type": "vision", "level": "severe"},
        access_needs=["screen_reader"],
        household_id=household,
    )
    for code in ("disabled", "ex_prisoner", "post_rehab", "land_recovered"):
        evidence = {"document": "Quyết định", "number": "77/QĐ-TA"}
        body = {"code": code, "from": "2026-01-05", "to": "2027-01-05", "evidence": evidence}
        desk.add_group(person_id, body, meta())
    training = {"kind": "training", "level": "elementary", "on": "2026-02-01"}
    need = desk.record_need(person_id, training | {"occupation": "Nấu ăn"}, meta())
    desk.withdraw_need(need["id"], {"on": "2026-03-01"}, meta())
    consent = {"given_on": "2026-02-01", "form": "paper"}
    for to, kind in (("training", "training"), ("placement", "job"), ("credit", "credit")):
        body = {"person_id": person_id, "to": to, "kind": kind, "on": "2026-02-01"}
        referral = desk.make_referral(body | {"purpose": "support", "consent": consent}, meta())
    desk.void_record("referrals", referral["id"], {"reason_code": "duplicate"}, meta())
    talk = {"channel": "meeting", "topic": "other", "on": "2026-02-01"}
    desk.record_outreach(talk | {"person_id": person_id}, meta())
    desk.record_outreach(talk | {"village": "Thôn 1"}, meta())
    survey = {"as_of": "2026-06-30", "source_document": "Báo cáo", "labour_force": 10}
    desk.record_labour_survey(survey | {"unemployed": 1, "trained": 5, "certified": 3}, meta())
    desk.record_feedback({"text": "Lớp học xa quá", "on": "2026-05-01"}, meta())
    desk.record_person_left(person_id, {"on": "2026-10-01", "reason": "moved_away"}, meta())
    survivor = registry.person(full_name="Lê An")
    desk.merge_person(person_id, {"into": survivor}, meta())
    desk.unmerge_person(person_id, {"reason": "Hai chị em ruột"}, meta())
    desk.merge_person(person_id, {"into": survivor}, meta())
    desk.erase_person(registry.person(full_name="Lê Bình"), {"basis": "request"}, meta())
    return registry


def schema(feed: str, name: str) -> dict[str, Any]:
    path = CONTRACTS / "publishes" / feed / f"{name}.v1.json"
    return dict(json.loads(path.read_text("utf-8")))


def test_everything_published_fits_its_contract_and_every_contract_is_met(full: Registry) -> None:
    met = set()
    for message in full.messages():
        jsonschema.validate(
            message.data,
            schema(message.feed, message.name),
            format_checker=jsonschema.FormatChecker(),
        )
        met.add(f"{message.feed}/{message.name}.v1.json")
    root = CONTRACTS / "publishes"
    assert met >= {
        str(path.relative_to(root))
        for path in root.rglob("*.json")
        if "registry.indicators" in str(path)
    }
    assert {
        f"registry.{partner}/person_referred.v1.json" for partner in ("training", "placement")
    } <= met
    assert "registry.credit/referral_cancelled.v1.json" in met


def test_contracts_allow_nothing_beside_what_they_name() -> None:
    for path in (CONTRACTS / "publishes").rglob("*.json"):
        assert json.loads(path.read_text("utf-8"))["additionalProperties"] is False


def test_no_secret_leaves_by_any_feed(full: Registry) -> None:
    for message in full.messages():
        wire = json.dumps(message.data, ensure_ascii=False)
        leaked = [what for what, secret in SECRETS.items() if secret.lower() in wire.lower()]
        assert leaked == [], (message.feed, message.name)


def test_a_partner_learns_no_group(full: Registry) -> None:
    for message in full.messages():
        if message.feed == "registry.indicators":
            continue
        wire = json.dumps(message.data)
        assert "groups" not in message.data
        assert [code for code in SENSITIVE if code in wire] == []
        assert "land_recovered" not in wire


def test_a_partner_learns_only_of_persons_referred_to_it(full: Registry) -> None:
    stranger = full.person(full_name="Trần Bình", birth_date="1990")
    assert stranger not in {
        m.data["person_id"] for m in full.messages() if m.feed != "registry.indicators"
    }


def test_the_subject_is_the_person_wherever_one_is_concerned(full: Registry) -> None:
    for message in full.messages():
        if message.data.get("person_id"):
            assert message.subject == message.data["person_id"]


def test_every_event_is_dated_by_its_fact(full: Registry) -> None:
    for message in full.messages():
        assert message.occurred_on is not None
        assert message.data["on"] == message.occurred_on.isoformat()


def test_communes_are_codes_with_their_zeros(full: Registry) -> None:
    assert {message.data["commune"] for message in full.messages()} == {"09931"}


def test_the_feeds_and_their_readers_are_these() -> None:
    """Wire identifiers: the broker's permissions are made of them."""
    from chassis.topology import Topology

    topology = Topology.of_package("registry")
    assert dict(topology.publishes) == {
        "registry.indicators": ("indicators",),
        "registry.training": ("training",),
        "registry.placement": ("placement",),
        "registry.credit": ("credit",),
    }
    assert topology.consumes == ("training", "placement", "credit")
