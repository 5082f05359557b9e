"""What may be asked of the figures: one method for each RPC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from chassis.clock import to_iso
from chassis.envelope import decode
from chassis.errors import Invalid, NotFound
from chassis.identity import SERVICE_ROLE
from chassis.rpc import RpcOwner
from chassis.runtime import Call, Meta, Runtime

from indicators.closing import add_note, close_span
from indicators.domain.contributions import timeline_in
from indicators.domain.merging import combine
from indicators.domain.plan import Plan
from indicators.domain.why_not import missing
from indicators.explaining import Listing, part_of
from indicators.foreseeing import walked_back, what_would_be
from indicators.freshness import fresh_to, freshness, watched
from indicators.generations import prepare
from indicators.moments import day, day_of, moment
from indicators.plan_file import PlanInvalid, default_plan, read_plan
from indicators.previewing import preview
from indicators.progress import Progress, progress_of
from indicators.proving_logs import LogProof, Logs
from indicators.public import Public
from indicators.public_data import public_data
from indicators.reading import Reading
from indicators.rebuilding import rebuild
from indicators.restatements import restatements
from indicators.schemas import PreviewPlan
from indicators.shadow import ReadLog
from indicators.signed import chain_faults, closing_of, list_closings
from indicators.snapshot import Snapshots
from indicators.store import Store
from indicators.verifying import verify

__all__ = ["Desk", "Parts", "build"]

Json = dict[str, Any]
EXPLAINS = ("commune_officer", "commune_leader", "ops")
SETS = ("plan", "further", "all")
MOST = 1_000
MOST_RESTATED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What every call shares."""

    store: Store
    plan: Plan
    logs: Logs
    snapshots: Snapshots


