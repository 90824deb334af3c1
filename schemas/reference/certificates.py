"""What is known of each participant's certificates: form of the number, longest validity, serial ranges. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.reference.membership import differing
from schemas.reference.records import CertificateRule, SerialRange, version_on


@dataclass(frozen=True, slots=True, eq=False)
class CertificateBook:
    """Certificate rules by participant (``rules``: the last of each) and known serial ranges."""

    rules: Mapping[str, CertificateRule]
    _versions: Mapping[str, tuple[CertificateRule, ...]]
    _serials: Mapping[str, tuple[SerialRange, ...]]

    @classmethod
    def of(cls, rules: Iterable[CertificateRule], serials: Iterable[SerialRange]) -> CertificateBook:
        """Sort the rows by participant."""
        by_issuer: dict[str, list[SerialRange]] = {}
        for row in serials:
            by_issuer.setdefault(row.participant, []).append(row)
        versions: dict[str, tuple[CertificateRule, ...]] = {}
        for rule in sorted(rules, key=lambda rule: rule.start):
            versions[rule.participant] = (*versions.get(rule.participant, ()), rule)
        last = {participant: found[-1] for participant, found in versions.items()}
        return cls(last, versions, {issuer: tuple(rows) for issuer, rows in by_issuer.items()})

    def rule(self, participant: str, day: date | None = None) -> CertificateRule | None:
        """The rule of ``participant`` that holds on ``day``, or the last; before the first one, the first."""
        return version_on(self._versions.get(participant, ()), day)

    def changed_from(self, other: CertificateBook) -> frozenset[str]:
        """The participants whose rows are others than in ``other``."""
        return differing(self._versions, other._versions) | differing(self._serials, other._serials)

    def latest_expiry(self, participant: str, issued_on: date) -> date | None:
        """Last day a certificate issued on ``issued_on`` may be valid; None where the longest validity is unknown."""
        rule = self.rule(participant, issued_on)
        if rule is None:
            return None
        limits: list[date] = []
        if rule.max_validity_months is not None:
            limits.append(add_months(issued_on, rule.max_validity_months))
        if rule.max_validity_days is not None:
            limits.append(_add_days(issued_on, rule.max_validity_days))
        return min(limits, default=None)

    def serial_year(self, participant: str, serial: int) -> SerialRange | None:
        """The known range ``serial`` belongs to, which tells its year of use; None = no range known that holds it."""
        for row in self._serials.get(participant, ()):
            if row.first <= serial <= row.last:
                return row
        return None


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, or the last day of that month; never beyond ``date.max``."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _add_days(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))
