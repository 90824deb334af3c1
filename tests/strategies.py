"""Hypothesis strategies: any event that can be, of every body, with no regard to whether it is lawful."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas import validation
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
    DeclarationReason,
    ErrorDeclaration,
    Evidence,
    ExaminationKind,
    Form,
    HsRow,
    ImportConfirmed,
    LotExamined,
    LotLine,
    LotRegistered,
    LotRetired,
    LotSealed,
    LotsTransformed,
    OwnershipTransferred,
    Place,
    Process,
    RegistrationKind,
    RetirementReason,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
    Signature,
    Species,
)
from schemas.findings import Finding, FindingStatus, QuarantineRecord, Severity

_VISIBLE = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
texts = st.text(st.characters(codec="utf-8"), max_size=20)
_words = st.text(_VISIBLE, min_size=1, max_size=10)
identifiers = _words | st.tuples(_words, _words).map(" ".join)
uuids = st.uuids().map(str)
countries = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2).filter(lambda code: code != "EU")
issuers = countries | st.just("EU")
hs_codes = st.text("0123456789", min_size=6, max_size=6)
weights = st.integers(1, validation.MAX_CARATS)
totals = st.integers(0, validation.MAX_CARATS)
values = st.integers(0, validation.MAX_CENTS)
counts = st.integers(0, validation.MAX_COUNT)
instants = st.datetimes(datetime(1900, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
any_instants = st.datetimes(timezones=st.just(UTC))
digests = st.text("0123456789abcdef", min_size=64, max_size=64)


def _tuples(items: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, min_size=least, max_size=3).map(tuple)


def _maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | value


lot_lines = st.builds(
    LotLine,
    lot_id=identifiers,
    carats=weights,
    stones=_maybe(st.integers(1, validation.MAX_COUNT)),
    form=st.sampled_from(Form),
    hs_code=hs_codes,
    origins=_tuples(countries),
    species=st.sampled_from(Species),
    value_cents=_maybe(values),
)
lots = st.lists(lot_lines, min_size=1, max_size=3, unique_by=lambda line: line.lot_id).map(tuple)
lot_ids = st.lists(identifiers, min_size=1, max_size=3, unique=True).map(tuple)
parties = st.lists(identifiers, min_size=2, max_size=2, unique=True)
references = st.builds(CertificateRef, issuers, identifiers)
hs_rows = st.builds(HsRow, hs_codes, totals, values)
certificates = st.builds(
    Certificate,
    issuer=issuers,
    number=identifiers,
    authority=identifiers,
    issued_on=days,
    expires_on=days,
    exporter=identifiers,
    importer=identifiers,
    destination=countries,
    origins=_tuples(countries),
    area=_maybe(texts),
    parcels=counts,
    carats=totals,
    value_cents=values,
    hs_rows=_tuples(hs_rows),
    parcel_reference=_maybe(texts),
)
coordinates = st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.just((None, None))
places = st.builds(
    lambda site, country, area, point: Place(site, country, area, *point),
    _maybe(identifiers),
    _maybe(countries),
    _maybe(texts),
    coordinates,
)
_shipment: dict[str, st.SearchStrategy[Any]] = {
    "shipment_id": identifiers,
    "certificate": _maybe(references),
    "exporter": identifiers,
    "importer": identifiers,
    "from_country": countries,
    "to_country": countries,
    "seals": _tuples(identifiers),
    "parcels": counts,
    "carats": totals,
    "value_cents": _maybe(values),
    "lines": lots,
}


def _with_parties(kind: type[Body], giver: str, taker: str, **rest: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A body between two parties that are not one."""
    return st.builds(
        lambda two, given: kind(**{giver: two[0], taker: two[1]} | given), parties, st.fixed_dictionaries(rest)
    )


def _examined(kind: ExaminationKind, examiner: str, report: str | None, line: LotLine, found: list[int]) -> LotExamined:
    screened, lab_grown = (max(found), min(found)) if found else (None, None)
    return LotExamined(kind, examiner, report, line, screened, lab_grown)


