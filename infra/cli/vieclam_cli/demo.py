"""A year of a demo commune, told through the HTTP API by the people who would tell it.

Every write carries a fixed key: loading again, or going on after a stop, changes nothing.
Days are spread between 1 January and the day of the first loading, so that a demo of any date
looks lived in; that day is kept in the state folder, for the keys stand for what was said then.
"""

import json
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from vieclam_cli import demo_after
from vieclam_cli.api import Api
from vieclam_cli.demo_list import residents, workbook
from vieclam_cli.demo_partners import bank_year, job_centre_year, school_year
from vieclam_cli.demo_people import (
    Days,
    Known,
    borrowers,
    days_until,
    elderly,
    learners,
    level_of,
    seekers,
)
from vieclam_cli.demo_users import User
from vieclam_cli.private import write_private

Story = Callable[[Api, list[Known], Days], None]


class DemoFailed(Exception):
    """The demo could not be loaded; the text says at what."""


def load(
    home: Path, url: str, users: Iterable[User], today: date, say: Callable[[str], None]
) -> None:
    """Tell the whole year, once. Raises ApiRefused, DemoFailed."""
    kept = _kept(home, today)
    if kept["loaded"]:
        say("  demo: loaded before")
        return
    roles = {role for role, _, _ in STORIES}
    signed_in = {
        each["role"]: Api(url, each["username"], each["password"])
        for each in users
        if each["role"] in roles
    }
    days, began = days_until(date.fromisoformat(kept["today"])), time.monotonic()
    people = _import(signed_in["commune_officer"], days)
    say(f"  demo: {len(people)} people from a worker list ({time.monotonic() - began:.0f} s)")
    for role, story, what in STORIES:
        story(signed_in[role], people, days)
        say(f"  demo: {what} ({time.monotonic() - began:.0f} s)")
    write_private(home / "demo.json", json.dumps({**kept, "loaded": True}))


def _kept(home: Path, today: date) -> dict[str, Any]:
    """The day for which the demo is told, and whether all of it was."""
    file = home / "demo.json"
    if not file.exists():
        write_private(file, json.dumps({"today": today.isoformat(), "loaded": False}))
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def _import(officer: Api, days: Days) -> list[Known]:
    listed = residents(days.first.year)
    as_of = days.at(0.02)
    content = workbook(listed, days.first.year)
    key = f"demo-list-{as_of}"
    import_id = officer.upload(None, content, key, as_of=as_of, dry_run=False)
    deadline = time.monotonic() + 300
    while True:
        answer = officer.get(f"/people/imports/{import_id}")
        if answer["status"] in ("done", "failed"):
            break
        if time.monotonic() > deadline:
            raise DemoFailed("the import of the demo list takes too long")
        time.sleep(0.3)
    if answer["status"] == "failed":
        raise DemoFailed("the import of the demo list failed")
    ids = [row.get("person_id") for row in answer["rows"]]
    known = [Known(id=id_, who=who) for id_, who in zip(ids, listed, strict=True) if id_]
    if len(known) < len(listed) * 0.98:
        raise DemoFailed(f"only {len(known)} of {len(listed)} rows of the demo list were taken")
    return known


def _commune(officer: Api, people: list[Known], days: Days) -> None:
    advised = [each for each in people if "unemployment_insurance" in each.who.marks]
    for number, each in enumerate(advised[: int(len(advised) * 0.8)]):
        body = {"person_id": each.id, "channel": "door_to_door", "topic": "training_policy"}
        on = days.after(0.1, number, len(advised), 0.9)
        officer.post("/outreach", {**body, "on": on}, f"demo-advice-{number}")
    for number in range(12):
        meeting = {"channel": "meeting", "topic": "credit_policy", "reached": 30 + number}
        officer.post(
            "/outreach",
            {**meeting, "village": people[number].who.village, "on": days.after(0.05, number, 12)},
            f"demo-meeting-{number}",
        )
    for number, each in enumerate(elderly(people, days)):
        if number % 3 == 0:
            body = {"kind": "counselling", "on": days.at(0.1)}
            officer.post(f"/people/{each.id}/needs", body, f"demo-counselling-{number}")
    for name, to, kind, chosen in (
        ("training", "training", "training", learners(people)),
        ("job", "placement", "job", seekers(people)),
        ("credit", "credit", "credit", borrowers(people)),
    ):
        for number, each in enumerate(chosen):
            on = days.after(0.06, number, len(chosen), 0.5)
            body = {"person_id": each.id, "to": to, "kind": kind, "on": on, "purpose": "support"}
            level = {"level": level_of(number)} if kind == "training" else {}
            consent = {"consent": {"given_on": on, "form": "paper"}}
            officer.post(
                "/referrals", {**body, **level, **consent}, f"demo-referral-{name}-{number}"
            )
    for number, (share, unemployed, trained, certified) in enumerate(
        ((0.25, 402, 11_020, 7_890), (0.8, 349, 11_290, 8_150))
    ):
        officer.post(
            "/labour-surveys",
            {
                "as_of": days.at(share),
                "source_document": f"Điều tra lao động – việc làm đợt {number + 1}",
                "labour_force": 14_860,
                "unemployed": unemployed,
                "trained": trained,
                "certified": certified,
            },
            f"demo-survey-{number}",
        )


def _visits(officer: Api, people: list[Known], days: Days) -> None:
    demo_after.visits(officer, people, days)


def _support(officer: Api, _people: list[Known], days: Days) -> None:
    demo_after.support(officer, days)


STORIES: tuple[tuple[str, Story, str], ...] = (
    ("commune_officer", _commune, "needs, outreach, referrals, labour surveys"),
    ("school", school_year, "classes, enrolments, certificates"),
    ("commune_officer", _support, "support for those who completed a course"),
    ("job_centre", job_centre_year, "employment services and placements"),
    ("bank", bank_year, "loans"),
    ("commune_officer", _visits, "a round of visits from door to door"),
)
