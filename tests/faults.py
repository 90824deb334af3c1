"""Single faults: one thing wrong in an otherwise valid history, by the code of the rule that must say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from schemas.events import (
    CertificateIssued,
    CustodyReceived,
    CustodyReleased,
    ExaminationKind,
    ImportConfirmed,
    LotRegistered,
    LotRetired,
    LotsTransformed,
    OwnershipTransferred,
    Place,
    Process,
    ShipmentExported,
    ShipmentImported,
    Species,
)
from tests import build, faults_artisanal, faults_papers
from tests.alter import later, place_of, with_certificate, with_other, without
from tests.histories import History, changed, journey, relined

Fault = Callable[[History, Random], History]
_FAULTS: dict[str, Fault] = {}


def fault(code: str) -> Callable[[Fault], Fault]:
    """Marks the function that puts in what the rule ``code`` is about."""

    def mark(put_in: Fault) -> Fault:
        _FAULTS[code] = put_in
        return put_in

    return mark


def put(code: str, rng: Random) -> History:
    """A journey with the fault that the rule ``code`` is about in it."""
    return _FAULTS[code](journey(rng).events, rng)


@fault("CUS000")
def _one_id_two_contents(events: History, rng: Random) -> History:
    first = events[place_of(events, LotRegistered)]
    second = changed(first, same_id=True, **relined(first, carats=first.body.lines[0].carats + 500))  # type: ignore[union-attr]
    return [*events, replace(second, recorded_at=first.recorded_at + timedelta(hours=rng.randint(1, 9)))]


@fault("CUS001")
def _released_by_a_stranger(events: History, rng: Random) -> History:
    stranger = rng.choice(["DEALER-BW", "HOUSE-ZA"])
    return with_other(with_other(events, CustodyReleased, from_party=stranger), CustodyReceived, from_party=stranger)


@fault("CUS002")
def _received_without_release(events: History, rng: Random) -> History:
    return without(events, CustodyReleased)


@fault("CUS003")
def _released_and_never_received(events: History, rng: Random) -> History:
    last_import = place_of(events, ImportConfirmed, 1)
    return [event for event in events[: last_import + 1] if event is not events[place_of(events, CustodyReceived, 2)]]


@fault("CUS004")
def _registered_twice(events: History, rng: Random) -> History:
    return [*events, later(events[place_of(events, LotRegistered)], hours=rng.randint(1, 9))]


@fault("CUS005")
def _never_registered(events: History, rng: Random) -> History:
    return without(events, LotRegistered)


@fault("CUS006")
def _looked_at_after_the_end(events: History, rng: Random) -> History:
    end = events[place_of(events, LotRetired)]
    weighed = build.examined(end.body.line, end.occurred_at + timedelta(days=rng.randint(1, 20)))  # type: ignore[union-attr]
    return [*events, weighed]


@fault("CUS007")
def _cut_twice(events: History, rng: Random) -> History:
    """The same rough yields the same polished, under other names, a second time."""
    cut = events[place_of(events, LotsTransformed, 1)]
    assert isinstance(cut.body, LotsTransformed)
    outputs = tuple(replace(line, lot_id=f"{line.lot_id}-AGAIN") for line in cut.body.outputs)
    return [*events, later(changed(cut, outputs=outputs), minutes=rng.randint(1, 900))]


@fault("CUS008")
def _lighter_on_arrival(events: History, rng: Random) -> History:
    receipt = events[place_of(events, CustodyReceived)]
    carats = receipt.body.lines[0].carats - 21 - rng.randint(0, 100)  # type: ignore[union-attr]
    return with_other(events, CustodyReceived, **relined(receipt, carats=carats))


@fault("CUS009")
def _claimed_to_be_heavier(events: History, rng: Random) -> History:
    """Input and output alike, so that the transformation adds up and only the lot's own history can tell."""
    extra = 21 + rng.randint(0, 200)
    event = events[place_of(events, LotsTransformed)]
    body = event.body
    assert isinstance(body, LotsTransformed)
    inputs = (replace(body.inputs[0], carats=body.inputs[0].carats + extra), *body.inputs[1:])
    return with_other(events, LotsTransformed, inputs=inputs, declared_loss=extra)


