"""Disturbances of a history: late, missing, repeated, contradictory and void events, wherever they fall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import strategies as st

from schemas.errors import ImpossibleEvent
from schemas.events import (
    Certificate,
    CertificateAmended,
    CertificateIssued,
    CertificateRef,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    Evidence,
    Form,
    ImportConfirmed,
    LotRetired,
    LotsTransformed,
    OwnershipTransferred,
    Place,
    Process,
    RetirementReason,
    ShipmentExported,
    ShipmentImported,
    Species,
)
from schemas.identity import with_derived_id
from schemas.validation import check_event
from tests import build
from tests.disturbed_authorities import another_authority, issued_by_nobody
from tests.histories import DEALERS, Fields, History, World, changed, randoms, relined, walk


def moved(event: CustodyEvent, to: datetime) -> CustodyEvent:
    """The event at another instant, recorded no earlier than that."""
    return with_derived_id(replace(event, occurred_at=to, recorded_at=max(event.recorded_at, to)))


def _late_receipt(rng: Random, events: History, index: int) -> None:
    """A receipt is stamped around its release: minutes before it, or much later."""
    event = events[index]
    if isinstance(event.body, CustodyReceived):
        release = next(
            (e for e in events if isinstance(e.body, CustodyReleased) and e.body.handover_id == event.body.handover_id),
            event,
        )
        minutes = rng.choice([-20, -15, -5, 0, 5, 12 * 24 * 60, 40 * 24 * 60])
        events[index] = moved(event, release.occurred_at + timedelta(minutes=minutes))


def _missing(rng: Random, events: History, index: int) -> None:
    """An event never arrives."""
    del events[index]


def _wrong_figure(rng: Random, events: History, index: int) -> None:
    """An event says something else of a lot than is true."""
    event = events[index]
    if any(hasattr(event.body, name) for name in ("lines", "line", "inputs")):
        change: Fields = rng.choice(
            [
                {"carats": 77},
                {"origins": ("AO",)},
                {"origins": ("RU",)},
                {"species": Species.LAB_GROWN},
                {"stones": 99},
                {"value_cents": 1},
            ]
        )
        events[index] = changed(event, **relined(event, **change))


def _wrong_party(rng: Random, events: History, index: int) -> None:
    """An event names another party than was there."""
    event = events[index]
    for name in ("from_party", "operator", "custodian", "seller", "importer"):
        if hasattr(event.body, name):
            other: Fields = {name: rng.choice(sorted(DEALERS))}
            events[index] = changed(event, **other)
            return


def _moved_in_time(rng: Random, events: History, index: int) -> None:
    """An event occurred some days earlier or later than it should."""
    event = events[index]
    days = rng.choice([-40, -3, 3, 40])
    events[index] = moved(event, event.occurred_at + timedelta(days=days))


def _conflict(rng: Random, events: History, index: int) -> None:
    """A second content under the same id, recorded before or after the first."""
    event = events[index]
    if any(hasattr(event.body, name) for name in ("lines", "line", "inputs")):
        recorded = event.recorded_at + timedelta(minutes=rng.choice([-1, 0, 1]))
        head = {"recorded_at": recorded}
        other = changed(event, same_id=True, head=head, **relined(event, carats=rng.randint(50, 60)))
        events.append(other)
        if rng.randint(0, 1):
            events.append(build.declared_wrong(rng.choice([event, other]), at=recorded + timedelta(days=1)))


def _conflicting_sides(rng: Random, events: History, index: int) -> None:
    """A second content under the same id, in which what went in comes out, and the other way round."""
    event = events[index]
    if isinstance(event.body, LotsTransformed):
        head = {"recorded_at": event.recorded_at + timedelta(minutes=rng.choice([-1, 1]))}
        events.append(changed(event, same_id=True, head=head, inputs=event.body.outputs, outputs=event.body.inputs))


def _void(rng: Random, events: History, index: int) -> None:
    """An event is declared in error."""
    event = events[index]
    events.append(build.declared_wrong(event, at=event.recorded_at + timedelta(days=rng.randint(0, 3))))


def _again(rng: Random, events: History, index: int) -> None:
    """The same content under another id, as from an emitter that numbers its files anew."""
    event = events[index]
    events.append(replace(event, event_id=build.uid(f"again {event.event_id}")))


def _other_number(rng: Random, events: History, index: int) -> None:
    """An event leaves out numbers of its emitter's count, or has the number of another event, or none."""
    number = events[index].sequence
    if number is not None:
        other = rng.choice([None, number - 1, number + 1, number + 2, number + 40])
        events[index] = changed(events[index], same_id=rng.randint(0, 3) == 0, head={"sequence": other})


