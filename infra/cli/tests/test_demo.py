"""The demo commune is the same every time, and believable."""

import io
from datetime import date

from openpyxl import load_workbook
from vieclam_cli import demo_people
from vieclam_cli.demo_list import MARKS, PEOPLE, residents, workbook
from vieclam_cli.demo_people import Known
from vieclam_cli.demo_users import SIGN_INS

YEAR = 2026
PEOPLE_OF_THE_YEAR = residents(YEAR)
KNOWN = [Known(id=str(number), who=who) for number, who in enumerate(PEOPLE_OF_THE_YEAR)]


def test_the_list_has_the_same_bytes_every_time() -> None:
    assert workbook(residents(YEAR), YEAR) == workbook(residents(YEAR), YEAR)


def test_everybody_has_a_national_id_of_their_own_that_fits_birth_and_gender() -> None:
    assert len({each.national_id for each in PEOPLE_OF_THE_YEAR}) == PEOPLE
    for each in PEOPLE_OF_THE_YEAR:
        century = 2 if each.birth.year >= 2000 else 0
        assert int(each.national_id[3]) == century + (each.gender == "female")
        assert each.national_id[4:6] == f"{each.birth.year % 100:02}"


def test_of_two_nobody_can_tell_whether_they_are_sixty_yet() -> None:
    """The officer's list of undecided ages is not empty in the demo."""
    unsure = [each for each in PEOPLE_OF_THE_YEAR if each.year_only]
    assert [each.birth.year for each in unsure] == [YEAR - 60, YEAR - 60]
    sheet = load_workbook(io.BytesIO(workbook(PEOPLE_OF_THE_YEAR, YEAR))).active
    assert sheet is not None
    written = [row[2] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert [each for each in written if len(str(each)) == 4] == [str(YEAR - 60)] * 2


def test_a_household_is_poor_or_near_poor() -> None:
    for each in PEOPLE_OF_THE_YEAR:
        assert not {"poor_household", "near_poor_household"} <= each.marks


def test_every_group_of_the_list_has_the_people_that_it_says() -> None:
    for _, code, count in MARKS:
        assert sum(code in each.marks for each in PEOPLE_OF_THE_YEAR) == count


def test_nobody_is_too_young_for_the_labour_force() -> None:
    assert min(each.age_on(date(YEAR, 1, 1)) for each in PEOPLE_OF_THE_YEAR) >= 15


def test_the_sheet_holds_everybody_once() -> None:
    sheet = load_workbook(io.BytesIO(workbook(PEOPLE_OF_THE_YEAR, YEAR))).active
    assert sheet is not None
    ids = [row[4] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert ids == [each.national_id for each in PEOPLE_OF_THE_YEAR]


def test_days_never_lie_after_today() -> None:
    days = demo_people.days_until(date(YEAR, 1, 2))
    assert days.at(0) == "2026-01-01"
    assert days.at(1) == "2026-01-02"
    assert max(days.after(0.1, number, 5) for number in range(5)) <= "2026-01-02"


def test_every_story_has_its_people() -> None:
    days = demo_people.days_until(date(YEAR, 12, 1))
    assert len(demo_people.learners(KNOWN)) > 100
    assert demo_people.elderly(KNOWN, days)
    assert demo_people.borrowers(KNOWN)
    found_work = demo_people.placed(KNOWN, days)
    assert 0 < len(found_work) < len(demo_people.seekers(KNOWN))


def test_every_role_has_a_demo_sign_in() -> None:
    roles = [each["role"] for each in SIGN_INS]
    assert len(roles) == len(set(roles)) == 10
    assert next(each for each in SIGN_INS if each["role"] == "village_head")["village"]
