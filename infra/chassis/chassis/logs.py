"""Logs: one JSON object a line, and nothing of a person in it.

An exception is logged by its type and its stack, never by its message: a driver's
message may quote what was being written.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from typing import Any

from chassis.clock import Clock, to_iso

__all__ = ["configure", "correlation"]

correlation: ContextVar[str] = ContextVar("correlation", default="")
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def _harmless(value: Any) -> Any:
    return type(value).__name__ if isinstance(value, BaseException) else value


class JsonFormatter(logging.Formatter):
    """Fields: time, level, logger, message, correlation, the record's extras, stack."""

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple):
            record.args = tuple(_harmless(each) for each in record.args)
        line: dict[str, Any] = {
            "time": to_iso(Clock().now()),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if correlation.get():
            line["correlation"] = correlation.get()
        line |= {k: _harmless(v) for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["stack"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]]
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str = "INFO") -> None:
    """Log to standard error; the libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("amqp", "kombu", "pymongo", "nameko", "eventlet", "werkzeug"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
