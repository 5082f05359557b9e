"""The indicators service's entrypoints."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import Application, ChassisService, rpc

from indicators.applying import applying
from indicators.desk import build

__all__ = ["IndicatorsService"]

Json = dict[str, Any]


class IndicatorsService(ChassisService):
    """Answers; the consumer is a process of its own (``python -m indicators.consume``)."""

    name = "indicators"
    desk = Application(build, apply=applying, consume=False)

    @rpc
    def figures(
        self,
        span: str | None = None,
        as_of: str | None = None,
        on: str | None = None,
        set: str = "plan",
        commune: str | None = None,
    ) -> Any:
        return self.desk.figures(span, as_of, on, set, commune)

    @rpc
    def figure(
        self,
        code: str,
        span: str | None = None,
        by: str | None = None,
        as_of: str | None = None,
        on: str | None = None,
        commune: str | None = None,
    ) -> Any:
        return self.desk.figure(code, span, by, as_of, on, commune)

    @rpc
    def figure_people(
        self,
        code: str,
        span: str | None = None,
        part: str | None = None,
        page: int = 1,
        page_size: int = 100,
        commune: str | None = None,
        as_of: str | None = None,
        on: str | None = None,
    ) -> Any:
        return self.desk.figure_people(code, span, part, page, page_size, commune, as_of, on)

    @rpc
    def why_not(
        self,
        code: str,
        person_id: str,
        span: str | None = None,
        as_of: str | None = None,
        on: str | None = None,
    ) -> Any:
        return self.desk.why_not(code, person_id, span, as_of, on)

    @rpc
    def why_not_all(
        self,
        person_id: str,
        span: str | None = None,
        as_of: str | None = None,
        on: str | None = None,
    ) -> Any:
        return self.desk.why_not_all(person_id, span, as_of, on)

    @rpc
    def restatements(
        self,
        code: str,
        since: str,
        span: str | None = None,
        after: str | None = None,
        commune: str | None = None,
    ) -> Any:
        return self.desk.restatements(code, since, span, after, commune)

    @rpc
    def freshness(self) -> Any:
        return self.desk.freshness()

    @rpc
    def snapshot(self) -> Any:
        return self.desk.snapshot()

    @rpc
    def what_if(
        self, code: str, body: Json, span: str | None = None, commune: str | None = None
    ) -> Any:
        return self.desk.what_if(code, body, span, commune)

    @rpc
    def backtest(self, months: int = 3, code: str | None = None) -> Any:
        return self.desk.backtest(months, code)

    @rpc
    def public_figures(self, span: str | None = None) -> Any:
        return self.desk.public_figures(span)

    @rpc
    def public_data(self, span: str | None = None) -> Any:
        return self.desk.public_data(span)

    @rpc
    def close_span(self, body: Json, meta: Meta) -> Any:
        return self.desk.close_span(body, meta)

    @rpc
    def list_closings(self) -> Any:
        return self.desk.list_closings()

    @rpc
    def closing(self, span: str) -> Any:
        return self.desk.closing(span)

    @rpc
    def note_on_closing(self, span: str, body: Json, meta: Meta) -> Any:
        return self.desk.note_on_closing(span, body, meta)

    @rpc
    def preview_plan(self, body: Json) -> Any:
        return self.desk.preview_plan(body)

    @rpc
    def plan_versions(self) -> Any:
        return self.desk.plan_versions()

    @rpc
    def verify(self, from_logs: bool = False) -> Any:
        return self.desk.verify(from_logs)

    @rpc
    def rebuild(self, generation: bool = False, from_logs: bool = False) -> Any:
        return self.desk.rebuild(generation, from_logs)

    @rpc
    def work_progress(self) -> Any:
        return self.desk.work_progress()
