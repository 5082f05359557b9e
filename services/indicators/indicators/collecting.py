"""Python's cycle collector, kept from walking over much that has no cycles.

States, entries and cells are trees: they are freed the moment nobody holds them. Yet
thousands of new objects set the collector off, and it walks over all that lives: with it
a batch took 105 ms of processor time, without 64 (500 events, 4,000 states at hand).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quick_turns", "rarely", "swept", "uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """No collection meanwhile; may be entered again inside itself, and from other threads."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def rarely() -> None:
    """For the process that applies: what lives now lives on, and the collector waits until more
    is alive than a batch ever holds. Between batches there is next to nothing to collect.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 50)


def swept() -> None:
    """Collect what is young: for long work inside :func:`uncollected`, now and then."""
    gc.collect(1)


@contextmanager
def quick_turns() -> Iterator[None]:
    """For a thread that computes beside one that reads: after each piece read the other waits
    for its turn, five milliseconds if nobody says otherwise.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
