"""Owners' events out of real desks and logs: as promised, and as every consumer expects."""

from __future__ import annotations

from typing import Any

from chassis.envelope import Event

from .files import expects, faults, publishes, schema_of
from .wire import LISTED, NOT_PUBLISHED_YET, OWNER, PUBLISHED
from .world import World


def test_every_event_on_the_interfaces_page_is_published(world: World) -> None:
    told = {(event.feed, event.name) for event in world.events()}
    assert told & NOT_PUBLISHED_YET == set(), "mend NOT_PUBLISHED_YET and tell its story"
    assert told == PUBLISHED


def test_an_event_is_what_its_owner_promises(world: World) -> None:
    wrong = {
        f"{event.feed}/{event.name} {fault}"
        for event in world.events()
        for fault in faults(schema_of(event.feed, event.name), event.data)
    }
    assert not wrong


def test_an_event_is_what_every_consumer_expects(world: World) -> None:
    wrong = {
        f"{consumer} of {feed}/{name} {fault}"
        for (consumer, feed, name), contract in expects().items()
        for event in world.events()
        if (event.feed, event.name) == (feed, name)
        for fault in faults(contract["schema"], event.data)
    }
    assert not wrong


def test_consumers_took_everything_that_was_published(world: World) -> None:
    assert world.parked() == []
    for name, (_, consumer) in world.lines.items():
        for feed, mark in consumer.inbox.open(consumer.feeds).items():
            last = len([event for event in world.events() if event.feed == feed])
            assert mark.position == last, f"{name} has not seen all of {feed}"


def test_the_envelope_agrees_with_its_data(world: World) -> None:
    """The subject orders and parks: the person where one is concerned. The day is the data's."""
    for event in world.events():
        where = f"{event.feed}/{event.name}"
        if event.data.get("person_id") is not None:
            assert event.subject == event.data["person_id"], where
        assert event.data["commune"] == "09931", where
        assert event.occurred_on is not None, where
        assert event.occurred_on.isoformat() == event.data["on"], where
        assert event.version == 1, where


def test_positions_are_gapless(world: World) -> None:
    for feed in OWNER:
        positions = [event.position for event in world.events() if event.feed == feed]
        assert positions == list(range(1, len(positions) + 1)), feed


def test_an_amended_record_is_told_again_under_its_id_and_a_voided_one_is_taken_back(
    world: World,
) -> None:
    """For each kind of record with an id: the later position replaces the earlier."""
    again = {
        "need_recorded": "need_id",
        "referral_made": "referral_id",
        "person_referred": "referral_id",
        "outreach_recorded": "outreach_id",
        "labour_survey_recorded": "survey_id",
        "class_opened": "class_id",
        "enrolment_completed": "enrolment_id",
        "support_paid": "support_id",
        "service_given": "service_id",
        "placement_started": "placement_id",
        "loan_amount_recorded": "loan_id",
    }
    for name, key in again.items():
        ids = [event.data[key] for event in world.events() if event.name == name]
        assert len(ids) > len(set(ids)), f"no {name} was told twice under one id"
    voided = {
        (event.feed, event.data["record_kind"])
        for event in world.events()
        if event.name == "record_voided"
    }
    assert voided == {
        ("registry.indicators", "needs"),
        ("registry.indicators", "referrals"),
        ("registry.indicators", "outreach"),
        ("registry.indicators", "labour_surveys"),
        ("registry.indicators", "merges"),
        ("registry.training", "merges"),
        ("registry.placement", "merges"),
        ("registry.credit", "merges"),
        ("training", "classes"),
        ("training", "enrolments"),
        ("training", "supports"),
        ("placement", "services"),
        ("placement", "placements"),
        ("placement", "contribution_supports"),
        ("credit", "loans"),
        ("credit.indicators", "loans"),
    }


def test_every_event_has_its_contract_and_every_expectation_its_event() -> None:
    promised = {(feed, name) for _, feed, name in publishes()}
    expected = {(feed, name) for _, feed, name in expects()}
    assert promised - NOT_PUBLISHED_YET == PUBLISHED
    assert expected <= promised | NOT_PUBLISHED_YET, "nobody publishes what is expected"
    assert expected <= LISTED
    for owner, feed, _ in publishes():
        assert OWNER[feed] == owner


def tolerant(schema: Any) -> Any:
    """The same without needed fields: an example holds only what its consumer reads."""
    if isinstance(schema, dict):
        return {name: tolerant(each) for name, each in schema.items() if name != "required"}
    return schema


def test_what_a_consumer_needs_the_owner_promises() -> None:
    """Needed fields are always there; read fields exist, and their example could be sent."""
    wrong = []
    for (consumer, feed, name), contract in expects().items():
        if (feed, name) in NOT_PUBLISHED_YET:
            continue
        promised, wanted = schema_of(feed, name), contract["schema"]
        where = f"{consumer} of {feed}/{name}"
        for field in set(wanted["required"]) - set(promised["required"]):
            wrong.append(f"{where} needs {field}, which may be missing")
        for field in set(wanted["properties"]) - set(promised["properties"]):
            wrong.append(f"{where} reads {field}, which is never there")
        for field, value in contract["example"].items():
            found = faults(tolerant(promised["properties"].get(field, True)), value)
            wrong += [f"{where}: its example could not be sent: {field}: {f}" for f in found]
        wrong += [f"{where}: its own example: {f}" for f in faults(wanted, contract["example"])]
    assert not wrong


def of(world: World, feed: str, name: str) -> list[Event]:
    return [event for event in world.events() if (event.feed, event.name) == (feed, name)]


def test_amounts_go_to_the_indicators_only(world: World) -> None:
    assert all(
        "amount" not in str(event.data) for event in world.events() if event.feed == "credit"
    )
    assert [e.data["amount"] for e in of(world, "credit.indicators", "loan_amount_recorded")]


def test_what_somebody_typed_never_leaves(world: World) -> None:
    """Notes, names and unlisted reasons were typed in the stories above."""
    typed = (
        "bà Lan",
        "ba_lan",
        "0912345678",
        "Được",
        "Nguyễn",
        "Hòa Bình",
        "Giấy",
        "12/XN",
        "Thôn 3",
    )
    for event in world.events():
        held = [word for word in typed if word in str(event.data)]
        assert not held, f"{event.feed}/{event.name}"
