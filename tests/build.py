"""Builders: one line makes an event of an ordinary, lawful journey; keywords change what a test is about.

A builder of an event takes the fields of its body and of the envelope by name, besides ``at`` (an instant, or text as
``2024-03-01`` or ``2024-03-01T10:30``, in UTC), ``id`` (a short name stands for the same UUID everywhere; without it
the id is derived from the content) and lots (``"L1"``, a ``line(...)``, or a list of them). The journey: the party MINE
in BW registers L1, hands it to TRADER, who exports it to BUYER in AE under certificate BW12345.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from schemas.codec import record_of
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
    Species,
)
from schemas.identity import with_derived_id
from schemas.reference.load import load_reference
from schemas.reference.model import Reference
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.rules.base import AnyRule, Law
from stream_processors.verdicts import Verdict

Lots = str | LotLine | Iterable[str | LotLine]
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BW12345 = CertificateRef("BW", "BW12345")
STATEMENT = "In compliance with United Nations resolutions and corresponding national laws."
"""The statement of the System of Warranties, in short."""

_ENVELOPE = {field.name for field in fields(CustodyEvent)} - {"body"} | {"id"}


def instant(text: str | datetime) -> datetime:
    """``2024-03-01`` or ``2024-03-01T10:30``, in UTC unless an offset stands there."""
    if isinstance(text, datetime):
        return text
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def day(text: str | date) -> date:
    """``2024-03-01``."""
    return text if isinstance(text, date) else date.fromisoformat(text)


def uid(name: str) -> str:
    """The UUID that a short name stands for; a UUID stands for itself."""
    return name if _UUID.fullmatch(name) else str(uuid5(NAMESPACE_URL, f"caratrace test {name}"))


def line(lot: str = "L1", carats: int = 1000, *, polished: bool = False, **more: Any) -> LotLine:
    """One natural lot from BW worth US$100 a carat, its stones not counted; ``carats`` in thousandths."""
    plain: dict[str, Any] = {
        "stones": None,
        "form": Form.POLISHED if polished else Form.ROUGH,
        "hs_code": "710239" if polished else "710231",
        "origins": ("BW",),
        "species": Species.NATURAL,
        "value_cents": carats * 10,
    }
    return LotLine(lot_id=lot, carats=carats, **plain | more)


def lines(lots: Lots) -> tuple[LotLine, ...]:
    """The lines that ``lots`` stand for."""
    many = [lots] if isinstance(lots, str | LotLine) else lots
    return tuple(line(lot) if isinstance(lot, str) else lot for lot in many)


def event(body: Body, at: str | datetime = "2024-03-01", *, id: str | None = None, **more: Any) -> CustodyEvent:
    """An event around ``body``, recorded when it occurred; ``emitter`` is the first party the body names."""
    occurred = instant(at)
    plain: dict[str, Any] = {
        "recorded_at": occurred,
        "error_declaration": None,
        "signature": None,
        "utc_offset_minutes": 0,
        "emitter": _first_party(body),
        "sequence": None,
        "place": Place(country="BW"),
        "evidence": (),
    }
    if "recorded_at" in more:
        more["recorded_at"] = instant(more["recorded_at"])
    made = CustodyEvent(event_id=uid(id or "derived below"), occurred_at=occurred, body=body, **plain | more)
    return made if id is not None else with_derived_id(made)


def _first_party(body: Body) -> str:
    names = ("custodian", "from_party", "seller", "operator", "inspector", "examiner", "authority", "exporter")
    if isinstance(body, CustodyReceived):
        return body.to_party
    if isinstance(body, CertificateIssued | CertificateAmended):
        return body.certificate.authority
    return next(str(getattr(body, name)) for name in names if hasattr(body, name))


def _event(kind: type[Body], at: str | datetime, more: dict[str, Any], /, **plain: Any) -> CustodyEvent:
    envelope = {name: value for name, value in more.items() if name in _ENVELOPE}
    return event(kind(**plain | {name: more[name] for name in more if name not in _ENVELOPE}), at, **envelope)


def registered(lots: Lots = "L1", at: str | datetime = "2024-03-01", **more: Any) -> CustodyEvent:
    """MINE registers what it mined."""
    plain = {"kind": RegistrationKind.MINED, "custodian": "MINE", "owner": "MINE", "licence": "LIC-1"}
    return _event(LotRegistered, at, more, lines=lines(lots), **plain)


def released(lots: Lots = "L1", at: str | datetime = "2024-03-02", **more: Any) -> CustodyEvent:
    """MINE hands over to TRADER (``from_party``, ``to_party``) under handover H1 (``handover_id``)."""
    plain = {"handover_id": "H1", "from_party": "MINE", "to_party": "TRADER", "carrier": None, "seals": ()}
    return _event(CustodyReleased, at, more, lines=lines(lots), **plain)


def received(lots: Lots = "L1", at: str | datetime = "2024-03-03", **more: Any) -> CustodyEvent:
    """TRADER takes over from MINE under handover H1."""
    plain = {"handover_id": "H1", "from_party": "MINE", "to_party": "TRADER", "seals": ()}
    return _event(CustodyReceived, at, more, lines=lines(lots), **plain)


def sold(lots: Lots = "L1", at: str | datetime = "2024-03-02", **more: Any) -> CustodyEvent:
    """MINE sells to TRADER (``seller``, ``buyer``)."""
    plain = {"invoice": "INV-1", "seller": "MINE", "buyer": "TRADER", "warranty": STATEMENT}
    return _event(OwnershipTransferred, at, more, lines=lines(lots), **plain)


def transformed(inputs: Lots, outputs: Lots, at: str | datetime = "2024-03-05", **more: Any) -> CustodyEvent:
    """TRADER splits ``inputs`` into ``outputs`` (``process``, ``operator``); what is missing is the declared loss."""
    before, after = lines(inputs), lines(outputs)
    loss = sum(lot.carats for lot in before) - sum(lot.carats for lot in after)
    plain = {"process": Process.SPLIT, "operator": "TRADER", "declared_loss": max(loss, 0)}
    return _event(LotsTransformed, at, more, inputs=before, outputs=after, **plain)


def sealed(lots: Lots = "L1", at: str | datetime = "2024-03-02", **more: Any) -> CustodyEvent:
    """MINE puts lots under seal S1 (``seal_id``)."""
    ids = tuple(lot.lot_id for lot in lines(lots))
    return _event(LotSealed, at, more, seal_id="S1", custodian="MINE", lot_ids=ids)


def inspected(lots: Lots = "L1", at: str | datetime = "2024-03-03", **more: Any) -> CustodyEvent:
    """TRADER finds seal S1 intact."""
    ids = tuple(lot.lot_id for lot in lines(lots))
    return _event(SealInspected, at, more, seal_id="S1", inspector="TRADER", intact=True, lot_ids=ids)


def examined(lot: str | LotLine = "L1", at: str | datetime = "2024-03-04", **more: Any) -> CustodyEvent:
    """LAB weighs a lot (``kind``, ``screened_stones``, ``lab_grown_stones``)."""
    plain: dict[str, Any] = {"kind": ExaminationKind.WEIGHING, "examiner": "LAB", "report_number": "R-1"}
    plain |= {"screened_stones": None, "lab_grown_stones": None}
    return _event(LotExamined, at, more, line=lines(lot)[0], **plain)


def retired(lot: str | LotLine = "L1", at: str | datetime = "2024-03-20", **more: Any) -> CustodyEvent:
    """TRADER sells a lot to the public (``reason``)."""
    plain = {"reason": RetirementReason.SOLD_TO_PUBLIC, "custodian": "TRADER"}
    return _event(LotRetired, at, more, line=lines(lot)[0], **plain)


def certificate(
    number: str = "BW12345", lots: Lots = "L1", issued: str | date = "2024-03-04", **more: Any
) -> Certificate:
    """Certificate of BW for one parcel of ``lots`` from TRADER to BUYER in AE, valid for 60 days."""
    goods = lines(lots)
    carats, value = sum(lot.carats for lot in goods), sum(lot.value_cents or 0 for lot in goods)
    plain: dict[str, Any] = {
        "issuer": "BW",
        "authority": "BW-AUTHORITY",
        "issued_on": day(issued),
        "expires_on": day(issued) + timedelta(days=60),
        "exporter": "TRADER",
        "importer": "BUYER",
        "destination": "AE",
        "origins": ("BW",),
        "area": None,
        "parcels": 1,
        "carats": carats,
        "value_cents": value,
        "hs_rows": (HsRow("710231", more.get("carats", carats), more.get("value_cents", value)),),
        "parcel_reference": None,
    }
    return Certificate(number=number, **plain | more)


def reference_to(of: Certificate | CertificateRef | None) -> CertificateRef | None:
    """The name of a certificate."""
    return CertificateRef(of.issuer, of.number) if isinstance(of, Certificate) else of


def issued(of: Certificate | None = None, at: str | datetime = "2024-03-04", **more: Any) -> CustodyEvent:
    """The authority of BW issues a certificate."""
    return _event(CertificateIssued, at, more, certificate=of or certificate())


def amended(of: Certificate, at: str | datetime = "2024-03-05", **more: Any) -> CustodyEvent:
    """The authority of BW corrects a certificate; ``of`` is its whole content afterwards."""
    return _event(CertificateAmended, at, more, certificate=of, reason="typing error")


def cancelled(
    of: Certificate | CertificateRef | None = None, at: str | datetime = "2024-03-05", **more: Any
) -> CustodyEvent:
    """The authority of BW takes a certificate back."""
    plain = {"authority": "BW-AUTHORITY", "reason": "export did not take place"}
    return _event(CertificateCancelled, at, more, certificate=reference_to(of or certificate()), **plain)


def _shipment(lots: Lots) -> dict[str, Any]:
    goods = lines(lots)
    return {
        "shipment_id": "SH1",
        "exporter": "TRADER",
        "importer": "BUYER",
        "from_country": "BW",
        "to_country": "AE",
        "seals": (),
        "parcels": 1,
        "carats": sum(lot.carats for lot in goods),
        "value_cents": sum(lot.value_cents or 0 for lot in goods),
        "lines": goods,
    }


def exported(
    lots: Lots = "L1",
    at: str | datetime = "2024-03-06",
    *,
    under: Certificate | CertificateRef | None = BW12345,
    **more: Any,
) -> CustodyEvent:
    """TRADER ships lots from BW to AE as shipment SH1, ``under`` certificate BW12345 or None."""
    return _event(ShipmentExported, at, more, certificate=reference_to(under), **_shipment(lots))


def imported(
    lots: Lots = "L1",
    at: str | datetime = "2024-03-08",
    *,
    under: Certificate | CertificateRef | None = BW12345,
    presented: Certificate | None = None,
    **more: Any,
) -> CustodyEvent:
    """Shipment SH1 enters AE; a whole certificate given as ``under`` is also the one ``presented``."""
    shown = presented or (under if isinstance(under, Certificate) else None)
    more = {"emitter": "BUYER", "place": Place(country="AE")} | more
    return _event(ShipmentImported, at, more, certificate=reference_to(under), presented=shown, **_shipment(lots))


def confirmed(
    of: Certificate | CertificateRef | None = None, at: str | datetime = "2024-03-10", **more: Any
) -> CustodyEvent:
    """The authority of AE confirms that shipment SH1 has arrived."""
    plain: dict[str, Any] = {
        "shipment_id": "SH1",
        "authority": "AE-AUTHORITY",
        "exporter": "TRADER",
        "importer": "BUYER",
    }
    plain |= {"parcels": 1, "carats": 1000, "received_on": instant(at).date()}
    more = {"place": Place(country="AE")} | more
    return _event(ImportConfirmed, at, more, certificate=reference_to(of or certificate()), **plain)


def declared_wrong(
    wrong: CustodyEvent,
    at: str | datetime = "2024-04-01",
    reason: DeclarationReason = DeclarationReason.INCORRECT_DATA,
    correctives: Iterable[CustodyEvent] = (),
) -> CustodyEvent:
    """The error declaration that takes ``wrong`` back."""
    ids = tuple(other.event_id for other in correctives)
    return replace(wrong, recorded_at=instant(at), error_declaration=ErrorDeclaration(instant(at), reason, ids))


@functools.cache
def packaged_reference() -> Reference:
    """The packaged reference data, loaded once."""
    return load_reference()


def judge(
    *events: CustodyEvent,
    now: str | datetime = "2024-03-31",
    rules: AnyRule | Iterable[AnyRule] | None = None,
    reference: Reference | None = None,
) -> list[Verdict]:
    """What is wrong at ``now``: the open verdicts of all subjects, sorted by rule, event and subject."""
    chosen = all_rules() if rules is None else [rules] if isinstance(rules, Law) else rules
    store = MemoryHistories()
    engine = Engine(RuleBook(chosen, reference or packaged_reference()), store)
    position = 0
    inputs: list[CustodyEvent | datetime] = [*events, instant(now)]
    for given in inputs:
        position += 1
        at = given if isinstance(given, datetime) else given.recorded_at
        if isinstance(given, datetime):
            engine.tick(given, position, at)
        else:
            engine.event(record_of(given), position, at)
        position += sum(1 for _ in engine.let_hear(position + 1, at))
    found = [(*key, history.subject, verdict) for history in store.all() for key, verdict in history.published.items()]
    return [verdict for *_, verdict in sorted(found, key=lambda row: row[:3])]
