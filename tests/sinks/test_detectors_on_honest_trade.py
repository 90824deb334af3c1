"""An honest world of some months gives the detectors enough to judge, and they find nothing in it."""

from __future__ import annotations

import pytest

from producers.simulator.world import simulate
from schemas.codec import record_of
from schemas.ports import RowStore
from sinks.detectors import load_detectors
from sinks.reference_rows import load_reference_tables
from sinks.writer import Writer
from tests.build import packaged_reference
from tests.sinks.storing import KNOWN

SAMPLES = {
    "mines with a capacity that registered lots": (
        "SELECT uniq(site_id) FROM current_lot_events WHERE body_kind = 'LotRegistered' AND site_id IN "
        "(SELECT site_id FROM current_sites WHERE kind = 'mine' AND capacity_ct_per_year > 0)"
    ),
    "exporters of at least thirteen shipments": (
        "SELECT count() FROM (SELECT exporter FROM current_shipment_lines WHERE body_kind = 'ShipmentExported' "
        "GROUP BY exporter HAVING uniq(event_id) > 12)"
    ),
    "pairs with at least ten shipments under certificates": (
        "SELECT count() FROM (SELECT from_country, to_country FROM current_certificate_events "
        "WHERE body_kind = 'ShipmentExported' GROUP BY ALL HAVING count() >= 10)"
    ),
    "parties that received at least thirty lots": (
        "SELECT count() FROM (SELECT custodian_after FROM current_lot_events WHERE body_kind = 'CustodyReceived' "
        "GROUP BY ALL HAVING count() >= 30)"
    ),
    "screenings": 'SELECT count() FROM events WHERE body_json LIKE \'%"kind":"SCREENING"%\'',
}
"""What there must be for silence to mean something."""


@pytest.mark.slow
def test_no_detector_says_anything_of_honest_trade(migrated: RowStore) -> None:
    """But for the two published figures that are odd indeed."""
    world = simulate(11, 10_000)
    batch = [(record_of(sent.event), place, sent.sent_at) for place, sent in enumerate(world.sent(), 1)]
    load_reference_tables(migrated, packaged_reference().with_sites(world.sites).with_licences(world.licences), KNOWN)
    Writer(migrated).write(batch, [], [], "honest world")

    found = {
        detector.code: sorted(finding.subject for finding in detector.run(migrated, 1, world.ends_at).values())
        for detector in load_detectors()
    }

    assert {code: subjects for code, subjects in found.items() if subjects} == {
        "STA001": ["country:ZA:2017"],
        "STA002": ["country:BW:2024"],
    }
    assert {what: rows for what, sql in SAMPLES.items() if (rows := migrated.query(sql).rows) == ((0,),)} == {}
