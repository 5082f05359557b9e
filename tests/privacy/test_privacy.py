"""Nobody learns what is not for them: on the running system, after a full working day.

People in all four sensitive groups are registered, referred to every partner, trained,
placed, lent to, merged and mistyped. Then everything that was sent, stored, logged or
measured is read, and must not hold what may not be there.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from chassis.waiting import until
from openpyxl import load_workbook

from ..support.proof import settle
from ..support.system import Desks, System
from .story import AMOUNT, SENSITIVE, Story
from .traces import CALLED, PARTNERS, Tap, documents, logs, metrics, tapping, text_of

SAMPLE = Path(__file__).parents[2] / (
    "services/registry/tests/data/danh-sach-lao-dong-uu-tien.xlsx"
)
IDENTITY = {
    "full_name",
    "name_key",
    "national_id",
    "phone",
    "address",
    "ethnicity",
    "disability",
    "evidence",
    "note",
}


@dataclass
class Day:
    story: Story
    tap: Tap


@pytest.fixture(scope="module")
def day(system: System, desks: Desks) -> Iterator[Day]:
    with tapping(system) as tap:
        story = Story(desks, lambda: settle(system)).tell()
        settle(system)
    yield Day(story, tap)


def plain(text: str) -> str:
    """Lower case without marks: a folded name is found as well as a spelled one."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each)).replace("đ", "d")


def held(day: Day, texts: Iterable[tuple[str, str]]) -> set[str]:
    """Where a secret stands, and which kind: never the secret itself."""
    found: set[str] = set()
    secrets = [each for person in day.story.people.values() for each in person.secrets().items()]
    for where, text in texts:
        folded = plain(text)
        found |= {f"{where}: {kind}" for kind, secret in secrets if plain(secret) in folded}
    return found


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys_of(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(keys_of(each) for each in value))
    return set()