@fault("CUS010")
def _more_out_than_in(events: History, rng: Random) -> History:
    event = events[place_of(events, LotsTransformed)]
    assert isinstance(event.body, LotsTransformed)
    more = event.body.outputs[0].carats * 102 // 100 + 30
    return with_other(events, LotsTransformed, outputs=(replace(event.body.outputs[0], carats=more),))


def _cut_to(events: History, per_mille: int) -> History:
    index = place_of(events, LotsTransformed, 1)
    body = events[index].body
    assert isinstance(body, LotsTransformed)
    carats = body.inputs[0].carats * per_mille // 1000
    outputs = (replace(body.outputs[0], carats=carats),)
    loss = max(body.inputs[0].carats - carats, 0)
    return with_other(events, LotsTransformed, 1, outputs=outputs, declared_loss=loss)


@fault("CUS011")
def _polished_heavier_than_rough(events: History, rng: Random) -> History:
    return _cut_to(events, 1030 + rng.randint(0, 500))


@fault("CUS012")
def _yield_out_of_band(events: History, rng: Random) -> History:
    return _cut_to(events, rng.choice([20, 900]))


@fault("CUS013")
def _origin_forgotten_in_a_mix(events: History, rng: Random) -> History:
    event = events[place_of(events, LotsTransformed)]
    assert isinstance(event.body, LotsTransformed)
    return with_other(events, LotsTransformed, outputs=(replace(event.body.outputs[0], origins=("AO",)),))


@fault("CUS014")
def _sold_back_dearer(events: History, rng: Random) -> History:
    sale = events[place_of(events, OwnershipTransferred)]
    body = sale.body
    assert isinstance(body, OwnershipTransferred)
    dearer = {**relined(sale, value_cents=4 * (body.lines[0].value_cents or 1)), "invoice": "INV-BACK"}
    back = later(changed(sale, seller=body.buyer, buyer=body.seller, **dearer), minutes=1)
    return [*events, back]


@fault("KIM001")
def _exported_without_certificate(events: History, rng: Random) -> History:
    return with_other(events, ShipmentExported, certificate=None)


@fault("KIM002")
def _turns_up_abroad(events: History, rng: Random) -> History:
    return without(events, CertificateIssued, ShipmentExported, ShipmentImported, ImportConfirmed)


@fault("KIM003")
def _issuer_is_no_participant(events: History, rng: Random) -> History:
    return with_certificate(events, 0, issuer="KE", number="KE123456")


@fault("KIM004")
def _expired_before_export(events: History, rng: Random) -> History:
    issued = events[place_of(events, CertificateIssued)].occurred_at.date()
    before = timedelta(days=rng.randint(20, 40))
    return with_certificate(events, 0, issued_on=issued - before, expires_on=issued - timedelta(days=2))


@fault("KIM005")
def _valid_for_too_long(events: History, rng: Random) -> History:
    issued = events[place_of(events, CertificateIssued, 1)].occurred_at.date()
    return with_certificate(events, 1, expires_on=issued + timedelta(days=rng.randint(63, 99)))


@fault("KIM006")
def _numbered_by_a_member_state(events: History, rng: Random) -> History:
    return with_certificate(events, 1, number="BE123456")


@fault("KIM007")
def _certificate_used_for_a_second_shipment(events: History, rng: Random) -> History:
    return [*events, later(changed(events[place_of(events, ShipmentExported)], shipment_id="SH-AGAIN"), days=1)]


@fault("KIM008")
def _altered_on_the_way(events: History, rng: Random) -> History:
    presented = events[place_of(events, ShipmentImported)].body.presented  # type: ignore[union-attr]
    assert presented is not None
    return with_other(events, ShipmentImported, presented=replace(presented, value_cents=presented.value_cents * 2))


