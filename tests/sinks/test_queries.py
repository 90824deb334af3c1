"""The compliance questions: each file is what its header says, and answers rightly on a small journey."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from schemas.findings import Finding, FindingStatus, QuarantineRecord, Severity
from schemas.ports import RowStore, Value
from sinks.parameters import ParameterError
from sinks.queries import Query, load_queries
from sinks.reference_rows import load_reference_tables
from sinks.rows import FINDING_PLACES, Placed, row_of_place
from sinks.writer import Writer
from tests import build
from tests.changes import party
from tests.sinks.storing import KNOWN, known_at, store_events, store_findings

QUERIES = load_queries()
A_VALUE = {
    "Int64": "0",
    "UInt32": "0",
    "String": "x",
    "UUID": "0f3c2a9e-5d2b-4c1e-9f7a-1b2c3d4e5f60",
    "DateTime64(6, 'UTC')": "2024-03-01",
    "Date32": "2024-03-01",
}

FINDING = Finding(
    finding_id=build.uid("finding"),
    revision=5,
    status=FindingStatus.RAISED,
    rule="CUS001",
    rule_version=1,
    severity=Severity.BREACH,
    blocking=True,
    subject="lot:L1",
    event_id=build.uid("judged"),
    title="The sender of a handover holds the lot",
    got="TRADER",
    expected="MINE",
    evidence=(build.uid("judged"), build.uid("other")),
    law="KPCS",
    dated_at=build.instant("2024-03-02"),
    provisional_until=None,
    cured_by=None,
    known_at=known_at(5),
)


def ask(store: RowStore, name: str, **values: Value) -> list[dict[str, Value]]:
    """The answer to a question, by column."""
    return QUERIES[name].run(store, **values).dicts()


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_question_answers_with_the_columns_it_promises(migrated: RowStore, query: Query) -> None:
    texts = {parameter.name: A_VALUE[parameter.plain_type] for parameter in query.parameters}

    table = query.run_texts(migrated, texts)

    assert list(zip(table.columns, table.types, strict=True)) == [(c.name, c.type_name) for c in query.columns]


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_question_may_be_asked_without_its_optional_parameters(migrated: RowStore, query: Query) -> None:
    texts = {p.name: A_VALUE[p.plain_type] for p in query.parameters if not p.is_optional}

    assert query.run_texts(migrated, texts).rows == ()


def test_a_missing_an_unknown_and_an_ill_typed_parameter_are_named(migrated: RowStore) -> None:
    with pytest.raises(
        ParameterError, match=r"custody_of_lot_on: missing parameter on\. It takes lot, on, known \(opt"
    ):
        ask(migrated, "custody_of_lot_on", lot="L1")
    with pytest.raises(ParameterError, match="trace_back: unknown parameter depth"):
        ask(migrated, "trace_back", lot="L1", depth=3)
    with pytest.raises(ParameterError, match=r"parameter on .*: expected a day such as .*, got '2024-03-01'"):
        ask(migrated, "custody_of_lot_on", lot="L1", on="2024-03-01")


def test_custody_is_told_for_an_instant_and_for_what_was_known_then(migrated: RowStore) -> None:
    journey = [build.registered(), build.released(at="2024-03-02"), build.received(at="2024-03-03")]
    store_events(migrated, journey)

    def holder(on: str, known: datetime | None = None) -> tuple[Value, Value]:
        (row,) = ask(migrated, "custody_of_lot_on", lot="L1", on=build.instant(on), known=known)
        return row["custodian"], row["in_transit_to"]

    assert holder("2024-03-01T12:00") == ("MINE", "")
    assert holder("2024-03-02T12:00") == ("MINE", "TRADER")
    assert holder("2024-03-03T00:00") == ("TRADER", "")
    assert holder("2024-03-04", known=known_at(2)) == ("MINE", "TRADER")
    assert ask(migrated, "custody_of_lot_on", lot="L1", on=build.instant("2024-02-01")) == []
    assert ask(migrated, "custody_of_lot_on", lot="L1", on=build.instant("2024-04-01"), known=KNOWN) == []


def test_custody_names_the_event_that_proves_it(migrated: RowStore) -> None:
    receipt = build.received(at="2024-03-03")
    store_events(migrated, [build.registered(), build.released(), receipt])

    (row,) = ask(migrated, "custody_of_lot_on", lot="L1", on=build.instant("2024-04-01"))

    assert (row["custodian_by"], row["custodian_since"]) == (receipt.event_id, receipt.occurred_at)


def test_an_owner_is_told_for_an_instant(migrated: RowStore) -> None:
    sale = build.sold(at="2024-03-05")
    store_events(migrated, [build.registered(), sale])

    def owner(on: str) -> list[tuple[Value, Value]]:
        rows = ask(migrated, "owner_of_lot_on", lot="L1", on=build.instant(on))
        return [(row["owner"], row["owner_by"]) for row in rows]

    assert owner("2024-03-04") == [("MINE", build.registered().event_id)]
    assert owner("2024-03-05") == [("TRADER", sale.event_id)]


def test_a_history_is_told_in_order_with_who_says_so(migrated: RowStore) -> None:
    store_events(migrated, [build.received(), build.exported(), build.released(), build.registered()])

    rows = ask(migrated, "lot_history", lot="L1")

    assert [(row["body_kind"], row["emitter"]) for row in rows] == [
        ("LotRegistered", "MINE"),
        ("CustodyReleased", "MINE"),
        ("CustodyReceived", "TRADER"),
        ("ShipmentExported", "TRADER"),
    ]
    assert {row["place_country"] for row in rows} == {"BW"}


def test_the_record_of_a_lot_shows_what_was_taken_back(migrated: RowStore) -> None:
    wrong, right = build.registered(id="wrong"), build.registered(build.line(carats=990), id="right")
    store_events(migrated, [wrong, build.declared_wrong(wrong), right])

    rows = ask(migrated, "lot_record", lot="L1")

    assert [(row["event_id"], row["declared_in_error"], row["counts"]) for row in rows] == [
        (wrong.event_id, True, False),
        (right.event_id, False, True),
    ]
    assert [row["event_id"] for row in ask(migrated, "lot_history", lot="L1")] == [right.event_id]


def test_lots_of_a_party_are_those_it_holds_owns_or_awaits(migrated: RowStore) -> None:
    store_events(
        migrated,
        [
            build.registered(["HELD", "SOLD", "SENT", "GONE"]),
            build.sold("SOLD"),
            build.released("SENT"),
            build.retired("GONE"),
        ],
    )

    assert [row["lot_id"] for row in ask(migrated, "lots_of_party", party="MINE")] == ["HELD", "SENT", "SOLD"]
    assert [row["lot_id"] for row in ask(migrated, "lots_of_party", party="TRADER")] == ["SENT", "SOLD"]


def test_the_life_of_a_certificate_is_told_in_order(migrated: RowStore) -> None:
    certificate = build.certificate()
    events = [build.confirmed(certificate), build.imported(under=certificate), build.exported(under=certificate)]
    store_events(migrated, [*events, build.issued(certificate)])

    rows = ask(migrated, "certificate_life", certificate="certificate:BW:12345")

    assert [row["body_kind"] for row in rows] == [
        "CertificateIssued",
        "ShipmentExported",
        "ShipmentImported",
        "ImportConfirmed",
    ]
    assert rows[0]["expires_on"] == certificate.expires_on
    assert [row["carats"] for row in rows] == [1000] * 4


def test_open_findings_can_be_narrowed_down(migrated: RowStore) -> None:
    other = replace(FINDING, finding_id=build.uid("f2"), rule="KIM001", severity=Severity.NOTICE, subject="lot:L2")
    store_findings(migrated, [FINDING, other])

    def found(**filters: Value) -> list[Value]:
        return [row["rule"] for row in ask(migrated, "open_findings", **filters)]

    assert sorted(map(str, found())) == ["CUS001", "KIM001"]
    assert found(rule="KIM001") == ["KIM001"]
    assert found(severity="BREACH") == ["CUS001"]
    assert found(subject="lot:L2") == ["KIM001"]
    assert found(rule="KIM001", severity="BREACH") == []


def test_a_finding_comes_back_as_it_was(migrated: RowStore) -> None:
    store_findings(migrated, [FINDING])

    (row,) = ask(migrated, "open_findings")

    assert {name: getattr(FINDING, name) for name in row} == row


def test_the_register_is_told_as_of_a_day_and_as_it_was_known_at_an_instant(migrated: RowStore) -> None:
    """A party that came with the program ends, which is corrected later; another is stated and withdrawn."""
    load_reference_tables(migrated, build.packaged_reference(), known_at(1))
    ended = party("EU-PRAGUE", country="CZ", valid_to="2024-05-31", recorded_at=known_at(3))
    later = party("EU-PRAGUE", country="CZ", valid_to="2024-06-30", recorded_at=known_at(4))
    moved = party("EU-PRAGUE", country="SK", valid_from="2024-08-01", recorded_at=known_at(3))
    other = party("P-1", recorded_at=known_at(3))
    gone = replace(other, withdrawn=True, recorded_at=known_at(6))
    told = [(ended, 5), (moved, 5), (other, 5), (later, 7), (gone, 8), (ended, 9)]
    Writer(migrated).write_reference([(change, known_at(position)) for change, position in told], "statements")

    def row(key: str, on: str, known: int | None = None) -> list[Value]:
        instant = None if known is None else known_at(known)
        return [
            value
            for found in ask(migrated, "register_on", table="parties", key=key, on=build.day(on), known=instant)
            for value in (found["holds"], str(found["valid_until"]), found["stated_by"])
        ]

    assert row("EU-PRAGUE", "2024-07-01", known=0) == []
    assert row("EU-PRAGUE", "2024-07-01", known=4) == [True, "2299-12-31", ""]
    assert row("EU-PRAGUE", "2024-05-31", known=6) == [True, "2024-05-31", "AUTHORITY"]
    assert row("EU-PRAGUE", "2024-06-01", known=6) == [False, "2024-05-31", "AUTHORITY"]
    assert row("EU-PRAGUE", "2024-06-30") == [True, "2024-06-30", "AUTHORITY"]
    assert row("EU-PRAGUE", "2024-07-31") == [False, "2024-06-30", "AUTHORITY"]
    assert row("EU-PRAGUE", "2024-08-01") == [True, "2299-12-31", "AUTHORITY"]
    assert row("P-1", "2024-07-01", known=7) == [True, "2299-12-31", "AUTHORITY"]
    assert row("P-1", "2024-07-01") == []
    assert len(ask(migrated, "register_on", table="sites", on=build.day("2024-07-01"))) > 50


def test_what_was_known_to_be_wrong_is_told_as_of_an_instant(migrated: RowStore) -> None:
    revised = replace(FINDING, revision=7, got="OTHER", known_at=known_at(7))
    taken_back = replace(FINDING, revision=9, status=FindingStatus.RETRACTED, known_at=known_at(9))
    store_findings(migrated, [FINDING])
    store_findings(migrated, [taken_back])
    store_findings(migrated, [revised])

    def known(position: int) -> list[Value]:
        return [row["got"] for row in ask(migrated, "findings_known_on", known=known_at(position))]

    assert [known(position) for position in (4, 5, 6, 7, 8, 9)] == [
        [],
        ["TRADER"],
        ["TRADER"],
        ["OTHER"],
        ["OTHER"],
        [],
    ]
    assert ask(migrated, "open_findings") == []
    history = ask(migrated, "finding_history", finding=FINDING.finding_id)
    assert [(row["revision"], row["status"]) for row in history] == [(5, "RAISED"), (7, "RAISED"), (9, "RETRACTED")]


def test_a_reader_goes_on_behind_its_place_in_a_partition_whatever_the_revisions_are(migrated: RowStore) -> None:
    later, earlier = replace(FINDING, revision=9, got="later"), replace(FINDING, finding_id=build.uid("f2"), revision=3)
    Writer(migrated).write([], [Placed(later, 1, 4), Placed(earlier, 1, 6), Placed(FINDING, 0, 5)], [], "some")

    def since(partition: int, offset: int) -> list[tuple[Value, ...]]:
        rows = ask(migrated, "findings_since", partition=partition, offset=offset)
        return [(row["partition"], row["offset"], row["revision"], row["got"]) for row in rows]

    assert since(1, -1) == [(1, 4, 9, "later"), (1, 6, 3, "TRADER")]
    assert since(1, 4) == [(1, 6, 3, "TRADER")]
    assert since(1, 6) == []
    assert since(0, -1) == [(0, 5, 5, "TRADER")]
    assert ask(migrated, "findings_partitions") == [
        {"partition": 0, "newest_offset": 5, "findings": 1},
        {"partition": 1, "newest_offset": 6, "findings": 2},
    ]


def test_a_revision_that_was_sent_again_is_told_at_both_places(migrated: RowStore) -> None:
    Writer(migrated).write([], [Placed(FINDING, 2, 1)], [], "first")
    Writer(migrated).write([], [Placed(FINDING, 2, 8)], [], "second")
    Writer(migrated).write([], [Placed(FINDING, 2, 1)], [], "first, by one who was replaced")

    rows = ask(migrated, "findings_since", partition=2, offset=-1)

    assert [(row["offset"], row["finding_id"], row["revision"]) for row in rows] == [
        (1, FINDING.finding_id, 5),
        (8, FINDING.finding_id, 5),
    ]


def test_a_reader_is_told_a_finding_as_it_was_published(migrated: RowStore) -> None:
    taken_back = replace(FINDING, status=FindingStatus.RETRACTED, cured_by=build.uid("cure"))
    Writer(migrated).write([], [Placed(taken_back, 0, 1)], [], "some")

    (row,) = ask(migrated, "findings_since", partition=0, offset=0)

    assert (row.pop("partition"), row.pop("offset")) == (0, 1)
    assert {name: getattr(taken_back, name) for name in row} == row


def test_an_answer_ends_before_a_place_whose_revision_cannot_be_seen_yet(migrated: RowStore) -> None:
    """Else the reader would go on behind it: a server may show what was written later before what was written first."""
    last = replace(FINDING, revision=7)
    Writer(migrated).write([], [Placed(FINDING, 0, 1), Placed(last, 0, 3)], [], "some")
    unseen = Placed(replace(FINDING, revision=6), 0, 2)
    migrated.insert(FINDING_PLACES.table, [row_of_place(unseen)], "ahead")

    def told() -> list[Value]:
        return [row["offset"] for row in ask(migrated, "findings_since", partition=0, offset=-1)]

    assert told() == [1]
    Writer(migrated).write([], [unseen], [], "whole")
    assert told() == [1, 2, 3]


def test_the_events_that_prove_a_finding_are_shown_and_those_declared_wrong_since_are_marked(
    migrated: RowStore,
) -> None:
    release, receipt = build.released(), build.received()
    store_events(migrated, [release, receipt, build.declared_wrong(receipt)])
    store_findings(migrated, [replace(FINDING, evidence=(release.event_id, receipt.event_id))])

    found = ask(migrated, "evidence_of_finding", finding=FINDING.finding_id)

    assert {(row["event_id"], row["counts"]) for row in found} == {(release.event_id, True), (receipt.event_id, False)}


def test_findings_on_the_way_include_those_of_the_lots_it_was_made_of(migrated: RowStore) -> None:
    store_events(migrated, [build.registered(["L1", "L9"]), build.transformed("L1", ["L2"])])
    subjects = ["lot:L1", "lot:L2", "lot:L9"]
    store_findings(migrated, [replace(FINDING, finding_id=build.uid(s), subject=s) for s in subjects])

    found = {row["subject"] for row in ask(migrated, "findings_on_the_way", lot="L2")}

    assert found == {"lot:L1", "lot:L2"}


def test_findings_of_a_lot_include_those_on_its_events_and_certificates(migrated: RowStore) -> None:
    shipment = build.exported()
    store_events(migrated, [build.registered(["L1", "L9"]), shipment])
    subjects = ["lot:L1", f"event:{shipment.event_id}", "certificate:BW:12345", "lot:L9", "certificate:BW:99999"]
    store_findings(migrated, [replace(FINDING, finding_id=build.uid(s), subject=s) for s in subjects])

    found = {row["subject"] for row in ask(migrated, "findings_of_lot", lot="L1")}

    assert found == set(subjects[:3])


def test_a_summary_counts_the_findings_of_each_rule(migrated: RowStore) -> None:
    gone = replace(FINDING, finding_id=build.uid("gone"), status=FindingStatus.RETRACTED, severity=Severity.NOTICE)
    other = replace(FINDING, finding_id=build.uid("other"), rule="KIM001", blocking=False)
    store_findings(migrated, [FINDING, gone, other])

    rows = ask(migrated, "rule_summary")

    assert [(r["rule"], r["severity"], r["open"], r["blocking"], r["retracted"]) for r in rows] == [
        ("CUS001", "BREACH", 1, 1, 1),
        ("KIM001", "BREACH", 1, 0, 0),
    ]


def test_emitters_with_gaps_are_told_with_what_is_missing_and_the_overdue_ones_first(migrated: RowStore) -> None:
    def gap(emitter: str, after: str, got: str, on: str, **more: object) -> Finding:
        plain = replace(FINDING, finding_id=build.uid(f"{emitter} {after}"), rule="COM001", event_id=build.uid(after))
        return replace(plain, subject=f"emitter:{emitter}", got=got, dated_at=build.instant(on), **more)  # type: ignore[arg-type]

    found = [
        gap("EARLY", "A", "number 2 is missing", "2024-03-01", severity=Severity.NOTICE),
        gap("LATE", "B", "number 9 is missing", "2024-03-05"),
        gap("LATE", "C", "numbers 3-4 are missing", "2024-03-04", severity=Severity.NOTICE),
        gap("HEALED", "D", "number 1 is missing", "2024-03-01", status=FindingStatus.RETRACTED),
        replace(FINDING, subject="emitter:OTHER", rule="COM002"),
    ]
    store_findings(migrated, found)

    late, early = ask(migrated, "emitters_with_gaps")

    assert (early["emitter"], early["gaps"], early["overdue"]) == ("EARLY", 1, 0)
    assert (late["emitter"], late["gaps"], late["overdue"]) == ("LATE", 2, 1)
    assert late["missing"] == ("numbers 3-4 are missing", "number 9 is missing")
    assert late["events_after"] == (build.uid("C"), build.uid("B"))
    assert late["since"] == build.instant("2024-03-04")
    assert [row["emitter"] for row in ask(migrated, "emitters_with_gaps", emitter="EARLY")] == ["EARLY"]


def test_quarantine_shows_the_bytes_in_base64(migrated: RowStore) -> None:
    refused = QuarantineRecord(build.uid("q1"), "a.csv", "line 2", "bad_json", "expected JSON", 3, b"\xff\x00\n", KNOWN)
    other = replace(
        refused, quarantine_id=build.uid("q2"), source="b.csv", received_at=datetime(2025, 2, 1, tzinfo=UTC)
    )
    Writer(migrated).write([], [], [refused, other], "first")
    Writer(migrated).write([], [], [refused, other], "second")

    assert [row["source"] for row in ask(migrated, "quarantine")] == ["a.csv", "b.csv"]
    (row,) = ask(migrated, "quarantine", source="a.csv", reason="bad_json")
    assert (row["payload_base64"], row["size"], row["message"]) == ("/wAK", 3, "expected JSON")
