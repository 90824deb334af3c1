"""A receipt that the authority of a country confirms to which the goods never went."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, ImportConfirmed, Place
from schemas.routing import certificate_subject


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """In place of the importing authority one of South Africa or Israel says that the goods have come."""
    body = event.body
    if not isinstance(body, ImportConfirmed):
        return None
    country = "IL" if scene.actor(body.importer).country == "ZA" else "ZA"
    authority = scene.actor(f"SIM-AUTHORITY-{country}")
    said = scene.another(
        event, replace(body, authority=authority.party_id), minutes=5, by=authority, place=Place(country=country)
    )
    return Tampering((said,), (certificate_subject(body.certificate),), said.event_id)


FAULT = Fault(name="confirmed_by_a_third_country", pattern="F9", kind=Kind.NEAR, rule="KIM018", tamper=_tamper)
