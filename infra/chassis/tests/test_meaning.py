"""What the driver's errors mean: try again, look again, or a defect."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Transient
from chassis.mongo import NOT_NOW, WriteConflict, meaning
from pymongo.errors import AutoReconnect, BulkWriteError, DuplicateKeyError, OperationFailure


def bulk(*codes: int) -> BulkWriteError:
    return BulkWriteError({"writeErrors": [{"code": code} for code in codes]})


def labelled(code: int) -> OperationFailure:
    return OperationFailure("", code, {"errorLabels": ["TransientTransactionError"]})


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        *((OperationFailure("", code), Transient) for code in sorted(NOT_NOW)),
        *((bulk(code), Transient) for code in sorted(NOT_NOW)),
        (AutoReconnect(""), Transient),
        (OperationFailure("", 112), WriteConflict),
        (OperationFailure("", 251), WriteConflict),
        (labelled(11601), WriteConflict),
        (bulk(112), WriteConflict),
        (DuplicateKeyError("", 11000), DuplicateKeyError),
        (bulk(11000), BulkWriteError),
        (OperationFailure("", 9), OperationFailure),
        (OperationFailure("", None), OperationFailure),
    ],
)
def test_an_event_is_not_blamed_for_what_the_database_cannot_now(error: Any, meant: Any) -> None:
    with pytest.raises(meant), meaning():
        raise error