def _altered_certificate(rng: Random, events: History, index: int) -> None:
    """A certificate is issued, or shown at import, with something else on it."""
    event = events[index]
    name = "presented" if isinstance(event.body, ShipmentImported) else "certificate"
    old = getattr(event.body, name, None)
    if not isinstance(old, Certificate):
        return
    change: Fields = rng.choice(
        [
            {"carats": old.carats + 300},
            {"value_cents": old.value_cents * 2},
            {"issued_on": old.issued_on + timedelta(days=rng.choice([-90, 40]))},
            {"expires_on": old.expires_on + timedelta(days=rng.choice([-90, -58, 20]))},
            {"issuer": rng.choice(["KE", "BE", "CF", "EU"])},
            {"issuer": "SL", "number": "SL4306", "parcel_reference": rng.choice(["JMI/GGDO/4199", "JMI/GGDO/004306"])},
            {"number": f"BE{old.number[2:]}"},
            {"importer": "SOMEBODY"},
            {"origins": ("AO", "BW")},
            {"area": "Boda"},
            {"parcels": 2},
            {"authority": "SOMEBODY"},
        ]
    )
    other: Fields = {name: replace(old, **change)}
    events[index] = changed(event, **other)


def _altered_shipment(rng: Random, events: History, index: int) -> None:
    """A shipment goes elsewhere, under another number, with other totals, or without its certificate."""
    event = events[index]
    if isinstance(event.body, ShipmentExported | ShipmentImported):
        change: Fields = rng.choice(
            [
                {"certificate": None},
                {"certificate": CertificateRef("BW", "BW99999")},
                {"to_country": rng.choice(["KE", "BW", "NL"])},
                {"from_country": rng.choice(["CF", "BE"])},
                {"shipment_id": "SH-OTHER"},
                {"carats": event.body.carats + rng.choice([40, 400])},
            ]
        )
        if isinstance(event.body, ShipmentImported) and "certificate" in change and rng.randint(0, 1):
            change["presented"] = None
        events[index] = changed(event, **change)


def _other_seals(rng: Random, events: History, index: int) -> None:
    """A shipment leaves or arrives under some seals; a seal is found broken, or put on somewhere."""
    event = events[index]
    if isinstance(event.body, ShipmentExported | ShipmentImported):
        for place, other in enumerate(events):
            if isinstance(other.body, ShipmentExported | ShipmentImported):
                events[place] = changed(other, seals=rng.choice([("S1",), ("S1", "S2"), ("s-2",)]))
        lots, at = event.body.lines, event.occurred_at + timedelta(minutes=rng.randint(-2000, 9000))
        intact, inspector = rng.randint(0, 3) == 0, rng.choice(["SOMEBODY", "BW-AUTHORITY"])
        found = build.inspected(lots, at, seal_id="S1", intact=intact, inspector=inspector, place=event.place)
        party = rng.choice([event.body.exporter, "SOMEBODY"])
        looked = build.examined(lots[0], at, examiner=party, place=event.place)
        events.append(rng.choice([found, build.sealed(lots, at, seal_id="S2"), looked]))


def _second_use(rng: Random, events: History, index: int) -> None:
    """A certificate is used for one more shipment, or the same shipment is reported once more."""
    event = events[index]
    if isinstance(event.body, ShipmentExported | ShipmentImported):
        number = rng.choice(["SH-AGAIN", event.body.shipment_id])
        later = event.occurred_at + timedelta(days=rng.randint(0, 40))
        carats = event.body.carats + rng.choice([0, 0, 50, 51])
        events.append(moved(changed(event, shipment_id=number, carats=carats), later))


def _authority_acts(rng: Random, events: History, index: int) -> None:
    """The authority amends or cancels a certificate, before or after it is used."""
    event = events[index]
    if isinstance(event.body, CertificateIssued):
        at = event.occurred_at + timedelta(hours=rng.randint(0, 200))
        content = event.body.certificate
        amendment = build.amended(replace(content, value_cents=content.value_cents * 3), at)
        events.append(rng.choice([amendment, build.cancelled(content, at)]))


