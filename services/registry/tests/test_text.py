"""Vietnamese text: two spellings of one name meet, and names sort as people expect."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registry.domain.text import (
    clean,
    fold,
    name_order,
    prefixes,
    proper_name,
    title_order,
    words,
)

LETTERS = (
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
)
NAMES = st.lists(
    st.text(st.sampled_from(LETTERS), min_size=1, max_size=7), min_size=1, max_size=5
).map(" ".join)


@pytest.mark.parametrize(
    "typed", ["dao thi duoc", "Đào thị được", "ĐÀO  THỊ  ĐƯỢC", "đào-thị được"]
)
def test_every_way_of_typing_a_name_folds_to_one_key(typed: str) -> None:
    assert fold(typed) == fold("Đào Thị Được") == "dao thi duoc"


def test_the_tone_s_place_does_not_matter() -> None:
    assert fold("Nguyễn Thuý Hoà") == fold("Nguyễn Thúy Hòa")


@given(NAMES)
def test_composed_and_decomposed_text_fold_alike(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


@given(NAMES)
def test_capitals_fold_like_small_letters(name: str) -> None:
    assert fold(name.upper()) == fold(name)


@given(NAMES)
def test_a_folded_vietnamese_name_is_plain_ascii(name: str) -> None:
    assert fold(name).isascii()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(NAMES)
def test_a_name_is_found_by_any_beginning_of_any_of_its_words(name: str) -> None:
    for word in words(name):
        assert word in prefixes(word)
        assert all(word.startswith(start) for start in prefixes(word))


def test_a_name_in_capitals_is_shown_with_initials() -> None:
    assert proper_name("  ĐÀO  ĐÌNH  NGHĨA ") == "Đào Đình Nghĩa"
    assert proper_name("Ksor H'Bia") == "Ksor H'Bia"


def test_people_sort_by_given_name_then_family_then_middle() -> None:
    in_order = [
        "Nguyễn Văn An",
        "Bùi Thị Anh",
        "Lê Anh",
        "Lê Thị Anh",
        "Trần Ánh",
        "Lê Ăng",
        "Đỗ Thị Ân",
        "Đào Bình",
        "Hoàng Dũng",
        "Đặng Đức",
        "Phạm Văn Oanh",
        "Phạm Văn Ông",
        "Phạm Ơn",
    ]
    shuffled = in_order[1::2] + in_order[::2]
    assert sorted(shuffled, key=name_order) == in_order


def test_tones_break_ties_in_the_dictionary_s_order() -> None:
    in_order = ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"]
    shuffled = in_order[1::2] + in_order[::2]
    assert sorted(shuffled, key=name_order) == in_order


@given(NAMES)
def test_the_order_does_not_depend_on_composition(name: str) -> None:
    assert name_order(unicodedata.normalize("NFD", name)) == name_order(name)


def test_titles_sort_by_the_alphabet_and_their_numbers_by_what_they_count() -> None:
    in_order = [
        "Thôn Ba", "Thôn Bà", "Thôn Bả", "Thôn Dâu", "Thôn Đào", "Thôn Đông", "Tổ 1", "Tổ 02",
        "Tổ 10", "Tổ dân phố 2", "Tổ dân phố 10", "Xóm 2A", "Xóm 2B", "Xóm 10",
    ]  # fmt: skip
    shuffled = in_order[1::2] + in_order[::2]
    assert sorted(shuffled, key=title_order) == in_order
    assert title_order(" ") == ()
