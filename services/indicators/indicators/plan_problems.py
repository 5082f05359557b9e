"""What is wrong with a plan file: place and reason, told in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import yaml
from chassis.settings import BadSetting

__all__ = ["PlanInvalid", "Problem", "sentences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """``path``: where it stands in the file, empty for the whole of it; ``code``: a key of
    ``plan_problems.yaml``; ``facts``: what its sentence names; ``file``: the file's name.
    """

    code: str
    path: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str = ""

    def sentence(self, language: str) -> str:
        """``language``: vi or en."""
        return sentences()[self.code][language].format(**self.facts)

    def told(self) -> dict[str, str]:
        """``{file, path, vi, en}``."""
        said = {language: self.sentence(language) for language in ("vi", "en")}
        return {"file": self.file, "path": self.path, **said}

    def __str__(self) -> str:
        return ": ".join(each for each in (self.file, self.path, self.sentence("en")) if each)


class PlanInvalid(BadSetting):
    """A plan file that cannot be used, with all that is wrong with it, a line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)

    def of_file(self, name: str) -> PlanInvalid:
        """The same, told of the file of that name."""
        return PlanInvalid([replace(each, file=name) for each in self.problems])


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """By code and language the sentence, with the names of its facts in braces."""
    text = (files("indicators") / "plan_problems.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found
