"""What another plan would make of the figures is shown before anything is switched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid
from chassis.mongo import Db, Transactions
from indicators import previewing
from indicators.plan_communes import with_communes
from indicators.plan_file import read_plan
from indicators.rebuilding import rebuild
from indicators.recounting import recount

from .office import Office, enrolment, person
from .test_communes import CITY, FILES, HERE, THERE, files, moving, staying

TODAY = date(2026, 9, 1)
NEW = FILES[1].replace(THERE, "10002").replace("there-2026", "new-2026")
AS_COUNTED = [{"name": name, "text": text} for name, text in files(*FILES).items()]
FACTS = (
    staying("p1", HERE),
    staying("p2", THERE),
    moving("p3", "2026-05-01"),
    enrolment("e1", "2026-02-10", "p1"),
    enrolment("e2", "2026-06-10", "p3"),
)


@pytest.fixture
def city(db: Db) -> Office:
    office = Office(db, Transactions(db, "test"), with_communes(read_plan(CITY), files(*FILES)))
    office.learn(*FACTS)
    return office


def previewed(office: Office, text: str, *communes: dict[str, str]) -> dict[str, Any]:
    body = {"files": [{"name": "city.yaml", "text": text}, *communes]}
    found: dict[str, Any] = office.desk(TODAY, role="commune_leader").preview_plan(body)
    return found


def effects(found: dict[str, Any], code: str, span: str = "2026") -> dict[str | None, Any]:
    """By commune what differs, before and after."""
    told = {}
    for each in found["changes"]:
        if (each["code"], each["span"]) == (code, span):
            was, will = each["before"] or {}, each["after"]
            names = [name for name in will if was.get(name) != will[name]]
            told[each["commune"]] = (
                {name: was.get(name) for name in names},
                {name: will[name] for name in names},
            )
    return told


@pytest.fixture
def recounted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The codes of each count of all states."""
    found: list[list[str]] = []

    def noted(store: Any, plan: Any, tick: Any) -> Iterator[Any]:
        found.append([each.code for each in plan.indicators])
        return recount(store, plan, tick)

    monkeypatch.setattr(previewing, "recount", noted)
    return found


def test_the_files_as_they_are_counted_change_nothing(
    city: Office, recounted: list[list[str]]
) -> None:
    found = previewed(city, CITY, *AS_COUNTED)
    assert (found["problems"], found["changes"], found["unversioned"]) == ([], [], [])
    assert recounted == []


def test_a_definition_changes_the_figures_of_the_city_and_of_each_commune(
    city: Office, recounted: list[list[str]]
) -> None:
    changed = CITY.replace("while_in: [rural]", "while_in: [ex_prisoner]", 1)
    found = previewed(city, changed, *AS_COUNTED)
    told = effects(found, "rural_trainees")
    assert {place: (was["value"], will["value"]) for place, (was, will) in told.items()} == {
        None: (2, 0), HERE: (1, 0), THERE: (1, 0),
    }  # fmt: skip
    assert {each["code"] for each in found["changes"]} == {"rural_trainees"}
    assert found["unversioned"] == ["plan", "rural_trainees"]
    assert found["indicators"]["rural_trainees"]["vi"].startswith("Lao động nông thôn")
    assert recounted == [["rural_trainees"]]  # what counts as before is not counted


def test_what_would_be_is_what_a_switch_makes(city: Office) -> None:
    changed = CITY.replace("version: 1", "version: 2", 1)
    changed = changed.replace("while_in: [rural]", "while_in: named_in_III_1", 1)
    found = previewed(city, changed, *AS_COUNTED)
    plan = with_communes(read_plan(changed), files(*FILES))
    assert rebuild(city.store, plan, city.transactions).switched
    after = Office(city.db, city.transactions, plan)
    for place in (None, HERE, THERE):
        _, told = effects(found, "rural_trainees")[place]
        assert told["value"] == after.figure("rural_trainees", "2026", commune=place)["value"]


def test_a_communes_target_inside_the_citys_files_touches_it_alone(
    city: Office, recounted: list[list[str]]
) -> None:
    raised = {**AS_COUNTED[1], "text": FILES[1].replace("value: 24", "value: 30")}
    found = previewed(city, CITY, AS_COUNTED[0], raised)
    assert effects(found, "rural_trainees") == {THERE: ({"target": 24}, {"target": 30})}
    assert found["unversioned"] == [THERE]
    assert recounted == []


