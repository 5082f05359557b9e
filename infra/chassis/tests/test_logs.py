"""A log line tells what failed and where, and nothing of a person."""

from __future__ import annotations

import json
import logging
import sys

from chassis.errors import Invalid
from chassis.logs import JsonFormatter, correlation


def line(message: str, *args: object, exc: bool = False, **extra: object) -> dict[str, object]:
    record = logging.LogRecord(
        "t", logging.ERROR, __file__, 1, message, args, sys.exc_info() if exc else None
    )
    vars(record).update(extra)
    return dict(json.loads(JsonFormatter().format(record)))


def test_an_exception_is_its_type_and_its_stack_never_its_message() -> None:
    try:
        raise KeyError("Nguyễn Văn A")
    except KeyError as error:
        logged = line("error handling worker %s: %s", "w", error, exc=True)
    assert logged["exception"] == "KeyError"
    assert "test_logs.py" in str(logged["stack"])
    assert "Nguyễn" not in json.dumps(logged, ensure_ascii=False)


def test_extras_and_the_correlation_id_are_fields() -> None:
    token = correlation.set("c1")
    logged = line("parked", event="f/1", cause=Invalid.of(on="in_future"))
    correlation.reset(token)
    assert (logged["event"], logged["correlation"], logged["cause"]) == ("f/1", "c1", "Invalid")
