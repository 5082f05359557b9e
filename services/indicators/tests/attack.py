"""The attacker of the public figures: knows the published tables and the rule, nothing else.

``Attack`` is exact: unknown whole numbers, linear constraints, bounds propagated to a fixed
point and then every candidate value tried. ``Reader`` writes down what published answers
say, together with everything an attacker may take for sure: parts are not negative, a
numerator is part of its denominator, a year's count never falls (nothing was corrected).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

Name = tuple[str, ...]
Terms = Mapping[Name, int]
Constraint = tuple[dict[Name, int], int, int]
FAR = 1_000


class Impossible(Exception):
    """No world fits what was published: the tables contradict each other."""


class Attack:
    """``know(terms, low, high)``: the sum of coefficient × unknown lies within."""

    def __init__(self) -> None:
        self.bounds: dict[Name, tuple[int, int]] = {}
        self.constraints: list[Constraint] = []
        self._watching: dict[Name, list[Constraint]] = {}
        self._known = -1

    def know(self, terms: Terms, low: int, high: int = FAR) -> None:
        for name in terms:
            self.bounds.setdefault(name, (0, FAR))
        self.constraints.append(({n: c for n, c in terms.items() if c}, low, high))

    def candidates(self, terms: Terms, enough: int = FAR) -> list[int]:
        """Values the sum can have in some world that fits; stops when there are ``enough``."""
        if self._known != len(self.constraints):
            self._known = len(self.constraints)
            self._watching = _by_name(self.constraints)
            self.bounds = _narrowed(self.bounds, self.constraints, self._watching)
        low, high = _range(terms, self.bounds)
        found = []
        for value in range(low, min(high, low + 60) + 1):
            wanted = (dict(terms), value, value)
            watching = dict(self._watching)
            for name in terms:
                watching[name] = [*watching.get(name, ()), wanted]
            if _some_world(self.bounds, [wanted], watching):
                found.append(value)
                if len(found) >= enough:
                    break
        return found


def _by_name(constraints: Iterable[Constraint]) -> dict[Name, list[Constraint]]:
    found: dict[Name, list[Constraint]] = defaultdict(list)
    for constraint in constraints:
        for name in constraint[0]:
            found[name].append(constraint)
    return found


def _range(terms: Terms, bounds: Mapping[Name, tuple[int, int]]) -> tuple[int, int]:
    least = most = 0
    for name, c in terms.items():
        low, high = bounds[name]
        least += c * (low if c > 0 else high)
        most += c * (high if c > 0 else low)
    return least, most


def _narrowed(
    bounds: Mapping[Name, tuple[int, int]],
    waiting: Iterable[Constraint],
    watching: Mapping[Name, list[Constraint]],
) -> dict[Name, tuple[int, int]]:
    """Bounds propagated until nothing moves. Raises :class:`Impossible`."""
    found, stack = dict(bounds), list(waiting)
    while stack:
        terms, low, high = stack.pop()
        least, most = _range(terms, found)
        if least >= low and most <= high:
            continue
        for name, c in terms.items():
            a, b = found[name]
            lo = low - most + c * (b if c > 0 else a)  # what c × unknown may be
            hi = high - least + c * (a if c > 0 else b)
            if c < 0:
                lo, hi = -hi, -lo
            new = max(a, -(-lo // abs(c))), min(b, hi // abs(c))
            if new[0] > new[1]:
                raise Impossible
            if new != (a, b):
                found[name] = new
                stack.extend(watching[name])
                least, most = _range(terms, found)
    return found


def _some_world(
    bounds: Mapping[Name, tuple[int, int]],
    waiting: Iterable[Constraint],
    watching: Mapping[Name, list[Constraint]],
) -> bool:
    try:
        found = _narrowed(bounds, waiting, watching)
    except Impossible:
        return False
    for end in (0, 1):  # often the least or the greatest of all is a world already
        if _holds({name: ends[end] for name, ends in found.items()}, watching):
            return True
    open_ = [(high - low, name) for name, (low, high) in found.items() if low < high]
    if not open_:
        return False
    _, name = min(open_)
    low, high = found[name]
    return any(
        _some_world({**found, name: (value, value)}, watching.get(name, []), watching)
        for value in range(low, high + 1)
    )


def _holds(world: Mapping[Name, int], watching: Mapping[Name, list[Constraint]]) -> bool:
    return all(
        low <= sum(c * world[name] for name, c in terms.items()) <= high
        for constraints in watching.values()
        for terms, low, high in constraints
    )


class Reader:
    """Takes published figures (``public_figures``) of any spans and days into an attack.

    ``targets``: what an attacker would like to know, by what it means.
    """

    def __init__(self) -> None:
        self.attack = Attack()
        self.targets: dict[str, Terms] = {}
        self._running: dict[tuple[str, str], set[str]] = defaultdict(set)

    def read(self, figures: Iterable[dict[str, Any]]) -> None:
        for figure in figures:
            if figure["kind"] == "flow":
                self._flow(figure)
            elif figure["kind"] == "stock":
                self._stock(figure)

    def finish(self) -> Attack:
        """Nested counts in their order, and the differences between any two of them."""
        for (code, year), releases in self._running.items():
            names = [(code, year, month) for month in sorted(releases)]
            for before, after in pairwise(names):
                self.attack.know({after: 1, before: -1}, 0)
            for i, before in enumerate(names):
                for after in names[i + 1 :]:
                    self.targets[f"{after} - {before}"] = {after: 1, before: -1}
        return self.attack

    # -- flows ------------------------------------------------------------------------

    def _total(self, code: str, year: str, month: str) -> Name:
        self._running[code, year].add(month)
        return code, year, month

    def _flow(self, figure: dict[str, Any]) -> None:
        code, span, day = figure["code"], figure["span"], figure["published_on"]
        if span == "plan":
            return  # a sum of the years, published too
        year = span[:4]
        latest = _month_before(day)
        if span == year:
            total = self._total(code, year, latest)
            self._cell(f"{total}", {total: 1}, figure, "value")
        else:
            first, last = MONTHS_OF[span[5:]]
            last = min(f"{year}-{last}", latest)
            self._added(code, year, first, last, figure)
        published = 0
        for row in figure["months"]:
            self._added(code, year, row["month"][5:], row["month"], row)
            published += row["value"] or 0
            if figure["months"][0]["month"][5:] == "01":  # the year's count from its beginning
                total = self._total(code, year, row["month"])
                self.attack.know({total: 1}, published, published + 4)
        for dimension, cells in figure["breakdowns"].items():
            end = self._total(code, year, f"{int(year) + 1}-03")
            self._chain((code, year, dimension), {end: 1}, cells, "value")

    def _added(self, code: str, year: str, first: str, last: str, row: dict[str, Any]) -> None:
        if row["value_low"] is None:
            return
        terms = {self._total(code, year, last): 1}
        if first != "01":
            terms[self._total(code, year, f"{year}-{int(first) - 1:02d}")] = -1
        self._cell(f"{code} {first}..{last}", terms, row, "value")

    def _cell(self, label: str, terms: Terms, row: dict[str, Any], part: str) -> None:
        if row[f"{part}_low"] is not None:
            self.attack.know(terms, row[f"{part}_low"], row[f"{part}_high"])
        for name in terms:
            self.attack.bounds.setdefault(name, (0, FAR))
        self.targets[f"{label} {part}"] = terms

    def _chain(self, at: Name, end: Terms, cells: list[dict[str, Any]], part: str) -> None:
        """Cells of a breakdown: parts that are not negative and come to ``end`` together."""
        names = [(*at, part, str(i)) for i in range(len(cells) + 1)]
        self.attack.know({names[0]: 1}, 0, 0)
        published = 0
        for i, cell in enumerate(cells):
            terms = {names[i + 1]: 1, names[i]: -1}
            published += cell[part] or 0  # by the rule: a running total, rounded down
            self.attack.know({names[i + 1]: 1}, published, published + 4)
            self.attack.know(terms, 0)
            self._cell(f"{at} {cell['key']}", terms, cell, part)
        self.attack.know({**{n: -c for n, c in end.items()}, names[-1]: 1}, 0, 0)

    # -- stocks -----------------------------------------------------------------------

    def _stock(self, figure: dict[str, Any]) -> None:
        code, day = figure["code"], figure["published_on"]
        rows = [(month["month"], month) for month in figure["months"]]
        last = _month_before(day)
        if len(figure["span"]) == 4:
            rows.append((min(f"{figure['span']}-12", last), figure))
        for month, row in rows:
            self._rate((code, month), row)
        for dimension, cells in figure["breakdowns"].items():
            at = (code, figure["span"], dimension)
            for part in ("den", "num"):
                end = (code, figure["span"], "broken down", part)
                self._chain(at, {end: 1}, cells, part)
            for i, cell in enumerate(cells):
                before, after = ((*at, "not reached", str(n)) for n in (i, i + 1))
                self.attack.know({after: 1, before: -1}, 0)
                self.targets[f"{at} {cell['key']} not reached"] = {after: 1, before: -1}
            for n in range(len(cells) + 1):
                den, num, rest = ((*at, part, str(n)) for part in ("den", "num", "not reached"))
                self.attack.know({rest: 1, num: 1, den: -1}, 0, 0)

    def _rate(self, at: Name, row: dict[str, Any]) -> None:
        if row["den_low"] is None:
            return
        den, num = {(*at, "den"): 1}, {(*at, "num"): 1}
        self._cell(f"{at}", den, row, "den")
        self._cell(f"{at}", num, row, "num")
        self._unreached(f"{at}", den, num)

    def _unreached(self, label: str, den: Terms, num: Terms) -> None:
        terms = {**den, **{name: -c for name, c in num.items()}}
        self.attack.know(terms, 0)
        self.targets[f"{label} not reached"] = terms


MONTHS_OF = {"Q1": ("01", "03"), "Q2": ("04", "06"), "Q3": ("07", "09"), "Q4": ("10", "12"),
             "H1": ("01", "06"), "H2": ("07", "12"), "9M": ("01", "09")}  # fmt: skip
MONTHS_OF |= {f"{m:02d}": (f"{m:02d}", f"{m:02d}") for m in range(1, 13)}


def _month_before(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"
