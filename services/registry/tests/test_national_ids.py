"""The twelve digits: what does not fit only warns."""

from __future__ import annotations

from registry.domain.national_id import doubts, is_well_formed, mask

PLACES = frozenset({"001", "033"})


def test_a_number_that_fits_gives_no_doubt() -> None:
    assert doubts("001185000017", birth_year=1985, gender="female", prefixes=PLACES) == []
    assert doubts("001205000017", birth_year=2005, gender="male", prefixes=PLACES) == []


def test_place_sex_century_and_year_are_doubted_each_by_itself() -> None:
    assert doubts("999185000017", birth_year=1985, gender="female", prefixes=PLACES) == [
        "national_id_unknown_place"
    ]
    assert doubts("001085000017", birth_year=1985, gender="female", prefixes=PLACES) == [
        "national_id_other_gender"
    ]
    assert doubts("001385000017", birth_year=1985, gender="female", prefixes=PLACES) == [
        "national_id_other_century"
    ]
    assert doubts("001186000017", birth_year=1985, gender="female", prefixes=PLACES) == [
        "national_id_other_year"
    ]


def test_only_twelve_ascii_digits_are_well_formed() -> None:
    assert is_well_formed("001185000017")
    for wrong in ("00118500001", "0011850000170", "00118500001A", "٠٠١١٨٥٠٠٠٠١٧", ""):
        assert not is_well_formed(wrong)


def test_lists_show_a_masked_number() -> None:
    assert mask("001185001234") == "001•••••1234"
