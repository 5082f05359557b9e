"""Checks that several rules share. Each raises the chassis-free :class:`Refusal`."""

from __future__ import annotations

from datetime import date

__all__ = ["Refusal", "not_in_future", "not_voided"]


class Refusal(Exception):
    """A rule refuses; the shell turns it into ``Refused(code, fact)``."""

    def __init__(self, code: str, **fact: object) -> None:
        super().__init__(code, fact)

    @property
    def code(self) -> str:
        return str(self.args[0])

    @property
    def fact(self) -> dict[str, object]:
        return dict(self.args[1])


def not_in_future(field: str, on: date | None, today: date) -> None:
    """A fact is dated today or before."""
    if on is not None and on > today:
        raise Refusal("in_future", field=field)


def not_voided(reason: str | None) -> None:
    """A voided record never was; nothing more can be done with it."""
    if reason is not None:
        raise Refusal("voided")
