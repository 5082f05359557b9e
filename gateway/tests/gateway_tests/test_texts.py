"""Every code, key and word has a text in both languages; none is left over or half there."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from gateway.app import TEXTS
from gateway.permissions import ROLES
from gateway.problems import STATUS_CODES
from gateway.texts import LANGUAGES, Texts

from .codes import ROOT, raised_in, told_by_services

WORDS = Texts(TEXTS)
TEMPLATES = TEXTS.parent / "templates"
PAGES = TEXTS.parent / "pages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_every_service_has_a_text(language: str) -> None:
    words = WORDS.language(language)
    folders = [each for each in ("services", "infra/chassis/chassis") if (ROOT / each).exists()]
    known = {**told_by_services(), **raised_in(*folders, "gateway/gateway")}
    missing = {
        code: sorted(files)
        for code, files in known.items()
        if code not in words.codes and code not in words.reasons
    }
    assert missing == {}


def test_the_codes_are_found_where_they_are_raised() -> None:
    """The check above would pass on nothing: it must see codes known to be there."""
    assert {"wrong_password", "bad_idempotency_key", "not_a_list_file"} <= set(
        raised_in("gateway/gateway")
    )
    if (ROOT / "services/registry").exists():
        assert {"no_such_person", "possible_duplicate", "required"} <= set(told_by_services())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_a_title_and_a_sentence(language: str) -> None:
    words = WORDS.language(language)
    for status, code in STATUS_CODES.items():
        assert code in words.codes, code
        if status not in (411, 414, 431, 501):
            assert str(status) in words.words["http_status"], status


def test_both_languages_say_the_same_things() -> None:
    vi, en = WORDS.language("vi"), WORDS.language("en")
    assert set(vi.codes) == set(en.codes)
    assert set(vi.reasons) == set(en.reasons)
    assert set(vi.pages) == set(en.pages)
    assert {kind: set(words) for kind, words in vi.words.items()} == {
        kind: set(words) for kind, words in en.words.items()
    }
    for key, text in vi.pages.items():
        assert _places(text) == _places(en.pages[key]), key
    for key, text in vi.codes.items():
        assert _places(text) == _places(en.codes[key]), key


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_wording_a_page_asks_for_is_there_and_none_is_idle() -> None:
    asked: set[str] = set()
    prefixes: set[str] = set()
    for file in TEMPLATES.glob("*.html"):
        text = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r"""\bt\(["'](\w+)["']""", text))
        prefixes |= set(re.findall(r"""\bt\(["'](\w+_)["'] ~""", text))
    for file in [*PAGES.glob("*.py"), *PAGES.parent.glob("*.py")]:
        text = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r"""\.page\(\s*["'](\w+)["']""", text))
        prefixes |= set(re.findall(r"""\.page\(f["'](\w+_)\{""", text))
    asked -= prefixes
    there = set(WORDS.language("vi").pages)
    assert asked - there == set()
    idle = {key for key in there - asked if not key.startswith(tuple(prefixes))}
    assert idle == set()


def test_every_role_has_a_name() -> None:
    for language in LANGUAGES:
        assert set(ROLES) <= set(WORDS.language(language).words["role"])


def test_a_fact_that_is_missing_leaves_no_hole() -> None:
    words = WORDS.language("vi")
    assert "…" in words.code("too_many_tries", {})
    assert "7" in words.code("too_many_tries", {"seconds": 7})
    assert "khong_co" in words.code("khong_co")


def test_all_texts_are_composed_unicode() -> None:
    import unicodedata

    for file in TEXTS.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), file


NOT_A_PERSONS_STEP = {
    "class_opened", "labour_survey_recorded", "loan_amount_recorded", "person_profiled",
    "person_merged", "person_erased", "record_voided", "status_changed", "span_closed",
    "figure_restated", "need_recorded", "referral_made", "outreach_recorded",
}  # fmt: skip
"""Published, but no step of a journey, or a step that the registry tells by another word."""


def test_every_step_of_a_journey_has_a_word() -> None:
    steps = WORDS.language("vi").words["step"]
    contracts = ROOT.glob("services/*/contracts/publishes/*/*.v1.json")
    published = {each.name.removesuffix(".v1.json") for each in contracts}
    assert published - NOT_A_PERSONS_STEP - set(steps) == set()
    assert {"registered", "left", "need", "referral", "outreach", "need_opened"} <= set(steps)
