"""Charts drawn from figures."""

from __future__ import annotations

from gateway.pages.charts import columns, line


class TestCharts:
    """Geometry."""

    def test_the_tallest_column_fills_the_height_and_a_gap_stays_a_gap(self) -> None:
        drawn = columns([("a", 2), ("b", None), ("c", 4)], 30, 20, gap=2)
        assert [(each.x, each.height) for each in drawn] == [(1, 10), (21, 20)]

    def test_nothing_at_all_draws_no_division_by_zero(self) -> None:
        assert columns([], 30, 20) == []
        assert columns([("a", 0)], 30, 20)[0].height == 0.5
        assert line([None, None], 30, 20, 0, 0).stretches == ()

    def test_a_line_is_broken_where_nothing_is_known(self) -> None:
        drawn = line([0, 1, None, 0.5], 40, 20, 0, 1)
        assert drawn.stretches == ("5.0,20.0 15.0,0.0", "35.0,10.0")
        assert drawn.last == (35.0, 10.0)