bodies_by_type: dict[type[Body], st.SearchStrategy[Any]] = {
    LotRegistered: st.builds(
        LotRegistered, st.sampled_from(RegistrationKind), identifiers, identifiers, _maybe(identifiers), lots
    ),
    CustodyReleased: _with_parties(
        CustodyReleased,
        "from_party",
        "to_party",
        handover_id=identifiers,
        carrier=_maybe(identifiers),
        seals=_tuples(identifiers),
        lines=lots,
    ),
    CustodyReceived: _with_parties(
        CustodyReceived, "from_party", "to_party", handover_id=identifiers, seals=_tuples(identifiers), lines=lots
    ),
    OwnershipTransferred: _with_parties(
        OwnershipTransferred, "seller", "buyer", invoice=identifiers, warranty=_maybe(texts), lines=lots
    ),
    LotsTransformed: st.builds(LotsTransformed, st.sampled_from(Process), identifiers, lots, lots, totals),
    LotSealed: st.builds(LotSealed, identifiers, identifiers, lot_ids),
    SealInspected: st.builds(SealInspected, identifiers, identifiers, st.booleans(), lot_ids),
    LotExamined: st.builds(
        _examined,
        st.sampled_from(ExaminationKind),
        identifiers,
        _maybe(identifiers),
        lot_lines,
        st.just([]) | st.lists(counts, min_size=2, max_size=2),
    ),
    CertificateIssued: st.builds(CertificateIssued, certificates),
    CertificateAmended: st.builds(CertificateAmended, certificates, texts),
    CertificateCancelled: st.builds(CertificateCancelled, references, identifiers, texts),
    ShipmentExported: st.builds(ShipmentExported, **_shipment),
    ShipmentImported: st.builds(ShipmentImported, **_shipment, presented=_maybe(certificates)),
    ImportConfirmed: st.builds(
        ImportConfirmed, references, identifiers, identifiers, identifiers, identifiers, counts, totals, days
    ),
    LotRetired: st.builds(LotRetired, st.sampled_from(RetirementReason), identifiers, lot_lines),
}
"""Every body by its class."""

bodies = st.one_of(*bodies_by_type.values())
declarations = st.builds(ErrorDeclaration, instants, st.sampled_from(DeclarationReason), _tuples(uuids))
signatures = st.builds(Signature, identifiers, st.binary(min_size=64, max_size=64))


def custody_events(body: st.SearchStrategy[Any] = bodies) -> st.SearchStrategy[CustodyEvent]:
    """Any event that can be, around ``body``."""
    return st.builds(
        _event,
        delay=st.timedeltas(-validation.CLOCK_SKEW, timedelta(days=100)),
        event_id=uuids,
        error_declaration=_maybe(declarations),
        signature=_maybe(signatures),
        occurred_at=instants,
        utc_offset_minutes=st.sampled_from(validation.OFFSETS),
        emitter=identifiers,
        sequence=_maybe(st.integers(0, 2**63 - 1)),
        place=places,
        evidence=_tuples(st.builds(Evidence, texts, texts, _maybe(digests))),
        body=body,
    )


def _event(*, delay: timedelta, occurred_at: datetime, **rest: Any) -> CustodyEvent:
    return CustodyEvent(occurred_at=occurred_at, recorded_at=occurred_at + delay, **rest)


findings = st.builds(
    Finding,
    **{field.name: texts for field in fields(Finding) if field.type == "str"}
    | {"finding_id": uuids, "event_id": uuids, "cured_by": _maybe(uuids), "evidence": _tuples(uuids)}
    | {"revision": st.integers(0, 2**63 - 1), "rule_version": counts, "blocking": st.booleans()}
    | {"status": st.sampled_from(FindingStatus), "severity": st.sampled_from(Severity)}
    | {"dated_at": any_instants, "known_at": any_instants, "provisional_until": _maybe(any_instants)},
)
quarantine_records = st.builds(
    QuarantineRecord, uuids, texts, texts, texts, texts, counts, st.binary(max_size=50), any_instants
)
