"""Other fields in an event of a history, an event less, a certificate changed wherever it is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from schemas.events import (
    Body,
    CertificateIssued,
    CustodyEvent,
    ImportConfirmed,
    ShipmentExported,
    ShipmentImported,
)
from schemas.identity import with_derived_id
from tests import build
from tests.histories import History, changed


def place_of(events: History, kind: type[Body], number: int = 0) -> int:
    """Where the event of that kind stands; of several, the one with that number."""
    return [index for index, event in enumerate(events) if isinstance(event.body, kind)][number]


def with_other(events: History, kind: type[Body], number: int = 0, **body: Any) -> History:
    """The history with other fields in one event."""
    index = place_of(events, kind, number)
    return [*events[:index], changed(events[index], **body), *events[index + 1 :]]


def without(events: History, *kinds: type[Body], number: int = 0) -> History:
    """The history without one event of each of these kinds."""
    gone = {place_of(events, kind, number) for kind in kinds}
    return [event for index, event in enumerate(events) if index not in gone]


def later(event: CustodyEvent, **span: int) -> CustodyEvent:
    """The same event at a later time."""
    at = event.occurred_at + timedelta(**span)
    return with_derived_id(replace(event, occurred_at=at, recorded_at=at))


def with_certificate(events: History, which: int, /, **fields: Any) -> History:
    """The history with other fields on one certificate, wherever it is issued, shown or named."""
    issue = events[place_of(events, CertificateIssued, which)]
    assert isinstance(issue.body, CertificateIssued)
    old = issue.body.certificate
    new = replace(old, **fields)
    found = []
    for event in events:
        body: Any = event.body
        known: dict[str, Any] = {}
        if isinstance(body, CertificateIssued) and body.certificate == old:
            known = {"certificate": new}
        elif isinstance(body, ShipmentImported) and body.presented == old:
            known = {"certificate": build.reference_to(new), "presented": new}
        elif isinstance(body, ShipmentExported | ImportConfirmed) and body.certificate == build.reference_to(old):
            known = {"certificate": build.reference_to(new)}
        found.append(changed(event, **known) if known else event)
    return found
