"""The naive second model, the part about lineage: what is wrong with a lot is said of every lot made of it.

All lots are looked at together, and every lot is walked back to everything that it can have been made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from schemas.findings import Severity
from tests.model_parts import Seen

Made = tuple[str, str, str]
"""A lot, and the transformation that made it: subject, event id, digest."""


def descents(
    histories: Mapping[str, list[tuple[Seen, bytes]]], open_breaches: Iterable[tuple[str, str, str, Severity]]
) -> set[tuple[str, str, str, Severity]]:
    """A notice for each lot that was made, through any number of transformations, of another with an open breach.

    ``histories`` are all subjects, with the content of each event. A transformation counts where input and output know
    it with the same content. What was made later than it was used is not what was used. A lot also comes from the
    transformations and shipments of what it was made of, as a whole.
    """
    breached = {subject for _, subject, _, severity in open_breaches if severity is Severity.BREACH}
    parts: dict[tuple[str, bytes, str], list[tuple[str, datetime]]] = {}
    for lot, history in histories.items():
        for one, digest in history:
            if one.part:
                parts.setdefault((one.event.event_id, digest, one.part), []).append((lot, one.at))
    moved = {
        lot: {
            f"event:{one.event.event_id}"
            for one, digest in history
            if one.name.startswith("Shipment") and _same(histories, one, digest)
        }
        for lot, history in histories.items()
    }
    whole = {
        (one.event.event_id, digest) for name in histories if name[:6] == "event:" for one, digest in histories[name]
    }
    found = set()
    for (event_id, digest, part), lots in parts.items():
        if part == "output":
            before, made = _made_of(parts, event_id, digest, lots[0][1])
            for lot, _ in lots:
                elsewhere = {f"event:{event}" for event, content in made & whole}
                for other in before:
                    elsewhere |= moved[other]
                if ((before - {lot}) | elsewhere) & breached:
                    found.add(("LIN001", lot, event_id, Severity.NOTICE))
    return found


def _same(histories: Mapping[str, list[tuple[Seen, bytes]]], one: Seen, digest: bytes) -> bool:
    """Whether the event as a whole is known with the same content."""
    return any(other == digest for _, other in histories.get(f"event:{one.event.event_id}", []))


def _made_of(
    parts: Mapping[tuple[str, bytes, str], list[tuple[str, datetime]]], event_id: str, digest: bytes, at: datetime
) -> tuple[set[str], set[tuple[str, bytes]]]:
    """Every lot that went into a transformation, or into one that made what went into it, and so on; and all these
    transformations.
    """
    reached: set[str] = set()
    seen = {(event_id, digest)}
    waiting = [(event_id, digest, at)]
    while waiting:
        event_id, digest, at = waiting.pop()
        for lot, _ in parts.get((event_id, digest, "input"), []):
            reached.add(lot)
            for (other, content, part), lots in parts.items():
                born = [when for name, when in lots if name == lot]
                if part == "output" and born and born[0] <= at and (other, content) not in seen:
                    seen.add((other, content))
                    waiting.append((other, content, born[0]))
    return reached, seen
