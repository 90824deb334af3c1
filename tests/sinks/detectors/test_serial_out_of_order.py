"""STA016: serials that do not fit their day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schemas.events import Certificate, CustodyEvent
from schemas.ports import RowStore
from tests.build import certificate, declared_wrong, imported, issued, line
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA016"
FIRST = date(2024, 1, 1)


def paper(serial: int, on: date, issuer: str = "BW") -> Certificate:
    """A certificate of BW with this serial."""
    return certificate(f"{issuer}{serial:06d}", issued=on, issuer=issuer)


def history(days: int = 60, every: int = 5, first: int = 1000) -> list[CustodyEvent]:
    """BW issues ten numbers in five days: one certificate of ten is seen."""
    return [
        issued(paper(first + 2 * day, FIRST + timedelta(days=day)), (FIRST + timedelta(days=day)).isoformat())
        for day in range(0, days * every, every)
    ]


def shown(serial: int, on: date) -> CustodyEvent:
    """What nobody is known to have issued is presented at import."""
    return imported(line(f"L{serial}"), (on + timedelta(days=6)).isoformat(), under=paper(serial, on))


LAST = FIRST + timedelta(days=300)
"""Some days after the history, in which BW came to 1590."""


def test_a_serial_of_the_year_before_is_a_breach_with_both_serials(migrated: RowStore) -> None:
    """As certificate 4306 of Sierra Leone, which was shown in 2015."""
    event = shown(1101, LAST)
    store_events(migrated, [*history(), event])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("certificate:BW:001101", BREACH)
    assert finding.got == "serial 1101, issued on 2024-10-27"
    assert finding.expected == "at least 1330, which BW had come to 90 days (proposed) before, or earlier"
    assert finding.evidence == (event.event_id,)


def test_a_serial_far_ahead_is_a_breach_with_the_pace_of_the_issuer(migrated: RowStore) -> None:
    store_events(migrated, [*history(), shown(4306, LAST)])

    (finding,) = look(migrated, CODE)

    assert finding.subject == "certificate:BW:004306"
    assert finding.expected.startswith("at most 1640: BW had come to 1570 some days before, with 2 a day")


@pytest.mark.parametrize(
    ("serial", "flagged"),
    [(1329, True), (1331, False), (1640, False), (1641, True)],
    ids=["passed long ago", "passed later than that", "some weeks ahead", "more than that"],
)
def test_limits_to_both_sides(migrated: RowStore, serial: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, [*history(), shown(serial, LAST)])) is flagged


def test_one_odd_serial_makes_no_others_odd(migrated: RowStore) -> None:
    odd = shown(9000, FIRST + timedelta(days=151))

    assert judged(migrated, CODE, [*history(), odd]) == ["certificate:BW:009000"]


def test_a_few_forged_serials_make_no_honest_ones_odd(migrated: RowStore) -> None:
    forged = [shown(9000 + n, FIRST + timedelta(days=31 + 5 * n)) for n in range(4)]

    found = judged(migrated, CODE, [*history(), *forged])

    assert set(found) <= {f"certificate:BW:{9000 + n:06d}" for n in range(4)}


@pytest.mark.parametrize(("days", "flagged"), [(15, False), (16, True)])
def test_an_issuer_is_judged_from_sixteen_days_of_issue_on(migrated: RowStore, days: int, flagged: bool) -> None:
    odd = shown(9000, FIRST + timedelta(days=125))

    assert bool(judged(migrated, CODE, [*history(days), odd])) is flagged


def test_an_issuer_with_two_series_of_numbers_is_left_alone(migrated: RowStore) -> None:
    """Seven authorities issue for the European Union."""
    other = [
        issued(paper(500_000 + n, FIRST + timedelta(days=5 * n + 1)), (FIRST + timedelta(days=5 * n + 1)).isoformat())
        for n in range(59)
    ]

    assert judged(migrated, CODE, [*history(), *other, shown(1101, LAST)]) == []


def test_an_issuer_whose_certificates_were_not_seen_for_months_may_have_gone_on(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [*history(), shown(1800, LAST + timedelta(days=100))]) == []


def test_a_paper_that_was_typed_wrongly_takes_the_finding_back(migrated: RowStore) -> None:
    event = shown(1101, LAST)
    assert judged(migrated, CODE, [*history(), event]) == ["certificate:BW:001101"]

    takes_back(migrated, CODE, [declared_wrong(event, "2025-02-01")])
