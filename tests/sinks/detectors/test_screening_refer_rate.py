"""STA013: grown stones among what a party sends to be screened."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, ExaminationKind, Species
from schemas.ports import RowStore
from tests.build import declared_wrong, examined, line, received, registered
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA013"


def screened(
    lot: str, stones: int, grown: int, at: str = "2024-03-10", examiner: str = "LAB", species: Species = Species.NATURAL
) -> list[CustodyEvent]:
    """A lot of TRADER that goes to the laboratory and is screened there."""
    return [
        registered(line(lot, species=species), "2024-03-01", custodian="TRADER"),
        received(line(lot), "2024-03-05", from_party="TRADER", to_party="LAB", handover_id=lot),
        examined(
            line(lot), at, kind=ExaminationKind.SCREENING, examiner=examiner, screened_stones=stones,
            lab_grown_stones=grown,
        ),
    ]  # fmt: skip


def test_more_than_one_in_twenty_is_a_breach_of_the_party_that_brought_the_goods(migrated: RowStore) -> None:
    events = [*screened("A", 100, 0), *screened("B", 100, 11)]
    store_events(migrated, events)

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("party:TRADER:2024Q1", BREACH)
    assert finding.got == "11 of 200 screened stones were grown, 5.5%"
    assert finding.expected == "at most 5% (proposed)"
    assert finding.evidence == (events[-1].event_id,)


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(screened("A", 200, 10), id="exactly 5%"),
        pytest.param(screened("A", 199, 199), id="199 stones are too few"),
        pytest.param(screened("A", 200, 200, species=Species.LAB_GROWN), id="sold as what they are"),
    ],
)
def test_what_is_left_alone(migrated: RowStore, events: list[CustodyEvent]) -> None:
    assert judged(migrated, CODE, events) == []


def test_a_party_with_a_device_of_its_own_answers_for_itself(migrated: RowStore) -> None:
    own = [screened("A", 200, 50, examiner="TRADER")[n] for n in (0, 2)]

    assert judged(migrated, CODE, own) == ["party:TRADER:2024Q1"]


def test_a_quarter_is_judged_when_it_is_over(migrated: RowStore) -> None:
    assert judged(migrated, CODE, screened("A", 200, 50), at="2024-03-31") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-04-01")] == ["party:TRADER:2024Q1"]


def test_a_screening_that_is_declared_wrong_takes_the_finding_back(migrated: RowStore) -> None:
    events = screened("A", 200, 50)
    assert judged(migrated, CODE, events) == ["party:TRADER:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(events[-1], "2024-06-01"), screened("A", 200, 5)[-1]])
