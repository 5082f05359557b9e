"""The words people see: one folder of YAML for each language, Vietnamese first.

``codes.yaml`` has a sentence for every error and warning code, ``reasons.yaml`` one for
every reason a field is refused, ``words.yaml`` the labels of codes (groups, levels,
statuses, indicators …), ``pages.yaml`` the wording of the pages. A part may go on in files
of its own by topic (``pages-desk.yaml``, ``words-desk.yaml``): they are read as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["LANGUAGES", "Language", "Texts", "choose"]

LANGUAGES = ("vi", "en")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml; safe either way."""
FILES = ("codes", "reasons", "words", "pages")


class _Gaps(dict[str, Any]):
    """A fact that is missing leaves an ellipsis in the sentence, never an exception."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Every wording in one language."""

    name: str
    codes: Mapping[str, str]
    reasons: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    pages: Mapping[str, str]

    def code(self, code: str, fact: Mapping[str, Any] | None = None) -> str:
        """The sentence for an error or warning; an unknown code gets the general one."""
        template = self.codes.get(code) or self.reasons.get(code) or self.codes["unknown_code"]
        return template.format_map(_Gaps(fact or {}, code=code))

    def reason(self, reason: str, fact: Mapping[str, Any] | None = None) -> str:
        """The sentence for a reason why a field is refused."""
        return (
            self.code(reason, fact)
            if reason not in self.reasons
            else self.reasons[reason].format_map(_Gaps(fact or {}, code=reason))
        )

    def word(self, kind: str, key: Any) -> str:
        """The label of ``key`` among the words of ``kind``; the key itself without one."""
        return self.words.get(kind, {}).get(str(key), str(key))

    def page(self, key: str, **values: Any) -> str:
        """A page's wording. Raises KeyError for one that is not in the catalogue."""
        return self.pages[key].format_map(_Gaps(values))


class Texts:
    """All languages, read once when the app is made."""

    def __init__(self, folder: Path) -> None:
        self._languages = {name: _read(folder / name, name) for name in LANGUAGES}

    def language(self, name: str) -> Language:
        """Vietnamese for a language there is no catalogue of."""
        return self._languages.get(name, self._languages["vi"])


def _read(folder: Path, name: str) -> Language:
    parts: dict[str, Any] = {part: {} for part in FILES}
    for file in sorted(folder.glob("*.yaml")):
        told = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
        part = parts[file.stem.partition("-")[0]]
        if part is parts["words"]:
            for kind, words in told.items():
                part.setdefault(kind, {}).update({str(key): each for key, each in words.items()})
        else:
            part.update(told)
    return Language(name=name, **parts)


def choose(accept_language: str | None) -> str:
    """``vi`` unless the header prefers English (RFC 9110, 12.5.4)."""
    best, best_weight = "vi", 0.0
    for part in (accept_language or "").split(","):
        tag, *parameters = [piece.strip() for piece in part.split(";")]
        name = tag.partition("-")[0].lower()
        weight = _weight(parameters)
        if name in LANGUAGES and weight > best_weight:
            best, best_weight = name, weight
    return best


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