def _sold_back(rng: Random, events: History, index: int) -> None:
    """A buyer sells a lot back to the seller."""
    event = events[index]
    if isinstance(event.body, OwnershipTransferred):
        price = (event.body.lines[0].value_cents or 0) * rng.choice([100, 101, 102, 300]) // 100
        back: Fields = {"seller": event.body.buyer, "buyer": event.body.seller, "invoice": "INV-BACK"}
        later = event.occurred_at + timedelta(days=rng.choice([1, 89, 91]))
        events.append(moved(changed(event, **back, **relined(event, value_cents=price)), later))


def _other_outputs(rng: Random, events: History, index: int) -> None:
    """Something else comes out of a transformation."""
    event = events[index]
    if isinstance(event.body, LotsTransformed):
        first, *rest = event.body.outputs
        change: Fields = rng.choice(
            [
                {"carats": max(1, first.carats * rng.choice([5, 30, 99, 160, 230]) // 100)},
                {"origins": ()},
                {"origins": ("AO",)},
                {"species": Species.UNKNOWN},
                {"form": Form.POLISHED},
            ]
        )
        outputs = (replace(first, **change), *rest)
        loss = sum(line.carats for line in event.body.inputs) - sum(line.carats for line in outputs)
        process = rng.choice([event.body.process, Process.CUT_AND_POLISH, Process.MIX])
        events[index] = changed(event, outputs=outputs, declared_loss=max(loss, 0), process=process)


def _other_clock(rng: Random, events: History, index: int) -> None:
    """An event happens at another offset from UTC, or in another country."""
    head: Fields = rng.choice(
        [{"utc_offset_minutes": 720}, {"utc_offset_minutes": -600}, {"place": Place(country="BE")}]
    )
    events[index] = changed(events[index], head=head)


def _comes_back(rng: Random, events: History, index: int) -> None:
    """Goods come back: refused by the receiver or at the border, given back, or found after a loss."""
    event = events[index]
    match event.body:
        case CustodyReceived():
            back: Fields = {"from_party": event.body.to_party, "to_party": event.body.from_party}
            events[index] = changed(event, **back)
        case CustodyReleased():
            papers: Fields = {"evidence": (Evidence("Refused_Delivery", "DN 1"),)}
            again = changed(event, head=papers, handover_id=f"{event.body.handover_id}-AGAIN")
            events.append(moved(again, event.occurred_at + timedelta(hours=rng.randint(1, 60))))
        case ShipmentExported():
            certified: Fields = {"evidence": (Evidence("technical certificate", "T 1"),)}
            body, at = event.body, event.occurred_at + timedelta(hours=rng.randint(1, 900))
            home = body.from_country if rng.randint(0, 3) else "NA"
            back = {"from_country": body.to_country, "to_country": home}
            if rng.randint(0, 1) and body.certificate is not None:
                events.append(build.cancelled(body.certificate, at, **certified))
            else:
                events.append(moved(changed(event, head=certified, **back), at))
        case LotRetired():
            events[index] = changed(event, reason=rng.choice([RetirementReason.LOST, RetirementReason.STOLEN]))
            events.append(build.examined(event.body.line, event.occurred_at + timedelta(days=rng.randint(0, 3))))
            events.append(build.retired(event.body.line, event.occurred_at + timedelta(days=2)))


def _lost_on_the_way(rng: Random, events: History, index: int) -> None:
    """Goods are called lost on their way; they arrive after all, or their sender has them and sends them again."""
    event = events[index]
    if isinstance(event.body, CustodyReleased):
        party = rng.choice([event.body.from_party, event.body.to_party, "SOMEBODY"])
        reason = rng.choice([RetirementReason.LOST, RetirementReason.LOST, RetirementReason.SEIZED])
        at = event.occurred_at + timedelta(minutes=rng.choice([0, 1, 600, 50_000]))
        for _ in range(rng.randint(1, 2)):
            gone = build.retired(rng.choice(event.body.lines), at, reason=reason, custodian=party)
            events.append(gone)
            at += timedelta(minutes=rng.choice([1, 600]))
        if rng.randint(0, 1):
            again = changed(event, handover_id=f"{event.body.handover_id}-FOUND")
            events.append(moved(again, at + timedelta(minutes=rng.choice([1, 600, 9000]))))
        for place, other in enumerate(events):
            if isinstance(other.body, CustodyReceived) and other.body.handover_id == event.body.handover_id:
                events[place] = moved(other, at + timedelta(minutes=rng.choice([-300, 1, 600, 9000])))


def _in_parts(rng: Random, events: History, index: int) -> None:
    """A shipment comes in by parts, of which some may be reported twice."""
    event = events[index]
    if isinstance(event.body, ShipmentImported):
        carats = event.body.carats * rng.choice([30, 50, 70]) // 100
        events[index] = changed(event, carats=carats)
        for _ in range(rng.randint(1, 2)):
            rest = rng.choice([carats, event.body.carats - carats, event.body.carats - carats + 60])
            events.append(moved(changed(event, carats=rest), event.occurred_at + timedelta(days=rng.randint(1, 3))))


def _other_acts(rng: Random, events: History, index: int) -> None:
    """Somebody else acts, at another place, or under another code."""
    event = events[index]
    match event.body:
        case ImportConfirmed() | CertificateIssued() | CertificateAmended():
            who = rng.choice(["SOMEBODY", "TRADER-BW", "EU-PRAGUE", "IN-GJEPC", "OFFICE-BE", "BE-AUTHORITY"])
            events[index] = changed(event, head={"emitter": who})
            if isinstance(event.body, ImportConfirmed) and rng.randint(0, 1):
                events[index] = changed(event, head={"emitter": who}, authority=who)
        case ShipmentExported() | ShipmentImported():
            code = rng.choice(["710210", "710221", "710239", "710421"])
            seals = event.body.seals if rng.randint(0, 2) else ()
            events[index] = changed(event, seals=seals, **relined(event, hs_code=code))
        case _:
            for place in rng.sample(range(len(events)), min(len(events), 4)):
                here = replace(events[place].place, latitude=rng.randint(-60, 60), longitude=rng.randint(-179, 179))
                events[place] = changed(events[place], head={"place": here})


Disturbance = Callable[[Random, History, int], None]
"""Changes a list of events in place, at or because of the one with that number."""

DISTURBANCES: tuple[Disturbance, ...] = (
    _late_receipt, _missing, _wrong_figure, _wrong_party, _moved_in_time, _conflict, _conflicting_sides, _void, _again,
    _other_number, _altered_certificate, _altered_shipment, _other_seals, _second_use, _authority_acts, _sold_back,
    _other_outputs, _other_clock, _comes_back, _lost_on_the_way, _in_parts, _other_acts, another_authority,
)  # fmt: skip


def disturb(rng: Random, events: History, times: int, kinds: Sequence[Disturbance] = DISTURBANCES) -> History:
    """The history with so many disturbances in it, wherever they fall; none makes an event that cannot be."""
    found = list(events)
    for _ in range(times):
        kind = rng.choice(kinds)
        for index in rng.sample(range(len(found)), min(len(found), 8)):  # not every kind fits every event
            disturbed = list(found)
            kind(rng, disturbed, index)
            if disturbed != found and all(map(_can_be, disturbed)):
                found = disturbed
                break
    return found


def _can_be(event: CustodyEvent) -> bool:
    try:
        check_event(event)
    except ImpossibleEvent:
        return False
    return True


@st.composite
def disturbed_histories(
    draw: st.DrawFn, most_steps: int = 12, most_disturbances: int = 4, kinds: Sequence[Disturbance] = DISTURBANCES
) -> History:
    """Histories in which anything may be wrong: late, missing, repeated, contradictory, void."""
    rng = draw(randoms)
    events = walk(rng, draw(st.integers(most_steps // 2, most_steps))).events
    return disturb(rng, events, draw(st.integers(0, most_disturbances)), kinds)


PAPERS: tuple[Disturbance, ...] = (another_authority, another_authority, issued_by_nobody, _other_acts)
"""What may be wrong with who stands behind a certificate."""


@st.composite
def disturbed_papers(draw: st.DrawFn) -> History:
    """Rough that leaves South Africa, whose authority reports, and Botswana, whose does not, under disturbed papers."""
    world = World(draw(randoms))
    for mine in ("MINE-ZA", "MINE-BW"):
        world.ship(world.mine(mine), world.rng.choice(["BUYER-AE", "CUTTER-IN", "OFFICE-BE"]))
    return disturb(world.rng, world.events, draw(st.integers(1, 5)), PAPERS)
