"""The African sites agree with the public table they come from, where that table is at hand."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from schemas.reference.load import load_reference

ORACLES = Path(os.environ.get("CARATRACE_ORACLES", Path(__file__).parents[4] / "shared" / "oracles"))
TABLE = ORACLES / "trade-usgs-africa-diamond/public/data/mining/AFR_Mineral_Facilities.diamond.geojson"
ISO2 = {
    "Angola": "AO", "Botswana": "BW", "Cameroon": "CM", "Central African Republic": "CF", "Congo (Brazzaville)": "CG",
    "Congo (Kinshasa)": "CD", "Ghana": "GH", "Guinea": "GN", "Lesotho": "LS", "Liberia": "LR", "Namibia": "NA",
    "Sierra Leone": "SL", "South Africa": "ZA", "Tanzania": "TZ", "Zimbabwe": "ZW",
}  # fmt: skip


@pytest.fixture
def facilities() -> list[dict[str, object]]:
    if not TABLE.is_file():
        pytest.skip(f"the public table is not at {TABLE}; set CARATRACE_ORACLES to the folder that holds it")
    features = json.loads(TABLE.read_text(encoding="utf-8"))["features"]
    return [feature["properties"] for feature in features]


def test_every_facility_of_the_table_is_a_site(facilities: list[dict[str, object]]) -> None:
    """Orapa itself stands for the regime, so each facility is one site, by country."""
    stated = Counter(ISO2[str(facility["Country"])] for facility in facilities)
    known = Counter(site.iso2 for site in load_reference().sites.values() if "usgs_africa" in site.source.split())
    assert stated.total() == 66
    assert known == stated


def test_a_capacity_taken_from_the_table_alone_is_the_one_it_states(facilities: list[dict[str, object]]) -> None:
    stated = Counter((ISO2[str(f["Country"])], round(float(str(f["DsgAttr07"])) * 1000)) for f in facilities)
    taken = Counter(
        (site.iso2, site.capacity_ct_per_year)
        for site in load_reference().sites.values()
        if site.source == "usgs_africa" and site.capacity_ct_per_year is not None
    )
    assert taken
    assert not taken - stated
