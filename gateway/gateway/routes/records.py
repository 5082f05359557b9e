"""Any record put right: amended, voided, its history. The same three routes for every kind."""

from __future__ import annotations

from gateway.operations import Operation
from gateway.permissions import RECORDS
from gateway.schemas import partners as pb
from gateway.schemas import registry as rb
from gateway.schemas.amendments import AMENDMENTS

__all__ = ["RECORD_OPERATIONS"]

RECORD_OPERATIONS = tuple(
    operation
    for kind, (service, _writers) in RECORDS.items()
    for operation in (
        Operation(
            verb="PATCH",
            path=f"/{kind}/{{record_id}}",
            service=service,
            method="amend_record",
            summary="Amend a record: only the fields sent change",
            body=AMENDMENTS[kind],
            fixed={"kind": kind.replace("-", "_")},
        ),
        Operation(
            verb="POST",
            path=f"/{kind}/{{record_id}}/void",
            service=service,
            method="void_record",
            summary="Void a record: it never counted",
            body=rb.VoidEntryBody if service == "registry" else pb.VoidBody,
            fixed={"kind": kind.replace("-", "_")},
        ),
        Operation(
            verb="GET",
            path=f"/{kind}/{{record_id}}/history",
            service=service,
            method="record_history",
            summary="Every change of a record: who, when, why",
            answers="thing",
            items="history",
            fixed={"kind": kind.replace("-", "_")},
        ),
    )
)
