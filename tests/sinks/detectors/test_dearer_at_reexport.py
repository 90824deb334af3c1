"""STA004: goods that become dearer on their way through a country where nothing was done to them."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, imported, line
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA004"
ARRIVED = imported(line("L1", value_cents=100_000), "2024-03-01")


def sent_on(value: int, at: str = "2024-05-30", carats: int = 1000, lot: str = "L1") -> CustodyEvent:
    """BUYER sends the lot on from AE to IN."""
    return exported(
        line(lot, carats, value_cents=value), at, shipment_id="SH2", under=None, exporter="BUYER", importer="LAST",
        from_country="AE", to_country="IN",
    )  # fmt: skip


def test_a_re_export_at_a_quarter_more_is_a_breach_with_both_values(migrated: RowStore) -> None:
    again = sent_on(125_000)
    store_events(migrated, [ARRIVED, again])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("lot:L1", BREACH)
    assert finding.got == "US$1000 at import, US$1250 when BUYER sent it on from AE after 90 days: +25%"
    assert finding.expected == "a gain below 25% within 90 days without processing (proposed)"
    assert finding.evidence == tuple(sorted((ARRIVED.event_id, again.event_id)))


@pytest.mark.parametrize(
    ("again", "flagged"),
    [
        (sent_on(124_999), False),
        (sent_on(200_000, at="2024-05-31"), False),
        (sent_on(200_000, carats=1011), False),
        (sent_on(200_000, carats=1010), True),
        (sent_on(200_000, lot="L2"), False),
        (sent_on(200_000, at="2024-02-28"), False),
    ],
    ids=["a cent below", "a day late", "heavier than 1%", "heavier by 1%", "another lot", "before the import"],
)
def test_limits_of_value_time_and_weight(migrated: RowStore, again: CustodyEvent, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, [ARRIVED, again])) is flagged


def test_an_import_into_another_country_is_not_the_one_before(migrated: RowStore) -> None:
    body = ARRIVED.body
    elsewhere = imported(line("L1", value_cents=100_000), "2024-03-01", to_country="BE")

    assert body != elsewhere.body
    assert judged(migrated, CODE, [elsewhere, sent_on(200_000)]) == []


def test_a_corrected_value_takes_the_finding_back(migrated: RowStore) -> None:
    wrong = sent_on(200_000)
    assert judged(migrated, CODE, [ARRIVED, wrong]) == ["lot:L1"]

    takes_back(migrated, CODE, [declared_wrong(wrong, "2024-07-01"), sent_on(110_000)])
