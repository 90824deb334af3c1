"""The reference data as one value that rules ask. Pure: no file, clock or network; loading lives in ``load``.

Every answer is for a day that the caller passes in, because the tables are dated and never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from schemas.records import ReferenceChanged
from schemas.reference.certificates import CertificateBook
from schemas.reference.licences import Licence, LicenceBook
from schemas.reference.membership import Membership
from schemas.reference.records import (
    CertificateRule,
    Country,
    EuMembership,
    Level,
    Participant,
    Party,
    PriceBand,
    SerialRange,
    Site,
    StatusInterval,
    Territory,
    TradeRight,
    TradingEntity,
    YieldBand,
    version_on,
)
from schemas.reference.sanctions import Listing, Measure, Sanctions
from schemas.reference.settings import Setting, SettingRow, SettingTable
from schemas.reference.trade_rights import TradeRights
from schemas.reference.warranties import WarrantyTexts
from schemas.reference.zones import Zone, Zones

__all__ = [
    "CertificateBook",
    "CertificateRule",
    "Country",
    "EuMembership",
    "Level",
    "Licence",
    "LicenceBook",
    "Listing",
    "Measure",
    "Membership",
    "Participant",
    "Party",
    "PriceBand",
    "Reference",
    "Sanctions",
    "SerialRange",
    "Site",
    "StatusInterval",
    "Territory",
    "TradeRight",
    "TradeRights",
    "TradingEntity",
    "WarrantyTexts",
    "YieldBand",
    "Zone",
    "Zones",
]


class Stated(Protocol):
    """What was stated since the tables were packaged (``register.Statements``)."""

    def plus(self, change: ReferenceChanged, reference: Reference) -> Reference:
        """``reference`` after one more statement; itself where it is known already."""


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """All reference data. Build it with ``load.load_reference``; extend it with ``with_parties`` and the like.

    ``parties`` and ``sites`` are as packaged; of those about whom something was stated since, ``party_versions`` and
    ``site_versions`` hold all rows that stand, in order of their first days. ``licences`` are all that stand.
    """

    membership: Membership
    trade: TradeRights
    certificates: CertificateBook
    sanctions: Sanctions
    countries: Mapping[str, Country]
    sites: Mapping[str, Site]
    parties: Mapping[str, Party]
    yield_bands: Mapping[str, YieldBand]
    price_bands: Mapping[str, PriceBand]
    licences: LicenceBook
    zones: Zones
    warranties: WarrantyTexts
    settings: SettingTable = field(default_factory=SettingTable)
    statements: Stated | None = None
    party_versions: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    site_versions: Mapping[str, tuple[Site, ...]] = field(default_factory=dict)

    def after(self, change: ReferenceChanged) -> Reference:
        """The reference data after a change; themselves where it is known already.

        Raises ``QuarantineError`` for a change that cannot be, and ValueError where none was loaded from tables.
        """
        if self.statements is None:
            raise ValueError("expected reference data that were loaded from tables; these cannot change")
        return self.statements.plus(change, self)

    def setting(self, setting: Setting, country: str | None, day: date) -> int:
        """The value of a setting in ``country`` on ``day``: that of its participant, else the one of everywhere."""
        found = self.settings.values.get(setting.key)
        if found is None:
            return setting.default
        participant = self.participant_of(country, day) if country and found.own else None
        return self.settings.value(setting, participant)

    def is_participant(self, iso2: str, day: date) -> bool:
        """Whether ``iso2`` itself is a participant on ``day`` (also while suspended; ``BE`` never is, ``EU`` is)."""
        return self.membership.is_participant(iso2, day)

    def participant_of(self, country: str, day: date) -> str | None:
        """The participant whose territory ``country`` is on ``day``, as ``EU`` for ``BE``; None if it is nobody's."""
        return self.membership.participant_of(country, day)

    def counts(self, day: date) -> tuple[int, int]:
        """Numbers of participants, and of countries with the EU counted by its members, on ``day``."""
        return self.membership.counts(day)

    def trade_right(self, country: str, area: str | None, day: date) -> TradeRight:
        """Whether rough of ``country``, in ``area`` where the law looks at areas, might be traded on ``day``."""
        return self.trade.trade_right(country, area, day)

    def certificate_rule(self, participant: str, day: date | None = None) -> CertificateRule | None:
        """What is known of the certificates of ``participant`` on ``day``, or now; None if it never issued any."""
        return self.certificates.rule(participant, day)

    def latest_expiry(self, participant: str, issued_on: date) -> date | None:
        """Last day a certificate issued on ``issued_on`` may be valid; None = unknown, so rules stay silent."""
        return self.certificates.latest_expiry(participant, issued_on)

    def serial_year(self, participant: str, serial: int) -> SerialRange | None:
        """The known range that ``serial`` belongs to (``year_of_use``, ``source``); None = unknown."""
        return self.certificates.serial_year(participant, serial)

    def site(self, site_id: str, day: date | None = None) -> Site | None:
        """The site with this id as it was on ``day``, or is now; None if it is not in the register."""
        versions = self.site_versions.get(site_id)
        return self.sites.get(site_id) if versions is None else version_on(versions, day)

    def party(self, party_id: str, day: date | None = None) -> Party | None:
        """The party with this id as it was on ``day``, or is now; None if it is not in the register.

        Whether its registration holds on a day is another question: ``Party.valid_on``.
        """
        versions = self.party_versions.get(party_id)
        return self.parties.get(party_id) if versions is None else version_on(versions, day)

    def versions_of(self, party_id: str) -> tuple[Party, ...]:
        """All that the register says, or said, of the party with this id; empty if it is not in it."""
        versions = self.party_versions.get(party_id)
        if versions is not None:
            return versions
        known = self.parties.get(party_id)
        return () if known is None else (known,)

    def all_sites(self) -> list[Site]:
        """Every site as it is now, packaged ones first."""
        found = [self.site(site_id) for site_id in dict.fromkeys((*self.sites, *sorted(self.site_versions)))]
        return [site for site in found if site is not None]

    def country_known(self, iso2: str) -> bool:
        """Whether ``iso2`` is an ISO 3166-1 alpha-2 code (``EU`` is a participant, but no such code)."""
        return iso2 in self.countries

    def yield_band(self, band_id: str) -> YieldBand | None:
        """The yield band with this id, as ``round`` or ``emerald``; None if there is none."""
        return self.yield_bands.get(band_id)

    def price_band(self, iso2: str) -> PriceBand | None:
        """Published price averages for rough mined in ``iso2``; None if none were found."""
        return self.price_bands.get(iso2)

    def with_parties(self, parties: Iterable[Party]) -> Reference:
        """The same reference data with more parties. Raises ValueError for an id that is already there."""
        added = dict(self.parties)
        for party in parties:
            if party.party_id in added:
                raise ValueError(f"expected a party id not in the register yet, got {party.party_id!r} again")
            added[party.party_id] = party
        return replace(self, parties=added)

    def with_sites(self, sites: Iterable[Site]) -> Reference:
        """The same reference data with more sites. Raises ValueError for an id that is already there."""
        added = dict(self.sites)
        for site in sites:
            if site.site_id in added:
                raise ValueError(f"expected a site id not in the register yet, got {site.site_id!r} again")
            added[site.site_id] = site
        return replace(self, sites=added)

    def with_licences(self, licences: Iterable[Licence]) -> Reference:
        """The same reference data with more licences. Raises ValueError for a second period that overlaps another."""
        return replace(self, licences=LicenceBook.of((*self.licences.rows, *licences)))

    def with_settings(self, *rows: SettingRow) -> Reference:
        """The same reference data with further settings; of two rows about one in one place the later counts."""
        return replace(self, settings=SettingTable.of((*self.settings.rows, *rows)))

    def with_zones(self, zones: Iterable[Zone]) -> Reference:
        """The same reference data with more zones. Raises ValueError for an id or an outline that cannot be."""
        return replace(self, zones=Zones.of((*self.zones.rows, *zones)))
