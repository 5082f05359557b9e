"""Proof: recomputing everything, and building it anew. For who operates the system."""

from __future__ import annotations

from indicators.desk.part import DeskPart, Json
from indicators.progress import Progress, progress_of
from indicators.proving_logs import LogProof
from indicators.rebuilding import rebuild
from indicators.signed import chain_faults
from indicators.verifying import NAMED, verify

__all__ = ["ProofDesk"]


class ProofDesk(DeskPart):
    def verify(self, from_logs: bool = False) -> Json:
        """Recompute everything and compare; ``difference`` must be 0. ``from_logs``: the
        states too, from the owners' logs.
        """
        self._operates()
        parts, transactions = self._parts, self._runtime.transactions
        progress = Progress(self._runtime.db)
        logs = parts.logs.prove(transactions, progress) if from_logs else LogProof()
        found = verify(parts.store, parts.plan, transactions, progress)
        faults = chain_faults(self._runtime)
        broken = len(faults)
        signed = [
            f"closing {each.span or 'chain'}{_of_note(each.note)}: {each.what}" for each in faults
        ]
        return {
            "difference": found.difference + logs.difference + broken,
            "states": found.states,
            "entries": found.entries,
            "cells": found.cells_read,
            "events": logs.events,
            "seconds": found.seconds,
            "details": {
                "pages": found.pages,
                "ledger": found.ledger,
                "sheets": found.sheets,
                "cells": found.cells,
                "lists": found.lists,
                "periods": found.periods,
                "closings": broken,
                "states_from_logs": logs.states,
                "surveys_from_logs": logs.surveys,
                "named": [*signed[:NAMED], *found.named],
                "units": sorted({*found.units, *logs.units}),
            },
        }

    def rebuild(self, generation: bool, from_logs: bool = False) -> Json:
        """Build ledger and cells anew; with ``generation`` switch to them in any case."""
        self._operates()
        parts = self._parts
        found = rebuild(
            parts.store,
            parts.plan,
            self._runtime.transactions,
            switch=generation,
            logs=parts.logs if from_logs else None,
        )
        return {
            "generation": found.generation,
            "switched": found.switched,
            "difference": found.difference,
            "states": found.states,
            "entries": found.entries,
            "events": found.events,
            "mended": found.mended,
            "seconds": found.seconds,
        }

    def work_progress(self) -> Json:
        """How far a verification or rebuild is: ``{"what", "done", "of"}``."""
        self._operates()
        return progress_of(self._runtime.db)


def _of_note(number: int | None) -> str:
    return "" if number is None else f" (note {number})"
