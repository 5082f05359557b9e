"""The whole service: a list sent by RPC, worked through in the background, killed on the way."""

from __future__ import annotations

import base64
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis.mongo import Db
from chassis.waiting import until

from .live import Service, virtual_host


@pytest.fixture
def service(db: Db, tmp_path: Path) -> Iterator[Service]:
    with virtual_host() as amqp_uri:
        service = Service(amqp_uri, db, tmp_path)
        service.start()
        yield service
        service.close()


def sent_list(service: Service, sample: bytes) -> str:
    """The import's id; it is worked through in the background."""
    content = base64.b64encode(sample).decode()
    receipt = service.ask(
        "start_import",
        filename="ds.xlsx",
        content_base64=content,
        dry_run=False,
        meta={"key": "k1"},
    )
    return str(receipt["import_id"])


def test_a_list_outlives_the_process_that_began_it(service: Service, db: Db, sample: bytes) -> None:
    import_id = sent_list(service, sample)
    until(lambda: db["import_rows"].estimated_document_count() >= 50)
    service.end(signal.SIGKILL)
    service.start()
    until(lambda: db["imports"].count_documents({"status": "done"}) == 1)
    answer = service.ask("get_import", import_id=import_id)
    assert answer["counts"] == {
        "accept": 285,
        "reject": 17,
        "review": 4,
        "duplicate": 5,
        "accept_with_warning": 9,
    }
    assert service.ask("search_people")["total"] == 294
    profiled = {"feed": "registry.indicators", "name": "person_profiled"}
    until(lambda: db["feed_events"].count_documents({"feed": profiled["feed"]}) > 0)
    until(lambda: db["commits"].count_documents({"pending": {"$gt": 0}}) == 0)
    assert db["feed_events"].count_documents(profiled) == 294
    assert service.end() == 0
    for secret in ("Nguyễn", "Đào", "001303599344", "0982895202", "ds.xlsx"):
        assert secret not in service.said()


def test_an_import_in_work_is_left_in_order_and_taken_up_again(
    service: Service, db: Db, sample: bytes
) -> None:
    import_id = sent_list(service, sample)
    until(lambda: db["import_rows"].estimated_document_count() >= 25)
    assert service.end() == 0
    begun = db["imports"].find_one({"_id": import_id}, {"file": 0})
    assert begun is not None
    service.start()
    until(lambda: db["imports"].count_documents({"status": "done"}) == 1)
    assert service.ask("search_people")["total"] == 294


def test_a_change_of_villages_outlives_the_process_that_began_it(
    service: Service, db: Db, sample: bytes
) -> None:
    sent_list(service, sample)
    until(lambda: db["imports"].count_documents({"status": "done"}) == 1)
    villages = [each["name"] for each in service.ask("list_villages")["items"]]
    body = {
        "kind": "merge", "villages": villages, "into": "Thôn Đồng Tâm", "on": "2026-07-01",
        "reason": "Sắp xếp thôn",
    }  # fmt: skip
    change_id = service.ask("change_villages", body=body, meta={"key": "k2"})["id"]
    followed = {"reason": f"village_change {change_id}"}
    until(lambda: db["commits"].count_documents(followed) > 0)
    service.end(signal.SIGKILL)
    service.start()
    until(lambda: db["village_catalogue"].count_documents({"status": "still"}) == 1)
    told = service.ask("get_village_change", change_id=change_id)
    assert (told["status"], told["touched"]["people"]) == ("done", 294)
    assert service.ask("search_people", village=villages[0])["total"] == 294
    streams = [row["stream"] for row in db["commits"].find(followed, {"stream": 1})]
    assert len(streams) == len(set(streams))
    for secret in ("Thôn", "Đồng Tâm", "Nguyễn"):
        assert secret not in service.said()
