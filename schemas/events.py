"""Custody events as frozen values, one dataclass for each record of ``schemas/avro``.

Field names, order and meaning are those of the Avro records; a parity test holds the two together. Weights are whole
thousandths of a carat, money is whole US cents, instants are aware and in UTC, days are dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """Rough in the sense of the Kimberley Process, or polished."""

    ROUGH = "ROUGH"
    POLISHED = "POLISHED"


class Species(StrEnum):
    """What the stones of a lot are said to be."""

    NATURAL = "NATURAL"
    LAB_GROWN = "LAB_GROWN"
    UNKNOWN = "UNKNOWN"


class RegistrationKind(StrEnum):
    """Why a lot enters the record."""

    MINED = "MINED"
    OPENING_STOCK = "OPENING_STOCK"


class Process(StrEnum):
    """How input lots became output lots."""

    SORT = "SORT"
    SPLIT = "SPLIT"
    MIX = "MIX"
    SAW = "SAW"
    CUT_AND_POLISH = "CUT_AND_POLISH"


class ExaminationKind(StrEnum):
    """What an examination looked at."""

    WEIGHING = "WEIGHING"
    VALUATION = "VALUATION"
    GRADING = "GRADING"
    SCREENING = "SCREENING"
    CUSTOMS = "CUSTOMS"


class RetirementReason(StrEnum):
    """Why a lot left the trade."""

    SET_IN_JEWELLERY = "SET_IN_JEWELLERY"
    SOLD_TO_PUBLIC = "SOLD_TO_PUBLIC"
    LOST = "LOST"
    STOLEN = "STOLEN"
    SEIZED = "SEIZED"
    DESTROYED = "DESTROYED"


class DeclarationReason(StrEnum):
    """EPCIS error reasons."""

    DID_NOT_OCCUR = "did_not_occur"
    INCORRECT_DATA = "incorrect_data"


@dataclass(frozen=True, slots=True)
class LotLine:
    """One lot as an event states it; ``carats`` in thousandths, ``value_cents`` in US cents or unknown."""

    lot_id: str
    carats: int
    stones: int | None
    form: Form
    hs_code: str
    origins: tuple[str, ...]
    species: Species
    value_cents: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened; coordinates in degrees, WGS 84."""

    site_id: str | None = None
    country: str | None = None
    area: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that supports an event; ``sha256`` is 64 hexadecimal digits."""

    kind: str
    reference: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorDeclaration:
    """Takes back the event it is attached to; the declaration repeats that event."""

    declared_at: datetime
    reason: DeclarationReason
    corrective_event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Ed25519 signature of the emitter over the event's content."""

    key_id: str
    value: bytes


@dataclass(frozen=True, slots=True)
class CertificateRef:
    """Names a Kimberley Process certificate: participant code and number as printed."""

    issuer: str
    number: str