class Desk:
    """Figures are for every caller; who stands behind them for those who explain them."""

    def __init__(self, runtime: Runtime, parts: Parts, call: Call) -> None:
        self._runtime = runtime
        self._parts = parts
        self._call = call

    # -- figures --------------------------------------------------------------------

    def figures(
        self,
        span: str | None,
        as_of: str | None,
        on: str | None = None,
        of: str = "plan",
        commune: str | None = None,
    ) -> Json:
        """``{"items": [figure…], "total"}`` in the plan's order. ``of``: plan (its own
        targets), further (what is counted beside them) or all.
        """
        if of not in SETS:
            raise Invalid.of(set="not_in_vocabulary")
        reading = self._reading(as_of, on, commune)
        found = reading.figures(reading.span(span), self._fresh(), of)
        return {"items": found, "total": len(found)}

    def figure(
        self,
        code: str,
        span: str | None,
        by: str | None,
        as_of: str | None,
        on: str | None = None,
        commune: str | None = None,
    ) -> Json:
        """One figure; with ``by`` also ``breakdown``: ``[{key, value | num, den, ratio}]``."""
        reading = self._reading(as_of, on, commune)
        return reading.figure(code, reading.span(span), by, self._fresh())

    def what_if(self, code: str, body: Json, span: str | None) -> Json:
        """``{"before": figure, "after": figure, "added", "left_over"}``; nothing is stored."""
        reading = self._reading(None)
        return what_would_be(reading, reading.indicator(code), reading.span(span), body)

    def backtest(self, months: int) -> Json:
        """How the forecasts would have done so many months ahead: ``{"items": [{code, method,
        ahead, trials, coverage, mean_error, mean_absolute_error}], "total", "level"}``.
        """
        return walked_back(self._reading(None), months)

    def public_figures(self, span: str | None) -> Json:
        """The figures for everybody: rounded, small counts hidden, on fixed days."""
        found = self._public(span).figures()
        return {"items": found, "total": len(found)}

    def public_data(self, span: str | None) -> Json:
        """The same as flat rows with their dictionary, to be given away as csv or JSON."""
        return public_data(self._public(span))

    def _public(self, span: str | None) -> Public:
        reading = self._reading(None)
        return Public.of(reading, reading.span(span), self._call.clock.now())

    def snapshot(self) -> Json:
        return self._parts.snapshots.take(self._today())

    def freshness(self) -> Json:
        runtime = self._runtime
        now = self._call.clock.now()
        return freshness(runtime.db, runtime.topology.consumes, self._parts.plan, now)

    # -- explanation ----------------------------------------------------------------

    def figure_people(
        self, code: str, span: str | None, part: str | None, page: int, page_size: int
    ) -> Json:
        """``{"items": [{person_id | household_id, since, fact, event}], "total"}``."""
        self._explains()
        if page < 1 or not 1 <= page_size <= MOST:
            raise Invalid.of(page="out_of_range")
        reading = self._reading(None)
        indicator = reading.indicator(code)
        wanted = part_of(indicator, part)
        listing = Listing(reading, indicator, reading.span(span), wanted)
        found, total = listing.page((page - 1) * page_size, page_size)
        name = f"{indicator.unit}_id"
        return {
            "items": [
                {name: each.unit, "since": each.since, "fact": each.fact, "event": each.event}
                for each in found
            ],
            "total": total,
            "unit": indicator.unit,
            "part": wanted,
        }

    def why_not(self, code: str, person_id: str, span: str | None) -> Json:
        """``{"counted": {part: bool}, "missing": [{part, condition, facts}]}``."""
        self._explains()
        reading = self._reading(None)
        indicator, wanted = reading.indicator(code), reading.span(span)
        pages = self._parts.store.people([person_id])
        if person_id not in pages:
            raise NotFound("person")
        cluster = pages[person_id].cluster
        pages = self._parts.store.people(cluster)
        root, *others = cluster
        state = combine(pages[root].state, [pages[each].state for each in others])
        plan = self._parts.plan
        day = reading.valued_on(wanted) or wanted.first
        timeline = timeline_in(plan, state)
        units = {root}
        if indicator.unit == "household" and state.registry.profile is not None:
            units = {each.id for each in state.registry.profile.households}
        counted = {}
        for part in indicator.parts if indicator.kind != "external" else ():
            counted[part] = Listing(reading, indicator, wanted, part).holds(units)
        lacking = missing(indicator, state, timeline, wanted.first, day)
        return {
            "code": code,
            "person_id": person_id,
            "counted_as": root,
            "span": wanted.name,
            "valued_on": day,
            "counted": counted,
            "missing": [
                {"part": each.part, "condition": each.condition, "facts": each.facts}
                for each in lacking
                if not counted.get(each.part, False)
            ],
        }

    def restatements(
        self, code: str, since: str, span: str | None, after: str | None = None
    ) -> Json:
        """Entries recorded since that changed what the figure was known to be:
        ``{"items": [{recorded_at, event, cause, unit, part, change, on, facts}], "total",
        "before", "after", "read_until"}``. ``before`` and ``after``: the figure of that day as
        known then and now. ``read_until`` is null when these are all; else ask again with
        ``after`` that moment.
        """
        reading = self._reading(None)
        indicator, wanted = reading.indicator(code), reading.span(span)
        at = moment(since, "since")
        if at is None:
            raise Invalid.of(since="required")
        told = restatements(
            reading, indicator, wanted, at, after=moment(after, "after"), most=MOST_RESTATED
        )
        found = [{**row, "recorded_at": to_iso(row["recorded_at"])} for row in told.rows]
        if self._call.caller.role not in (*EXPLAINS, SERVICE_ROLE):
            found = [
                {key: value for key, value in row.items() if key not in ("unit", "facts")}
                for row in found
            ]
        known = Reading(
            store=reading.store, plan=reading.plan, today=reading.today, as_of=at, on=day_of(at)
        )
        counted = indicator.kind != "external"
        return {
            "code": code,
            "since": to_iso(at),
            "span": wanted.name,
            "items": found,
            "total": len(found),
            "read_until": to_iso(told.until) if told.until is not None else None,
            "before": known.counts(indicator, wanted) if counted else None,
            "after": replace(known, as_of=None).counts(indicator, wanted) if counted else None,
        }

    # -- the plan file --------------------------------------------------------------

    def preview_plan(self, body: Json) -> Json:
        """What a changed plan file, ``{"text"}``, would make of this year's figures and the
        plan's: ``{"problems": ["path: what is wrong"], "changes": [{code, span, before,
        after}], "added", "removed", "version"}``. Nothing is stored.
        """
        self._call.require("commune_leader", "ops", SERVICE_ROLE)
        text = PreviewPlan().read(body)["text"]
        try:
            changed = read_plan(text)
        except PlanInvalid as error:
            return {"problems": error.problems}
        return {"problems": [], **preview(self._reading(None), changed)}

    def plan_versions(self) -> Json:
        """``{"items": [{generation, version, digest, since, text}], "total"}``: every plan file
        that was counted, the present one last.
        """
        found = [
            {
                "generation": each.number,
                "version": each.version,
                "digest": each.plan,
                "since": to_iso(each.since),
                "text": each.text,
            }
            for each in self._parts.store.generations()
        ]
        return {"items": found, "total": len(found)}

    # -- closing and proof ----------------------------------------------------------

    def close_span(self, body: Json, meta: Meta) -> Json:
        self._call.require("commune_leader")
        return close_span(self._runtime, self._call, self._reading(None), body, meta)

    def list_closings(self) -> Json:
        return list_closings(self._runtime)

    def closing(self, span: str) -> Json:
        """All that recomputes a closing's digest, and what was learnt since it was signed."""
        return closing_of(self._runtime, self._reading(None), span)

    def note_on_closing(self, body: Json, meta: Meta) -> Json:
        """A closing is never opened again; a leader may sign a later word on it."""
        self._call.require("commune_leader")
        return add_note(self._runtime, self._call, self._reading(None), body, meta)

    def verify(self, from_logs: bool = False) -> Json:
        """Recompute everything and compare; ``difference`` must be 0. ``from_logs``: the
        states too, from the owners' logs.
        """
        self._operates()
        parts, transactions = self._parts, self._runtime.transactions
        progress = Progress(self._runtime.db)
        logs = parts.logs.prove(transactions, progress) if from_logs else LogProof()
        found = verify(parts.store, parts.plan, transactions, progress)
        broken = len(chain_faults(self._runtime))
        return {
            "difference": found.difference + logs.difference + broken,
            "states": found.states,
            "entries": found.entries,
            "cells": found.cells_read,
            "events": logs.events,
            "seconds": found.seconds,
            "details": {
                "pages": found.pages,
                "ledger": found.ledger,
                "cells": found.cells,
                "lists": found.lists,
                "periods": found.periods,
                "closings": broken,
                "states_from_logs": logs.states,
                "surveys_from_logs": logs.surveys,
                "units": sorted({*found.units, *logs.units}),
            },
        }

    def rebuild(self, generation: bool, from_logs: bool = False) -> Json:
        """Build ledger and cells anew; with ``generation`` switch to them in any case."""
        self._operates()
        parts = self._parts
        found = rebuild(
            parts.store,
            parts.plan,
            self._runtime.transactions,
            switch=generation,
            logs=parts.logs if from_logs else None,
        )
        return {
            "generation": found.generation,
            "switched": found.switched,
            "difference": found.difference,
            "states": found.states,
            "entries": found.entries,
            "events": found.events,
            "mended": found.mended,
            "seconds": found.seconds,
        }

    def work_progress(self) -> Json:
        """How far a verification or rebuild is: ``{"what", "done", "of"}``."""
        self._operates()
        return progress_of(self._runtime.db)

    # -- within ---------------------------------------------------------------------

    def _today(self) -> str:
        return self._call.clock.today().isoformat()

    def _reading(
        self, as_of: str | None, on: str | None = None, commune: str | None = None
    ) -> Reading:
        plan = self._parts.plan
        if commune is not None:
            if commune not in plan.communes:
                raise Invalid.of(commune="not_in_vocabulary")
            plan = plan.communes[commune]
        return Reading(
            store=self._parts.store,
            plan=plan,
            commune=commune,
            today=self._today(),
            as_of=moment(as_of, "as_of"),
            on=day(on, "on"),
        )

    def _fresh(self) -> Json:
        fresh = fresh_to(self._runtime.db, self._runtime.topology.consumes)
        return watched(fresh, self._parts.plan, self._call.clock.now())

    def _explains(self) -> None:
        self._call.require(*EXPLAINS, SERVICE_ROLE)

    def _operates(self) -> None:
        self._call.require("ops", SERVICE_ROLE)


def build(runtime: Runtime) -> Callable[[Call], Desk]:
    """A desk for each call, on one store and one plan."""
    plan = default_plan()
    store = Store(runtime.db)
    prepare(runtime.db, plan)
    parts = Parts(
        store=store,
        plan=plan,
        logs=Logs(store, tuple(runtime.topology.consumes), _reader(runtime)),
        snapshots=Snapshots(store, plan, tuple(runtime.topology.consumes)),
    )
    return lambda call: Desk(runtime, parts, call)


def _reader(runtime: Runtime) -> ReadLog:
    """The owners' logs over RPC, asked as this service."""
    owner = RpcOwner(runtime.rpc, runtime.signer.as_service)
    return lambda feed, position, limit: [decode(b) for b in owner(feed, position, limit)]
