"""Asks one detector, and stores what it says, as the runtime does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from schemas.events import CustodyEvent
from schemas.findings import Finding, FindingStatus, Severity
from schemas.ports import RowStore
from schemas.reference.model import Site
from sinks.detectors import load_detectors, newest_revision, run_detectors
from sinks.reference_rows import SITES, load_tables
from tests import build
from tests.sinks.storing import KNOWN, store_events, store_findings

NOTICE, BREACH = Severity.NOTICE, Severity.BREACH
RETRACTED = FindingStatus.RETRACTED


def look(store: RowStore, code: str, at: str = "2026-01-01") -> list[Finding]:
    """What the detector ``code`` changes at ``at``; it is stored."""
    (detector,) = [detector for detector in load_detectors() if detector.code == code]
    changed = run_detectors(store, newest_revision(store) + 1, build.instant(at), [detector])
    store_findings(store, changed)
    for finding in changed:
        assert not finding.blocking
        assert finding.subject.startswith(f"{detector.subject_kind}:")
    return changed


def subjects(store: RowStore, code: str, at: str = "2026-01-01") -> list[str]:
    """The subjects of what the detector raises at ``at``."""
    return [finding.subject for finding in look(store, code, at) if finding.status is FindingStatus.RAISED]


def judged(store: RowStore, code: str, events: Sequence[CustodyEvent], at: str = "2026-01-01") -> list[str]:
    """The subjects of what the detector raises over these events, as the first that are stored."""
    store_events(store, events)
    return subjects(store, code, at)


def takes_back(store: RowStore, code: str, events: Sequence[CustodyEvent], at: str = "2026-01-01") -> None:
    """These later events make the detector retract the one finding that it has raised."""
    store_events(store, events, first=50_000)
    assert [finding.status for finding in look(store, code, at)] == [RETRACTED]


def days_after(day: str, days: int) -> datetime:
    """Noon, so many days after ``day``."""
    return build.instant(day) + timedelta(days=days, hours=12)


def load_sites(store: RowStore, *sites: Site) -> None:
    """These sites and no others are in the register."""
    load_tables(store, {"sites": [SITES.row(site) for site in sites]}, KNOWN)


def site(site_id: str, country: str, kind: str = "mine", capacity: int | None = None) -> Site:
    """A site that never opened and never closed."""
    return Site(site_id, site_id, country, kind, None, capacity, None, None, "test", "sourced", "")
