"""Text typed for old fonts is recognised and converted, or left to people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registry.domain.legacy_text import _TCVN3_FROM, _TCVN3_TO, _VNI, convert, looks_legacy

SYLLABLES = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Thị", "Văn", "Đức", "Hữu", "Quốc", "Được", "Khuất", "Nghĩa", "Thuý", "Hoà", "Tuyết", "Yến",
    "Ước", "Quý", "Kiều", "Vương", "Phùng", "Nghiêm", "Cấn", "Tạ", "Đinh", "Mỹ", "Thủy", "Huyền",
]  # fmt: skip
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
TO_TCVN3 = str.maketrans(_TCVN3_TO, _TCVN3_FROM)
TO_VNI = {letter: pair for pair, letter in _VNI.items()}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng"),
        ("Bïi ThÞ Kim Nhung", "Bùi Thị Kim Nhung"),
        ("Nghiªm ThÞ Hång Nhung", "Nghiêm Thị Hồng Nhung"),
        ("NGUYÔN V¡N HïNG", "NGUYỄN VĂN HÙNG"),
        ("M\u00adêng Kh\u00ad¬ng", "Mường Khương"),
    ],
)
def test_tcvn3_is_converted(typed: str, meant: str) -> None:
    converted = convert(typed)
    assert converted is not None
    assert (converted.text, converted.encoding) == (meant, "tcvn3")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
        ("Xin chaøo caùc baïn", "Xin chào các bạn"),
        ("Ñaëng Thò Thuûy", "Đặng Thị Thủy"),
        ("TRAÀN VAÊN HÖÔNG", "TRẦN VĂN HƯƠNG"),
    ],
)
def test_vni_is_converted(typed: str, meant: str) -> None:
    converted = convert(typed)
    assert converted is not None
    assert (converted.text, converted.encoding) == (meant, "vni")


@given(NAMES)
def test_unicode_names_are_left_alone(name: str) -> None:
    assert not looks_legacy(name)
    assert convert(name) is None


@given(NAMES)
def test_what_was_written_in_tcvn3_comes_back_when_it_is_noticed(name: str) -> None:
    typed = name.translate(TO_TCVN3)
    converted = convert(typed)
    if converted is not None and converted.encoding == "tcvn3":
        assert converted.text == name


@given(st.sampled_from(["Hùng", "Dũng", "Thị", "Nguyễn", "Văn", "Đặng"]), NAMES)
def test_every_name_with_a_telling_letter_comes_back_from_tcvn3(telling: str, name: str) -> None:
    whole = f"Lê {name} {telling}"
    converted = convert(whole.translate(TO_TCVN3))
    assert converted is not None
    assert converted.text == whole


def test_a_foreign_name_is_not_turned_into_a_vietnamese_one() -> None:
    assert convert("José Müller") is None
    assert looks_legacy("José Müller")


def test_the_tables_have_one_letter_for_each_code() -> None:
    assert len(_TCVN3_FROM) == len(_TCVN3_TO) == len(set(_TCVN3_FROM)) == 74
