"""A closing in words: each signed figure, what is known of it now, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.pages.figure_view import FigureView, name_of, view_of
from gateway.pages.format import Format
from gateway.texts import Language

__all__ = ["rows_of", "sides"]

Json = Mapping[str, Any]


def sides(figures: Sequence[Json], words: Language) -> list[dict[str, str]]:
    """Code and name of each signed figure, for a choice."""
    return [{"code": str(each["code"]), "name": name_of(each, words)} for each in figures]


def rows_of(told: Json, words: Language, fmt: Format) -> list[dict[str, Any]]:
    """A row for each signed figure: ``signed`` as it was, ``now`` where it is known otherwise."""
    restated = {each["code"]: each for each in told["restated"]}
    return [_row(each, restated.get(each["code"]), words, fmt)
            for each in told["statement"]["figures"]]  # fmt: skip


def _row(figure: Json, since: Json | None, words: Language, fmt: Format) -> dict[str, Any]:
    signed = view_of(figure, words, fmt)
    if since is None:
        return {"signed": signed, "now": None, "change": "", "causes": []}
    now: FigureView = view_of({**figure, **since["now"]}, words, fmt)
    return {
        "signed": signed,
        "now": now,
        "change": _change(signed.kind, since["change"], words, fmt),
        "causes": [_cause(cause, parts, words, fmt) for cause, parts in since["causes"].items()],
    }


def _change(kind: str, change: float, words: Language, fmt: Format) -> str:
    """Of a rate in percentage points."""
    if kind in ("flow", "money"):
        return fmt.signed(change)
    sign = "+" if change > 0 else ""
    return words.page("percent_points", value=sign + fmt.number(round(change * 100, 1), 1))


def _cause(cause: str, parts: Mapping[str, int], words: Language, fmt: Format) -> str:
    """``Ghi nhận muộn: tử số +1``."""
    told = [
        fmt.signed(count)
        if part == "value"
        else f"{words.word('part', part).lower()} {fmt.signed(count)}"
        for part, count in parts.items()
        if count
    ]
    return (
        f"{words.word('cause', cause)}: {', '.join(told)}" if told else words.word("cause", cause)
    )
