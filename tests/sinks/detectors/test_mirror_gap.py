"""STA008: what one side exports and the other imports."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import certificate, declared_wrong, exported, imported, line
from tests.sinks.detecting import BREACH, NOTICE, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA008"


def crossing(n: int, sent: int, come: int | None, day: str = "2024-02-10", **more: int) -> list[CustodyEvent]:
    """One shipment of ``sent`` carats from BW to AE, of which ``come`` arrive, at US$100 a carat on both sides."""
    paper = certificate(f"BW{n:05d}")
    left = exported(line(f"P{n}", sent * 1000), day, under=paper, shipment_id=f"P{n}")
    if come is None:
        return [left]
    arrived = day if "arrival" not in more else "2024-04-05"
    return [left, imported(line(f"P{n}", come * 1000), arrived, under=paper, presented=paper, shipment_id=f"P{n}")]


def trade(*pairs: tuple[int, int | None], day: str = "2024-02-10", first: int = 0) -> list[CustodyEvent]:
    """Shipments, with what was sent and what came."""
    return [event for n, (sent, come) in enumerate(pairs, first) for event in crossing(n, sent, come, day)]


EVEN: tuple[tuple[int, int | None], ...] = ((100, 100),) * 9


def test_a_gap_above_a_tenth_in_carats_is_a_notice_with_both_totals(migrated: RowStore) -> None:
    events = trade(*EVEN, (212, 100))
    store_events(migrated, events)

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("pair:BW-AE:2024Q1", NOTICE)
    assert finding.got == ("1112 ct for US$111200 exported, 1000 ct for US$100000 imported, in 10 shipments")
    assert finding.expected.startswith("a gap of at most 10% in carats and 15% in value (proposed)")
    assert finding.evidence == tuple(sorted(event.event_id for event in events[-2:]))


@pytest.mark.parametrize(
    ("last", "severity"),
    [((200, 100), None), ((201, 100), NOTICE), ((350, 100), NOTICE), ((351, 100), BREACH), ((1, 300), NOTICE)],
)
def test_limits_of_the_gap(migrated: RowStore, last: tuple[int, int], severity: str | None) -> None:
    store_events(migrated, trade(*EVEN, last))

    assert [finding.severity for finding in look(migrated, CODE)] == ([severity] if severity else [])


def test_nine_shipments_are_too_few(migrated: RowStore) -> None:
    assert judged(migrated, CODE, trade(*EVEN[:8], (900, 100))) == []


def test_goods_on_the_way_at_the_end_of_a_quarter_make_no_gap(migrated: RowStore) -> None:
    late = crossing(9, 500, 500, "2024-03-28", arrival=1)

    assert judged(migrated, CODE, [*trade(*EVEN), *late]) == []


def test_a_shipment_that_never_arrives_is_a_gap_thirty_days_after_the_quarter(migrated: RowStore) -> None:
    assert judged(migrated, CODE, trade(*EVEN, (500, None)), at="2024-04-30") == []
    assert [finding.severity for finding in look(migrated, CODE, "2024-05-01")] == [BREACH]


@pytest.mark.parametrize(
    ("lasts", "flagged"),
    [(((130, 100),) * 3, True), (((130, 100), (100, 130), (130, 100)), False), (((119, 100),) * 3, False)],
    ids=["to one side", "to both sides", "within the noise"],
)
def test_small_gaps_to_one_side_in_three_quarters_in_a_row_are_a_breach(
    migrated: RowStore, lasts: tuple[tuple[int, int], ...], flagged: bool
) -> None:
    days = ("2024-02-10", "2024-05-10", "2024-08-10")
    events = [
        event
        for n, (day, last) in enumerate(zip(days, lasts, strict=True))
        for event in trade(*EVEN, last, day=day, first=20 * n)
    ]
    store_events(migrated, events)

    assert [(finding.subject, finding.severity) for finding in look(migrated, CODE)] == (
        [("pair:BW-AE:2024Q3", BREACH)] if flagged else []
    )


def test_an_import_that_was_stated_wrongly_takes_the_finding_back(migrated: RowStore) -> None:
    events = trade(*EVEN, (300, 100))
    assert judged(migrated, CODE, events) == ["pair:BW-AE:2024Q1"]

    right = crossing(9, 300, 300)[1]
    takes_back(migrated, CODE, [declared_wrong(events[-1], "2024-06-01"), right])
