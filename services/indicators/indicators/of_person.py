"""One person's facts, read once, and what each figure makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.errors import NotFound

from indicators.domain.contributions import timeline_in
from indicators.domain.merging import combine
from indicators.domain.plan import Indicator
from indicators.domain.spans import Span
from indicators.domain.why_not import missing
from indicators.explaining import Asked, Listing
from indicators.reading import Reading
from indicators.store import Store

__all__ = ["OfPerson"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """``root``: the record they are counted as, whatever was merged."""

    reading: Reading
    span: Span
    root: str
    state: Any
    timeline: Any

    @classmethod
    def read(cls, reading: Reading, store: Store, person_id: str, span: Span) -> OfPerson:
        """Raises ``NotFound("person")`` for somebody of whom nothing was heard."""
        pages = store.people([person_id])
        if person_id not in pages:
            raise NotFound("person")
        root, *others = cluster = pages[person_id].cluster
        pages = store.people(cluster)
        state = combine(pages[root].state, [pages[each].state for each in others])
        timeline = timeline_in(reading.plan, state)
        return cls(reading=reading, span=span, root=root, state=state, timeline=timeline)

    @property
    def day(self) -> str:
        return self.reading.valued_on(self.span) or self.span.first

    def told(self, indicator: Indicator) -> Json:
        """``{"counted": {part: bool}, "missing": [{part, condition, facts}]}``."""
        units = {self.root}
        profile = self.state.registry.profile
        if indicator.unit == "household" and profile is not None:
            units = {each.id for each in profile.households}
        counted = {
            part: Listing(
                Asked(reading=self.reading, indicator=indicator, span=self.span, part=part)
            ).holds(units)
            for part in (indicator.parts if indicator.kind != "external" else ())
        }
        lacking = missing(indicator, self.state, self.timeline, self.span.first, self.day)
        return {
            "counted": counted,
            "missing": [
                {"part": each.part, "condition": each.condition, "facts": each.facts}
                for each in lacking
                if not counted.get(each.part, False)
            ],
        }
