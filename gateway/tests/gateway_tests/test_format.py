"""Numbers and days as the reader's language writes them."""

from __future__ import annotations

from gateway.pages.format import Format

from .test_texts import WORDS

VI, EN = Format(WORDS.language("vi")), Format(WORDS.language("en"))


class TestFormat:
    """Numbers as readers write them."""

    def test_thousands_and_points_follow_the_language(self) -> None:
        assert VI.number(1234567.5, 1) == "1.234.567,5"
        assert EN.number(1234567.5, 1) == "1,234,567.5"
        assert VI.number(-3) == "−3"
        assert VI.number(None) == "–"

    def test_a_share_is_never_rounded_into_a_whole_or_into_nothing(self) -> None:
        assert VI.percent(1) == "100%"
        assert VI.percent(0.9996) == "99,9%"
        assert VI.percent(0.0001) == "0,1%"
        assert VI.percent(0) == "0%"
        assert VI.percent(0.639968) == "64%"
        assert VI.percent(None) == "–"

    def test_days_are_local_and_as_exact_as_they_are_known(self) -> None:
        assert VI.instant("2026-11-22T18:30:00Z") == "01:30 23/11/2026"
        assert VI.day("2026-03-01") == "01/03/2026"
        assert VI.birth("1964-05") == "05/1964"
        assert VI.birth(1964) == "1964"
        assert VI.birth(None) == "–"
