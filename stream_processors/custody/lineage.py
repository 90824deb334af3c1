"""What a lot tells the lots made of it: its own open breaches, and those it heard of from the lots it was made of.

An event that is judged as a whole tells the lots that it makes or moves of its own.

What came to a lot through its birth goes on through transformations at the instant of the birth or later, never
through earlier ones, and through at most ``MOST_STEPS`` of one instant. So in data that say that lots were made of each
other in a circle, no breach keeps itself alive: each one that is open here leads back to a lot that has it. Of very
many only the first ``CARRIED`` are carried, by lot, rule and event. All of it is a function of what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from schemas.events import CustodyEvent, LotLine, LotsTransformed, ShipmentExported, ShipmentImported
from schemas.records import Taint, TaintSource
from schemas.routing import Role, Share, lot_subject

CARRIED = 6
"""One more than a finding names, so that it can say that there are others."""

MOST_STEPS = 16

Sources = tuple[TaintSource, ...]
Link = tuple[str, bytes, str]
"""A lot that is told, by event id and digest of the transformation and name of the lot."""


class Placed(Protocol):
    """An event in a history, with its place in the order."""

    @property
    def event(self) -> CustodyEvent:
        """The event."""

    @property
    def digest(self) -> bytes:
        """Of its content."""

    @property
    def share(self) -> Share:
        """What it tells the lot."""


_Placed = TypeVar("_Placed", bound=Placed)


class Heard:
    """What a lot was told, the latest by each lot and transformation; what was taken back stays known as that.

    It is true while a breach is open in any of it.
    """

    __slots__ = ("_latest", "_standing")

    def __init__(self) -> None:
        """Nothing was told."""
        self._latest: dict[tuple[str, bytes], dict[str, Taint]] = {}
        self._standing = 0

    def __bool__(self) -> bool:
        return self._standing > 0

    def hear(self, taint: Taint) -> bool:
        """Take in what is told; False where the same, or something later, is known."""
        by_lot = self._latest.setdefault((taint.event_id, taint.digest), {})
        known = by_lot.get(taint.told_by)
        if known is not None and known.version >= taint.version:
            return False
        by_lot[taint.told_by] = taint
        self._standing += bool(taint.sources) - bool(known is not None and known.sources)
        return True

    def through(self, entries: Iterable[_Placed], role: Role) -> Iterator[tuple[_Placed, Sources]]:
        """What came to the lot through those events in which it has this role, each with its breaches."""
        for entry in entries:
            if entry.share.role is role:
                told = self._latest.get((entry.event.event_id, entry.digest))
                if told is not None:
                    yield entry, _first(source for taint in told.values() for source in taint.sources)


def handed_on(entries: Sequence[Placed], mine: list[TaintSource], heard: Heard | None) -> dict[Link, Sources]:
    """What a lot tells each lot that was made of it; ``mine`` are its own open breaches."""
    arrived = []
    if heard:
        born, moved = heard.through(entries, Role.OUTPUT), heard.through(entries, Role.LINE)
        arrived = [(entry.event.occurred_at, source) for entry, sources in born for source in sources]
        mine = [*mine, *(source for _, sources in moved for source in sources)]
    if not mine and not arrived:
        return {}
    found: dict[Link, Sources] = {}
    for entry in entries:
        if entry.share.role is Role.INPUT:
            going = [*mine, *_onward(arrived, entry.event.occurred_at)]
            for output in concerned(entry.event):
                sources = _first(source for source in going if source.subject != output)
                if sources:
                    found[entry.event.event_id, entry.digest, output] = sources
    return found


def told_as_a_whole(entries: Sequence[Placed], mine: list[TaintSource]) -> dict[Link, Sources]:
    """What an event tells each lot that it makes or moves: what is wrong with it as a whole."""
    sources = _first(mine)
    links = ((entry.event.event_id, entry.digest, lot) for entry in entries for lot in concerned(entry.event))
    return dict.fromkeys(links, sources) if sources else {}


def concerned(event: CustodyEvent) -> Iterator[str]:
    """The lots that a transformation makes or a shipment moves, as subjects."""
    lines: tuple[LotLine, ...] = ()
    if isinstance(event.body, LotsTransformed):
        lines = event.body.outputs
    elif isinstance(event.body, ShipmentExported | ShipmentImported):
        lines = event.body.lines
    yield from (lot_subject(line.lot_id) for line in lines)


def _onward(arrived: Iterable[tuple[datetime, TaintSource]], at: datetime) -> Iterator[TaintSource]:
    """What goes on through a transformation at ``at``."""
    for since, source in arrived:
        if since < at:
            yield source if source.steps == 0 else _after(source, 0)
        elif since == at and source.steps < MOST_STEPS:
            yield _after(source, source.steps + 1)


def _after(source: TaintSource, steps: int) -> TaintSource:
    return TaintSource(source.subject, source.rule, source.event_id, steps)


def _first(sources: Iterable[TaintSource]) -> Sources:
    """The first sources in order, each once, with the fewest steps that it came by."""
    nearest: dict[tuple[str, str, str], TaintSource] = {}
    for source in sources:
        key = source.subject, source.rule, source.event_id
        known = nearest.get(key)
        if known is None or source.steps < known.steps:
            nearest[key] = source
    return tuple(nearest[key] for key in sorted(nearest)[:CARRIED])
