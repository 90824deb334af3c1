"""STA007: certificates that nobody confirms, by issuer, country of import and quarter."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import cancelled, certificate, confirmed, declared_wrong, exported, line
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA007"


def trade(certificates: int, confirmations: int, day: str = "2024-02-10") -> list[CustodyEvent]:
    """Exports from BW to AE under certificates of their own, the first of them confirmed."""
    papers = [certificate(f"BW{n:05d}") for n in range(certificates)]
    left = [exported(line(f"P{n}"), day, under=paper, shipment_id=f"P{n}") for n, paper in enumerate(papers)]
    return left + [confirmed(paper, shipment_id=f"P{n}") for n, paper in enumerate(papers[:confirmations])]


def test_two_of_twenty_without_a_confirmation_are_a_breach_with_both_counts(migrated: RowStore) -> None:
    events = trade(20, 18)
    store_events(migrated, events)

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("pair:BW-AE:2024Q1", BREACH)
    assert finding.got == "2 of 20 certificates without a confirmation of receipt, 10%"
    assert finding.expected == "at most 3% without one, 60 days after the quarter (proposed)"
    assert finding.evidence == tuple(sorted(event.event_id for event in events[18:20]))


@pytest.mark.parametrize(
    ("certificates", "confirmations", "flagged"),
    [(19, 0, False), (20, 19, False), (66, 64, True), (67, 65, False)],
    ids=["nineteen are too few", "a single one", "3.03%", "2.99%"],
)
def test_limits_of_share_and_sample(migrated: RowStore, certificates: int, confirmations: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, trade(certificates, confirmations))) is flagged


def test_a_quarter_is_judged_sixty_days_after_its_end(migrated: RowStore) -> None:
    assert judged(migrated, CODE, trade(20, 10), at="2024-05-30T23:59") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-05-31")] == ["pair:BW-AE:2024Q1"]


def test_certificates_that_were_taken_back_are_not_counted(migrated: RowStore) -> None:
    taken = [cancelled(certificate(f"BW{n:05d}"), "2024-02-12") for n in (18, 19)]

    assert judged(migrated, CODE, [*trade(22, 18), *taken]) == ["pair:BW-AE:2024Q1"]
    takes_back(migrated, CODE, [cancelled(certificate(f"BW{n:05d}"), "2024-02-12") for n in (20, 21)])


def test_confirmations_that_come_late_take_the_finding_back(migrated: RowStore) -> None:
    assert judged(migrated, CODE, trade(20, 18)) == ["pair:BW-AE:2024Q1"]

    takes_back(migrated, CODE, [confirmed(certificate("BW00019"), "2024-09-01", shipment_id="P19")])


def test_exports_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = trade(20, 18)
    assert judged(migrated, CODE, events) == ["pair:BW-AE:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(events[19], "2024-06-01")])
