"""Disturbances of who stands behind a certificate, for ``tests.disturbances``."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from schemas.events import CertificateAmended, CertificateIssued, ShipmentImported
from tests.histories import History, changed


def another_authority(rng: Random, events: History, index: int) -> None:
    """A paper names an authority otherwise, or one that nobody knows, which issues it itself or does not."""
    event = events[index]
    if not isinstance(event.body, CertificateIssued | CertificateAmended | ShipmentImported):
        return
    shown = event.body.presented if isinstance(event.body, ShipmentImported) else event.body.certificate
    if shown is None:
        return
    written = [shown.authority.lower().replace("-", " "), f"{shown.issuer}-MINISTRY", f"office of {shown.issuer}"]
    paper = replace(shown, authority=rng.choice(written), issuer=rng.choice([shown.issuer, shown.issuer, "ZA", "BE"]))
    if isinstance(event.body, ShipmentImported):
        events[index] = changed(event, presented=paper)
    else:
        emitter = rng.choice([paper.authority, *written, event.emitter])
        events[index] = changed(event, head={"emitter": emitter}, certificate=paper)


def issued_by_nobody(_: Random, events: History, index: int) -> None:
    """An issue is not on record."""
    if isinstance(events[index].body, CertificateIssued):
        del events[index]