@fault("KIM009")
def _more_imported_than_certified(events: History, rng: Random) -> History:
    carats = events[place_of(events, ShipmentImported)].body.carats  # type: ignore[union-attr]
    return with_other(events, ShipmentImported, carats=carats * 1002 // 1000 + 60)


@fault("KIM010")
def _import_never_confirmed(events: History, rng: Random) -> History:
    return without(events, ImportConfirmed)


def _from_sierra_leone(events: History, number: str, parcel_reference: str, issued_on: date) -> History:
    """A certificate that shows up at import, while no issue is known; its number is all there is to judge."""
    shown = build.certificate(number, issued=issued_on, issuer="SL", origins=("SL",), parcel_reference=parcel_reference)
    at = events[-1].occurred_at + timedelta(days=1)
    of = replace(shown, issued_on=issued_on)
    return [*events, build.issued(of, at, emitter="SL-GGDO", place=Place(country="SL"))]


@fault("KIM011")
def _serial_of_another_year(events: History, rng: Random) -> History:
    return _from_sierra_leone(events, "SL 4306", "JMI/GGDO/4306", date(2015, 12, rng.randint(1, 30)))


@fault("KIM012")
def _parcel_reference_of_another_certificate(events: History, rng: Random) -> History:
    return _from_sierra_leone(events, "SL 004911", f"JMI/GGDO/{rng.randint(4100, 4199)}", date(2024, 3, 1))


@fault("KIM013")
def _to_a_country_outside_the_scheme(events: History, rng: Random) -> History:
    return with_other(events, ShipmentExported, to_country=rng.choice(["KE", "PK"]))


@fault("KIM014")
def _another_certificate_under_the_same_number(events: History, rng: Random) -> History:
    issue = events[place_of(events, CertificateIssued)]
    assert isinstance(issue.body, CertificateIssued)
    other = replace(issue.body.certificate, importer=rng.choice(["BUYER-AE", "SOMEBODY"]))
    return [*events, later(changed(issue, certificate=other), hours=rng.randint(1, 99))]


@fault("KIM015")
def _more_than_the_lines_add_up_to(events: History, rng: Random) -> History:
    carats = events[place_of(events, ShipmentExported)].body.carats  # type: ignore[union-attr]
    return with_other(events, ShipmentExported, carats=carats * 1002 // 1000 + 60 + rng.randint(0, 99))


@fault("KIM016")
def _other_goods_as_the_same_shipment(events: History, rng: Random) -> History:
    entry = events[place_of(events, ShipmentImported)]
    part = build.line("AGAIN", 300, origins=("BW",))
    stock = {"custodian": "TRADER-BW", "owner": "TRADER-BW"}
    again = changed(entry, lines=(part,), carats=part.carats, value_cents=part.value_cents)
    return [*events, build.registered(part, entry.occurred_at, **stock), later(again, hours=rng.randint(1, 99))]


@fault("SPC001")
def _lab_grown_among_natural(events: History, rng: Random) -> History:
    receipt = events[place_of(events, CustodyReceived)]
    line = receipt.body.lines[0]  # type: ignore[union-attr]
    found = {"screened_stones": line.stones, "lab_grown_stones": rng.randint(1, line.stones or 1)}
    at = receipt.occurred_at + timedelta(seconds=30)
    return [*events, build.examined(line, at, kind=ExaminationKind.SCREENING, **found)]


@fault("SPC002")
def _lab_grown_becomes_natural(events: History, rng: Random) -> History:
    at = events[-1].occurred_at + timedelta(days=1)
    grown = build.line("LG", 4000, stones=1, species=Species.LAB_GROWN, origins=(), hs_code="710421")
    natural = build.line("LG-CUT", 1800, stones=1, polished=True, origins=())
    process = Process.CUT_AND_POLISH
    return [
        *events,
        build.registered([grown], at, custodian="CUTTER-IN", owner="CUTTER-IN", place=Place(country="IN")),
        build.transformed([grown], [natural], at + timedelta(days=1), operator="CUTTER-IN", process=process),
    ]


def _side_deal(events: History, day: str, origin: str, lies_in: str, owner: str = "OFFICE-BE", **more: Any) -> History:
    """OFFICE-BE brings in a stone of its own that nobody else knows of."""
    goods: dict[str, Any] = {"carats": 2000, "stones": 1, "polished": True, "origins": (origin,)}
    stone = build.line("SIDE", **goods | more)
    way: dict[str, Any] = {"from_country": lies_in, "to_country": "BE", "shipment_id": "SIDE"}
    way |= {"exporter": "OFFICE-BE", "importer": "OFFICE-BE", "emitter": "OFFICE-BE", "place": Place(country="BE")}
    stock: dict[str, Any] = {"custodian": "OFFICE-BE", "owner": owner, "emitter": "OFFICE-BE"}
    at = build.instant(day)
    return [
        *events,
        build.registered(stone, at, place=Place(country=lies_in), **stock),
        build.imported(stone, at + timedelta(days=1), under=None, **way),
    ]


@fault("SAN001")
def _straight_from_russia(events: History, rng: Random) -> History:
    return _side_deal(events, f"2025-05-{rng.randint(10, 30)}", "RU", "RU", carats=rng.randint(10, 4000))


@fault("SAN002")
def _out_of_a_drawer_in_dubai(events: History, rng: Random) -> History:
    return _side_deal(events, f"2025-05-{rng.randint(10, 30)}", "RU", "AE", carats=rng.randint(500, 4000))


@fault("SAN003")
def _mixed_and_no_country_named(events: History, rng: Random) -> History:
    rough = build.line("SIDE", 4000, origins=("BW", "AO"))
    shown = build.certificate("AE000007", rough, "2025-04-01", issuer="AE", destination="BE", origins=())
    at = f"2025-04-{rng.randint(10, 30)}"
    entry = build.imported(rough, at, under=shown, from_country="AE", to_country="BE", place=Place(country="BE"))
    return [*events, entry]


@fault("SAN004")
def _no_statement(events: History, rng: Random) -> History:
    return _side_deal(events, f"2026-01-{rng.randint(10, 30)}", "BW", "IN", carats=rng.randint(500, 4000))


@fault("SAN005")
def _embargoed_rough(events: History, rng: Random) -> History:
    rough: dict[str, Any] = {"polished": False, "carats": rng.randint(10, 4000)}
    return [*_side_deal([], f"2010-05-{rng.randint(10, 30)}", "CI", "AE", **rough), *events]


@fault("SAN006")
def _goods_of_a_listed_party(events: History, rng: Random) -> History:
    return _side_deal(events, f"2025-05-{rng.randint(10, 30)}", "BW", "AE", owner="RU-ALROSA", carats=400)


@fault("SEA001")
def _under_another_seal(events: History, rng: Random) -> History:
    number = rng.randint(0, 1)
    sealed = with_other(events, ShipmentExported, number, seals=("S-1", "S-2"))
    return with_other(sealed, ShipmentImported, number, seals=rng.choice([("S-3",), ("s1", "S-3")]))


@fault("SEA002")
def _seal_found_broken(events: History, rng: Random) -> History:
    entry = events[place_of(events, ShipmentImported)]
    found = build.inspected(entry.body.lines, entry.occurred_at, intact=False)  # type: ignore[union-attr]
    return [*events, later(found, seconds=rng.randint(0, 59))]


@fault("SEA003")
def _weighed_before_it_leaves(events: History, rng: Random) -> History:
    sent = events[place_of(events, ShipmentExported)]
    line = sent.body.lines[0]  # type: ignore[union-attr]
    at = sent.occurred_at + timedelta(seconds=rng.randint(0, 59))
    weighed = build.examined(line, at, examiner="DEALER-BW", place=sent.place)
    return [*with_other(events, ShipmentExported, seals=("S-1",)), weighed]


@fault("LIN001")
def _made_of_a_lot_that_was_used_after_its_end(events: History, rng: Random) -> History:
    cut = events[place_of(events, LotsTransformed)]
    assert isinstance(cut.body, LotsTransformed)
    return [*events, build.sealed(cut.body.inputs[0], cut.occurred_at + timedelta(days=rng.randint(1, 9)))]


@fault("COM001")
def _an_event_that_nobody_sent(events: History, rng: Random) -> History:
    last = place_of(events, LotRetired)
    number = (events[last].sequence or 0) + rng.randint(1, 3)
    return [*events[:last], changed(events[last], head={"sequence": number}), *events[last + 1 :]]


@fault("COM002")
def _one_number_for_two_events(events: History, rng: Random) -> History:
    first = events[place_of(events, LotRegistered)]
    again = build.examined("L-SIDE", first.occurred_at, emitter=first.emitter, sequence=rng.randint(1, 2))
    return [*events, again]


_FAULTS.update(faults_artisanal.FAULTS)
_FAULTS.update(faults_papers.FAULTS)

CODES = tuple(sorted(_FAULTS))
"""The codes of all rules that a single fault can break."""
