"""What no event of this world can be, whatever the law says.

Only nonsense is refused here, before it reaches the log; whether an event is lawful is for the rules to judge, which
need to see it. Reasons of ``ImpossibleEvent``: bad_count, bad_coordinate, bad_country, bad_digest, bad_hs_code, bad_id,
bad_instant, bad_offset, bad_signature, bad_value, bad_weight, lot_twice, no_lots, same_party.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Never, assert_never

from schemas.binary import IS_UUID
from schemas.errors import ImpossibleEvent
from schemas.events import (
    Body,
    Certificate,
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CertificateRef,
    CustodyEvent,
    CustodyReceived,
    CustodyReleased,
    ImportConfirmed,
    LotExamined,
    LotLine,
    LotRegistered,
    LotRetired,
    LotSealed,
    LotsTransformed,
    OwnershipTransferred,
    Place,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
    Signature,
)
from schemas.faults import Fault

LONGEST_ID = 128
"""Characters of a lot, party, seal, certificate number or any other name that joins events."""

MAX_CARATS = 10**12
"""A thousand million carats, in thousandths: more than seven years of the whole world's mines."""

MAX_CENTS = 10**15
"""Ten million million US dollars."""

MAX_COUNT = 2**31 - 1
"""Stones or parcels: what an Avro int holds."""

YEARS = range(1900, 2200)
"""Years that instants and days may lie in: row stores end in 2299, and deadlines are added to what happened."""

CLOCK_SKEW = timedelta(minutes=15)
"""Nothing is written down before it happens, as far as clocks may differ."""

OFFSETS = range(-12 * 60, 14 * 60 + 1)
"""Minutes by which local time on earth differs from UTC."""

SIGNATURE_BYTES = 64
"""Length of an Ed25519 signature (RFC 8032, section 5.1.6)."""

_IS_COUNTRY = re.compile("[A-Z]{2}").fullmatch
_IS_HS_CODE = re.compile("[0-9]{6}").fullmatch
_IS_SHA256 = re.compile("[0-9a-fA-F]{64}").fullmatch


def check_event(event: CustodyEvent) -> None:
    """Raise ``ImpossibleEvent``, naming the field, if no event can look like this."""
    try:
        _event(event)
    except Fault as fault:
        raise ImpossibleEvent(fault.reason, str(fault)) from None


def _event(event: CustodyEvent) -> None:
    _times(event)
    _uuid("event_id", event.event_id)
    _id("emitter", event.emitter)
    _whole("bad_count", "sequence", event.sequence, 0, 2**63 - 1)
    _place(event.place)
    for evidence in event.evidence:
        if evidence.sha256 is not None and not _IS_SHA256(evidence.sha256):
            _refuse("bad_digest", "evidence.sha256", "64 hexadecimal digits", evidence.sha256)
    if event.signature is not None:
        _signature(event.signature)
    if event.error_declaration is not None:
        for other in event.error_declaration.corrective_event_ids:
            _uuid("error_declaration.corrective_event_ids", other)
    try:
        _body(event.body)
    except Fault as fault:
        raise fault.below("body") from None


def _refuse(reason: str, field: str, expected: str, got: object) -> Never:
    raise Fault(reason, f"expected {expected}, got {str(got)[:200]!r}").below(field)


def _times(event: CustodyEvent) -> None:
    _dated("occurred_at", event.occurred_at)
    _dated("recorded_at", event.recorded_at)
    if event.error_declaration is not None:
        _dated("error_declaration.declared_at", event.error_declaration.declared_at)
    if event.recorded_at < event.occurred_at and event.occurred_at - event.recorded_at > CLOCK_SKEW:
        expected = f"no earlier than 15 minutes before occurred_at ({event.occurred_at})"
        _refuse("bad_instant", "recorded_at", expected, event.recorded_at)
    if event.utc_offset_minutes not in OFFSETS:
        _refuse("bad_offset", "utc_offset_minutes", "minutes from -720 to 840", event.utc_offset_minutes)


def _dated(field: str, moment: date) -> None:
    if moment.year not in YEARS:
        _refuse("bad_instant", field, f"a year from {YEARS[0]} to {YEARS[-1]}", moment)


