"""A change of villages survives a kill: everybody comes along once, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from chassis.commands import Unit
from chassis.log import StreamMoved
from chassis.mongo import Db
from registry import village_following, village_moving
from registry.census import CensusTaker

from .changing_villages import decided, found_in, voided
from .given import Registry

Reopen = Callable[[], Registry]
NEW = "Thôn Đồng Tâm"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(village_moving, "BATCH", 3)
    monkeypatch.setattr(village_moving, "HOUSEHOLDS", 2)


def ten_people(registry: Registry) -> list[str]:
    """Four of them in two households."""
    homes = [registry.household(code=f"H{number}") for number in range(2)]
    return [
        registry.person(
            full_name=f"Lê Thị {name}", **({"household_id": homes[n % 2]} if n < 4 else {})
        )
        for n, name in enumerate(("An", "Bé", "Cả", "Dung", "Én", "Gấm", "Hà", "Kim", "Lan", "My"))
    ]


def changes_of(registry: Registry, person_id: str) -> list[str]:
    history = registry.desk().person_history(person_id)["items"]
    return [
        name for each in history for name in each["events"] if name.startswith(("Vill", "Succ"))
    ]


def cut_after(monkeypatch: pytest.MonkeyPatch, transactions: int) -> list[int]:
    """The power goes in the middle of the transaction after so many."""
    write, done = Unit.write, [0]

    def power_cut(unit: Unit, *args: Any, **kwargs: Any) -> None:
        if done[0] >= transactions:
            raise KeyboardInterrupt
        write(unit, *args, **kwargs)
        done[0] += 1

    monkeypatch.setattr(Unit, "write", power_cut)
    return done


@pytest.mark.parametrize("transactions", [0, 1, 2])
def test_a_killed_change_goes_on_and_changes_everybody_once(
    reopen: Reopen, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    killed = reopen()
    people = ten_people(killed)
    change_id = decided(killed, "rename", ["Thôn 1"], NEW)["id"]
    with monkeypatch.context() as patch:
        cut_after(patch, transactions)
        with pytest.raises(KeyboardInterrupt):
            killed.opened.importer.work()
    half = killed.desk().get_village_change(change_id)
    assert half["status"] == "running"
    assert half["progress"]["total"] == 10
    assert half["progress"]["done"] < 10

    following = reopen()
    following.opened.importer.work()
    following.opened.importer.work()
    assert found_in(following, NEW) == sorted(people)
    assert {tuple(changes_of(following, each)) for each in people} == {("VillageSucceeded",)}
    told = following.desk().get_village_change(change_id)
    assert (told["status"], told["touched"]["people"]) == ("done", 10)
    assert told["touched"]["households"] == 2


def test_a_household_goes_with_all_its_members_or_not_at_all(
    reopen: Reopen, monkeypatch: pytest.MonkeyPatch, db: Db
) -> None:
    """The power goes between a household and the commit of its members."""
    killed = reopen()
    people = ten_people(killed)
    decided(killed, "rename", ["Thôn 1"], NEW)
    commit = killed.office.ledger.log.commit

    def torn(commits: Any, documents: Any, session: Any = None, *more: Any) -> None:
        if any(each.reason for each in commits):
            raise KeyboardInterrupt
        commit(commits, documents, session, *more)

    monkeypatch.setattr(killed.office.ledger.log, "commit", torn)
    with pytest.raises(KeyboardInterrupt):
        killed.opened.importer.work()
    homes = [row["state"]["village"] for row in db["household"].find()]
    assert homes == ["Thôn 1", "Thôn 1"]
    following = reopen()
    following.opened.importer.work()
    assert found_in(following, NEW) == sorted(people)


def test_a_change_voided_half_way_takes_back_whoever_had_gone(
    reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = reopen()
    people = ten_people(killed)
    before = {each: killed.last_profile(each) for each in people}
    change_id = decided(killed, "rename", ["Thôn 1"], NEW)["id"]
    with monkeypatch.context() as patch:
        cut_after(patch, 2)
        with pytest.raises(KeyboardInterrupt):
            killed.opened.importer.work()
    following = reopen()
    voided(following, change_id)
    assert {each: following.last_profile(each) for each in people} == before
    assert following.desk().get_village_change(change_id)["status"] == "voided"
    assert found_in(following, "Thôn 1") == sorted(people)


def test_somebody_who_is_amended_in_the_same_moment_is_brought_along_all_the_same(
    reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = reopen()
    people = ten_people(registry)
    decided(registry, "rename", ["Thôn 1"], NEW)
    write, first = Unit.write, [True]

    def overtaken(unit: Unit, *args: Any, **kwargs: Any) -> None:
        if first:
            first.clear()
            raise StreamMoved
        write(unit, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Unit, "write", overtaken)
        registry.opened.importer.work()
    assert found_in(registry, NEW) == sorted(people)


def test_a_defect_that_one_change_meets_keeps_no_list_waiting(
    reopen: Reopen, monkeypatch: pytest.MonkeyPatch, sample: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    registry = reopen()
    ten_people(registry)
    decided(registry, "rename", ["Thôn 1"], NEW)
    with monkeypatch.context() as patch:
        patch.setattr(village_following.successions, "succeed", None)
        answer = registry.sent_list(sample)
    assert answer["status"] == "done"
    assert "village change failed" in caplog.text


def test_no_village_and_nobody_stands_in_a_log_line(
    reopen: Reopen, caplog: pytest.LogCaptureFixture
) -> None:
    registry = reopen()
    ten_people(registry)
    caplog.set_level("DEBUG")
    voided(registry, decided(registry, "rename", ["Thôn 1"], NEW)["id"])
    said = [str(vars(each)) for each in caplog.records if each.name.startswith("registry")]
    assert said
    for secret in ("Thôn", "Đồng Tâm", "Lê Thị", "12/NQ"):
        assert not any(secret in each for each in said)


def test_a_census_is_taken_anew_when_villages_changed(reopen: Reopen, db: Db) -> None:
    """Who stood under the old name has other search terms: the census would still count them."""
    registry = reopen()
    ten_people(registry)
    taker = CensusTaker(db, lambda _: None)
    taker.stop()
    assert (taker.look(), taker.look()) == (True, False)
    decided(registry, "rename", ["Thôn 1"], NEW)
    registry.opened.importer.work()
    assert (taker.look(), taker.look()) == (True, False)


def test_what_the_officer_wrote_stands_open_nowhere(reopen: Reopen, db: Db) -> None:
    registry = reopen()
    ten_people(registry)
    reason = "theo đơn của bà Lan"
    change_id = decided(registry, "rename", ["Thôn 1"], NEW, reason=reason)["id"]
    registry.opened.importer.work()
    voided(registry, change_id)
    kept = str([list(db[name].find()) for name in db.list_collection_names()])
    assert reason not in kept
    assert "Nhập nhầm" not in kept
    told = registry.desk().get_village_change(change_id)
    assert (told["reason"], told["voided"]["reason"]) == (reason, "Nhập nhầm")


def test_the_current_states_equal_the_log(reopen: Reopen) -> None:
    registry = reopen()
    ten_people(registry)
    change_id = decided(registry, "rename", ["Thôn 1"], NEW)["id"]
    registry.opened.importer.work()
    voided(registry, change_id)
    records, log = registry.office.records, registry.office.ledger.log
    for aggregate in (records.person, records.household, records.village_catalogue):
        for found in registry.office.finder.find(aggregate.kind, {}):
            commits = log.history(aggregate.stream(found.id))
            replayed = aggregate.replay([event for each in commits for event in each.events])
            assert aggregate.load(found.body) == replayed
