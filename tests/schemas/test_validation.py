"""Nonsense is refused with its reason and its place; what is merely unlawful is let through, for the rules to see."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from schemas.errors import ImpossibleEvent
from schemas.events import (
    CertificateRef,
    CustodyEvent,
    DeclarationReason,
    ErrorDeclaration,
    Evidence,
    HsRow,
    Place,
    Signature,
)
from schemas.validation import check_event
from tests.build import (
    cancelled,
    certificate,
    confirmed,
    day,
    declared_wrong,
    examined,
    exported,
    inspected,
    instant,
    issued,
    line,
    received,
    registered,
    released,
    retired,
    sealed,
    sold,
    transformed,
)
from tests.strategies import custody_events

CORRECTED = ErrorDeclaration(instant("2024-04-01"), DeclarationReason.INCORRECT_DATA, ("E2",))


def at(latitude: float, longitude: float | None) -> Place:
    """A place on the map."""
    return Place(latitude=latitude, longitude=longitude)


IMPOSSIBLE: dict[str, tuple[CustodyEvent, str, str]] = {
    "same lot twice": (registered(["L1", "L2", "L1"]), "lot_twice", "body.lines"),
    "same lot twice within inputs": (transformed(["L1", "L1"], "L2"), "lot_twice", "body.inputs"),
    "same lot twice within outputs": (transformed("L1", ["L2", "L2"]), "lot_twice", "body.outputs"),
    "same lot twice under a seal": (sealed(["L1", "L1"]), "lot_twice", "body.lot_ids"),
    "no lines": (released([]), "no_lots", "body.lines"),
    "no inputs": (transformed([], "L2"), "no_lots", "body.inputs"),
    "no outputs": (transformed("L1", []), "no_lots", "body.outputs"),
    "no sealed lots": (inspected([]), "no_lots", "body.lot_ids"),
    "no shipped lots": (exported([]), "no_lots", "body.lines"),
    "empty lot id": (registered(line("")), "bad_id", "body.lines[0].lot_id"),
    "lot id with a line end": (registered(["L1", "L2\n"]), "bad_id", "body.lines[1].lot_id"),
    "lot id with a zero-width space": (registered("L\u200b1"), "bad_id", "body.lines[0].lot_id"),
    "lot id with a space behind": (registered("L1 "), "bad_id", "body.lines[0].lot_id"),
    "lot id too long": (registered("L" * 129), "bad_id", "body.lines[0].lot_id"),
    "empty party": (released(to_party=""), "bad_id", "body.to_party"),
    "empty emitter": (released(emitter=""), "bad_id", "emitter"),
    "empty certificate number": (issued(certificate("")), "bad_id", "body.certificate.number"),
    "empty seal": (received(seals=("S1", "")), "bad_id", "body.seals"),
    "no weight": (examined(line(carats=0)), "bad_weight", "body.line.carats"),
    "negative weight": (retired(line(carats=-1)), "bad_weight", "body.line.carats"),
    "more than the earth holds": (registered(line(carats=10 ** 12 + 1, value_cents=1)), "bad_weight", "carats"),
    "negative loss": (transformed("L1", "L2", declared_loss=-1), "bad_weight", "declared_loss"),
    "no stones": (registered(line(stones=0)), "bad_count", "body.lines[0].stones"),
    "negative stones": (registered(line(stones=-4)), "bad_count", "body.lines[0].stones"),
    "stones beyond 32 bits": (registered(line(stones=2**31), id="a"), "bad_count", "body.lines[0].stones"),
    "negative value": (registered(line(value_cents=-1)), "bad_value", "body.lines[0].value_cents"),
    "negative total weight": (exported(carats=-1), "bad_weight", "body.carats"),
    "negative total value": (exported(value_cents=-1), "bad_value", "body.value_cents"),
    "negative parcels": (confirmed(parcels=-1), "bad_count", "body.parcels"),
    "negative weight confirmed": (confirmed(carats=-1), "bad_weight", "body.carats"),
    "negative weight certified": (issued(certificate(carats=-1)), "bad_weight", "body.certificate.carats"),
    "negative value certified": (issued(certificate(value_cents=-1)), "bad_value", "certificate.value_cents"),
    "negative weight of an HS code": (issued(certificate(hs_rows=(HsRow("710231", -1, 0),))), "bad_weight", "hs_rows"),
    "country in small letters": (exported(to_country="ae"), "bad_country", "body.to_country"),
    "country with three letters": (exported(from_country="BWA"), "bad_country", "body.from_country"),
    "the EU as a country": (exported(to_country="EU"), "bad_country", "body.to_country"),
    "the EU as an origin": (registered(line(origins=("BW", "EU"))), "bad_country", "body.lines[0].origins"),
    "the EU as a place": (registered(place=Place(country="EU")), "bad_country", "place.country"),
    "an issuer that is no country": (cancelled(CertificateRef("Botswana", "1")), "bad_country", "certificate.issuer"),
    "HS code of four digits": (registered(line(hs_code="7102")), "bad_hs_code", "body.lines[0].hs_code"),
    "HS code with a dot": (registered(line(hs_code="7102.1")), "bad_hs_code", "body.lines[0].hs_code"),
    "HS code in other digits": (registered(line(hs_code="७१०२३१")), "bad_hs_code", "body.lines[0].hs_code"),
    "latitude beyond the pole": (registered(place=at(90.1, 0.0)), "bad_coordinate", "place.latitude"),
    "longitude beyond the date line": (registered(place=at(0.0, -180.5)), "bad_coordinate", "place.longitude"),
    "latitude that is no number": (registered(place=at(math.nan, 0.0)), "bad_coordinate", "latitude"),
    "latitude alone": (registered(place=at(1.0, None)), "bad_coordinate", "place"),
    "after 2199": (registered(at=datetime(2200, 1, 1, tzinfo=UTC)), "bad_instant", "occurred_at"),
    "recorded after 2199": (registered(recorded_at="2200-01-01"), "bad_instant", "recorded_at"),
    "a certificate for ever": (issued(certificate(expires_on=date.max)), "bad_instant", "body.certificate.expires_on"),
    "before 1900": (registered(at=datetime(1899, 12, 31, tzinfo=UTC)), "bad_instant", "occurred_at"),
    "offset of no place": (registered(utc_offset_minutes=841), "bad_offset", "utc_offset_minutes"),
    "negative sequence": (registered(sequence=-1), "bad_count", "sequence"),
    "hash too short": (registered(evidence=(Evidence("invoice", "1", "ab"),)), "bad_digest", "evidence.sha256"),
    "signature too short": (registered(signature=Signature("K1", bytes(63))), "bad_signature", "signature.value"),
    "signature without key": (registered(signature=Signature("", bytes(64))), "bad_id", "signature.key_id"),
    "correction without id": (registered(error_declaration=CORRECTED), "bad_id", "corrective_event_ids"),
    "handed over to oneself": (released(to_party="MINE"), "same_party", "body.to_party"),
    "received from oneself": (received(from_party="TRADER"), "same_party", "body.to_party"),
    "sold to oneself": (sold(buyer="MINE"), "same_party", "body.buyer"),
    "more found than screened": (examined(screened_stones=3, lab_grown_stones=4), "bad_count", "body.lab_grown_stones"),
    "negative screened": (examined(screened_stones=-1), "bad_count", "body.screened_stones"),
}  # fmt: skip


@pytest.mark.parametrize(("event", "reason", "place"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_nonsense_is_refused_with_its_reason_and_place(event: CustodyEvent, reason: str, place: str) -> None:
    with pytest.raises(ImpossibleEvent) as refused:
        check_event(event)

    assert refused.value.reason == reason
    assert place in str(refused.value).split(": expected ")[0]
    assert ", got " in str(refused.value)


LET_THROUGH: dict[str, CustodyEvent] = {
    "a certificate that expires before it is issued": issued(certificate(expires_on=day("2020-01-01"))),
    "a certificate of the European Union": issued(certificate("EU1", issuer="EU")),
    "a certificate over nothing": issued(certificate(carats=0, value_cents=0, parcels=0)),
    "a declaration before the event": declared_wrong(registered(), at="2024-03-01"),
    "a transformation that gains weight": transformed("L1", line("L2", 9000)),
    "a lot that is input and output": transformed("L1", "L1"),
    "rough exported without certificate": exported(under=None),
    "an event of 1900": registered(at="1900-01-01"),
    "an event of 2199": registered(at="2199-12-31"),
    "an event written down years later": registered(recorded_at="2031-01-01"),
    "a worthless lot": registered(line(value_cents=0)),
    "the north pole": registered(place=at(90.0, 180.0)),
}


@pytest.mark.parametrize("event", LET_THROUGH.values(), ids=LET_THROUGH.keys())
def test_what_is_merely_unlawful_or_strange_is_let_through(event: CustodyEvent) -> None:
    check_event(event)


@pytest.mark.parametrize(("early", "possible"), [(0, True), (15 * 60, True), (15 * 60 + 1, False)])
def test_an_event_is_written_down_at_the_earliest_a_quarter_of_an_hour_before_it_occurs(
    early: int, possible: bool
) -> None:
    occurred = instant("2024-03-01T12:00")
    event = registered(at=occurred, recorded_at=occurred - timedelta(seconds=early))

    if possible:
        check_event(event)
    else:
        with pytest.raises(ImpossibleEvent, match="recorded_at: expected no earlier than 15 minutes before"):
            check_event(event)


@given(custody_events())
def test_the_events_of_the_strategies_are_possible(event: CustodyEvent) -> None:
    check_event(event)