def _place(place: Place) -> None:
    if place.site_id is not None:
        _id("place.site_id", place.site_id)
    if place.country is not None:
        _country("place.country", place.country)
    if place.latitude is None and place.longitude is None:
        return
    if place.latitude is None or place.longitude is None:
        _refuse("bad_coordinate", "place", "latitude and longitude, or neither", (place.latitude, place.longitude))
    if not -90 <= place.latitude <= 90:
        _refuse("bad_coordinate", "place.latitude", "degrees from -90 to 90", place.latitude)
    if not -180 <= place.longitude <= 180:
        _refuse("bad_coordinate", "place.longitude", "degrees from -180 to 180", place.longitude)


def _signature(signature: Signature) -> None:
    _id("signature.key_id", signature.key_id)
    if len(signature.value) != SIGNATURE_BYTES:
        expected = f"an Ed25519 signature of {SIGNATURE_BYTES} bytes"
        _refuse("bad_signature", "signature.value", expected, f"{len(signature.value)} bytes")


def _body(body: Body) -> None:
    match body:
        case LotRegistered():
            _ids(body, "custodian", "owner", "licence")
            _lines("lines", body.lines)
        case CustodyReleased():
            _ids(body, "handover_id", "carrier")
            _two_parties(body, "from_party", "to_party")
            _each_id("seals", body.seals)
            _lines("lines", body.lines)
        case CustodyReceived():
            _ids(body, "handover_id")
            _two_parties(body, "from_party", "to_party")
            _each_id("seals", body.seals)
            _lines("lines", body.lines)
        case OwnershipTransferred():
            _ids(body, "invoice")
            _two_parties(body, "seller", "buyer")
            _lines("lines", body.lines)
        case LotsTransformed():
            _ids(body, "operator")
            _whole("bad_weight", "declared_loss", body.declared_loss, 0, MAX_CARATS)
            _lines("inputs", body.inputs)
            _lines("outputs", body.outputs)
        case ShipmentExported() | ShipmentImported():
            _shipment(body)
        case LotSealed():
            _ids(body, "seal_id", "custodian")
            _lot_ids(body.lot_ids)
        case SealInspected():
            _ids(body, "seal_id", "inspector")
            _lot_ids(body.lot_ids)
        case LotExamined():
            _examined(body)
            _line_below("line", body.line)
        case LotRetired():
            _ids(body, "custodian")
            _line_below("line", body.line)
        case _:
            _about_certificate(body)


def _shipment(body: ShipmentExported | ShipmentImported) -> None:
    _ids(body, "shipment_id", "exporter", "importer")
    _country("from_country", body.from_country)
    _country("to_country", body.to_country)
    _each_id("seals", body.seals)
    _totals(body)
    _whole("bad_value", "value_cents", body.value_cents, 0, MAX_CENTS)
    if body.certificate is not None:
        _named("certificate", body.certificate)
    if isinstance(body, ShipmentImported) and body.presented is not None:
        _certificate("presented", body.presented)
    _lines("lines", body.lines)


def _examined(body: LotExamined) -> None:
    _ids(body, "examiner", "report_number")
    _whole("bad_count", "screened_stones", body.screened_stones, 0, MAX_COUNT)
    _whole("bad_count", "lab_grown_stones", body.lab_grown_stones, 0, MAX_COUNT)
    if body.screened_stones is not None and (body.lab_grown_stones or 0) > body.screened_stones:
        expected = f"at most screened_stones ({body.screened_stones})"
        _refuse("bad_count", "lab_grown_stones", expected, body.lab_grown_stones)


def _about_certificate(
    body: CertificateIssued | CertificateAmended | CertificateCancelled | ImportConfirmed,
) -> None:
    match body:
        case CertificateIssued() | CertificateAmended():
            _certificate("certificate", body.certificate)
        case CertificateCancelled():
            _ids(body, "authority")
            _named("certificate", body.certificate)
        case ImportConfirmed():
            _ids(body, "shipment_id", "authority", "exporter", "importer")
            _named("certificate", body.certificate)
            _dated("received_on", body.received_on)
            _totals(body)
        case _:
            assert_never(body)


