"""A city of communes: figures by commune, rolled up, each under its own targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from chassis.errors import Invalid
from chassis.mongo import Db, Transactions
from indicators.domain.book import PersonPage
from indicators.generations import prepare
from indicators.plan_communes import read_commune, with_communes
from indicators.plan_file import PlanInvalid, default_plan, read_plan
from indicators.rebuilding import rebuild

from .office import Office, enrolment, noon, person

CITY = default_plan().text.replace('commune: "09931"', 'commune: "01"', 1)
COMMUNE = """
inherits: hung-dao-2026-2030
plan: {plan}
version: 3
commune: "{commune}"
indicators:
  - code: rural_trainees
    target: {{rule: annual_average, value: {yearly}}}
"""
HERE, THERE = "09931", "10001"
FILES = [
    COMMUNE.format(plan="here-2026", commune=HERE, yearly=12),
    COMMUNE.format(plan="there-2026", commune=THERE, yearly=24),
]


def files(*texts: str) -> dict[str, str]:
    return {f"communes/{number}.yaml": text for number, text in enumerate(texts)}


@pytest.fixture
def city(db: Db) -> Office:
    return Office(db, Transactions(db, "test"), with_communes(read_plan(CITY), files(*FILES)))


def living(*stays: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    return [
        {"commune": commune, "village": "v1", "kind": "permanent", "from": since, "to": to}
        for commune, since, to in stays
    ]


def moving(id_: str, on: str) -> dict[str, Any]:
    return person(id_, residences=living((HERE, "2000-01-01", on), (THERE, on, None)))


def staying(id_: str, commune: str) -> dict[str, Any]:
    return person(id_, residences=living((commune, "2000-01-01", None)))


def test_who_moves_counts_where_they_lived_on_the_day(city: Office) -> None:
    city.learn(
        moving("p1", "2026-05-10"), staying("p2", HERE), staying("p3", THERE),
        enrolment("e1", "2026-05-09"), enrolment("e2", "2027-01-05"),
    )  # fmt: skip

    def trained(span: str) -> dict[str, int]:
        rows = city.figure("rural_trainees", span, by="commune")["breakdown"]
        return {row["key"]: row["value"] for row in rows}

    assert trained("2026") == {HERE: 1, THERE: 0}
    assert trained("2027") == {HERE: 0, THERE: 1}
    for today, here, there in ((date(2026, 5, 9), 2, 1), (date(2026, 5, 10), 1, 2)):
        counts = [
            city.figure("employment_service_access", "2026", today, commune=each)["den"]
            for each in (HERE, THERE)
        ]
        assert counts == [here, there]
        whole = city.figure("employment_service_access", "2026", today, by="commune")
        assert sum(row["den"] for row in whole["breakdown"]) == whole["den"] == 3
    assert city.verified() == 0


def test_every_figure_of_the_communes_adds_up_to_the_citys(city: Office) -> None:
    city.learn(
        moving("p1", "2026-05-10"), staying("p2", THERE), enrolment("e1", "2026-05-09"),
        enrolment("e2", "2026-05-09", "p2"),
        {"type": "class", "id": "c1", "form": "mobile", "on": "2026-06-01"},
    )  # fmt: skip
    for span in ("2026-Q2", "plan"):
        whole = city.desk().figures(span, None, of="all")["items"]
        parts = [city.desk().figures(span, None, None, "all", each)["items"]
                 for each in (HERE, THERE)]  # fmt: skip
        for figure, *communes in zip(whole, *parts, strict=True):
            if figure["unit"] != "household" and figure["kind"] != "external":
                for name in ("value", "num", "den"):
                    told = [each[name] or 0 for each in communes]
                    assert sum(told) == (figure[name] or 0), figure["code"]


def test_a_commune_has_its_own_targets_and_the_citys_definitions(city: Office) -> None:
    found = [
        city.figure("rural_trainees", "2026", commune=each)["target"]["of_span"]
        for each in (HERE, THERE, None)
    ]
    assert found == [12, 24, 150]
    with pytest.raises(Invalid):
        city.figure("rural_trainees", "2026", commune="99999")


def test_a_communes_villages_are_its_own(city: Office) -> None:
    city.learn(staying("p1", HERE), staying("p2", THERE), staying("p3", THERE))
    access = "employment_service_access"
    found = city.figure(access, "2026", commune=THERE, by="village")
    assert [(row["key"], row["den"]) for row in found["breakdown"]] == [("v1", 2)]
    with pytest.raises(Invalid):
        city.figure(access, "2026", by="village")
    with pytest.raises(Invalid):
        city.figure(access, "2026", commune=THERE, by="commune")
    for by, key in (("gender", "female"), ("group", "rural"), ("age_band", "35-44")):
        found = city.figure(access, "2026", commune=THERE, by=by)
        assert {row["key"]: row["den"] for row in found["breakdown"]}[key] == 2


def test_a_commune_as_it_was_known(city: Office) -> None:
    city.learn(staying("p1", HERE), at=noon("2026-02-01"))
    city.learn(staying("p2", HERE), staying("p3", THERE), at=noon("2026-03-01"))
    access = "employment_service_access"
    assert city.figure(access, "plan", as_of="2026-02-10", commune=HERE)["den"] == 1
    assert city.figure(access, "plan", as_of="2026-03-10", commune=HERE)["den"] == 2


def test_a_communes_lists_are_as_long_as_its_figures(city: Office) -> None:
    city.learn(
        *(moving(f"m{n}", "2026-05-10") for n in range(5)),
        *(staying(f"h{n}", HERE) for n in range(7)),
        *(staying(f"t{n}", THERE) for n in range(3)),
    )
    city.learn(*(enrolment(f"e{n}", "2026-05-09", f"m{n}") for n in range(5)))

    def listed(code: str, part: str, commune: str, today: date) -> set[str]:
        desk = city.desk(today)
        pages = [desk.figure_people(code, "2026", part, n, 4, commune) for n in (1, 2, 3, 4)]
        assert {page["total"] for page in pages} == {sum(len(page["items"]) for page in pages)}
        return {row["person_id"] for page in pages for row in page["items"]}

    access, before, after = "employment_service_access", date(2026, 5, 9), date(2026, 5, 10)
    moved, here, there = ({f"{name}{n}" for n in range(most)} for name, most in
                          (("m", 5), ("h", 7), ("t", 3)))  # fmt: skip
    assert listed(access, "den", HERE, before) == moved | here
    assert listed(access, "den", THERE, before) == there
    assert listed(access, "den", HERE, after) == here
    assert listed(access, "den", THERE, after) == moved | there
    assert listed("rural_trainees", "num", HERE, after) == moved
    assert listed("rural_trainees", "num", THERE, after) == set()
    (row, *_) = city.desk(after).figure_people(access, "2026", "den", 1, 9, THERE)["items"]
    assert row["event"].startswith("registry.indicators/")


def test_a_list_of_a_city_holds_who_moved_once_and_since_they_came_into_it(city: Office) -> None:
    city.learn(moving("p1", "2026-05-10"), staying("p2", THERE))
    asked = ("employment_service_access", "2026", "den", 1, 9)
    desk = city.desk(date(2026, 6, 1))
    since = {row["person_id"]: row["since"] for row in desk.figure_people(*asked)["items"]}
    assert since == {"p1": "2026-01-01", "p2": "2026-01-01"}
    rows = desk.figure_people(*asked, THERE)["items"]
    assert {row["person_id"]: row["since"] for row in rows}["p1"] == "2026-05-10"


def test_who_moves_back_and_who_was_said_to_have_moved_by_mistake(city: Office) -> None:
    away = (HERE, "2000-01-01", "2026-02-01"), (THERE, "2026-02-01", "2026-04-01")
    back = person("p1", residences=living(*away, (HERE, "2026-04-01", None)))
    city.learn(moving("p1", "2026-02-01"), moving("p2", "2026-02-01"), at=noon("2026-02-03"))
    city.learn(back, staying("p2", HERE), at=noon("2026-05-03"))

    def listed(commune: str, today: date, **then: str) -> list[str]:
        asked = ("employment_service_access", "2026", "den", 1, 9, commune)
        found = city.desk(today).figure_people(*asked, **then)
        assert found["total"] == len(found["items"])
        return sorted(row["person_id"] for row in found["items"])

    assert listed(THERE, date(2026, 3, 1)) == ["p1"]
    assert listed(THERE, date(2026, 6, 1)) == []
    assert listed(HERE, date(2026, 6, 1)) == ["p1", "p2"]
    assert listed(THERE, date(2026, 6, 1), as_of="2026-03-01") == ["p1", "p2"]
    assert listed(HERE, date(2026, 6, 1), as_of="2026-03-01") == []
    assert city.verified() == 0


def test_a_far_page_of_a_commune_reads_its_own_shelves_only(city: Office) -> None:
    city.learn(*(staying(f"h{n}", HERE) for n in range(40)), *(staying(f"t{n}", THERE)
               for n in range(40)))  # fmt: skip
    read: list[str] = []
    people = city.store.people

    def noted(ids: Iterable[str]) -> dict[str, PersonPage]:
        wanted = list(ids)
        read.extend(wanted)
        return people(wanted)

    city.store.people = noted  # type: ignore[method-assign,assignment]
    page = city.desk().figure_people("employment_service_access", "2026", "den", 4, 10, THERE)
    assert page["total"] == 40
    assert len(page["items"]) == 10
    assert {each[0] for each in read} == {"t"}
    assert len(read) < 20


def test_another_commune_lays_the_shelves_out_anew(city: Office) -> None:
    third = COMMUNE.format(plan="third-2026", commune="10002", yearly=6)
    more = with_communes(read_plan(CITY), files(*FILES, third))
    assert more.digest != city.plan.digest
    otherwise = FILES[0].replace("value: 12", "value: 1")
    assert with_communes(read_plan(CITY), files(otherwise, FILES[1])).digest == city.plan.digest
    city.learn(staying("p1", HERE), staying("p2", THERE), staying("p3", "10002"))
    assert rebuild(city.store, more, city.transactions).switched
    later = Office(city.db, city.transactions, more)
    for commune, who in ((HERE, "p1"), (THERE, "p2"), ("10002", "p3")):
        asked = ("employment_service_access", "2026", "den", 1, 9, commune)
        (row,) = later.desk().figure_people(*asked)["items"]
        assert row["person_id"] == who
    assert later.verified() == 0


def test_a_unit_on_another_communes_shelf_is_found(city: Office) -> None:
    city.learn(staying("p1", HERE), staying("p2", THERE))
    places, shelves = city.db["places_1"], city.store.shelves(1)
    row = places.find_one({"u": "p1", "k": "employment_service_access.den"})
    assert row is not None
    there = [shelves.holding(unit, THERE) for unit in row["u"]]
    places.update_one({"_id": row["_id"]}, {"$set": {"s": there}})
    assert city.desk(role="ops").verify()["details"]["lists"] > 0


def test_a_commune_is_told_what_was_restated_of_its_own(city: Office) -> None:
    city.learn(staying("p1", HERE), staying("p2", THERE), at=noon("2026-02-01"))
    city.learn(enrolment("e1", "2026-02-10"), enrolment("e2", "2026-02-11", "p2"),
               at=noon("2026-04-01"))  # fmt: skip
    for commune, fact in ((HERE, "e1"), (THERE, "e2")):
        told = city.desk().restatements("rural_trainees", "2026-03-01", "2026", None, commune)
        assert [row["facts"] for row in told["items"]] == [[fact]]
        assert (told["before"], told["after"]) == ({"value": 0}, {"value": 1})
    assert city.desk().restatements("rural_trainees", "2026-03-01", "2026")["total"] == 2


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("inherits: hung-dao-2026-2030", "inherits: ha-noi", "inherits: must be hung-dao-2026"),
        ("code: rural_trainees", "code: urban", "[urban]: is no indicator of the city's plan"),
        ("    target:", "    kind: stock\n    target:", "[rural_trainees]: has no field kind"),
        ("value: 12", "value: soon", "target.value: must be a number"),
    ],
)
def test_a_mistake_in_a_communes_file_is_named(was: str, becomes: str, problem: str) -> None:
    assert was in FILES[0]
    with pytest.raises(PlanInvalid) as caught:
        read_commune(FILES[0].replace(was, becomes, 1), default_plan())
    told = [str(each) for each in caught.value.problems]
    assert any(problem in each for each in told), told


def test_one_commune_alone_is_counted_without_a_word_of_communes(office: Office) -> None:
    office.learn(staying("p1", HERE))
    names = [row["_id"] for row in office.db["cells_1"].find({}, {"_id": 1})]
    assert not [each for each in names if "commune" in each or "~" in each]
    assert "commune" not in office.figure("rural_trainees", "2026")["dimensions"]


def test_a_communes_mistakes_are_told_with_the_file_they_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever starts a city reads this in a log, with forty files beside it."""
    (tmp_path / "city.yaml").write_text(CITY, encoding="utf-8")
    monkeypatch.setenv("VIECLAM_PLAN", str(tmp_path / "city.yaml"))
    folder = tmp_path / "communes"
    folder.mkdir()
    (folder / "a.yaml").write_text(FILES[0], encoding="utf-8")
    (folder / "b.yml").write_text(FILES[0], encoding="utf-8")
    (folder / "c.yaml").write_text("\tplan: x", encoding="utf-8")
    (folder / "d.yaml").write_text(FILES[1].replace(f'"{THERE}"', "hung"), encoding="utf-8")
    (folder / "e.yaml").write_text(FILES[1].replace(f'"{THERE}"', THERE), encoding="utf-8")
    with pytest.raises(PlanInvalid) as raised:
        default_plan()
    assert list(map(str, raised.value.problems)) == [
        f"communes/b.yml: commune {HERE} has another file",
        "communes/c.yaml: the file is not YAML (line 1, column 1): "
        "found character '\\t' that cannot start any token",
        "communes/d.yaml: commune: must be a unit's code of two to five digits, in quotes",
        "communes/e.yaml: commune: must be a text: put it in quotes",
    ]
    (folder / "c.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlanInvalid, match=r"communes/c\.yaml: cannot be read as text in UTF-8"):
        default_plan()
    (tmp_path / "city.yaml").unlink()
    with pytest.raises(PlanInvalid, match=r"city\.yaml: cannot be read"):
        default_plan()


def test_a_communes_target_is_that_of_its_time(city: Office) -> None:
    """Its own file is no matter of counting: no generation tells when it came."""
    city.learn(staying("p1", HERE))
    before = datetime.now(UTC)
    raised = [FILES[0].replace("value: 12", "value: 30"), FILES[1]]
    later = Office(city.db, city.transactions, with_communes(read_plan(CITY), files(*raised)))
    prepare(city.db, later.plan)
    prepare(city.db, later.plan)  # the other process starts, too
    found = [
        later.figure("rural_trainees", "2026", commune=HERE, as_of=moment)["target"]["of_span"]
        for moment in (before.isoformat(), None)
    ]
    assert found == [12, 30]
    first, second = later.desk().plan_versions()["items"]
    assert (first["generation"], second["generation"]) == (1, 1)
    assert (first["changed"], second["changed"]["communes_changed"]) == (None, [HERE])
    assert [each["commune"] for each in second["communes"]] == [HERE, THERE]
    assert "value: 30" in second["communes"][0]["text"]


def test_a_city_counted_before_its_communes_files_were_kept_is_read_by_todays(
    city: Office,
) -> None:
    city.learn(staying("p1", HERE))
    city.db["generations"].update_one({"_id": 1}, {"$unset": {"editions": ""}})
    asked = datetime.now(UTC).isoformat()
    told = city.figure("rural_trainees", "2026", commune=HERE, as_of=asked)
    assert told["target"]["of_span"] == 12
    prepare(city.db, city.plan)
    (item,) = city.desk().plan_versions()["items"]
    assert item["since"] == "2000-01-01T00:00:00.000Z"


def test_a_what_if_is_asked_of_one_commune_under_its_own_target(city: Office) -> None:
    city.learn(staying("p1", HERE), enrolment("e1", "2026-02-10"))
    body = {"changes": [{"kind": "class", "count": 11}]}
    desk = city.desk(date(2026, 9, 1))
    for commune, before, status in ((HERE, 1, "met"), (THERE, 0, "behind"), (None, 1, "behind")):
        found = desk.what_if("rural_trainees", body, "2026", commune)
        assert (found["before"]["value"], found["added"]) == (before, {"value": 11})
        assert (found["after"]["value"], found["after"]["status"]) == (before + 11, status)
    with pytest.raises(Invalid):
        desk.what_if("rural_trainees", body, "2026", "99999")


def test_a_communes_name_is_its_files(db: Db) -> None:
    """The registry's list of units is the country's; a city names its own."""
    named = FILES[0] + "name: {vi: Xã Bắc Sơn, en: Bắc Sơn commune}\n"
    plan = with_communes(read_plan(CITY), files(named, FILES[1]))
    office = Office(db, Transactions(db, "test"), plan)
    names = {HERE: {"vi": "Xã Bắc Sơn", "en": "Bắc Sơn commune"}}
    assert office.desk().figures("2026", None)["commune_names"] == names
    one = office.figure("rural_trainees", "2026", by="commune")
    assert (one["communes"], one["commune_names"]) == ([HERE, THERE], names)
    assert office.desk().plan_versions()["commune_names"] == names


def test_figures_say_whose_plan_they_are_of(db: Db) -> None:
    titled = FILES[0] + "title: {vi: Kế hoạch xã Bắc Sơn, en: Plan of Bắc Sơn}\n"
    plan = with_communes(read_plan(CITY), files(titled, FILES[1]))
    desk = Office(db, Transactions(db, "test"), plan).desk()
    city = {"vi": plan.title.vi, "en": plan.title.en}
    own = {"vi": "Kế hoạch xã Bắc Sơn", "en": "Plan of Bắc Sơn"}
    told = [desk.figures("2026", None, commune=each)["plan"] for each in (None, HERE, THERE)]
    assert [(each["commune"], each["title"]) for each in told] == [
        ("01", city), (HERE, own), (THERE, city)
    ]  # fmt: skip
    assert desk.public_figures("2026")["plan"] == told[0]


def test_each_commune_has_a_row_and_is_judged_by_its_own_target(city: Office) -> None:
    city.learn(staying("p1", HERE), enrolment("e1", "2026-02-10"))
    asked = ("rural_trainees", "2026", date(2026, 2, 28))
    rows = city.figure(*asked, by="commune")["breakdown"]
    own = [city.figure(*asked, commune=each) for each in (HERE, THERE)]
    for row, alone in zip(rows, own, strict=True):
        for name in ("value", "status", "pace", "forecast"):
            assert row[name] == alone[name]
    assert [(row["key"], row["value"], row["status"]) for row in rows] == [
        (HERE, 1, "behind"), (THERE, 0, "behind")
    ]  # fmt: skip
    same = [FILES[0], FILES[1].replace("value: 24", "value: 150")]
    plan = with_communes(read_plan(CITY), files(*same))
    later = Office(city.db, city.transactions, plan)
    rows = later.figure(*asked, by="commune")["breakdown"]
    assert [row["status"] for row in rows] == ["behind"] * 2  # its own, though it is as high
    rows = city.figure("new_jobs", *asked[1:], by="commune")["breakdown"]
    assert [row["status"] for row in rows] == ["no_target"] * 2  # the city's is not split


def test_a_rate_of_a_commune_is_judged_by_its_own_target(db: Db) -> None:
    lower = FILES[1] + "  - code: employment_service_access\n    target: {rule: none}\n"
    plan = with_communes(read_plan(CITY), files(FILES[0], lower))
    office = Office(db, Transactions(db, "test"), plan)
    office.learn(staying("p1", HERE), staying("p2", THERE))
    rows = office.figure("employment_service_access", "2026", by="commune")["breakdown"]
    assert [(row["key"], row["status"]) for row in rows] == [(HERE, "behind"), (THERE, "no_target")]


def surveyed(office: Office, id_: str, commune: str | None, unemployed: int) -> None:
    body = {"survey_id": id_, "as_of": "2026-06-30", "source_document": f"{id_}/BC",
            "labour_force": 1000, "unemployed": unemployed, "trained": 700, "certified": 500,
            "commune": commune}  # fmt: skip
    office.take(office.feeds.publish([("registry.indicators", "labour_survey_recorded", body)]))


def test_a_survey_tells_of_the_place_it_was_made_in_alone(city: Office) -> None:
    def rates() -> list[tuple[float | None, str]]:
        found = [city.figure("unemployment_rate", "2026", commune=each)
                 for each in (None, HERE, THERE)]  # fmt: skip
        return [(each["ratio"], each["status"]) for each in found]

    surveyed(city, "here", HERE, 20)
    assert rates() == [(None, "no_data"), (0.02, "met"), (None, "no_data")]
    surveyed(city, "city", "01", 30)
    surveyed(city, "there", THERE, 40)
    assert rates() == [(0.03, "at_risk"), (0.02, "met"), (0.04, "behind")]
    rows = city.figure("unemployment_rate", "2026", by="commune")["breakdown"]
    assert [(row["key"], row["ratio"], row["status"]) for row in rows] == [
        (HERE, 0.02, "met"), (THERE, 0.04, "behind")
    ]  # fmt: skip
    void = {"record_kind": "labour_surveys", "record_id": "here", "person_id": None}
    city.take(city.feeds.publish([("registry.indicators", "record_voided", void)]))
    assert rates() == [(0.03, "at_risk"), (None, "no_data"), (0.04, "behind")]


def test_of_a_commune_alone_every_survey_counts(office: Office) -> None:
    surveyed(office, "s1", "10009", 20)
    assert office.figure("unemployment_rate", "2026")["ratio"] == 0.02
    office.db["surveys"].update_many({}, {"$unset": {"commune": ""}})  # stored before
    assert office.figure("unemployment_rate", "2026")["ratio"] == 0.02
