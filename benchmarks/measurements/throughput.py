"""Events per second from the owners' logs to the figures: ours, the limit, and the peers."""

from __future__ import annotations

from collections.abc import Callable

from indicators.domain.cells import Increments, add_up

from benchmarks.measurements.limit import limit
from benchmarks.measurements.ours import caught_up, from_the_queue, relayed, relays_alone
from benchmarks.measurements.setting import Setting, Told
from benchmarks.measurements.theirs import nameko, peer
from benchmarks.noise import Window
from benchmarks.peers.environments import PEERS, Unavailable, python_of
from benchmarks.progress import say
from benchmarks.report import Section
from benchmarks.series import Series, ratio, repeat

__all__ = ["throughput"]

Once = Callable[[Setting, Window], float]
LIMITS = (
    ("same", "limit: the same writes ready-made, one transaction a batch"),
    ("least", "limit: the least writes that keep the same facts"),
    ("nothing", "limit: consuming alone, no effect"),
)
NAMEKO = (
    ("stock, the same work, ten workers", {"workers": 10, "atomic": True, "ledger": True}),
    ("stock, four workers", {"workers": 4, "atomic": True, "ledger": True}),
    ("stock, no transactions", {"workers": 10, "atomic": False, "ledger": True}),
    ("stock, four workers, no ledger", {"workers": 4, "atomic": True, "ledger": False}),
)


def throughput(setting: Setting) -> Section:
    section = Section(title="From relay to figure: events per second")

    def measured(name: str, once: Once) -> Series:
        found = setting.series(name)
        repeat(found, lambda window: once(setting, window), setting.patience)
        section.add(found)
        return found

    queue = measured("ours, published beforehand", from_the_queue)
    meanwhile = measured("ours, real relays publishing meanwhile", relayed)
    measured("ours, catching up from the owners' logs", caught_up)
    measured("four relays alone (stamp, publish, mark)", relays_alone)
    others = [measured(name, limit(kind)) for kind, name in LIMITS]
    others += [measured(f"nameko: {name}", nameko(**how)) for name, how in NAMEKO]
    for name in PEERS:
        try:
            python = python_of(name)
        except Unavailable as error:
            say(f"    {name} left out: {error}")
            section.row(f"{name}, the same work", "not measured", "", f"cannot install: {error}")
            continue
        others.append(measured(f"{name}, the same work", peer(name, python)))
    for other in others:
        section.row(f"**{queue.name} ÷ {other.name}**", ratio(queue, other), "times")
    for other in others:
        section.row(f"{meanwhile.name} ÷ {other.name}", ratio(meanwhile, other), "times")
    _explain(setting, section)
    return section


def _explain(setting: Setting, section: Section) -> None:
    told = setting.batched
    size = sum(len(each.body) for each in told.events) / len(told.events)
    begun = told.known_lines
    lines = (len(told.said.book.lines) - begun) / len(told.events)
    increments = _increments(told, begun) / len(told.events)
    section.note(
        f"{len(told.events):,} events of {size:.0f} bytes on {setting.sizes.persons:,} known "
        f"persons, the first {setting.sizes.warm_up:,} not timed; each changes a state, writes "
        f"{lines:.2f} ledger lines and moves {increments:.1f} cells; the whole plan is counted."
    )
    section.note(
        "Ours and the limit: durable quorum queues, prefetch 2,000 and 1,000, batches up to 500, "
        "effects and watermark in one transaction. Event by event: "
        f"{setting.sizes.one_by_one:,} events, no watermark, no household figure; a "
        "transaction an event where not said otherwise. With more than about four in work their "
        "transactions meet on the same cells and are tried again, so the peers have four."
    )
    section.note(
        "After every run all states, ledger lines and cells are compared with what the events "
        "say (worked out beforehand without broker and database, and counted a second time "
        "without the domain); a run with a difference would have ended the program."
    )


def _increments(told: Told, begun: int) -> int:
    moved = 0
    for line in told.said.book.lines[begun:]:
        found: Increments = {}
        add_up([line.entry], found)
        moved += sum(len(cells) for cells in found.values())
    return moved
