"""What only the database can show: nothing open at rest, and an import that survives a kill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from chassis.commands import Unit
from chassis.log import StreamMoved
from chassis.mongo import Db
from registry.imports.store import ListImport, RowResult

from .given import Registry

Reopen = Callable[[], Registry]
COUNTS = {
    "accept": 285,
    "reject": 17,
    "review": 4,
    "duplicate": 5,
    "accept_with_warning": 9,
}


def own_records(db: Db) -> str:
    """All that is kept here but the messages on their way out: those name groups by opaque id."""
    commits = [row["events"] for row in db["commits"].find()]
    names = set(db.list_collection_names()) - {"commits", "feed_events"}
    return str([commits, *(list(db[name].find()) for name in sorted(names))])


def test_a_list_leaves_no_secret_open_in_the_database(
    reopen: Reopen, db: Db, sample: bytes
) -> None:
    registry = reopen()
    registry.sent_list(sample)
    stored = own_records(db)
    for secret in (
        "001303599344",
        "001098837182",
        "'dao'",
        "'muong'",
        "'ex_prisoner'",
        "00116479539",
    ):
        assert secret not in stored
    assert all("file" not in row for row in db["imports"].find())


def test_a_killed_import_goes_on_and_takes_everybody_once(reopen: Reopen, sample: bytes) -> None:
    killed = reopen()
    keep_with = killed.office.imports.keep_with

    def power_cut(unit: Unit, present: ListImport, results: Sequence[RowResult]) -> None:
        """The second batch is judged, and never written."""
        if present.next_line > 100:
            raise KeyboardInterrupt
        keep_with(unit, present, results)

    killed.office.imports.keep_with = power_cut  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        killed.sent_list(sample)
    (waiting,) = killed.office.imports.unfinished()
    assert (waiting.status, waiting.next_line) == ("running", 100)

    following = reopen()
    following.opened.importer.work()
    answer = following.desk().get_import(waiting.import_id)
    assert answer["status"] == "done"
    assert answer["counts"] == COUNTS
    assert len(answer["rows"]) == 320
    assert following.desk().search_people()["total"] == 294


def test_a_batch_is_written_whole_or_not_at_all(reopen: Reopen, sample: bytes) -> None:
    """The power goes between the people and the note of how far the list is."""
    killed = reopen()
    transactions = killed.office.imports._transactions  # type: ignore[attr-defined]
    run = transactions.run

    def cut_before_commit(work: Callable[[Any], Any]) -> Any:
        def torn(session: Any) -> None:
            work(session)
            raise KeyboardInterrupt

        return run(torn)

    transactions.run = cut_before_commit
    with pytest.raises(KeyboardInterrupt):
        killed.sent_list(sample)
    assert killed.desk().search_people()["total"] == 0
    following = reopen()
    following.opened.importer.work()
    assert following.desk().search_people()["total"] == 294


def test_a_record_that_somebody_else_was_first_with_does_not_stop_the_list(
    reopen: Reopen, sample: bytes
) -> None:
    registry = reopen()
    write, moved = Unit.write, [True]

    def first_time_moved(unit: Unit, *args: Any, **kwargs: Any) -> None:
        if moved:
            moved.clear()
            raise StreamMoved
        write(unit, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Unit, "write", first_time_moved)
        answer = registry.sent_list(sample)
    assert (answer["status"], answer["counts"]) == ("done", COUNTS)


def test_the_current_states_equal_the_log(reopen: Reopen) -> None:
    registry = reopen()
    household = registry.household({"status": "poor", "from": "2026-01-01"})
    person_id = registry.person(household_id=household, ethnicity="Tày")
    registry.desk().amend_person(person_id, {"household_id": None}, registry.meta())
    office = registry.office
    aggregates = {each.kind: each for each in (office.records.person, office.records.household)}
    for kind, record_id in (("person", person_id), ("household", household)):
        aggregate = aggregates[kind]
        commits = office.ledger.log.history(aggregate.stream(record_id))
        replayed = aggregate.replay([event for commit in commits for event in commit.events])
        kept = office.ledger.log.load(kind, record_id)
        assert kept is not None
        assert aggregate.load(kept.body) == replayed