def _certificate(field: str, certificate: Certificate) -> None:
    _named(field, certificate)
    try:
        _ids(certificate, "authority", "exporter", "importer")
        _dated("issued_on", certificate.issued_on)
        _dated("expires_on", certificate.expires_on)
        _country("destination", certificate.destination)
        for origin in certificate.origins:
            _country("origins", origin)
        _totals(certificate)
        _whole("bad_value", "value_cents", certificate.value_cents, 0, MAX_CENTS)
        for row in certificate.hs_rows:
            _hs_code("hs_rows.hs_code", row.hs_code)
            _whole("bad_weight", "hs_rows.carats", row.carats, 0, MAX_CARATS)
            _whole("bad_value", "hs_rows.value_cents", row.value_cents, 0, MAX_CENTS)
    except Fault as fault:
        raise fault.below(field) from None


def _named(field: str, certificate: Certificate | CertificateRef) -> None:
    if certificate.issuer != "EU":
        _country(f"{field}.issuer", certificate.issuer)
    _id(f"{field}.number", certificate.number)


def _totals(value: Certificate | ShipmentExported | ShipmentImported | ImportConfirmed) -> None:
    _whole("bad_count", "parcels", value.parcels, 0, MAX_COUNT)
    _whole("bad_weight", "carats", value.carats, 0, MAX_CARATS)


def _lines(field: str, lines: tuple[LotLine, ...]) -> None:
    _lots(field, [line.lot_id for line in lines])
    for number, line in enumerate(lines):
        try:
            _line(line)
        except Fault as fault:
            raise fault.below(f"{field}[{number}]") from None


def _line_below(field: str, line: LotLine) -> None:
    try:
        _line(line)
    except Fault as fault:
        raise fault.below(field) from None


def _line(line: LotLine) -> None:
    _id("lot_id", line.lot_id)
    _whole("bad_weight", "carats", line.carats, 1, MAX_CARATS)
    _whole("bad_count", "stones", line.stones, 1, MAX_COUNT)
    _hs_code("hs_code", line.hs_code)
    for origin in line.origins:
        _country("origins", origin)
    _whole("bad_value", "value_cents", line.value_cents, 0, MAX_CENTS)


def _lots(field: str, lot_ids: Sequence[str]) -> None:
    if not lot_ids:
        _refuse("no_lots", field, "at least one lot", "none")
    if len(set(lot_ids)) != len(lot_ids):
        lot_id, times = Counter(lot_ids).most_common(1)[0]
        _refuse("lot_twice", field, "each lot once", f"{lot_id} {times} times")


def _lot_ids(lot_ids: tuple[str, ...]) -> None:
    _each_id("lot_ids", lot_ids)
    _lots("lot_ids", lot_ids)


def _two_parties(body: Body, giver: str, taker: str) -> None:
    _ids(body, giver, taker)
    if getattr(body, giver) == getattr(body, taker):
        _refuse("same_party", taker, f"another party than {giver}", getattr(body, taker))


def _ids(value: object, *names: str) -> None:
    for name in names:
        text = getattr(value, name)
        if text is not None:
            _id(name, text)


def _each_id(field: str, texts: Iterable[str]) -> None:
    for text in texts:
        _id(field, text)


def _id(field: str, text: str) -> None:
    """Printable text without spaces around it: what joins events must not differ invisibly."""
    if not (0 < len(text) <= LONGEST_ID and text.isprintable() and text[0] != " " and text[-1] != " "):
        _refuse("bad_id", field, f"1 to {LONGEST_ID} printable characters without spaces around them", text)


def _uuid(field: str, text: str) -> None:
    if not IS_UUID(text):
        _refuse("bad_id", field, "a UUID as 36 lower-case characters", text)


def _country(field: str, code: str) -> None:
    if not _IS_COUNTRY(code) or code == "EU":
        _refuse("bad_country", field, "a country as two capital letters (ISO 3166-1), not EU", code)


def _hs_code(field: str, code: str) -> None:
    if not _IS_HS_CODE(code):
        _refuse("bad_hs_code", field, "six digits of the Harmonized System", code)


def _whole(reason: str, field: str, number: int | None, least: int, most: int) -> None:
    if number is not None and not least <= number <= most:
        _refuse(reason, field, f"a whole number from {least} to {most}", number)
