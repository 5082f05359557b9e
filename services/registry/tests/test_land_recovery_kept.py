"""How a land recovery is kept: sealed, by whom it is written, what leaves of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from chassis.errors import Forbidden, NotFound, Refused
from chassis.mongo import Db
from registry.desk.erasing import finish_erasures

from .given import Registry, caller
from .test_land_recovery import DECISION, family, held, recover


def test_its_paper_stands_sealed_and_goes_with_the_last_member(
    reopen: Callable[[], Registry], db: Db
) -> None:
    registry = reopen()
    household_id, (one, other) = family(registry)
    note = {"reason": "paper", "reason_note": "theo lời bà An"}
    recovery = recover(registry, household_id, verified_by="Trần Thị Cúc")["recovery_id"]
    registry.desk().amend_land_recovery(
        household_id, recovery, {"area": 100, **note}, registry.meta()
    )
    stored = str([*db["commits"].find(), *db["household"].find(), *db["person"].find()])
    assert not any(each in stored for each in ("45/QĐ", "Trần Thị Cúc", "lời bà An"))

    def told() -> str:
        view = [registry.desk().get_household(household_id)]
        view.append(registry.desk().record_history("households", household_id))
        return json.dumps(view, ensure_ascii=False)

    assert "lời bà An" in told() and "45/QĐ-UBND" in told()
    registry.desk().erase_person(one, {"basis": "request"}, registry.meta())
    assert "lời bà An" not in told() and "45/QĐ-UBND" in told()
    assert held(registry, other) == [("2026-03-12", None)]
    registry.desk().erase_person(other, {"basis": "request"}, registry.meta())
    assert "45/QĐ-UBND" not in told() and "Trần Thị Cúc" not in told()


def test_a_household_of_the_erased_is_lived_in_again_and_its_history_read(
    either: Registry,
) -> None:
    household_id, members = family(either)
    first = recover(either, household_id)["recovery_id"]
    for each in members:
        either.desk().erase_person(each, {"basis": "request"}, either.meta())
    desk, meta = either.desk(), either.meta
    desk.void_land_recovery(household_id, first, {"reason_code": "other", "note": "nhầm"}, meta())
    # an erasure finished at a start: the words about nobody go as the paper went
    assert finish_erasures(either.office) == 2
    newcomer = either.person(full_name="Đỗ Quang Hưng", household_id=household_id)
    recover(either, household_id, number="99/QĐ-UBND")
    assert held(either, newcomer) == [("2026-03-12", None)]
    told = [each["number"] for each in desk.get_household(household_id)["land"]]
    assert sorted(told, key=str) == ["99/QĐ-UBND", None]
    history = desk.record_history("households", household_id)
    said = json.dumps(history, ensure_ascii=False)
    assert "99/QĐ-UBND" in said and "45/QĐ-UBND" not in said and "nhầm" not in said
    assert any(each.get("reason_erased") for each in history["items"])
    household, log = either.office.records.household, either.office.ledger.log
    commits, kept = log.history(household.stream(household_id)), log.load("household", household_id)
    assert kept is not None
    replayed = household.replay([event for each in commits for event in each.events])
    assert household.load(kept.body) == replayed


def test_nobody_but_an_officer_writes_it_and_only_where_there_is_a_household(
    registry: Registry,
) -> None:
    household_id, _ = family(registry)
    for role in ("village_head", "front", "commune_leader", "school"):
        desk = registry.desk(caller(role, "Thôn 1"))
        with pytest.raises(Forbidden):
            desk.record_land_recovery(household_id, DECISION, registry.meta())
    with pytest.raises(NotFound, match="no_such_household"):
        recover(registry, "nothing")
    with pytest.raises(NotFound, match="no_such_land_recovery"):
        registry.desk().amend_land_recovery(household_id, "nothing", {}, registry.meta())
    with pytest.raises(NotFound, match="no_such_person"):
        recover(registry, household_id, include=["nobody"])
    with pytest.raises(Refused, match="in_future"):
        recover(registry, household_id, on="2026-12-01")


def test_current_states_are_what_the_log_says(either: Registry) -> None:
    household_id, members = family(either)
    recovery = recover(either, household_id)["recovery_id"]
    either.desk().amend_land_recovery(household_id, recovery, {"area": 5}, either.meta())
    log, records = either.office.ledger.log, either.office.records
    for aggregate, record_id in (
        (records.household, household_id),
        *((records.person, each) for each in members),
    ):
        commits = log.history(aggregate.stream(record_id))
        kept = log.load(aggregate.kind, record_id)
        assert kept is not None
        replayed = aggregate.replay([event for each in commits for event in each.events])
        assert aggregate.load(kept.body) == replayed


def test_no_decision_leaves_by_a_feed(registry: Registry) -> None:
    household_id, _ = family(registry)
    recover(registry, household_id)
    told = json.dumps([each.data for each in registry.messages()], ensure_ascii=False)
    assert "45/QĐ" not in told and "360" not in told
