"""A carrier that scans the goods in a country between the two of the shipment."""

from __future__ import annotations

from dataclasses import replace

from producers.simulator.injection import Fault, Scene, Tampering, lots
from producers.simulator.kinds import Kind
from schemas.events import CustodyEvent, CustodyReceived, CustodyReleased, ShipmentExported

_HUB = "BE"


def _tamper(scene: Scene, event: CustodyEvent) -> Tampering | None:
    """Exported rough is given to a carrier, which takes it over and hands it on at an airport half way."""
    body = event.body
    if isinstance(body, CustodyReleased) and scene.abroad and body.carrier is not None and not scene.memory:
        ends = scene.actor(body.from_party), scene.actor(body.to_party)
        if any(party.country == _HUB or not party.connected for party in ends):
            return None
        scene.memory.update({body.handover_id, f"{body.to_party} receives"})
        return Tampering((replace(event, body=replace(body, to_party=body.carrier)),), more=True)
    if isinstance(body, ShipmentExported) and scene.memory:
        return _at_the_airport(scene, event, body)
    if isinstance(body, CustodyReceived) and body.handover_id in scene.memory:
        sent = scene.releases[body.handover_id].body
        assert isinstance(sent, CustodyReleased)
        assert sent.carrier is not None
        return Tampering((replace(event, body=replace(body, handover_id=_onward(body), from_party=sent.carrier)),))
    return None


def _at_the_airport(scene: Scene, event: CustodyEvent, body: ShipmentExported) -> Tampering:
    handover = next(name for name in scene.memory if name in scene.releases)
    sent = scene.releases[handover].body
    assert isinstance(sent, CustodyReleased)
    assert sent.carrier is not None
    carrier = scene.actor(sent.carrier)
    taken = CustodyReceived(handover, body.exporter, carrier.party_id, body.seals, sent.lines)
    onward = replace(sent, handover_id=_onward(taken), from_party=carrier.party_id, to_party=body.importer)
    scan = scene.another(event, taken, hours=6, by=carrier, place=carrier.place)
    leaves = scene.another(event, onward, hours=9, by=carrier, place=carrier.place)
    return Tampering((event, scan, leaves), lots(sent.lines), scan.event_id, more=True)


def _onward(receipt: CustodyReceived) -> str:
    return f"{receipt.handover_id}-ON"


FAULT = Fault(name="carrier_on_the_way", pattern="1.3", kind=Kind.HONEST, rule="KIM002", tamper=_tamper)