def strings_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(strings_of(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(strings_of(each) for each in value))
    return {value} if isinstance(value, str) else set()


def concerning(day: Day, texts: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Of these JSON texts, the ones about the people of this day."""
    ids = list(day.story.people)
    return [(where, json.loads(text)) for where, text in texts if any(i in text for i in ids)]


def group_codes(value: Any) -> set[str]:
    return {code for code in SENSITIVE for text in strings_of(value) if code in text}


def test_the_day_was_seen(day: Day, system: System) -> None:
    """Without this, silence would prove nothing."""
    assert len(day.story.people) == len(SENSITIVE)
    for feed in ("registry.indicators", *(f"registry.{each}" for each in PARTNERS)):
        assert concerning(day, [(each.key, each.body) for each in day.tap.of(feed)]), feed
    for feed in (*PARTNERS, "credit.indicators"):
        assert concerning(day, [(each.key, each.body) for each in day.tap.of(feed)]), feed
    for service in CALLED:
        assert concerning(day, documents(system, service)), service
    assert {each.key.partition(".")[0] for each in day.tap.calls()} >= set(PARTNERS)
    at_home = held(day, documents(system, "registry"))
    assert "person: name, address, note or paper" in at_home


def test_no_message_holds_an_identity(day: Day) -> None:
    assert not held(day, [(f"{each.exchange} {each.key}", each.body) for each in day.tap.messages])
    for each in day.tap.messages:
        if each.exchange != "nameko-rpc":
            assert not keys_of(each.data) & IDENTITY, f"{each.exchange} {each.key}"


@pytest.mark.parametrize("service", (*CALLED, "gateway"))
def test_no_database_but_the_registrys_holds_an_identity(
    day: Day, system: System, service: str
) -> None:
    assert not held(day, documents(system, service))
    for where, document in concerning(day, documents(system, service)):
        assert not keys_of(document) & (IDENTITY - {"note"}), f"{service}.{where}"


def test_what_a_partner_types_as_a_reason_stays_with_it(day: Day, system: System) -> None:
    """Reasons are codes, but a code that nobody listed can be typed: it is sent as `other`."""
    typed = [person.gossip for person in day.story.people.values()]

    def told(texts: Iterable[tuple[str, str]]) -> set[str]:
        return {where for where, text in texts if any(each in text for each in typed)}

    for service in (*CALLED, "gateway", "registry"):
        assert bool(told(documents(system, service))) == (service in PARTNERS), service
    feeds = [each for each in day.tap.messages if each.exchange != "nameko-rpc"]
    assert not told((each.key, each.body) for each in feeds)
    assert not told(logs(system))
    assert not told(metrics(system))


@pytest.mark.parametrize("partner", PARTNERS)
def test_a_partner_learns_what_a_person_may_get_and_never_why(
    day: Day, system: System, partner: str
) -> None:
    sent = [(each.key, each.body) for each in day.tap.of(f"registry.{partner}")]
    told = [data for _, data in concerning(day, sent)]
    assert any(event["data"].get("entitlements") for event in told), "some may get something"
    assert not group_codes(told)
    stored = [document for _, document in concerning(day, documents(system, partner))]
    assert not group_codes(stored)
    assert not keys_of([told, stored]) & {"groups", "group", "birth_date"}


def test_a_partner_learns_of_the_referred_only(day: Day, desks: Desks, system: System) -> None:
    body = {
        "full_name": "Lý Văn Ở Nhà",
        "birth_date": "1990",
        "gender": "male",
        "village": "Thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2020-01-01"},
    }
    at_home = desks["commune_officer"].post("/people", body)["id"]
    settle(system)
    for partner in PARTNERS:
        assert not [where for where, text in documents(system, partner) if at_home in text]


def test_amounts_go_to_the_indicators_only(day: Day) -> None:
    credit = [json.loads(each.body) for each in day.tap.of("credit")]
    assert not keys_of(credit) & {"amount", "disbursed_amount"}
    assert str(AMOUNT) not in text_of(credit)
    amounts = [
        each.data["amount"] for each in day.tap.of("credit.indicators") if each.data.get("amount")
    ]
    assert amounts.count(AMOUNT) == len(SENSITIVE)
    others = [each for each in day.tap.messages if each.exchange not in
              ("credit.indicators.events", "nameko-rpc")]  # fmt: skip
    assert not [each.key for each in others if str(AMOUNT) in each.body]


def test_the_registry_keeps_ids_and_sensitive_groups_sealed(day: Day, system: System) -> None:
    """Its database alone tells neither: the keys lie in the process's own folder.

    What it publishes to the indicators does hold group codes with opaque ids; so do its
    own copies of that feed.
    """
    found = held(day, documents(system, "registry"))
    assert not {each for each in found if each.endswith(": national id")}
    published = ("feed_events",)
    open_codes = {
        where
        for where, document in concerning(day, documents(system, "registry"))
        if where not in published and group_codes(document)
    }
    assert not open_codes
    ethnicity = {
        where
        for where, document in concerning(day, documents(system, "registry"))
        if any(plain(text) == "muong" for text in strings_of(document))
    }
    assert not ethnicity


def test_no_log_line_holds_an_identity(day: Day, system: System) -> None:
    assert not held(day, logs(system))


def test_no_metric_holds_a_person(day: Day, system: System) -> None:
    pages = list(metrics(system))
    assert len(pages) == len(system.status["metrics"])
    assert not held(day, pages)
    ids = list(day.story.people)
    assert not [process for process, page in pages if any(each in page for each in ids)]


def test_an_error_does_not_repeat_what_it_refuses(day: Day) -> None:
    assert len(day.story.answers) >= 5
    assert not held(day, [("answer", each) for each in day.story.answers])


def test_a_list_of_workers_leaves_nobody_in_a_log(day: Day, system: System, desks: Desks) -> None:
    """A dry run of a real list: its ids and phones are in no log and no other database."""
    client = desks["commune_officer"]
    with SAMPLE.open("rb") as file:
        answer = client.session.post(
            f"{client.url}/api/v1/people/imports",
            files={"file": (SAMPLE.name, file)},
            data={"dry_run": "true", "as_of": "2026-03-31"},
            headers={"Idempotency-Key": "privacy-list"},
            timeout=20,
        )
    assert answer.status_code == 202, answer.text
    address = f"/people/imports/{answer.json()['import_id']}"
    until(lambda: client.get(address)["status"] == "done", 60, "the list to be judged")
    numbers = {
        digits
        for row in load_workbook(SAMPLE, read_only=True).active.iter_rows(values_only=True)
        for cell in row
        if len(digits := "".join(filter(str.isdigit, str(cell or "")))) in (10, 12)
    }
    assert len(numbers) > 10
    settle(system)
    places = [*logs(system), *metrics(system)]
    for service in (*CALLED, "gateway"):
        places += documents(system, service)
    assert not {where for where, text in places if any(number in text for number in numbers)}
