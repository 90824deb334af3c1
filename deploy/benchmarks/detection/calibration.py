"""How far an honest world is from the published figures of the Kimberley Process. Reads only those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any

from schemas.events import CertificateIssued, CustodyEvent, LotRegistered, RegistrationKind
from schemas.reference.load_statistics import load_production
from schemas.reference.model import Reference

YEAR = 2023
"""The newest year in which no larger figure is suspect."""

PUBLISHED_MEAN_CARATS, PUBLISHED_MEDIAN_CARATS, PUBLISHED_ONE_CODE = (7_400, 8_700), 800, 0.8
"""Carats a certificate (480 Mct on 55,000 in 2006, 371 Mct on about 50,000 in 2019), and what the domain page proposes
for their median and for certificates with one HS code."""

Row = dict[str, Any]


class Calibration:
    """Counts an honest world."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._mined: Counter[str] = Counter()
        self._valued: Counter[str] = Counter()
        self._carats: list[int] = []
        self._one_code = 0
        self._parcels: Counter[int] = Counter()
        self._events = 0

    def add(self, events: Iterable[CustodyEvent]) -> None:
        """Count the events of one world."""
        for event in events:
            self._events += 1
            body = event.body
            if isinstance(body, CertificateIssued):
                certificate = body.certificate
                self._carats.append(certificate.carats // 1000)
                self._one_code += len(certificate.hs_rows) == 1
                self._parcels[certificate.parcels] += 1
            elif isinstance(body, LotRegistered) and body.kind is RegistrationKind.MINED:
                for line in body.lines:
                    self._mined[line.origins[0]] += line.carats
                    self._valued[line.origins[0]] += line.value_cents or 0

    def countries(self, reference: Reference) -> list[Row]:
        """Share of the carats mined and value a carat by country, beside the published ones."""
        published = {row.iso2: row.carats for row in load_production() if row.year == YEAR and row.carats}
        whole, total = sum(published.values()), sum(self._mined.values())
        rows = []
        for country in sorted(published.keys() | self._mined.keys()):
            carats, band = self._mined[country], reference.price_band(country)
            rows.append(
                {
                    "country": country,
                    "share": _percent(carats, total),
                    "published_share": _percent(published[country], whole) if country in published else None,
                    "usd_per_carat": self._valued[country] * 10 // carats if carats and self._valued[country] else None,
                    "published_usd_per_carat": band.median_usd_per_ct if band else None,
                }
            )
        return rows

    def shipments(self) -> Row:
        """Sizes of certificates and what stands on them, beside the published ones."""
        many = len(self._carats)
        if not many:
            return {"certificates": 0}
        return {
            "certificates": many,
            "certificates_per_1000_events": round(many * 1000 / self._events, 1),
            "mean_carats": sum(self._carats) // many,
            "published_mean_carats": f"{PUBLISHED_MEAN_CARATS[0]} to {PUBLISHED_MEAN_CARATS[1]}",
            "median_carats": int(median(self._carats)),
            "proposed_median_carats": PUBLISHED_MEDIAN_CARATS,
            "one_hs_code": round(self._one_code / many, 2),
            "proposed_one_hs_code": PUBLISHED_ONE_CODE,
            "one_to_three_parcels": round(sum(self._parcels[n] for n in (1, 2, 3)) / many, 2),
        }


def _percent(part: int, whole: int) -> float:
    return round(part * 100 / whole, 1) if whole else 0.0
