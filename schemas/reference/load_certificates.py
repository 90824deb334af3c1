"""Reads the tables about certificates. Reads files: not for rules."""

from __future__ import annotations

import re

from schemas.reference.certificates import CertificateBook
from schemas.reference.records import CertificateRule, SerialRange
from schemas.reference.tables import Row, read_packaged

_RULE = (
    "participant", "max_validity_days", "max_validity_months", "number_pattern", "reference_suffix", "source",
    "validity_confidence", "confidence", "note",
)  # fmt: skip
_SERIAL = ("participant", "first_serial", "last_serial", "year_of_use", "source", "confidence", "note")
_GENERAL = "*"


def load_certificates(issuers: frozenset[str]) -> CertificateBook:
    """Certificate rules of every issuer: its own row, or the general one with its own prefix."""
    rows = {row.text("participant"): row for row in read_packaged("certificate_rules.csv", _RULE)}
    general = rows.pop(_GENERAL)
    for row in rows.values():
        row.choice("participant", issuers)
    serials = sorted(
        (_serial(row, issuers) for row in read_packaged("certificate_serials.csv", _SERIAL)),
        key=lambda found: (found.participant, found.first),
    )
    return CertificateBook.of([_rule(rows.get(issuer, general), issuer) for issuer in sorted(issuers)], serials)


def _rule(row: Row, issuer: str) -> CertificateRule:
    try:
        pattern = re.compile(row.text("number_pattern").replace("{participant}", issuer))
    except re.error as reason:
        raise row.error("number_pattern", f"a regular expression ({reason})") from reason
    return CertificateRule(
        participant=issuer,
        max_validity_days=row.maybe_whole("max_validity_days"),
        max_validity_months=row.maybe_whole("max_validity_months"),
        number_pattern=pattern,
        reference_suffix=row.maybe("reference_suffix") is not None and row.flag("reference_suffix"),
        source=row.text("source"),
        validity_confidence=row.text("validity_confidence"),
        confidence=row.confidence(),
    )


def _serial(row: Row, issuers: frozenset[str]) -> SerialRange:
    first, last = row.whole("first_serial"), row.whole("last_serial")
    if last < first:
        raise row.error("last_serial", f"a number not below {first}")
    year = row.whole("year_of_use")
    return SerialRange(row.choice("participant", issuers), first, last, year, row.text("source"), row.confidence())
