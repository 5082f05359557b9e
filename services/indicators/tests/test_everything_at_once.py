"""Facts, corrections, voids, merges and their undoing, late and repeated deliveries, restarts
and plan switches in any order: after every step the service says what a naive oracle says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, product
from typing import Any

import pytest
from chassis.clock import to_iso
from chassis.envelope import Event
from chassis.errors import NotFound
from chassis.mongo import Db, Transactions
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import engine
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from indicators.domain.plan import Indicator, Plan
from indicators.domain.shelves import Shelves
from indicators.moments import day_of
from indicators.plan_communes import with_communes
from indicators.plan_file import default_plan, read_plan
from indicators.rebuilding import rebuild
from indicators.recording import Recording

from .believed import Believed, events_told
from .facts import DAYS, FOCUSES, PERSONS, Fact, body, person, record
from .given import Feeds
from .office import Office
from .oracle import NAMED, START, Oracle

PLAN = default_plan()
NARROWER = {"rural_trainees": frozenset({"disabled"}), "new_jobs": frozenset(NAMED)}
"""What another plan file counts instead."""

DAY = st.sampled_from([day for day in DAYS if day >= "2026"])
SURVEYED = st.fixed_dictionaries(
    {"labour_force": st.integers(50, 99)}
    | {name: st.integers(0, 50) for name in ("unemployed", "trained", "certified")}
)
COUNTED = [each for each in PLAN.indicators if each.kind != "external"]
LISTED = [(each, part) for each in COUNTED for part in each.parts if part != "amount"]
SPANS = ("plan", "2026", "2027", "2028", "2030")
LISTS_A_STEP = 4
SHRINKING_SECONDS = 30
MOMENTS = 4
TICK = timedelta(milliseconds=1)


def narrower(plan: Plan) -> Plan:
    """The plan with other groups in two of its definitions."""
    indicators = tuple(
        replace(each, measure=replace(each.measure, groups=NARROWER[each.code]))  # type: ignore[call-arg]
        if each.code in NARROWER
        else each
        for each in plan.indicators
    )
    return replace(plan, digest="narrower", indicators=indicators)


COMMUNES = ("09931", "10001")
CITY = with_communes(
    read_plan(PLAN.text.replace('commune: "09931"', 'commune: "01"', 1)),
    {each: f'inherits: {PLAN.code}\nplan: of-{each}\nversion: 1\ncommune: "{each}"\n'
     for each in COMMUNES},
)  # fmt: skip

SURVEYED_IN = {"s1": "09931", "s2": "10001", "s3": "01", "s4": "09931"}
"""Which unit each survey is of."""

PLANS: dict[str, tuple[Plan, dict[str, frozenset[str]]]] = {
    "as filed": (PLAN, {}),
    "a city's": (CITY, {}),
    "narrower": (narrower(PLAN), NARROWER),
}


SURVEYS_OF: dict[str, Callable[[str], bool]] = {
    "as filed": lambda _: True,
    "a city's": lambda unit: unit not in COMMUNES,  # of which a commune's survey tells nothing
    "narrower": lambda _: True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was known then, under which definitions."""

    at: datetime
    believed: Believed
    plan: str

    def oracle(self) -> Oracle:
        return self.believed.oracle(PLANS[self.plan][1])


def counts(oracle: Oracle, indicator: Indicator, first: date, last: date) -> dict[str, int]:
    """By part what the oracle counts from the span's first day to the day valued."""
    code = indicator.code
    if indicator.kind == "flow":
        return {"value": len(oracle.counted_on(code, first, last))}
    if indicator.kind == "money":
        return dict(zip(("amount", "value"), oracle.money(code, first, last), strict=True))
    told = (
        oracle.stock(code, last) if indicator.kind == "stock" else oracle.share(code, first, last)
    )
    return dict(zip(("den", "num"), told, strict=True))


