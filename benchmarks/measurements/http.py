"""The whole way in: HTTP, the gateway, RPC, a commit; and the dashboard's read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from requests import RequestException

from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.progress import say
from benchmarks.report import Section
from benchmarks.series import repeat
from benchmarks.workload.proof import NotDone
from tests.support.proof import database, settle
from tests.support.system import Client, System

__all__ = ["http"]

Json = dict[str, Any]
DAY = "2026-11-02"
CLIENTS = (1, 8)
PEOPLE = 20
INDICATORS = 14


def http(setting: Setting) -> Section:
    section = Section(title="Through the gateway")
    system = System(setting.folder / "system", today=DAY)
    say("    starting a whole system")
    try:
        system.up()
        _measure(setting, section, system)
    finally:
        system.command("down", check=False)
    section.note(
        f"`./vieclam up` on this machine: six services, consumer, gateway, broker and database "
        f"on the same cores as the clients. A write is `POST /services` ({PEOPLE} persons in "
        "turn), answered when it is committed; the read is `GET /indicators`, all fourteen "
        "figures. Every write's commit is counted in the owner's log."
    )
    return section


def _measure(setting: Setting, section: Section, system: System) -> None:
    officer, centre = system.add_user("commune_officer"), system.add_user("job_centre")
    people = [officer.post("/people", _person(number))["id"] for number in range(PEOPLE)]
    settle(system)

    def write(client: Client, number: int) -> None:
        client.post("/services", _service(people[number % PEOPLE]))

    def read(client: Client, _number: int) -> None:
        if len(client.get("/indicators")["indicators"]) != INDICATORS:
            raise NotDone("a figure is missing")

    commits = database(system, "placement")["commits"]
    for what, request in (("write", write), ("dashboard read", read)):
        for clients in CLIENTS:
            before = commits.count_documents({})
            total = _series(setting, section, Shot(what, request, clients, centre))
            done = commits.count_documents({}) - before
            if what == "write" and done != total:
                raise NotDone(f"{done} commits of {total} writes")


@dataclass(frozen=True, slots=True)
class Shot:
    """So many clients at once, each with a connection of its own, under one sign-in."""

    what: str
    request: Callable[[Client, int], None]
    clients: int
    signed_in: Client

    def fire(self, count: int) -> tuple[float, list[float]]:
        """Seconds for all, and each one's."""
        each: list[float] = []
        failures: list[BaseException] = []
        numbers = iter(range(count))
        turn = threading.Lock()

        def work() -> None:
            client = Client(self.signed_in.url)
            client.session.headers.update(self.signed_in.session.headers)
            try:
                while True:
                    with turn:
                        number = next(numbers, None)
                    if number is None:
                        return
                    began = time.monotonic()
                    self.request(client, number)
                    each.append(time.monotonic() - began)
            except (AssertionError, NotDone, RequestException) as error:
                failures.append(error)

        workers = [threading.Thread(target=work) for _ in range(self.clients)]
        began = time.monotonic()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if failures:
            raise NotDone(f"{self.what}: {failures[0]}")
        return time.monotonic() - began, sorted(each)


def _series(setting: Setting, section: Section, shot: Shot) -> int:
    """Throughput, p50 and p99; how many requests there were in all."""
    name = f"{shot.what}, {shot.clients} at a time"
    rate = setting.series(name, "requests/s")
    p50, p99 = setting.series(f"{name}, p50", "ms", 1), setting.series(f"{name}, p99", "ms", 1)
    count = setting.sizes.requests
    shot.fire(max(8, count // 10))  # connections and caches

    def once(window: Window) -> float:
        window.begin()
        seconds, each = shot.fire(count)
        window.end()
        p50.also(each[len(each) // 2] * 1e3, window)
        p99.also(each[int(len(each) * 0.99)] * 1e3, window)
        return count / seconds

    repeat(rate, once, setting.patience)
    for series in (rate, p50, p99):
        section.add(series)
    return max(8, count // 10) + count * len(rate.runs)


def _person(number: int) -> Json:
    return {
        "full_name": f"Nguyễn Thị Đo {number}",
        "birth_date": f"19{60 + number}-04-05",
        "gender": "female",
        "village": "Thôn 1",
        "residence": {"kind": "permanent", "commune": "09931", "from": "2026-01-01"},
    }


def _service(person: str) -> Json:
    return {
        "person_id": person,
        "service": "counselling",
        "mode": "in_person",
        "topic": "job_search",
        "on": "2026-10-01",
    }
