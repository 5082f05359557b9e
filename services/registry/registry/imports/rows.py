"""One line of a list, judged by itself: the facts it states, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import msgspec

from registry.catalogues import Catalogues
from registry.domain import land, national_id, person_rules
from registry.domain.birth_date import completes
from registry.domain.intervals import Interval
from registry.domain.needs import NeedTerms
from registry.domain.people import EVIDENCED, Details
from registry.domain.phones import normal_phone
from registry.domain.text import fold, proper_name
from registry.domain.villages import Catalogue
from registry.imports import cells
from registry.imports.cells import Problem, Reading
from registry.imports.kinds import ListKind
from registry.imports.layout import Line
from registry.imports.proofs import StatedGroup, StatedHousehold, group_of, household_of

__all__ = ["Judged", "Problem", "RowFacts", "judge", "stated_household"]

_NEEDS = {"need_training": "training", "need_job": "job", "need_credit": "credit"}
_POVERTY = {"poor_household": "poor", "near_poor_household": "near_poor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What a line says of a person; ``as_of`` is the date of its groups and needs.

    ``proves`` are groups with their papers, ``groups`` bare marks. Not a ``worker``: a child
    of a reviewed household, whom nobody registers. ``shown`` are the cells as text, for the
    officer who compares. ``stated_village`` is a name that the village had before, where the
    list uses one; ``village`` is that of today.
    """

    import_id: str
    row: int
    as_of: date
    commune: str
    village: str
    details: Details
    poverty: str | None = None
    groups: tuple[str, ...] = ()
    proves: tuple[StatedGroup, ...] = ()
    household: StatedHousehold | None = None
    worker: bool = True
    needs: tuple[NeedTerms, ...] = ()
    stated_village: str | None = None
    shown: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        """JSON, for a review that waits."""
        return dict(msgspec.to_builtins(self))

    @staticmethod
    def load(row: Mapping[str, Any]) -> RowFacts:
        return msgspec.convert(row, RowFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """``facts`` is None when the line is rejected; ``problems`` are reasons or warnings."""

    row: int
    facts: RowFacts | None
    problems: tuple[Problem, ...]


def judge(
    line: Line,
    catalogues: Catalogues,
    kind: ListKind,
    *,
    import_id: str,
    commune: str,
    as_of: date,
    villages: Catalogue | None = None,
) -> Judged:
    """Read every cell; one that cannot be taken rejects the line, a doubt only warns."""
    stated = {**line.cells, **line.corrections}
    reading = _reading(line, catalogues)
    poverty = _poverty(reading)
    household = household_of(reading, kind, poverty, as_of)
    worker = _is_worker(reading, kind, as_of)
    details = _details(reading, catalogues, kind, as_of if worker else None)
    said = reading.text("village", required=True, longest=100)
    village = _village_of_today(reading, said, villages)
    groups = tuple(code for code in EVIDENCED if code in kind.fields and reading.mark(code))
    proven = group_of(reading, kind, as_of)
    needs = _needs(reading, as_of)
    if household is not None and proven is not None and proven.code == land.CODE:
        # who is named lived in that household when the land was recovered
        household = replace(household, time=Interval(start=proven.time.start))
    if reading.rejected or details is None or village is None:
        return Judged(row=line.row, facts=None, problems=tuple(reading.problems))
    facts = RowFacts(
        import_id=import_id,
        row=line.row,
        as_of=as_of,
        commune=commune,
        village=village,
        details=details,
        poverty=poverty if household is None else None,
        groups=groups,
        proves=(proven,) if proven is not None else (),
        household=household,
        worker=worker,
        needs=needs,
        stated_village=said if said != village else None,
        shown={field: cells.shown(value) for field, value in stated.items()},
    )
    return Judged(row=line.row, facts=facts, problems=tuple(reading.problems))


def _village_of_today(reading: Reading, said: str | None, villages: Catalogue | None) -> str | None:
    """A name that the village had before is known, and remarked."""
    if said is None or villages is None:
        return said
    if villages.is_former(said):
        reading.warn("village", "former_village_name")
    return villages.now(said)


def _reading(line: Line, catalogues: Catalogues) -> Reading:
    stated = {**line.cells, **line.corrections}
    present = {name: value for name, value in stated.items() if value != ""}
    return Reading(present, catalogues.columns, line.encoding)


def stated_household(
    line: Line, catalogues: Catalogues, kind: ListKind, as_of: date
) -> StatedHousehold | None:
    """The household a line names, before its person is looked at."""
    reading = _reading(line, catalogues)
    return household_of(reading, kind, _poverty(reading), as_of)


def _is_worker(reading: Reading, kind: ListKind, as_of: date) -> bool:
    """The poverty review names whole households: its children are no workers yet."""
    if "poverty_status" not in kind.fields or reading.is_blank("birth_date"):
        return True
    birth = reading.birth_date()
    if birth is None or completes(birth, person_rules.WORKING_YEARS, as_of) is not False:
        return True
    reading.warn("birth_date", "too_young")
    return False


def _details(
    reading: Reading, catalogues: Catalogues, kind: ListKind, as_of: date | None
) -> Details | None:
    name = reading.text("full_name", required=True, longest=100)
    birth = reading.birth_date()
    number = reading.national_id()
    gender = _gender(reading, kind, number)
    ethnicity = _ethnicity(reading, catalogues)
    phone = _phone(reading)
    level = reading.choice("professional_level")
    status = reading.choice("employment_status")
    schooling = reading.choice("schooling")
    note = reading.text("note", longest=1000)
    if birth is not None and as_of is not None:
        _old_enough(reading, completes(birth, person_rules.WORKING_YEARS, as_of))
    if name is None or birth is None or gender is None:
        return None
    if number is not None:
        for doubt in national_id.doubts(
            number, birth_year=birth.year, gender=gender, prefixes=catalogues.id_prefixes
        ):
            reading.warn("national_id", doubt)
    return Details(
        full_name=proper_name(name),
        birth_date=birth,
        gender=gender,
        national_id=number,
        ethnicity=ethnicity,
        phone=phone,
        schooling=schooling,
        professional_level=level,
        employment_status=status,
        note=note,
    )


def _gender(reading: Reading, kind: ListKind, number: str | None) -> str | None:
    """A list that proves a group may leave it out: then the national id tells it."""
    if "gender" in kind.required or number is None or not reading.is_blank("gender"):
        return reading.choice("gender", required=True)
    reading.warn("gender", "gender_from_national_id")
    return national_id.gender_of(number)


def _old_enough(reading: Reading, old_enough: bool | None) -> None:
    if old_enough is False:
        reading.reject("birth_date", "too_young")
    elif old_enough is None:
        reading.warn("birth_date", "age_not_decidable")


def _ethnicity(reading: Reading, catalogues: Catalogues) -> str | None:
    entry = reading.text("ethnicity", longest=50)
    if entry is None:
        return None
    known = catalogues.ethnicity(entry)
    if known is None:
        reading.reject("ethnicity", "unknown")
        return None
    if known.ambiguous:
        reading.warn("ethnicity", "ethnicity_code_ambiguous")
    return known.key


def _phone(reading: Reading) -> str | None:
    entry = reading.digits("phone")
    if entry is None:
        return None
    phone = normal_phone(entry) or normal_phone(f"0{entry}")
    if phone is None:
        reading.warn("phone", "bad_phone")
    return phone


def _poverty(reading: Reading) -> str | None:
    marked = [status for field, status in _POVERTY.items() if reading.mark(field)]
    if len(marked) > 1:
        reading.reject("poor_household", "poor_and_near_poor")
    return marked[0] if marked else None


def _needs(reading: Reading, as_of: date) -> tuple[NeedTerms, ...]:
    """A mark, or the occupation wished for; who needs a job is able to work."""
    found = []
    for column, kind in _NEEDS.items():
        if not reading.mark(column):
            continue
        entry = reading.text(column, longest=80)
        named = entry if entry is not None and not reading.is_mark(entry) else None
        found.append(
            NeedTerms(
                kind=kind,
                on=as_of,
                able_to_work=kind == "job",
                occupation=named if fold(named or "") else None,
            )
        )
    return tuple(found)
