"""The views show what counts: the same as the fold of each history, whatever was repeated, late, void or contested."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from schemas.codec import record_of
from schemas.events import CustodyEvent, Evidence, Place, RetirementReason
from schemas.ports import RowStore, Value
from schemas.routing import SubjectKind
from stream_processors.custody import history
from stream_processors.custody.state import CertificateState, LotState
from stream_processors.engine import Engine, MemoryHistories
from stream_processors.rules import all_rules
from stream_processors.rules.holders import open_handover
from tests import build
from tests.disturbances import disturb
from tests.histories import walk
from tests.judging import book_of
from tests.sinks.storing import VIEWS, current, empty, known_at, store_events

SEEDS = [1, 2, 3]


def disturbed_worlds(seed: int) -> list[CustodyEvent]:
    """Thirty separate histories with late, void, contested, repeated and missing events, in any order.

    One log for all of them: filling a store costs more than asking it about many lots.
    """
    rng = Random(seed)
    events = [event for n in range(30) for event in disturb(rng, walk(rng, 10, f"W{n}-").events, 4)]
    rng.shuffle(events)
    return events


def folded(events: Sequence[CustodyEvent]) -> MemoryHistories:
    """The histories of all subjects; what the rules say is of no interest here."""
    histories = MemoryHistories()
    engine = Engine(book_of(all_rules()[0]), histories)
    for position, event in enumerate(events, start=1):
        engine.event(record_of(event), position, known_at(position))
    return histories


def lot_row(state: LotState) -> dict[str, Value]:
    """A lot's state in the words of the view ``lots``; what is never stated is empty."""
    born = state.birth is not None
    under_way = open_handover(state) if not state.end else None
    return {
        "born_by": state.birth,
        "custodian": state.custodian or "",
        "in_transit_to": under_way.debtor if under_way else "",
        "owner": state.owners[-1].owner if state.owners else "",
        "country": state.country or "",
        "carats": state.carats if state.custodian else None,
        "stones": state.stones if born else None,
        "form": state.form if born else "",
        "origins": state.origins if born else (),
        "species": state.species if born else "",
        "ended_by": state.end,
    }


def certificate_row(state: CertificateState) -> dict[str, Value]:
    """A certificate's state in the words of the view ``certificates``."""
    issued, current_content = state.issued, state.current
    return {
        "issued_by": state.issue_event,
        "issued_carats": issued.carats if issued else None,
        "carats": current_content.carats if current_content else None,
        "value_cents": current_content.value_cents if current_content else None,
        "expires_on": current_content.expires_on if current_content else None,
        "cancelled": state.cancelled_on is not None,
        "exports": len(state.exports),
        "imports": len(state.imports),
        "imported_carats": sum(movement.carats for movement in state.imports),
        "confirmations": len(state.confirmed),
    }


