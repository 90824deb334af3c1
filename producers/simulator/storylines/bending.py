"""What becomes of a record before it is sent, for ``Thread.bend`` and ``Production.bend``: lost, altered or forged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from producers.simulator.actors import Actor
from producers.simulator.plays import Thread
from producers.simulator.story import Telling
from schemas.events import (
    CertificateAmended,
    CertificateCancelled,
    CertificateIssued,
    CustodyEvent,
    CustodyReceived,
    ExaminationKind,
    ImportConfirmed,
    LotExamined,
    LotLine,
    LotRegistered,
    LotSealed,
    OwnershipTransferred,
    SealInspected,
    ShipmentExported,
    ShipmentImported,
)

Bend = Callable[[CustodyEvent], CustodyEvent | None]
Tell = Callable[[Thread], Telling]


def bent(bend: Bend, tell: Tell) -> Tell:
    """The same story, of which everything is recorded as ``bend`` makes it."""

    def telling(story: Thread) -> Telling:
        story.bend = bend
        yield from tell(story)

    return telling


def slow(days: int, tell: Tell) -> Tell:
    """The same story, with a courier who needs so many days longer for each border."""

    def telling(story: Thread) -> Telling:
        seen = None
        for wake in tell(story):
            last = story.told[-1] if story.told else None
            if last is not None and last is not seen and isinstance(last.body, ShipmentExported):
                seen = last
                story.now = wake + timedelta(days=days)
            yield max(wake, story.now)

    return telling


def briefly(event: CustodyEvent) -> CustodyEvent | None:
    """Only what moves: no invoices, no seals, no examinations are recorded."""
    return None if isinstance(event.body, OwnershipTransferred | LotSealed | SealInspected | LotExamined) else event


def held(days: int, tell: Tell) -> Tell:
    """The same story, of which everything is sent so many days late."""

    def telling(story: Thread) -> Telling:
        story.held = timedelta(days=days)
        yield from tell(story)

    return telling


def never_arrives(event: CustodyEvent) -> CustodyEvent | None:
    """Nothing is recorded at the destination: the goods go somewhere else, or there are none."""
    return None if _at_arrival(event) else event


def never_confirmed(event: CustodyEvent) -> CustodyEvent | None:
    """The goods arrive, and the importing authority confirms nothing."""
    return None if isinstance(event.body, ImportConfirmed) else event


def unborn(event: CustodyEvent) -> CustodyEvent | None:
    """Where the goods come from is not recorded anywhere."""
    return None if isinstance(event.body, LotRegistered) else event


def arriving(per_mille: int) -> Bend:
    """Only so many per mille of the weight and value arrive."""

    def bend(event: CustodyEvent) -> CustodyEvent:
        body = event.body
        if isinstance(body, ShipmentImported):
            lines = tuple(_part(line, per_mille) for line in body.lines)
            value = sum(line.value_cents or 0 for line in lines)
            weight = sum(line.carats for line in lines)
            return replace(event, body=replace(body, lines=lines, carats=weight, value_cents=value))
        if isinstance(body, CustodyReceived):
            return replace(event, body=replace(body, lines=tuple(_part(line, per_mille) for line in body.lines)))
        if isinstance(body, ImportConfirmed):
            return replace(event, body=replace(body, carats=body.carats * per_mille // 1000))
        if isinstance(body, LotExamined) and body.kind is ExaminationKind.CUSTOMS:
            return replace(event, body=replace(body, line=_part(body.line, per_mille)))
        return event

    return bend


def renumbered(number: str, *, issued: bool = False) -> Bend:
    """The certificate bears a number of the forger's; no authority has issued it, unless ``issued``."""

    def bend(event: CustodyEvent) -> CustodyEvent | None:
        body = event.body
        if isinstance(body, CertificateIssued | CertificateAmended):
            right = replace(body, certificate=replace(body.certificate, number=number))
            return replace(event, body=right) if issued else None
        if isinstance(body, CertificateCancelled):
            right_name = replace(body, certificate=replace(body.certificate, number=number))
            return replace(event, body=right_name) if issued else None
        if isinstance(body, ShipmentImported) and body.certificate and body.presented:
            named, shown = replace(body.certificate, number=number), replace(body.presented, number=number)
            return replace(event, body=replace(body, certificate=named, presented=shown))
        if isinstance(body, ShipmentExported) and body.certificate:
            return replace(event, body=replace(body, certificate=replace(body.certificate, number=number)))
        if isinstance(body, ImportConfirmed):
            return replace(event, body=replace(body, certificate=replace(body.certificate, number=number)))
        return event

    return bend


def issued_by(office: Actor, name: str) -> Bend:
    """``office`` issues the certificate and changes it where need be; the paper names it as ``name``."""

    def bend(event: CustodyEvent) -> CustodyEvent:
        body = event.body
        if isinstance(body, CertificateIssued | CertificateAmended):
            named = replace(body, certificate=replace(body.certificate, authority=name))
            return replace(event, emitter=office.party_id, body=named)
        if isinstance(body, CertificateCancelled):
            return replace(event, emitter=office.party_id, body=replace(body, authority=name))
        if isinstance(body, ShipmentImported) and body.presented:
            return replace(event, body=replace(body, presented=replace(body.presented, authority=name)))
        return event

    return bend


def _at_arrival(event: CustodyEvent) -> bool:
    body = event.body
    if isinstance(body, LotExamined):
        return body.kind is ExaminationKind.CUSTOMS
    return isinstance(body, ShipmentImported | SealInspected | CustodyReceived | ImportConfirmed)


def _part(line: LotLine, per_mille: int) -> LotLine:
    value = line.value_cents
    return replace(
        line,
        carats=max(1, line.carats * per_mille // 1000),
        value_cents=None if value is None else max(1, value * per_mille // 1000),
    )
