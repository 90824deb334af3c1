"""A collector whose licence has ended goes on buying."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from schemas.events import CustodyEvent, OwnershipTransferred


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """A digger sells to a collector of the same digging whose licence ended last year; nothing more is heard of it."""
    body, site = event.body, event.place.site_id
    if not isinstance(body, OwnershipTransferred) or site is None:
        return None
    retired = scene.retired_collector(site)
    if retired is None:
        return None
    changed = replace(event, body=replace(body, buyer=retired.party_id))
    return Tampering((changed,), lots(body.lines), event.event_id, ends=True)


FAULT = Fault(
    name="buyer_without_licence", pattern="F21", rule="LIC003", tamper=_tamper, stories=frozenset({"artisanal"})
)