def test_a_receipt_may_precede_its_release_by_the_skew_that_judging_allows(migrated: RowStore) -> None:
    minutes = int(history.CLOCK_SKEW.total_seconds() // 60)
    early = build.received(at=f"2024-03-02T10:{45 - minutes:02d}", id="early")
    store_events(migrated, [build.released(at="2024-03-02T10:45"), early])
    steps = "lot_steps(known = '2299-12-31', on = '2299-12-31')"
    row = f"SELECT effective_at FROM {steps} WHERE body_kind = 'CustodyReceived'"

    assert migrated.query(row).rows == ((build.instant("2024-03-02T10:45"),),)

    empty(migrated)
    too_early = build.received(at=f"2024-03-02T10:{44 - minutes:02d}", id="early")
    store_events(migrated, [build.released(at="2024-03-02T10:45"), too_early])

    assert migrated.query(row).rows == ((too_early.occurred_at,),)


@pytest.mark.parametrize("seed", SEEDS)
def test_lots_and_certificates_are_what_the_fold_of_their_histories_says(migrated: RowStore, seed: int) -> None:
    assert len(agreeing_subjects(migrated, disturbed_worlds(seed))) > 200


def agreeing_subjects(migrated: RowStore, events: Sequence[CustodyEvent]) -> list[str]:
    """The lots and certificates of which the views say what the fold says, after a check that these are all of them."""
    store_events(migrated, events)
    lots = {f"lot:{row['lot_id']!s}": row for row in migrated.query("SELECT * FROM lots").dicts()}
    certificates = {row["certificate_subject"]: row for row in migrated.query("SELECT * FROM certificates").dicts()}

    right: list[str] = []
    for known in folded(events).all():
        if known.kind is SubjectKind.EVENT or not known.entries:
            continue
        if isinstance(known.state, LotState):
            expected, row = lot_row(known.state), lots[known.subject]
        else:
            assert isinstance(known.state, CertificateState)
            expected = certificate_row(known.state)
            row = {**certificates[known.subject]}
            row["cancelled"] = row["cancelled_at"] is not None
        assert {name: row[name] for name in expected} == expected, known.subject
        right.append(known.subject)
    return right


def test_a_lot_born_twice_is_what_its_first_birth_said(migrated: RowStore) -> None:
    first = build.registered(build.line(stones=None), at="2024-03-01", id="first")
    second = build.registered(build.line(carats=500, stones=3), at="2024-03-09", custodian="OTHER", id="second")

    assert agreeing_subjects(migrated, [second, first]) == ["lot:L1"]
    assert migrated.query("SELECT custodian, carats, stones FROM lots").rows == (("MINE", 1000, None),)


def test_what_happened_before_a_birth_does_not_say_where_the_lot_is(migrated: RowStore) -> None:
    events = [build.released(at="2024-02-01"), build.registered(at="2024-03-01", place=Place())]

    assert agreeing_subjects(migrated, events) == ["lot:L1"]
    assert migrated.query("SELECT country, custodian FROM lots").rows == (("", "MINE"),)


def test_order_and_repeats_change_no_current_row(migrated: RowStore) -> None:
    events = disturbed_worlds(4)
    store_events(migrated, events)
    before = {view: current(migrated, view, timeless=True) for view in VIEWS}

    empty(migrated)
    rng = Random(5)
    shuffled = [*events, *rng.sample(events, len(events) // 2)]
    rng.shuffle(shuffled)
    half = len(shuffled) // 2
    store_events(migrated, shuffled[half:], first=half + 1)
    store_events(migrated, shuffled[:half])

    assert {view: current(migrated, view, timeless=True) for view in VIEWS} == before


def test_storing_a_log_again_changes_nothing_at_all(migrated: RowStore) -> None:
    events = [build.registered(["L1", "L2"]), build.released(), build.received(), build.issued(), build.exported()]
    store_events(migrated, events)
    before = {view: current(migrated, view) for view in VIEWS}

    store_events(migrated, events)
    for table in ("events", "lot_events", "lineage", "certificate_events"):
        migrated.command(f"OPTIMIZE TABLE {table} FINAL")

    assert {view: current(migrated, view) for view in VIEWS} == before
    assert migrated.query("SELECT count() FROM events").rows == ((5,),)


def test_of_an_event_that_reached_the_log_twice_the_first_place_is_shown_also_after_merging(
    migrated: RowStore,
) -> None:
    event = build.registered()
    store_events(migrated, [event], first=3)
    store_events(migrated, [event], first=900)
    migrated.command("OPTIMIZE TABLE events FINAL")

    assert migrated.query("SELECT position, known_at FROM events").rows == ((3, known_at(3)),)
    store_events(migrated, [event], first=2)
    migrated.command("OPTIMIZE TABLE events FINAL")
    assert migrated.query("SELECT first_position FROM current_events").rows == ((2,),)


def test_an_event_declared_in_error_is_not_current_and_its_record_stays(migrated: RowStore) -> None:
    event = build.registered()
    store_events(migrated, [event, build.declared_wrong(event)])

    assert [current(migrated, view) for view in VIEWS] == [[]] * len(VIEWS)
    assert migrated.query("SELECT count() FROM events").rows == ((2,),)


def test_of_two_contents_under_one_id_the_one_recorded_first_counts_until_it_is_withdrawn(migrated: RowStore) -> None:
    first = build.registered(build.line(carats=1000), id="same", recorded_at="2024-03-01T10:00")
    other = build.registered(build.line(carats=2000), id="same", recorded_at="2024-03-01T11:00")
    store_events(migrated, [other, first])
    assert migrated.query("SELECT carats FROM lots").rows == ((1000,),)

    store_events(migrated, [build.declared_wrong(first)], first=10)

    assert migrated.query("SELECT carats FROM lots").rows == ((2000,),)


def test_a_lot_is_in_transit_from_its_release_to_its_receipt(migrated: RowStore) -> None:
    store_events(migrated, [build.registered(), build.released()])
    assert migrated.query("SELECT custodian, in_transit_to FROM lots").rows == (("MINE", "TRADER"),)

    store_events(migrated, [build.received()], first=10)

    assert migrated.query("SELECT custodian, in_transit_to FROM lots").rows == (("TRADER", ""),)


def test_what_was_lost_has_ended_until_something_happens_to_it_again(migrated: RowStore) -> None:
    lost = build.retired(at="2024-03-05", custodian="MINE", reason=RetirementReason.LOST)
    events = [build.registered(), build.released(), lost]
    columns = "SELECT toString(ended_by), end_reason, in_transit_to, custodian FROM lots"
    assert agreeing_subjects(migrated, events) == ["lot:L1"]
    assert migrated.query(columns).rows == ((lost.event_id, "LOST", "", "MINE"),)

    empty(migrated)
    assert agreeing_subjects(migrated, [*events, build.examined(at="2024-03-09")]) == ["lot:L1"]
    assert migrated.query(columns).rows == ((None, "", "", "MINE"),)

    empty(migrated)
    sold = build.retired(at="2024-03-20")
    assert agreeing_subjects(migrated, [*events, build.received(at="2024-03-09"), sold]) == ["lot:L1"]
    assert migrated.query(columns).rows == ((sold.event_id, "SOLD_TO_PUBLIC", "", "TRADER"),)


@pytest.mark.parametrize(("kind", "crossings"), [("Technical_ Certificate", (1, 0, 0)), ("invoice", (2, 1, 1000))])
def test_refused_goods_on_their_way_back_are_no_export_and_no_import(
    migrated: RowStore, kind: str, crossings: tuple[int, int, int]
) -> None:
    papers = (Evidence(kind, "T 1"), Evidence("invoice", "I 1"))
    back: dict[str, Any] = {"from_country": "AE", "to_country": "BW", "evidence": papers}
    events = [
        build.registered(),
        build.issued(),
        build.exported(at="2024-03-05"),
        build.exported(at="2024-03-08", **back),
        build.imported(at="2024-03-09", **back),
    ]
    assert "certificate:BW:12345" in agreeing_subjects(migrated, events)
    assert migrated.query("SELECT exports, imports, imported_carats FROM certificates").rows == (crossings,)


def test_refused_goods_that_are_sent_again_are_exported_twice(migrated: RowStore) -> None:
    papers = (Evidence("technical certificate", "T 1"),)
    events = [
        build.registered(),
        build.issued(),
        build.exported(at="2024-03-05"),
        build.exported(at="2024-03-08", from_country="AE", to_country="BW", evidence=papers),
        build.exported(at="2024-03-12", evidence=papers),
        build.imported(at="2024-03-14", evidence=papers),
    ]
    assert "certificate:BW:12345" in agreeing_subjects(migrated, events)
    assert migrated.query("SELECT exports, imports FROM certificates").rows == ((2, 1),)


def test_a_certificate_issued_again_after_it_was_cancelled_is_what_its_new_issue_says(migrated: RowStore) -> None:
    first, second = build.certificate(), build.certificate(importer="OTHER")
    ignored = build.certificate(importer="THIRD")
    events = [
        build.issued(first, at="2024-03-04"),
        build.cancelled(first, at="2024-03-05"),
        build.issued(second, at="2024-03-06"),
        build.issued(ignored, at="2024-03-07"),
    ]
    assert agreeing_subjects(migrated, events) == ["certificate:BW:12345"]
    columns = "SELECT importer, toString(issued_by), cancelled_at FROM certificates"
    assert migrated.query(columns).rows == (("OTHER", events[2].event_id, None),)
    empty(migrated)
    events.append(build.cancelled(second, at="2024-03-08"))
    assert agreeing_subjects(migrated, events) == ["certificate:BW:12345"]
    assert migrated.query("SELECT cancelled_at FROM certificates").rows == ((build.instant("2024-03-08"),),)