@dataclass(frozen=True, slots=True)
class HsRow:
    """Totals of one HS code on a certificate."""

    hs_code: str
    carats: int
    value_cents: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Content of a Kimberley Process certificate (core document, Annex I)."""

    issuer: str
    number: str
    authority: str
    issued_on: date
    expires_on: date
    exporter: str
    importer: str
    destination: str
    origins: tuple[str, ...]
    area: str | None
    parcels: int
    carats: int
    value_cents: int
    hs_rows: tuple[HsRow, ...]
    parcel_reference: str | None


@dataclass(frozen=True, slots=True)
class LotRegistered:
    """Lots enter the record: mined, or opening stock."""

    kind: RegistrationKind
    custodian: str
    owner: str
    licence: str | None
    lines: tuple[LotLine, ...]


@dataclass(frozen=True, slots=True)
class CustodyReleased:
    """A custodian hands lots over; ``handover_id`` joins it to its receipt."""

    handover_id: str
    from_party: str
    to_party: str
    carrier: str | None
    seals: tuple[str, ...]
    lines: tuple[LotLine, ...]


@dataclass(frozen=True, slots=True)
class CustodyReceived:
    """A custodian takes lots over."""

    handover_id: str
    from_party: str
    to_party: str
    seals: tuple[str, ...]
    lines: tuple[LotLine, ...]


@dataclass(frozen=True, slots=True)
class OwnershipTransferred:
    """Lots are sold; the price stands in the lines."""

    invoice: str
    seller: str
    buyer: str
    warranty: str | None
    lines: tuple[LotLine, ...]


@dataclass(frozen=True, slots=True)
class LotsTransformed:
    """Input lots are consumed whole, output lots are born; ``declared_loss`` in thousandths of a carat."""

    process: Process
    operator: str
    inputs: tuple[LotLine, ...]
    outputs: tuple[LotLine, ...]
    declared_loss: int


@dataclass(frozen=True, slots=True)
class LotSealed:
    """Lots go into a sealed container."""

    seal_id: str
    custodian: str
    lot_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealInspected:
    """A seal is looked at."""

    seal_id: str
    inspector: str
    intact: bool
    lot_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LotExamined:
    """A lot is weighed, valued, graded, screened or examined by customs; ``line`` states what was found."""

    kind: ExaminationKind
    examiner: str
    report_number: str | None
    line: LotLine
    screened_stones: int | None
    lab_grown_stones: int | None


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """An authority issues a certificate."""

    certificate: Certificate


@dataclass(frozen=True, slots=True)
class CertificateAmended:
    """The issuing authority endorses a correction; ``certificate`` is the whole content afterwards."""

    certificate: Certificate
    reason: str


@dataclass(frozen=True, slots=True)
class CertificateCancelled:
    """The issuing authority takes a certificate back."""

    certificate: CertificateRef
    authority: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShipmentExported:
    """Lots leave a country; totals stand beside the lines."""

    shipment_id: str
    certificate: CertificateRef | None
    exporter: str
    importer: str
    from_country: str
    to_country: str
    seals: tuple[str, ...]
    parcels: int
    carats: int
    value_cents: int | None
    lines: tuple[LotLine, ...]


@dataclass(frozen=True, slots=True)
class ShipmentImported:
    """Lots enter a country; ``presented`` is the certificate as the importing authority saw it."""

    shipment_id: str
    certificate: CertificateRef | None
    exporter: str
    importer: str
    from_country: str
    to_country: str
    seals: tuple[str, ...]
    parcels: int
    carats: int
    value_cents: int | None
    lines: tuple[LotLine, ...]
    presented: Certificate | None


@dataclass(frozen=True, slots=True)
class ImportConfirmed:
    """The importing authority confirms receipt to the exporting authority (core document, section III)."""

    certificate: CertificateRef
    shipment_id: str
    authority: str
    exporter: str
    importer: str
    parcels: int
    carats: int
    received_on: date


@dataclass(frozen=True, slots=True)
class LotRetired:
    """A lot leaves the trade."""

    reason: RetirementReason
    custodian: str
    line: LotLine


Body = (
    LotRegistered
    | CustodyReleased
    | CustodyReceived
    | OwnershipTransferred
    | LotsTransformed
    | LotSealed
    | SealInspected
    | LotExamined
    | CertificateIssued
    | CertificateAmended
    | CertificateCancelled
    | ShipmentExported
    | ShipmentImported
    | ImportConfirmed
    | LotRetired
)


@lru_cache(maxsize=4096)
def _minutes(offset: int) -> timedelta:
    return timedelta(minutes=offset)


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """Envelope of every custody event.

    ``event_id``, ``recorded_at``, ``error_declaration`` and ``signature`` are about the record; the other fields are
    its content, and only they enter the digest (``schemas.identity``).
    """

    event_id: str
    recorded_at: datetime
    error_declaration: ErrorDeclaration | None
    signature: Signature | None
    occurred_at: datetime
    utc_offset_minutes: int
    emitter: str
    sequence: int | None
    place: Place
    evidence: tuple[Evidence, ...]
    body: Body

    @property
    def local_day(self) -> date:
        """The calendar day at the event's place; certificates are dated by it."""
        offset = self.utc_offset_minutes
        return (self.occurred_at + _minutes(offset) if offset else self.occurred_at).date()


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as it travels: decoded, with the digest of its content and the bytes it came in.

    ``digest`` is 32 bytes of SHA-256 over the content fields, so a declaration has the digest of the event it repeats.
    """

    event: CustodyEvent
    digest: bytes
    payload: bytes
