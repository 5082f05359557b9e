"""A place in a plan file: reads a value of the wanted kind, or notes the problem with its path."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

import yaml

__all__ = ["CODE", "Node", "PlanInvalid", "loaded", "of_file"]


CODE = re.compile(r"[a-z][a-z0-9_]*")


class PlanInvalid(ValueError):
    """A plan file that cannot be used: ``problems`` lists each as ``path: what is wrong``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@contextmanager
def of_file(name: str) -> Iterator[None]:
    """Whatever is wrong is told with the file's name, if there is one."""
    try:
        yield
    except PlanInvalid as error:
        if not name:
            raise
        raise PlanInvalid([f"{name}: {each}" for each in error.problems]) from error


def loaded(text: str) -> Any:
    """The YAML in a text. Raises :class:`PlanInvalid`."""
    try:
        return yaml.load(text, Loader=_Once)  # noqa: S506 - a safe loader, see below
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark is not None else ""
        told = error.problem or type(error).__name__
        raise PlanInvalid([f"the file is not YAML{place}: {told}"]) from error
    except yaml.YAMLError as error:
        raise PlanInvalid([f"the file is not YAML: {type(error).__name__}"]) from error


class _Once(yaml.SafeLoader):
    """Safe, and refuses a key that stands twice: YAML would take the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set[Any]()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # no key of ours: what is wrong with it is said elsewhere
            name = self.construct_object(key)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name} stands twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


class Node:
    """``present`` is false for an optional child that is not there."""

    def __init__(self, value: Any, path: str, problems: list[str], present: bool = True) -> None:
        self.value = value
        self.path = path
        self.problems = problems
        self.present = present

    def problem(self, text: str) -> None:
        self.problems.append(f"{self.path}: {text}")

    def child(self, key: str, *, optional: bool = False) -> Node:
        if self.present and not isinstance(self.value, dict):
            self.problem("must be a mapping")
            self.present = False  # said once: nothing inside it can be missing too
        body = self.value if isinstance(self.value, dict) else {}
        present = key in body
        node = Node(body.get(key), f"{self.path}.{key}", self.problems, present)
        if not present and not optional and self.present:
            node.problem("is missing")
        return node

    def only(self, *known: str) -> None:
        """Note every key that means nothing here: a typing mistake must not pass."""
        for key in self.value if isinstance(self.value, dict) else ():
            if key not in known:
                self.problem(f"has no field {key}; it knows {', '.join(known)}")

    def items(self) -> Iterator[tuple[str, Node]]:
        if not self.present:
            return
        if not isinstance(self.value, dict):
            self.problem("must be a mapping")
            return
        for key, value in self.value.items():
            yield str(key), Node(value, f"{self.path}.{key}", self.problems)

    def rows(self) -> Iterator[Node]:
        if not self.present:
            return
        if not isinstance(self.value, list) or not self.value:
            self.problem("must be a list with at least one item")
            return
        for i, value in enumerate(self.value):
            name = value.get("code", i) if isinstance(value, dict) else i
            yield Node(value, f"{self.path}[{name}]", self.problems)

    def text(self) -> str:
        if self.present and (not isinstance(self.value, str) or not self.value.strip()):
            told = self.value is None or isinstance(self.value, str | list | dict)
            self.problem("must be a text" if told else "must be a text: put it in quotes")
        return str(self.value)

    def unit_code(self) -> str:
        """An administrative unit's code, with its leading zeros."""
        found = self.text()
        if isinstance(self.value, str) and not (found.isdigit() and 2 <= len(found) <= 5):
            self.problem("must be a unit's code of two to five digits, in quotes")
        return found

    def whole(self) -> int:
        if isinstance(self.value, int) and not isinstance(self.value, bool) and self.value > 0:
            return self.value
        if self.present:
            self.problem("must be a whole number above 0")
        return 0

    def number(self) -> float | None:
        if not self.present:
            return None
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if number and isfinite(self.value):
            return float(self.value) if isinstance(self.value, float) else int(self.value)
        self.problem("must be a number")
        return None

    def code(self) -> str:
        """A name for machines: it becomes part of keys in the database."""
        found = self.text()
        if self.present and isinstance(self.value, str) and not CODE.fullmatch(found):
            self.problem("must be lower-case letters, digits and underscores")
        return found

    def yes(self) -> bool:
        if self.present and not isinstance(self.value, bool):
            self.problem("must be true or false")
        return bool(self.value)

    def one_of(self, words: Collection[str]) -> str:
        if self.present and self.value not in words:
            self.problem(f"must be one of {', '.join(words)}")
        return str(self.value)

    def words(self, known: Collection[str]) -> list[str]:
        """A list of words, each known where a vocabulary is given (empty: any)."""
        found = []
        for node in self.rows():
            word = node.text()
            if known and word not in known:
                node.problem(f"{word} is not one of {', '.join(sorted(known))}")
            found.append(word)
        return found
