"""Reads the tables about certificates. Reads files: not for rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from schemas.reference.certificates import CertificateBook
from schemas.reference.records import CertificateRule, SerialRange
from schemas.reference.tables import Row, read_packaged

RULE_COLUMNS = (
    "participant", "max_validity_days", "max_validity_months", "number_pattern", "reference_suffix", "source",
    "validity_confidence", "confidence", "note",
)  # fmt: skip
SERIAL_COLUMNS = ("participant", "first_serial", "last_serial", "year_of_use", "source", "confidence", "note")
_GENERAL = "*"


def read_certificates() -> dict[str, list[Row]]:
    """The packaged tables by name; ReferenceDataError if one cannot be read."""
    return {
        "certificate_rules": read_packaged("certificate_rules.csv", RULE_COLUMNS),
        "certificate_serials": read_packaged("certificate_serials.csv", SERIAL_COLUMNS),
    }


def check_issuers(tables: Mapping[str, Sequence[Row]], issuers: frozenset[str]) -> None:
    """Raises ReferenceDataError for a row of a participant that never could issue a certificate."""
    for row in tables["certificate_rules"]:
        row.choice("participant", issuers | {_GENERAL})
    for row in tables["certificate_serials"]:
        row.choice("participant", issuers)


def certificates(tables: Mapping[str, Sequence[Row]], issuers: frozenset[str]) -> CertificateBook:
    """Certificate rules of every issuer: its own rows, and before the first of them the general ones with its prefix.

    Rows of nobody who ever could issue a certificate say nothing.
    """
    rows: dict[str, list[Row]] = {}
    for row in tables["certificate_rules"]:
        rows.setdefault(row.text("participant"), []).append(row)
    general = rows.pop(_GENERAL, [])
    serials = sorted(
        (found for found in map(serial_of, tables["certificate_serials"]) if found.participant in issuers),
        key=lambda found: (found.participant, found.first),
    )
    rules = [rule for issuer in sorted(issuers) for rule in _rules(rows.get(issuer, []), general, issuer)]
    return CertificateBook.of(rules, serials)


def _rules(own: Sequence[Row], general: Sequence[Row], issuer: str) -> list[CertificateRule]:
    found = [rule_of(row, issuer) for row in own]
    first = min((rule.start for rule in found), default=date.max)
    return [rule for rule in (rule_of(row, issuer) for row in general) if rule.start < first] + found


def rule_of(row: Row, issuer: str) -> CertificateRule:
    """What a row says of the certificates of ``issuer``. Raises ReferenceDataError for a row that cannot be."""
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
        start=row.maybe_day("from") or date.min if "from" in row.cells else date.min,
    )


def serial_of(row: Row) -> SerialRange:
    """A range of serial numbers. Raises ReferenceDataError for a row that cannot be one."""
    first, last = row.whole("first_serial"), row.whole("last_serial")
    if last < first:
        raise row.error("last_serial", f"a number not below {first}")
    year = row.whole("year_of_use")
    if not date.min.year <= year < date.max.year:
        raise row.error("year_of_use", "a year")
    return SerialRange(row.text("participant"), first, last, year, row.text("source"), row.confidence())
