"""Whom a change of reference data concerns: what a history must name for a rule to be answered otherwise. Pure.

Rules ask reference data with what the events of a history name (parties, countries, issuers), and with the countries
that the register gives for parties. So a history that names nothing of what is found here gets the same answers before
and after. What is found may be too much, never too little: judging a history again that is not concerned says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.records import ReferenceChanged
from schemas.reference.licences import number_key
from schemas.reference.model import Party, Reference, Site
from schemas.reference.sanctions import EVERYWHERE, plain_name

_PARTICIPANTS = {"UK": "GB"}
"""Jurisdictions that have another code as participants."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Histories with an event that holds one of ``names`` as a text of its own, or one of ``words`` within a text in
    small letters without spaces, hyphens and slashes; the counts of emitters of such ``names``; all histories where
    ``everything`` is true.
    """

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    everything: bool = False

    def __or__(self, other: Concerned) -> Concerned:
        """All whom one of the two concerns."""
        return Concerned(self.names | other.names, self.words | other.words, self.everything or other.everything)

    def __le__(self, other: Concerned) -> bool:
        """Whether whom this concerns is found among what is found for ``other``."""
        return other.everything or (
            self.names <= other.names and self.words <= other.words and not self.everything
        )  # fmt: skip


ALL = Concerned(everything=True)


def concerned(change: ReferenceChanged, before: Reference, after: Reference) -> Concerned:
    """Whom ``change`` concerns, which leads from ``before`` to ``after``."""
    if change.table == "parties":
        return Concerned(frozenset({change.key}) | _by_authority(change.key, (before, after)))
    if change.table == "sites":
        return Concerned(frozenset({change.key}))
    if change.table == "licences":
        return _by_licences(before, after)
    if before.membership.first_list != after.membership.first_list:
        return ALL
    words, named = _by_listings(before, after)
    if "" in words:
        return ALL
    codes, everywhere = _by_measures(before, after)
    traded = after.trade.changed_from(before.trade)
    if any(zone.country in traded for zone in after.zones.rows):
        return ALL  # of a find by its position, which names no country
    moved = after.membership.changed_from(before.membership)
    codes |= moved | traded
    codes |= after.certificates.changed_from(before.certificates)
    codes |= after.membership.all_in(codes) | before.membership.all_in(codes)
    seats = {row.country for row in _parties((before, after)) if row.country in moved and _acts(row)}
    codes |= _issuers_with(seats, (before, after))
    if everywhere:
        return ALL
    return Concerned(frozenset(codes | named | _registered_in(codes, (before, after))), words)


def _by_authority(party_id: str, references: tuple[Reference, ...]) -> frozenset[str]:
    """Of an authority also the issuers for whom it may act: of an authority that nobody knows, rules ask whom the
    register knows there.
    """
    rows = [row for reference in references for row in reference.versions_of(party_id)]
    return _issuers_with({row.country for row in rows if _acts(row)}, references)


def _issuers_with(countries: set[str], references: tuple[Reference, ...]) -> frozenset[str]:
    """These countries, the participants that they ever belong to, and whatever else belongs to those."""
    books = [reference.membership for reference in references]
    owners = countries | {code for book in books for code in book.owners_of(countries)}
    return frozenset(owners).union(*(book.all_in(owners) for book in books))


def _acts(party: Party) -> bool:
    return party.role == "authority"


def _by_licences(before: Reference, after: Reference) -> Concerned:
    """Who names the number or the holder of a licence that differs. Where licences of a kind become known in a country,
    or are no more, it is whoever is there: then a missing one means something, or nothing any more.
    """
    rows, covered = after.licences.changed_from(before.licences)
    words = frozenset(number_key(row.licence) for row in rows)
    if "" in words:
        return ALL
    holders = {row.holder for row in rows}
    return Concerned(frozenset(holders | covered | _registered_in(covered, (before, after))), words)


def _by_measures(before: Reference, after: Reference) -> tuple[set[str], bool]:
    """The countries of measures that differ, and whose measures these are; whether one is about every country."""
    codes: set[str] = set()
    for measure in set(before.sanctions.measures) ^ set(after.sanctions.measures):
        if measure.country is not None:
            codes.add(measure.country)
        if measure.jurisdiction != EVERYWHERE:
            codes.add(_PARTICIPANTS.get(measure.jurisdiction, measure.jurisdiction))
        elif measure.country is None:
            return codes, True
    return codes, False


def _by_listings(before: Reference, after: Reference) -> tuple[frozenset[str], set[str]]:
    """A word of each listed name that differs, and the registered parties that such a name may be."""
    names = {listing.name for listing in set(before.sanctions.listings) ^ set(after.sanctions.listings)}
    plain = {name: plain_name(name) for name in names}
    words = frozenset(max(text.split(), key=len, default="") for text in plain.values())
    registered = {
        party.party_id
        for party in _parties((before, after))
        if any(text in plain_name(party.name) for text in plain.values())
    }
    return words, registered if names else set()


def _registered_in(codes: set[str], references: tuple[Reference, ...]) -> set[str]:
    """Parties and sites that the register has in one of these countries."""
    if not codes:
        return set()
    found = {party.party_id for party in _parties(references) if party.country in codes}
    return found | {site.site_id for site in _sites(references) if site.iso2 in codes}


def _parties(references: Iterable[Reference]) -> Iterable[Party]:
    for reference in references:
        yield from reference.parties.values()
        for versions in reference.party_versions.values():
            yield from versions


def _sites(references: Iterable[Reference]) -> Iterable[Site]:
    for reference in references:
        yield from reference.sites.values()
        for versions in reference.site_versions.values():
            yield from versions
