"""A place in a plan file: reads a value of the wanted kind, or notes the problem with its path."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from math import isfinite
from typing import Any

import yaml

from indicators.plan_problems import PlanInvalid, Problem

__all__ = ["CODE", "Node", "in_commas", "loaded"]


CODE = re.compile(r"[a-z][a-z0-9_]*")


def loaded(text: str) -> Any:
    """The YAML in a text. Raises :class:`PlanInvalid`."""
    try:
        return yaml.load(text, Loader=_Once)  # noqa: S506 - a safe loader, see below
    except yaml.YAMLError as error:
        raise PlanInvalid([_problem_of(error)]) from error
    except RecursionError as error:
        raise PlanInvalid([Problem(code="too_deep")]) from error


def in_commas(words: Iterable[object]) -> str:
    """The words of a vocabulary as a plan file writes them."""
    return ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in words)


def _problem_of(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    told = getattr(error, "problem", None) or type(error).__name__
    if mark is None:
        return Problem(code="not_yaml", facts={"told": told})
    place = {"line": mark.line + 1, "column": mark.column + 1}
    if isinstance(error, _Wrong):
        return Problem(code=error.code, facts={**place, "word": told})
    return Problem(code="not_yaml_at", facts={**place, "told": told})


class _Wrong(yaml.constructor.ConstructorError):
    """A problem of ours with a word of the file."""

    def __init__(self, code: str, word: object, mark: yaml.Mark) -> None:
        super().__init__(None, None, str(word), mark)
        self.code = code


class _Once(yaml.SafeLoader):
    """Safe, and refuses a key that stands twice: YAML would take the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set[Any]()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # no key of ours: what is wrong with it is said elsewhere
            name = self.construct_object(key)
            if name in seen:
                raise _Wrong("key_twice", name, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            raise _Wrong("no_such_day", node.value, node.start_mark) from error


_Once.add_constructor("tag:yaml.org,2002:timestamp", _Once.construct_day)


class Node:
    """``present`` is false for an optional child that is not there."""

    def __init__(
        self, value: Any, path: str, problems: list[Problem], present: bool = True
    ) -> None:
        self.value = value
        self.path = path
        self.problems = problems
        self.present = present

    def problem(self, code: str, /, **facts: object) -> None:
        """Note a problem of ``plan_problems.yaml`` with what its sentence names."""
        self.problems.append(Problem(code=code, path=self.path, facts=facts))

    def _under(self, key: object) -> str:
        return f"{self.path}.{key}" if self.path else str(key)

    def child(self, key: str, *, optional: bool = False) -> Node:
        if self.present and not isinstance(self.value, dict):
            self.problem("not_mapping")
            self.present = False  # said once: nothing inside it can be missing too
        body = self.value if isinstance(self.value, dict) else {}
        present = key in body
        node = Node(body.get(key), self._under(key), self.problems, present)
        if not present and not optional and self.present:
            node.problem("missing")
        return node

    def only(self, *known: str) -> None:
        """Note every key that means nothing here: a typing mistake must not pass."""
        for key in self.value if isinstance(self.value, dict) else ():
            if key not in known:
                self.problem("unknown_field", field=key, known=in_commas(known))

    def items(self) -> Iterator[tuple[str, Node]]:
        if not self.present:
            return
        if not isinstance(self.value, dict):
            self.problem("not_mapping")
            return
        for key, value in self.value.items():
            yield str(key), Node(value, self._under(key), self.problems)

    def rows(self) -> Iterator[Node]:
        if not self.present:
            return
        if not isinstance(self.value, list) or not self.value:
            self.problem("not_list")
            return
        for i, value in enumerate(self.value):
            code = value.get("code") if isinstance(value, dict) else None
            name = code if isinstance(code, str) else i
            yield Node(value, f"{self.path}[{name}]", self.problems)

    def text(self) -> str:
        if self.present and (not isinstance(self.value, str) or not self.value.strip()):
            told = self.value is None or isinstance(self.value, str | list | dict)
            self.problem("not_text" if told else "not_quoted")
        return self._as_text()

    def _as_text(self) -> str:
        """Empty for what is none: a list may name itself many times over."""
        return "" if isinstance(self.value, list | dict) else str(self.value)

    def unit_code(self) -> str:
        """An administrative unit's code, with its leading zeros."""
        found = self.text()
        if isinstance(self.value, str) and not (found.isdigit() and 2 <= len(found) <= 5):
            self.problem("not_unit_code")
        return found

    def whole(self) -> int:
        if isinstance(self.value, int) and not isinstance(self.value, bool) and self.value > 0:
            return self.value
        if self.present:
            self.problem("not_whole")
        return 0

    def number(self) -> float | None:
        if not self.present:
            return None
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if number and isfinite(self.value):
            return float(self.value) if isinstance(self.value, float) else int(self.value)
        self.problem("not_number")
        return None

    def code(self) -> str:
        """A name for machines: it becomes part of keys in the database."""
        found = self.text()
        if self.present and isinstance(self.value, str) and not CODE.fullmatch(found):
            self.problem("not_code")
        return found

    def yes(self) -> bool:
        if self.present and not isinstance(self.value, bool):
            self.problem("not_yes_or_no")
        return bool(self.value)

    def one_of(self, words: Collection[str]) -> str:
        if self.present and self.value not in words:
            self.problem("none_of", known=in_commas(words))
        return self._as_text()

    def words(self, known: Collection[str]) -> list[str]:
        """A list of words, each known where a vocabulary is given (empty: any)."""
        found = []
        for node in self.rows():
            word = node.text()
            if known and word not in known:
                node.problem("not_in", word=word, known=in_commas(sorted(known)))
            found.append(word)
        return found