class Life(RuleBasedStateMachine):
    """One commune's feeds and their listener, on a database of its own."""

    def __init__(self, fresh_db: Callable[[], AbstractContextManager[Db]]) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.db = self.closing.enter_context(fresh_db())
        self.feeds = Feeds()
        self.plan = "as filed"
        self.at = datetime.now(UTC) - TICK
        self.known = Believed()
        self.moments: list[Moment] = []
        self.taken: list[Event] = []
        self.away: set[str] = set()
        self.held: list[tuple[Fact, list[Event]]] = []
        self.records = 0
        self.days = cycle([day for day in DAYS if day >= "2026"])
        self.lists = cycle(product(LISTED, SPANS))
        self.changed = False
        self.unmerged = False

    @initialize(plan=st.sampled_from(sorted(PLANS)))
    def it_begins_with_a_plan(self, plan: str) -> None:
        self.plan = plan
        self.start()

    def start(self) -> None:
        self.office = Office(self.db, Transactions(self.db, "test"), PLANS[self.plan][0])
        self.office.feeds = self.feeds
        shelves = Shelves.of(PLANS[self.plan][0].communes)
        short = Recording(self.office.store, shelves, size=9)
        self.office.apply._recording = short  # periods of few lines end often

    def now(self) -> datetime:
        """A whole millisecond, as the database keeps it, later than any moment before."""
        now = datetime.now(UTC)
        now = now.replace(microsecond=now.microsecond // 1_000 * 1_000)
        self.at = max(self.at + TICK, now)
        return self.at

    # -- what may happen --------------------------------------------------------------

    @rule(fact=st.sampled_from(PERSONS).flatmap(person))
    def a_person_is_profiled(self, fact: Fact) -> None:
        self.tell(fact)

    @rule(data=st.data(), kinds=st.sampled_from(FOCUSES))
    def a_record_is_told(self, data: st.DataObject, kinds: tuple[str, ...]) -> None:
        self.records += 1
        fact = data.draw(record(str(self.records), kinds))
        fact.pop("voided")
        self.tell(fact)

    @rule(id_=st.sampled_from(sorted(SURVEYED_IN)), as_of=DAY, numbers=SURVEYED)
    def a_survey_is_recorded(self, id_: str, as_of: str, numbers: dict[str, int]) -> None:
        place = {"commune": SURVEYED_IN[id_]}
        self.tell({"type": "survey", "id": id_, "as_of": as_of, **place, **numbers})

    @precondition(lambda self: self.open_records("survey"))
    @rule(data=st.data())
    def a_survey_is_voided(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.open_records("survey")))
        self.tell({"type": "void", "record": record})

    @precondition(lambda self: self.open_records())
    @rule(data=st.data())
    def a_record_is_corrected(self, data: st.DataObject) -> None:
        former = data.draw(st.sampled_from(self.open_records()))
        fact = {name: former[name] for name in ("type", "id", "person") if name in former}
        fact |= data.draw(body(former["type"]))
        if former["type"] == "enrolment":  # it ends in one way only
            if former.get("completed_on"):
                fact.pop("dropped_on", None)
            if former.get("dropped_on"):
                fact.pop("completed_on", None)
        if former["type"] == "referral":  # it is answered by whom it was made to
            fact["to"] = former["to"]
        self.tell(fact)

    @precondition(lambda self: self.open_records())
    @rule(data=st.data())
    def a_record_is_voided(self, data: st.DataObject) -> None:
        self.tell({"type": "void", "record": data.draw(st.sampled_from(self.open_records()))})

    @rule(one=st.sampled_from(PERSONS), other=st.sampled_from(PERSONS))
    def two_persons_are_one(self, one: str, other: str) -> None:
        assume(one != other)
        self.tell({"type": "merge", "from": one, "into": other, "on": "2026-06-01"})

    @precondition(lambda self: self.believed_in_the_end().into)
    @rule(data=st.data())
    def a_merge_is_undone(self, data: st.DataObject) -> None:
        merged = sorted(self.believed_in_the_end().into)
        self.unmerged = True
        self.tell({"type": "unmerge", "from": data.draw(st.sampled_from(merged))})

    @rule(feeds=st.sets(st.sampled_from(["training", "placement", "registry.indicators"])))
    def a_line_is_cut(self, feeds: set[str]) -> None:
        self.away |= feeds

    @precondition(lambda self: self.held)
    @rule(data=st.data(), size=st.integers(1, 6))
    def the_line_is_back(self, data: st.DataObject, size: int) -> None:
        """What was held arrives late: feed by feed in its order, the feeds in any."""
        events = [event for _, told in self.held for event in told]
        feeds = data.draw(st.permutations(sorted({event.feed for event in events})))
        self.take([e for feed in feeds for e in events if e.feed == feed], size)
        for fact, _ in self.held:
            self.known.hear(fact)
        first = min(event.time for event in events)
        self.moments = [each for each in self.moments if each.at < first]
        self.held, self.away = [], set()
        self.remember()

    @precondition(lambda self: self.taken)
    @rule(data=st.data())
    def events_come_again(self, data: st.DataObject) -> None:
        first = data.draw(st.integers(0, len(self.taken) - 1))
        self.office.take(self.taken[first : first + data.draw(st.integers(1, 8))])
        self.changed = True

    @rule()
    def the_service_starts_anew(self) -> None:
        self.start()
        self.changed = True

    @precondition(lambda self: not self.held)
    @rule(to=st.sampled_from(sorted(PLANS)))
    def the_plan_file_changes(self, to: str) -> None:
        if to == self.plan:
            return
        self.plan = to
        assert rebuild(self.office.store, PLANS[to][0], self.office.transactions).switched
        self.start()
        self.now()
        self.remember()

    # -- how it is told ---------------------------------------------------------------

    def tell(self, fact: Fact) -> None:
        events = self.feeds.publish(events_told(fact), at=self.now())
        if any(event.feed in self.away for event in events):
            self.away |= {event.feed for event in events}
            self.held.append((fact, events))
            return
        self.take(events, 2)
        self.known.hear(fact)
        self.remember()

    def take(self, events: Sequence[Event], size: int) -> None:
        for start in range(0, len(events), size):
            self.office.take(events[start : start + size])
        self.taken += events

    def believed_in_the_end(self) -> Believed:
        """With what is on its way."""
        found = self.known.copy() if self.held else self.known
        for fact, _ in self.held:
            found.hear(fact)
        return found

    def open_records(self, kind: str | None = None) -> list[Fact]:
        """Of a kind; without one, of persons and classes."""
        told = self.believed_in_the_end().records.values()
        return [each for each in told if (each["type"] == "survey") == (kind == "survey")]

    def remember(self) -> None:
        self.changed = True
        then = Moment(at=self.at, believed=self.known.copy(), plan=self.plan)
        self.moments = [*self.moments[-MOMENTS:], then]

    # -- what must hold ---------------------------------------------------------------

    @invariant()
    def all_answers_are_the_oracles(self) -> None:
        if not self.changed:
            return
        self.changed = False
        oracle = self.known.oracle(PLANS[self.plan][1])
        self.figures_are(oracle, next(self.days), None, self.plan)
        if self.plan == "a city's":
            self.communes_are(oracle, next(self.days))
        for _ in range(LISTS_A_STEP):
            (indicator, part), span = next(self.lists)
            self.list_is(oracle, indicator, part, span, next(self.days))
        for moment in self.moments[-MOMENTS::2]:
            self.figures_are(moment.oracle(), next(self.days), moment.at, moment.plan)
            self.restated_since(moment, oracle, next(self.lists)[0][0])
            (indicator, part), span = next(self.lists)
            self.list_was(moment, indicator, part, span, next(self.days))

    def figures_are(self, oracle: Oracle, day: str, as_of: datetime | None, plan: str) -> None:
        asked = to_iso(as_of) if as_of is not None else None
        last = date.fromisoformat(day if as_of is None else min(day, day_of(as_of)))
        answer = self.office.desk().figures("plan", asked, on=day, of="all")
        for indicator, figure in zip(PLAN.indicators, answer["items"], strict=True):
            if indicator.kind == "external":
                told = oracle.surveyed(indicator.code, last, SURVEYS_OF[plan])
                assert (figure["den"], figure["num"]) == (told or (None, None)), (day, as_of)
                continue
            expected = counts(oracle, indicator, START, last)
            if "amount" in expected:
                expected = {"value": expected["amount"]}
            found = {name: figure[name] for name in expected}
            assert found == expected, (indicator.code, day, as_of)

    def communes_are(self, oracle: Oracle, day: str) -> None:
        """Persons count where they lived on the day."""
        last = date.fromisoformat(day)
        for commune in COMMUNES:
            answer = self.office.desk().figures("plan", None, day, "all", commune)
            for indicator, figure in zip(PLAN.indicators, answer["items"], strict=True):
                code = indicator.code
                if indicator.kind == "external":
                    told = oracle.surveyed(code, last, commune.__eq__)
                    assert (figure["den"], figure["num"]) == (told or (None, None)), (commune, day)
                elif indicator.kind == "flow":
                    counted = oracle.counted_on(code, START, last)
                    homes = [oracle.home(person, on)["commune"] for person, on in counted]
                    assert figure["value"] == homes.count(commune), (code, commune, day)
                elif indicator.kind == "stock" and indicator.unit == "person":
                    here = oracle.by(code, "commune", last)[commune]
                    assert figure["den"] == here, (code, commune, day)
                    self.commune_is_broken_down(oracle, code, commune, last)
            for _ in range(LISTS_A_STEP):
                (listed, part), _ = next(self.lists)
                self.commune_is_listed(oracle, listed, part, commune, day)

    def commune_is_listed(
        self, oracle: Oracle, indicator: Indicator, part: str, commune: str, day: str
    ) -> None:
        """Of a city's list those who live there: on the last day, or on the day they count."""
        code, last = indicator.code, date.fromisoformat(day)
        if indicator.kind == "flow":
            rows = oracle.counted_on(code, START, last)
        elif indicator.kind == "stock" and indicator.unit == "person":
            found = oracle.in_list(code, "stock", part, START, last)
            rows = [(person, last) for person in found]
        else:
            return
        expected = sorted(who for who, on in rows if oracle.home(who, on)["commune"] == commune)
        told = self.office.desk(last).figure_people(code, "plan", part, 1, 1_000, commune)
        found = sorted(row["person_id"] for row in told["items"])
        assert (found, told["total"]) == (expected, len(expected)), (code, part, commune, day)

    def commune_is_broken_down(self, oracle: Oracle, code: str, commune: str, day: date) -> None:
        by = ("gender", "group", "age_band", "village")[day.day % 4]
        asked = {"by": by, "as_of": None, "on": day.isoformat(), "commune": commune}
        found = self.office.desk().figure(code, "plan", **asked)
        rows = {row["key"]: row["den"] for row in found["breakdown"] if row["den"]}
        here = [p for p in oracle.persons() if oracle.home(p, day)["commune"] == commune]
        expected = oracle.by(code, by, day, here)
        rows.pop("none", None)
        assert rows == {each: n for each, n in expected.items() if n}, (code, by, commune, day)

    def list_is(self, oracle: Oracle, indicator: Indicator, part: str, span: str, day: str) -> None:
        first = START if span == "plan" else date(int(span), 1, 1)
        last = date.fromisoformat(day)
        if first > last:
            return
        if span != "plan":
            last = min(last, date(int(span), 12, 31))
        desk = self.office.desk(date.fromisoformat(day))
        listing = desk.figure_people(indicator.code, span, part, 1, 1_000)
        expected = oracle.in_list(indicator.code, indicator.kind, part, first, last)
        found = sorted(row[f"{indicator.unit}_id"] for row in listing["items"])
        assert (found, listing["total"]) == (expected, len(expected)), (indicator.code, part, day)
        for row in listing["items"]:
            self.fact_is_told(oracle, indicator, row)

    def list_was(
        self, moment: Moment, indicator: Indicator, part: str, span: str, day: str
    ) -> None:
        """The list as it was known: as long as the figure of then, told by events of then."""
        first = START if span == "plan" else date(int(span), 1, 1)
        last = date.fromisoformat(min(day, day_of(moment.at)))
        if first > last:
            return
        if span != "plan":
            last = min(last, date(int(span), 12, 31))
        desk = self.office.desk(date.fromisoformat(day))
        asked = to_iso(moment.at)
        told = desk.figure_people(indicator.code, span, part, 1, 1_000, as_of=asked)
        expected = moment.oracle().in_list(indicator.code, indicator.kind, part, first, last)
        found = sorted(row[f"{indicator.unit}_id"] for row in told["items"])
        assert (found, told["total"]) == (expected, len(expected)), (indicator.code, part, asked)
        times = {event.id: event.time for event in self.taken}
        late = [row for row in told["items"] if times[row["event"]] > moment.at]
        assert not late, (indicator.code, part, asked)
        if indicator.unit == "person" and indicator.kind in ("flow", "stock"):
            self.why_not_was(moment, indicator, part, span, day, set(expected))

    def why_not_was(
        self,
        moment: Moment,
        indicator: Indicator,
        part: str,
        span: str,
        day: str,
        listed: set[str],
    ) -> None:
        """Who was counted then is told so; of who was not, what lacked or what is not kept."""
        oracle, desk = moment.oracle(), self.office.desk(date.fromisoformat(day))
        for who in PERSONS:
            try:
                told = desk.why_not(indicator.code, who, span, to_iso(moment.at))
            except NotFound:
                continue
            assert not told["unasked"]
            root, merged = oracle.who(who), [each["why"] for each in told["not_kept"]]
            if told["counted_as"] != root:
                # of a merge that was undone or made since the former one is not kept
                assert "merged" in merged or self.unmerged, (who, root, moment.at)
                continue
            assert told["counted"][part] == (root in listed), (indicator.code, who, moment.at)
            lacking = [each for each in told["missing"] if each["part"] == part]
            assert not (told["counted"][part] and lacking), (indicator.code, who)

    def fact_is_told(self, oracle: Oracle, indicator: Indicator, row: dict[str, Any]) -> None:
        """The fact beside a unit is what it counts for, and the event is one that told it."""
        event = next(each for each in self.taken if each.id == row["event"])
        if indicator.kind == "stock":
            return  # a stock's fact may be the profile itself
        assert row["fact"] in event.data.values(), (indicator.code, row)
        if indicator.kind == "flow":
            facts = set(oracle.qualifying(indicator.code, row["person_id"]))
            assert (date.fromisoformat(row["since"]), row["fact"]) in facts, row

    def restated_since(self, moment: Moment, oracle: Oracle, indicator: Indicator) -> None:
        """What was restated since is the difference between what was known and what is."""
        told: Any = self.office.desk().restatements(indicator.code, to_iso(moment.at), "plan")
        last = date.fromisoformat(day_of(moment.at))
        before = counts(moment.oracle(), indicator, START, last)
        after = counts(oracle, indicator, START, last)
        assert (told["before"], told["after"]) == (before, after), indicator.code
        changes = dict.fromkeys(indicator.parts, 0)
        for row in told["items"]:
            changes[row["part"]] += row["change"]
        assert changes == {part: after[part] - before[part] for part in before}, indicator.code

    def teardown(self) -> None:
        try:
            assert not hasattr(self, "office") or self.office.verified() == 0
        finally:
            self.closing.close()


def test_after_every_step_all_answers_are_a_naive_oracles(
    fresh_db: Callable[[], AbstractContextManager[Db]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # no setting of Hypothesis bounds it: a failing example is made smaller for up to five minutes
    monkeypatch.setattr(engine, "MAX_SHRINKING_SECONDS", SHRINKING_SECONDS)
    run_machine(
        lambda: Life(fresh_db),
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            phases=set(Phase) - {Phase.explain},
            suppress_health_check=list(HealthCheck),
        ),
    )
