"""STA011: old stock that leaves as soon as it may."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.events import CustodyEvent, Place, RegistrationKind
from schemas.ports import RowStore
from sinks.reference_rows import load_tables
from tests.build import declared_wrong, exported, line, registered
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import KNOWN, store_events

CODE = "STA011"
FIELD = Place(country="CF")


@pytest.fixture
def freed(migrated: RowStore) -> RowStore:
    """Rough of CF might not be traded until 15 November 2024."""
    since, until = date(2013, 5, 23), date(2024, 11, 15)
    ban = ("CF", "country", "country", (), True, since, until, "SUSPENDED", False, "test", "test", "sourced")
    load_tables(migrated, {"participant_status": [ban]}, KNOWN)
    return migrated


def find(carats: int, at: str = "2024-12-01", kind: RegistrationKind = RegistrationKind.MINED) -> CustodyEvent:
    """Registered in CF; whole carats."""
    return registered(line(f"F{carats}{at}", carats * 1000, origins=("CF",)), at, place=FIELD, kind=kind)


def exports(total: int, lots: int = 5, at: str = "2025-01-10", origin: str = "CF") -> list[CustodyEvent]:
    """From CF to AE; whole carats."""
    return [
        exported(
            line(f"X{n}", total * 1000 // lots, origins=(origin,)), at, shipment_id=f"X{n}", under=None,
            from_country="CF",
        )
        for n in range(lots)
    ]  # fmt: skip


def test_more_than_mined_and_held_is_a_breach_with_all_figures(freed: RowStore) -> None:
    stock = find(20, "2024-01-01", RegistrationKind.OPENING_STOCK)
    store_events(freed, [find(80), stock, *exports(155)])

    (finding,) = look(freed, CODE)

    assert (finding.subject, finding.severity) == ("country:CF:2024-11-15", BREACH)
    assert finding.got == "155 ct of its own rough exported in 5 lots within 6 months"
    assert finding.expected == (
        "at most 150 ct: 1.5 times (proposed) the 80 ct mined since then and the 20 ct of opening stock"
    )


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([find(100), *exports(150)], id="exactly 1.5 times"),
        pytest.param(exports(900, lots=4), id="four lots are too few"),
        pytest.param(exports(900, at="2025-05-15"), id="after six months"),
        pytest.param(exports(900, at="2024-11-14"), id="while it was forbidden"),
        pytest.param(exports(900, origin="CM"), id="rough of another country"),
    ],
)
def test_what_can_have_been_mined_is_left_alone(freed: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(freed, CODE, events) == []


@pytest.mark.parametrize("at", ["2024-11-15", "2025-05-14"])
def test_the_first_and_the_last_day_count(freed: RowStore, at: str) -> None:
    assert judged(freed, CODE, exports(900, at=at)) == ["country:CF:2024-11-15"]


def test_what_was_mined_before_the_ban_ended_is_no_output_since(freed: RowStore) -> None:
    assert judged(freed, CODE, [find(900, "2024-11-14"), *exports(150)]) == ["country:CF:2024-11-15"]


def test_exports_wait_thirty_days_for_finds_that_are_told_late(freed: RowStore) -> None:
    assert judged(freed, CODE, exports(900), at="2025-02-09") == []
    assert [finding.subject for finding in look(freed, CODE, "2025-02-10")] == ["country:CF:2024-11-15"]


def test_an_export_that_is_declared_wrong_takes_the_finding_back(freed: RowStore) -> None:
    events = exports(155)
    assert judged(freed, CODE, [find(100), *events]) == ["country:CF:2024-11-15"]

    takes_back(freed, CODE, [declared_wrong(events[0], "2025-06-01")])
