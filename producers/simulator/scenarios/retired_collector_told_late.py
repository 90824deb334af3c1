"""A collector without a licence buys, and it is told five weeks late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A collector whose licence ended last year buys from a digger; the sale is sent in five weeks later."""
    body, site = event.body, event.place.site_id
    retired = scene.retired_collector(site) if site else None
    if not isinstance(body, OwnershipTransferred) or retired is None:
        return None
    changed = replace(event, body=replace(body, buyer=retired.party_id))
    held = ((event.event_id, timedelta(days=35)),)
    return Tampering((changed,), lots(body.lines), event.event_id, held=held, ends=True)


FAULT = Fault(
    name="retired_collector_told_late",
    pattern="F21",
    kind=Kind.DISGUISED,
    rule="LIC003",
    tamper=_tamper,
    stories=frozenset({"artisanal"}),
)
