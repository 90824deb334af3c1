"""Where the simulated trade happens: local times, trading centres, and diggings that the reference data lack."""

from __future__ import annotations

from dataclasses import dataclass

from producers.simulator.actors import SOURCE
from schemas.reference.records import Site

OFFSETS = {
    "AE": 240, "AO": 60, "AU": 480, "BE": 60, "BW": 120, "CA": -420, "CD": 60, "CF": 60, "CG": 60, "CH": 60, "CM": 60,
    "CN": 480, "DE": 60, "FR": 60, "GB": 0, "GH": 0, "GN": 0, "IL": 120, "IN": 330, "JP": 540, "KE": 180, "LR": 0,
    "LS": 120, "NA": 120, "RU": 180, "SL": 0, "TH": 420, "TZ": 180, "US": -300, "VE": -240, "ZA": 120, "ZW": 120,
}  # fmt: skip
"""Minutes from UTC in winter; the world knows these countries only."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A trading centre: how many of each kind work there, and how often rough and polished go there."""

    country: str
    city: str
    traders: int
    cutters: int
    laboratory: bool
    retailers: int
    rough_share: int
    polished_share: int


HUBS = (
    Hub("BE", "Antwerp", 4, 2, True, 1, 30, 8),
    Hub("AE", "Dubai", 4, 1, True, 2, 28, 8),
    Hub("IN", "Surat", 3, 6, True, 2, 18, 10),
    Hub("IL", "Ramat Gan", 2, 2, True, 1, 8, 4),
    Hub("CN", "Shanghai", 1, 2, True, 2, 5, 10),
    Hub("ZA", "Johannesburg", 1, 1, False, 1, 4, 1),
    Hub("BW", "Gaborone", 1, 2, False, 0, 4, 0),
    Hub("TH", "Bangkok", 1, 1, False, 1, 3, 2),
    Hub("DE", "Idar-Oberstein", 1, 1, False, 1, 2, 3),
    Hub("US", "New York", 1, 1, True, 4, 3, 40),
    Hub("GB", "London", 1, 0, False, 2, 1, 5),
    Hub("JP", "Tokyo", 0, 0, False, 2, 0, 6),
    Hub("CH", "Geneva", 0, 0, False, 1, 0, 3),
)

OPEN_TO_RUSSIAN_GOODS = frozenset({"AE", "CN", "IN"})
"""Goods with stones mined in Russia go nowhere else: the G7 and the EU have closed their borders to them."""


def _digging(site_id: str, name: str, area: str) -> Site:
    return Site(site_id, name, "SL", "artisanal", area, None, None, None, SOURCE, "proposed", "made up")


DIGGINGS = (
    _digging("SIM-SL-KONO-ASM", "Kono artisanal diggings", "Kono"),
    _digging("SIM-SL-KENEMA-ASM", "Kenema artisanal diggings", "Kenema"),
    _digging("SIM-SL-BO-ASM", "Bo artisanal diggings", "Bo"),
)
"""The reference data know the artisanal diggings of other countries."""


def hub_site(hub: Hub) -> Site:
    """The district of ``hub`` where its parties have their offices."""
    site_id = f"SIM-{hub.country}-{hub.city.upper().replace(' ', '-')}"
    return Site(site_id, hub.city, hub.country, "office", None, None, None, None, SOURCE, "proposed", "made up")
