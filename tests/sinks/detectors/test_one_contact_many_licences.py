"""STA024: one telephone, address or account on many licences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from schemas.findings import FindingStatus
from schemas.ports import RowStore
from schemas.reference.model import Licence
from sinks.reference_rows import LICENCES, load_tables
from tests.sinks.detecting import BREACH, look, subjects
from tests.sinks.storing import KNOWN
from tests.stream_processors.rules.licensed import licence


def register(store: RowStore, licences: list[Licence], days: int = 0) -> None:
    """These licences and no others are in the register."""
    load_tables(store, {"licences": [LICENCES.row(row) for row in licences]}, KNOWN + timedelta(days=days))


def permits(count: int, **more: Any) -> list[Licence]:
    """Permits of different holders."""
    return [licence(f"P-{n}", f"D{n}", **{"phone": "076 100", "until": None} | more) for n in range(count)]


@pytest.mark.parametrize("what", ["phone", "address", "account"])
def test_a_contact_on_more_than_three_licences_is_a_breach(migrated: RowStore, what: str) -> None:
    contact = {"phone": None} | {what: "Main  Road, 1"}
    register(migrated, [*permits(3, **contact), licence("P-3", "D3", until=None, **contact | {what: "MAIN ROAD 1"})])
    (finding,) = look(migrated, "STA024", "2024-06-01")
    assert (finding.subject, finding.severity) == (f"licences:{what}:mainroad1", BREACH)
    assert finding.got == f"4 licences of 4 holders in BW name this {what}: P-0, P-1, P-2, P-3"
    assert finding.expected == "at most 3 licences of different holders (proposed)"


@pytest.mark.parametrize(
    "licences",
    [
        pytest.param(permits(3), id="three"),
        pytest.param(permits(4, phone=None), id="no contact is no contact"),
        pytest.param([licence(f"P-{n}", "D", phone="1", until=None) for n in range(9)], id="all of one holder"),
        pytest.param(
            [*permits(3), licence("P-2", "D2", phone="076-100", since="2020-01-01", until="2023-12-31")], id="a renewal"
        ),
        pytest.param([*permits(3), *permits(1, kind="warranties", country="ZA")], id="a membership is no licence"),
    ],
)
def test_what_is_left_alone(migrated: RowStore, licences: list[Licence]) -> None:
    register(migrated, licences)
    assert subjects(migrated, "STA024", "2024-06-01") == []


def test_licences_of_the_day_before_count(migrated: RowStore) -> None:
    register(migrated, permits(4, since="2024-03-01", until="2024-03-31"))
    days = ["2024-03-01", "2024-03-02", "2024-04-01", "2024-04-02"]
    found = []
    for day in days:
        found += [finding.status for finding in look(migrated, "STA024", day)]
    assert found == [FindingStatus.RAISED, FindingStatus.RETRACTED]


def test_a_register_that_was_put_right_takes_it_back(migrated: RowStore) -> None:
    register(migrated, permits(4))
    assert subjects(migrated, "STA024") == ["licences:phone:076100"]
    register(migrated, [*permits(3), licence("P-3", "D3", phone="076 101", until=None)], days=1)
    assert [finding.status for finding in look(migrated, "STA024")] == [FindingStatus.RETRACTED]
