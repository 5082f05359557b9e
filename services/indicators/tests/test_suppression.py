"""The public figures give no small count away. The rule and its proof: ``SUPPRESSION.md``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chassis.mongo import Db, Transactions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indicators.domain.publication import broken_down, releases, told
from indicators.domain.spans import span_of
from indicators.domain.suppression import Cell, between, chain, rounded, steps, up_to
from indicators.plan_file import default_plan

from .attack import Attack, Reader
from .given import told as told_facts
from .office import Office, enrolment, noon, person, service

PLAN = default_plan()
FEWEST = 3
counts = st.lists(st.integers(0, 12), min_size=1, max_size=9)
residues = st.lists(st.sampled_from((0, 0, 1, 4, 4, 5, 9, 10)), min_size=1, max_size=12)


# -- the rule alone -------------------------------------------------------------------


def read_chain(
    cells: Sequence[Cell], name: str, attack: Attack
) -> list[dict[tuple[str, ...], int]]:
    """What a breakdown says: parts, not negative, each within its cell."""
    found = []
    attack.know({(name, "0"): 1}, 0, 0)
    published = 0
    for i, cell in enumerate(cells):
        published += cell.value or 0  # by the rule: a running total, rounded down
        attack.know({(name, str(i + 1)): 1}, published, published + 4)
        terms = {(name, str(i + 1)): 1, (name, str(i)): -1}
        assert cell.low is not None
        assert cell.high is not None
        attack.know(terms, cell.low, cell.high)
        found.append(terms)
    return found


@settings(max_examples=100, deadline=None)
@given(counts | residues, counts | residues)
def test_two_breakdowns_of_one_figure_leave_five_candidates_for_every_cell(
    one: list[int], other: list[int]
) -> None:
    total = max(sum(one), sum(other))
    one, other = [*one, total - sum(one)], [*other, total - sum(other)]
    attack = Attack()
    targets = [
        *read_chain(steps(chain(one)), "one", attack),
        *read_chain(steps(chain(other)), "other", attack),
    ]
    whole = up_to(rounded(total))
    ends = ("one", str(len(one))), ("other", str(len(other)))
    attack.know({ends[0]: 1, ends[1]: -1}, 0, 0)
    attack.know({ends[0]: 1}, whole.low or 0, whole.high or 0)
    for terms in targets:
        assert len(attack.candidates(terms, 5)) == 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_a_numerator_beside_its_denominator_leaves_three_candidates(
    parts: list[tuple[int, int]],
) -> None:
    attack = Attack()
    num = read_chain(steps(chain(n for n, _ in parts)), "num", attack)
    den = read_chain(steps(chain(n + rest for n, rest in parts)), "den", attack)
    for n, d in zip(num, den, strict=True):
        attack.know({**d, **{name: -c for name, c in n.items()}}, 0)
    for n, d in zip(num, den, strict=True):
        unreached = {**d, **{name: -c for name, c in n.items()}}
        for terms in (n, d, unreached):
            assert len(attack.candidates(terms, FEWEST)) == FEWEST


@given(counts)
def test_the_published_cells_add_up_and_hold_the_truth(values: list[int]) -> None:
    cells = steps(chain(values))
    assert sum(cell.value or 0 for cell in cells) == rounded(sum(values))
    for cell, value in zip(cells, values, strict=True):
        assert cell.low is not None
        assert cell.high is not None
        assert cell.low <= value <= cell.high
        assert cell.value is None or cell.value >= 5


def test_zero_is_hidden_as_well_as_one_to_four() -> None:
    assert {up_to(rounded(n)) for n in range(5)} == {Cell(value=None, low=0, high=4)}
    assert between(10, 10) == Cell(value=None, low=0, high=4)
    assert between(10, 5) == Cell(value=None, low=None, high=None)


# -- the attacker can win: against weaker rules ------------------------------------------


def test_the_attacker_finds_a_single_hidden_cell_by_subtraction() -> None:
    attack = Attack()
    attack.know({("v1",): 1}, 0, 4)  # hidden alone
    attack.know({("v2",): 1}, 17, 17)
    attack.know({("v1",): 1, ("v2",): 1}, 20, 20)
    assert attack.candidates({("v1",): 1}) == [3]


def test_the_attacker_finds_cells_that_were_rounded_one_by_one() -> None:
    attack = Attack()
    villages = [(f"v{i}",) for i in range(5)]  # four in each
    for village in villages:
        attack.know({village: 1}, 0, 4)
    attack.know(dict.fromkeys(villages, 1), 20, 24)
    assert attack.candidates({villages[0]: 1}) == [4]
    cells = steps(chain([4] * 5))
    again = Attack()
    (first, *_) = read_chain(cells, "v", again)
    assert len(again.candidates(first)) == 5


# -- publication days ------------------------------------------------------------------


def test_a_month_is_released_on_the_first_day_after_it() -> None:
    assert releases("2026-02-20", "2026-04-30", PLAN) == ["2026-02", "2026-03"]
    assert releases("2026-02-20", "2026-05-01", PLAN)[-1] == "2026-04"
    assert releases(None, "2026-05-01", PLAN) == []


def test_a_span_is_told_only_between_two_releases() -> None:
    released = ["2026-02", "2026-03", "2026-04", "2026-05"]
    second = told(span_of("2026-Q2", PLAN), released)
    assert second is not None
    assert (second.before, second.after) == ("2026-03", "2026-05")
    assert told(span_of("2026-02", PLAN), released) is None  # January was never released
    assert told(span_of("2026-Q3", PLAN), released) is None


def test_a_years_breakdown_comes_once_in_the_next_april() -> None:
    assert broken_down("2026", ["2026-12", "2027-01", "2027-02"]) is None
    assert broken_down("2026", ["2027-02", "2027-03", "2027-04"]) == "2027-03"


# -- the service attacked ----------------------------------------------------------------


def public(office: Office, today: date, span: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.desk(today, role="city_viewer").public_figures(span)[
        "items"
    ]
    return found


people = st.lists(
    st.tuples(
        st.integers(0, 370),  # enrolled so many days after 2026-01-01
        st.integers(0, 40),  # recorded so many days later
        st.sampled_from(("v1", "v1", "v2", "v3")),
        st.sampled_from(("female", "male")),
        st.booleans(),  # was also counselled
    ),
    max_size=45,
)  # fmt: skip


def live(office: Office, story: list[tuple[int, int, str, str, bool]]) -> None:
    """Everybody registered at the beginning, enrolled one by one."""
    began = datetime(2026, 1, 1, 5, tzinfo=UTC)
    rows = []
    for i, (day, late, village, gender, served) in enumerate(story):
        on, at = began + timedelta(days=day), began + timedelta(days=day + late, seconds=i)
        rows.append((began, person(f"p{i}", village=village, gender=gender)))
        rows.append((at, enrolment(f"e{i}", on.date().isoformat(), f"p{i}")))
        if served:
            rows.append((at, service(f"s{i}", on.date().isoformat(), f"p{i}")))
    for at, fact in sorted(rows, key=lambda row: row[0]):
        office.take(office.feeds.publish(told_facts(fact), at=at))


PUBLICATIONS = [date(2026, 3, 1), date(2026, 4, 1), date(2026, 7, 1), date(2027, 1, 1),
                date(2027, 4, 1)]  # fmt: skip
SPANS = ["2026", "2026-Q2", "2026-H1", "2026-H2"]
WATCHED = ("rural_trainees", "employment_service_access", "short_course_introductions")


@settings(
    max_examples=4, deadline=None, suppress_health_check=[*HealthCheck],
)  # fmt: skip
@given(story=people)
def test_no_table_of_any_span_or_day_gives_a_small_count_away(
    story: list[tuple[int, int, str, str, bool]], fresh_db: Any
) -> None:
    with fresh_db() as db:
        office = Office(db, Transactions(db, "test"), PLAN)
        live(office, story)
        reader = Reader()
        for today in PUBLICATIONS:
            for span in SPANS:
                figures = public(office, today, span) if story else []
                reader.read(each for each in figures if each["code"] in WATCHED)
        attack = reader.finish()
        for meaning, terms in reader.targets.items():
            found = attack.candidates(terms, FEWEST)
            assert len(found) == FEWEST, (meaning, found)


def test_what_is_recorded_between_two_publications_shows_on_the_next(db: Db) -> None:
    office = Office(db, Transactions(db, "test"), PLAN)
    for n in range(7):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"),
                     at=noon("2026-02-11"))  # fmt: skip
    first = public(office, date(2026, 3, 1), "2026")
    assert (first[0]["value"], first[0]["published_on"]) == (5, "2026-03-01")
    for n in range(7, 12):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"),
                     at=noon("2026-03-02"))  # fmt: skip
        assert public(office, date(2026, 3, 1 + n), "2026") == first
    later = public(office, date(2026, 4, 1), "2026")[0]
    assert (later["value"], later["value_low"], later["value_high"]) == (10, 10, 14)
    assert [(m["month"], m["value"]) for m in later["months"]] == [("2026-03", 5)]


def test_nothing_is_public_before_the_first_release(office: Office) -> None:
    before = {span: public(office, date(2026, 2, 20), span) for span in SPANS}
    for n in range(60):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"),
                     at=noon("2026-02-11"))  # fmt: skip
    for day in (date(2026, 2, 20), date(2026, 2, 28)):
        for span in SPANS:
            assert public(office, day, span) == before[span]  # whatever is recorded
    for figures in before.values():
        for each in figures:
            if each["kind"] != "external":
                assert not each["published"]
                assert {each["value"], each["num"], each["den"], each["published_on"]} == {None}
                assert (each["months"], each["breakdowns"]) == ([], {})
    assert public(office, date(2026, 3, 1), "2026")[0]["value"] == 60


def test_a_span_that_is_not_published_yet_says_when_it_will_be(office: Office) -> None:
    for n in range(6):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"),
                     at=noon("2026-02-11"))  # fmt: skip

    def told(today: date, span: str) -> tuple[bool, str | None]:
        trainees = public(office, today, span)[0]
        return trainees["published"], trainees.get("due_on")

    assert told(date(2026, 2, 20), "2026") == (False, "2026-03-01")
    assert told(date(2026, 3, 1), "2026") == (True, None)
    assert told(date(2026, 3, 5), "2026-Q3") == (False, "2026-08-01")
    assert told(date(2026, 3, 5), "2026-03") == (False, "2026-04-01")
    assert told(date(2026, 3, 5), "2026-02") == (False, None)  # January was never released
    hidden = public(office, date(2026, 3, 5), "2026")[7]  # new jobs: nobody yet
    assert (hidden["published"], hidden["hidden"], hidden["value"]) == (True, True, None)


def test_groups_are_never_published(office: Office) -> None:
    for n in range(9):
        office.learn(person(f"p{n}", "disabled"), at=noon("2026-02-11"))
    for figure in public(office, date(2027, 4, 1), "2026"):
        assert "group" not in figure["breakdowns"]
    by_gender = public(office, date(2027, 4, 1), "2026")[6]["breakdowns"]["gender"]
    assert [row["key"] for row in by_gender] == ["female", "male", "other"]


def test_every_field_of_the_open_data_is_in_its_dictionary(office: Office) -> None:
    for n in range(9):
        office.learn(person(f"p{n}"), enrolment(f"e{n}", "2026-02-10", f"p{n}"),
                     at=noon("2026-02-11"))  # fmt: skip
    data = office.desk(date(2027, 4, 1), role="city_viewer").public_data("2026")
    names = [field["name"] for field in data["fields"]]
    assert all(list(row) == names for row in data["rows"])
    assert all(field["vi"] and field["en"] and field["type"] for field in data["fields"])
    (total,) = (
        r for r in data["rows"] if (r["code"], r["dimension"]) == ("rural_trainees", "total")
    )
    assert (total["value"], total["value_low"], total["value_high"]) == (5, 5, 9)
    assert {row["dimension"] for row in data["rows"]} >= {"total", "month", "village", "gender"}


def test_a_public_status_that_the_rounding_leaves_open_is_told_as_a_range(office: Office) -> None:
    for n in range(10):
        office.learn(person(f"p{n}"), at=noon("2026-02-11"))
        if n:
            office.learn(service(f"s{n}", "2026-02-11", f"p{n}"), at=noon("2026-02-12"))
    access = public(office, date(2026, 3, 1), "2026")[6]
    assert (access["num"], access["den"], access["ratio"]) == (5, 10, 0.5)
    assert access["status"] == "between"
    assert access["status_range"] == ["behind", "at_risk"]  # 90% in truth: at risk
