"""What the statistical detectors say at present."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from schemas.findings import Finding, FindingStatus
from schemas.ports import RowStore
from sinks.detectors import load_detectors
from sinks.queries import load_queries


def standing(store: RowStore, changed: tuple[Finding, ...] = ()) -> tuple[dict[str, Any], ...]:
    """The findings of detectors that ``store`` holds raised, and what of it ``changed`` since."""
    found: dict[str, dict[str, Any]] = {}
    for detector in load_detectors():
        rows = load_queries()["open_findings"].run(store, rule=detector.code).dicts()
        found |= {str(row["finding_id"]): row for row in rows}
    for finding in changed:
        found.pop(finding.finding_id, None)
        if finding.status is FindingStatus.RAISED:
            found[finding.finding_id] = {field.name: getattr(finding, field.name) for field in fields(finding)}
    return tuple(sorted(found.values(), key=lambda row: (row["rule"], row["dated_at"], str(row["finding_id"]))))
