"""Which subjects an event concerns, and what of it each of them gets to see.

A lot sees the envelope, the body's own fields and its own line. A certificate sees the totals. An event with several
lines is a subject of its own, so that what concerns the whole is judged once and not once per lot. An emitter that
numbers its events is a subject too, and sees the numbers.
"""

from __future__ import annotations

import zlib
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, assert_never

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
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)


class SubjectKind(StrEnum):
    """What a rule can look at."""

    LOT = "lot"
    CERTIFICATE = "certificate"
    EVENT = "event"
    EMITTER = "emitter"


class Role(StrEnum):
    """The part a subject plays in an event. ``INPUT`` and ``OUTPUT`` are sides of a transformation."""

    WHOLE = "whole"
    LINE = "line"
    INPUT = "input"
    OUTPUT = "output"


_LOT, _CERTIFICATE = SubjectKind.LOT, SubjectKind.CERTIFICATE
_EVENT, _EMITTER = SubjectKind.EVENT, SubjectKind.EMITTER
_WHOLE, _LINE, _INPUT, _OUTPUT = Role.WHOLE, Role.LINE, Role.INPUT, Role.OUTPUT
"""Members by name of their own: looking one up in its class costs as much as making a share."""


class Share(NamedTuple):
    """What one event tells one subject; ``line`` is None where the event only names the lot."""

    kind: SubjectKind
    subject: str
    role: Role
    line: LotLine | None


def lot_subject(lot_id: str) -> str:
    """Name of a lot as a subject: ``lot:<lot id>``."""
    return f"lot:{lot_id}"


def certificate_subject(certificate: Certificate | CertificateRef) -> str:
    """Name of a certificate as a subject: ``certificate:<participant>:<number>``.

    Spaces, hyphens and the participant's prefix do not tell certificates apart; leading zeros do.
    """
    issuer = certificate.issuer.upper()
    number = certificate.number.upper().replace(" ", "").replace("-", "").removeprefix(issuer)
    return f"certificate:{issuer}:{number}"


def certificate_of(shipment: ShipmentExported | ShipmentImported) -> Certificate | CertificateRef | None:
    """The certificate a shipment goes under: the one it names, or else the one that was presented."""
    if shipment.certificate is None and isinstance(shipment, ShipmentImported):
        return shipment.presented
    return shipment.certificate


def event_subject(event_id: str) -> str:
    """Name of an event as a subject: ``event:<event id>``."""
    return f"event:{event_id}"


def emitter_subject(party: str) -> str:
    """Name of an emitter as a subject: ``emitter:<party>``."""
    return f"emitter:{party}"


def shares(event: CustodyEvent) -> list[Share]:
    """Everything ``event`` tells its subjects; a declaration reaches all that the event it repeats reached."""
    found = _of_body(event)
    if event.sequence is not None:
        found.append(_of_emitter(event.emitter))
    return found


@lru_cache(maxsize=65_536)
def _of_emitter(party: str) -> Share:
    return Share(_EMITTER, emitter_subject(party), _WHOLE, None)


def _of_body(event: CustodyEvent) -> list[Share]:
    body = event.body
    match body:
        case CustodyReceived() | CustodyReleased() | OwnershipTransferred() | LotRegistered():
            return _of_lines(body.lines)
        case LotsTransformed():
            inputs = [Share(_LOT, f"lot:{line.lot_id}", _INPUT, line) for line in body.inputs]
            outputs = [Share(_LOT, f"lot:{line.lot_id}", _OUTPUT, line) for line in body.outputs]
            return [*inputs, *outputs, _whole(event)]
        case ShipmentExported() | ShipmentImported():
            found = [*_of_lines(body.lines), _whole(event)]
            certificate = certificate_of(body)
            if certificate is not None:
                found.append(_of_certificate(certificate))
            return found
        case LotSealed() | SealInspected():
            return [Share(_LOT, f"lot:{lot_id}", _LINE, None) for lot_id in body.lot_ids]
        case LotExamined() | LotRetired():
            return [Share(_LOT, f"lot:{body.line.lot_id}", _LINE, body.line)]
        case CertificateIssued() | CertificateAmended() | CertificateCancelled() | ImportConfirmed():
            return [_of_certificate(body.certificate)]
        case _ as unreachable:
            assert_never(unreachable)


def partition_of(subject: str, partitions: int) -> int:
    """Which of ``partitions`` a subject's history lives in: CRC-32 of its name, modulo; the same for ever."""
    return zlib.crc32(subject.encode()) % partitions


def _whole(event: CustodyEvent) -> Share:
    return Share(_EVENT, f"event:{event.event_id}", _WHOLE, None)


def _of_certificate(certificate: Certificate | CertificateRef) -> Share:
    return Share(_CERTIFICATE, certificate_subject(certificate), _WHOLE, None)


def _of_lines(lines: tuple[LotLine, ...]) -> list[Share]:
    return [Share(_LOT, f"lot:{line.lot_id}", _LINE, line) for line in lines]


_BIRTH, _DEATH = 0, 13

_RANK: dict[type[Body], int] = {
    CertificateIssued: 0,
    LotRegistered: _BIRTH,
    CertificateAmended: 1,
    LotExamined: 2,
    OwnershipTransferred: 3,
    LotSealed: 4,
    CustodyReleased: 5,
    ShipmentExported: 6,
    ShipmentImported: 7,
    SealInspected: 8,
    CustodyReceived: 9,
    ImportConfirmed: 10,
    CertificateCancelled: 11,
    LotsTransformed: _DEATH,
    LotRetired: _DEATH + 1,
}


def rank(body: Body, role: Role) -> int:
    """Order of events of one instant: births first, a release before its receipt, ends last."""
    return _BIRTH if role is _OUTPUT else _RANK[type(body)]
