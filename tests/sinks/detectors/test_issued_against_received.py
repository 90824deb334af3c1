"""STA019: certificates counted where they are issued and where they come in."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent
from schemas.ports import RowStore
from tests.build import cancelled, certificate, declared_wrong, imported, issued, line
from tests.sinks.detecting import BREACH, judged, look, takes_back
from tests.sinks.storing import store_events

CODE = "STA019"


def papers(sent: int, come: int, first: int = 0, day: str = "2024-02-05") -> list[CustodyEvent]:
    """BW issues certificates for AE; the first ``come`` numbers of the same series come in there, issued or not."""
    issues = [issued(certificate(f"BW{n:05d}", issued=day), day) for n in range(first, first + sent)]
    imports = [
        imported(line(f"P{n}"), "2024-02-12", under=certificate(f"BW{n:05d}", issued=day), shipment_id=f"P{n}")
        for n in range(first, first + come)
    ]
    return issues + imports


def test_more_issued_than_received_is_a_breach_with_both_counts(migrated: RowStore) -> None:
    events = papers(60, 57)
    store_events(migrated, events)

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("pair:BW-AE:2024Q1", BREACH)
    assert finding.got == "60 certificates issued, 57 received with imports"
    assert finding.expected == "a difference of at most 2%, 90 days after the quarter (proposed)"
    assert finding.evidence == tuple(sorted(event.event_id for event in events[57:60]))


@pytest.mark.parametrize(
    ("sent", "come", "flagged"),
    [(49, 40, False), (50, 49, False), (99, 97, True), (100, 98, False), (60, 63, True)],
    ids=["forty-nine are too few", "a single one", "2.02%", "2%", "more than were issued"],
)
def test_limits_of_share_and_sample(migrated: RowStore, sent: int, come: int, flagged: bool) -> None:
    assert bool(judged(migrated, CODE, papers(sent, come))) is flagged


def test_a_quarter_is_judged_when_its_certificates_can_no_longer_be_on_the_way(migrated: RowStore) -> None:
    assert judged(migrated, CODE, papers(60, 50), at="2024-06-29T23:59") == []
    assert [finding.subject for finding in look(migrated, CODE, "2024-06-30")] == ["pair:BW-AE:2024Q1"]


def test_certificates_that_were_taken_back_do_not_count(migrated: RowStore) -> None:
    taken = [cancelled(certificate(f"BW{n:05d}"), "2024-02-20") for n in (58, 59)]

    assert judged(migrated, CODE, [*papers(60, 58), *taken]) == []


def test_a_country_that_tells_no_imports_is_left_alone(migrated: RowStore) -> None:
    assert judged(migrated, CODE, papers(60, 0)) == []


def test_imports_from_before_the_issuer_began_to_tell_do_not_count(migrated: RowStore) -> None:
    before = papers(0, 30, first=900, day="2024-01-20")

    assert judged(migrated, CODE, [*papers(60, 60), *before]) == []


def test_imports_that_are_told_late_take_the_finding_back(migrated: RowStore) -> None:
    assert judged(migrated, CODE, papers(60, 58)) == ["pair:BW-AE:2024Q1"]

    takes_back(migrated, CODE, papers(60, 60)[-2:])


def test_issues_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = papers(60, 58)
    assert judged(migrated, CODE, events) == ["pair:BW-AE:2024Q1"]

    takes_back(migrated, CODE, [declared_wrong(event, "2024-06-01") for event in events[58:60]])