def test_a_new_communes_figures_have_no_before(city: Office) -> None:
    found = previewed(city, NEW)
    was, will = effects(found, "rural_trainees")["10002"]
    assert (was["value"], will["value"], will["target"]) == (None, 0, 24)
    assert {each["before"] for each in found["changes"]} == {None}
    assert {each["commune"] for each in found["changes"]} == {"10002"}
    assert (found["communes_added"], found["communes_removed"]) == (["10002"], [])
    assert found["version"] == 3


def test_of_two_whole_plans_none_is_taken(city: Office) -> None:
    found = previewed(city, CITY, {"name": "other.yaml", "text": CITY})
    assert [(each["file"], each["path"]) for each in found["problems"]] == [
        ("city.yaml", ""), ("other.yaml", ""),
    ]  # fmt: skip
    (problem,) = previewed(city, CITY, {"name": "city.yaml", "text": NEW})["problems"]
    assert problem["en"] == "is the name of two files"


def test_without_its_communes_files_a_city_is_told_to_lose_them(city: Office) -> None:
    found = previewed(city, CITY)
    assert found["communes_removed"] == [HERE, THERE]
    assert effects(found, "rural_trainees") == {}


def test_a_communes_mistake_is_told_with_its_file(city: Office) -> None:
    broken = {**AS_COUNTED[1], "text": FILES[1].replace("value: 24", "value: soon")}
    (problem,) = previewed(city, CITY, AS_COUNTED[0], broken)["problems"]
    assert (problem["file"], problem["path"], problem["vi"]) == (
        "communes/1.yaml", "indicators[rural_trainees].target.value", "phải là số",
    )  # fmt: skip


def test_an_empty_file_is_a_mistake_like_another(city: Office) -> None:
    (problem,) = previewed(city, "")["problems"]
    assert (problem["file"], problem["en"]) == ("city.yaml", "must be a mapping")
    for body in ({}, {"files": []}, {"files": [{"name": "a", "text": "#" * 200_000}] * 6}):
        with pytest.raises(Invalid):
            city.desk(TODAY, role="commune_leader").preview_plan(body)


def test_a_communes_file_is_previewed_by_itself(city: Office, recounted: list[list[str]]) -> None:
    assert previewed(city, FILES[0])["changes"] == []
    found = previewed(city, FILES[0].replace("value: 12", "value: 1", 1))
    assert found["problems"] == []
    assert effects(found, "rural_trainees") == {
        HERE: ({"status": "behind", "target": 12}, {"status": "met", "target": 1})
    }
    assert {each["commune"] for each in found["changes"]} == {HERE}
    assert recounted == []


def test_a_mistake_is_told_in_both_languages(city: Office) -> None:
    other = FILES[0].replace("inherits: ", "inherits: another-")
    assert previewed(city, other)["problems"] == [
        {
            "file": "city.yaml",
            "path": "inherits",
            "vi": "phải là hung-dao-2026-2030, kế hoạch mà tệp này kế thừa",
            "en": "must be hung-dao-2026-2030, the plan it is read under",
        }
    ]


def test_a_plan_of_one_commune_shows_its_effect_too(office: Office) -> None:
    office.learn(person("p1", "rural"), enrolment("e1", "2026-02-10"))
    assert previewed(office, office.plan.text)["changes"] == []
    text = office.plan.text.replace("while_in: [rural]", "while_in: [ex_prisoner]", 1)
    text = text.replace("{rule: annual_average, value: 50}", "{rule: annual_average, value: 60}")
    found = previewed(office, text)
    assert found["changes"][0] == {
        "commune": None, "code": "rural_trainees", "span": "2026",
        "before": {"value": 1, "num": None, "den": None, "status": "behind", "target": 150},
        "after": {"value": 0, "num": None, "den": None, "status": "behind", "target": 150},
    }  # fmt: skip
    assert effects(found, "new_jobs")[None][1] == {"target": 60.0}
    assert found["unversioned"] == ["plan", "rural_trainees"]  # a target is no definition
    assert previewed(office, text.replace("version: 1", "version: 2"))["unversioned"] == []
    assert office.verified() == 0


def test_only_the_leader_and_operations_preview(city: Office) -> None:
    for role in ("school", "commune_officer", "city_viewer"):
        with pytest.raises(Forbidden):
            city.desk(role=role).preview_plan({"files": [{"name": "a", "text": CITY}]})
