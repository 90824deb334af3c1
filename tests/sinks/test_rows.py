"""What is stored of an event, a finding and a refused input."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given

from schemas.codec import record_of
from schemas.events import CustodyEvent, Evidence, LotsTransformed, Place, Signature
from schemas.findings import QuarantineRecord
from schemas.jsonform import event_from_json
from schemas.ports import Value
from schemas.routing import SubjectKind, shares
from sinks.certificate_rows import CERTIFICATE_EVENTS
from sinks.lot_rows import LINEAGE, LOT_EVENTS
from sinks.rows import EVENTS, QUARANTINE, row_of_quarantine, rows_of_event
from tests import build
from tests.strategies import custody_events

KNOWN = datetime(2024, 6, 1, tzinfo=UTC)
TABLES = {columns.table: list(columns.cells) for columns in (EVENTS, LOT_EVENTS, LINEAGE, CERTIFICATE_EVENTS)}


def stored(event: CustodyEvent, table: str) -> list[dict[str, Value]]:
    """The rows of one table for an event at position 7, by column."""
    rows = rows_of_event(record_of(event), 7, KNOWN).get(table, [])
    return [dict(zip(TABLES[table], row, strict=True)) for row in rows]


def test_an_event_row_holds_the_whole_envelope() -> None:
    event = build.registered(
        place=Place("BW-JWANENG", "BW", "Southern", -24.5, 24.7),
        evidence=(Evidence("invoice", "INV-1", "ab" * 32), Evidence("photo", "P-1")),
        signature=Signature("key-1", b"signature"),
        sequence=12,
    )

    (row,) = stored(event, "events")

    assert row["event_id"] == event.event_id
    assert row["digest"] == record_of(event).digest.hex()
    assert (row["site_id"], row["country"], row["area"]) == ("BW-JWANENG", "BW", "Southern")
    assert (row["latitude"], row["longitude"]) == (-24.5, 24.7)
    assert row["evidence_kinds"] == ("invoice", "photo")
    assert row["evidence_sha256"] == ("ab" * 32, "")
    assert (row["signed_by"], row["sequence"]) == ("key-1", 12)
    assert (row["position"], row["known_at"]) == (7, KNOWN)


@given(event=custody_events())
def test_the_json_of_a_row_is_the_whole_event(event: CustodyEvent) -> None:
    (row,) = stored(event, "events")

    assert event_from_json(json.loads(str(row["body_json"]))) == event


@given(event=custody_events())
def test_every_lot_and_certificate_an_event_reaches_has_a_row_in_each_role(event: CustodyEvent) -> None:
    told = {(share.kind, share.subject, share.role) for share in shares(event)}
    lots = {(SubjectKind.LOT, f"lot:{row['lot_id']!s}", row["role"]) for row in stored(event, "lot_events")}
    kin = {(SubjectKind.LOT, f"lot:{row['lot_id']!s}", row["role"]) for row in stored(event, "lineage")}
    certificates = {row["certificate_subject"] for row in stored(event, "certificate_events")}

    assert lots == {share for share in told if share[0] is SubjectKind.LOT}
    assert certificates == {subject for kind, subject, _ in told if kind is SubjectKind.CERTIFICATE}
    assert kin == (lots if isinstance(event.body, LotsTransformed) else set())


def test_a_declaration_stands_beside_the_event_it_repeats_with_the_same_digest() -> None:
    event = build.registered()
    declaration = build.declared_wrong(event, at="2024-04-01", correctives=[build.sold()])

    (row,), (said,) = stored(event, "events"), stored(declaration, "events")

    assert (row["digest"], row["is_declaration"], row["declared_at"]) == (said["digest"], False, None)
    assert (said["is_declaration"], said["declared_at"]) == (True, build.instant("2024-04-01"))
    assert said["declaration_reason"] == "incorrect_data"
    assert said["corrective_event_ids"] == (build.sold().event_id,)
    assert stored(declaration, "lot_events")[0]["is_declaration"] is True


def test_each_row_of_a_lot_says_what_the_event_changes() -> None:
    def changes(event: CustodyEvent) -> dict[str, Value]:
        names = ("custodian_after", "released_to", "owner_after", "country_after", "end_reason")
        return {name: row[name] for row in stored(event, "lot_events") for name in names if row[name]}

    assert changes(build.registered()) == {"custodian_after": "MINE", "owner_after": "MINE", "country_after": "BW"}
    assert changes(build.released()) == {"released_to": "TRADER", "country_after": "BW"}
    assert changes(build.received()) == {"custodian_after": "TRADER", "country_after": "BW"}
    assert changes(build.sold()) == {"owner_after": "TRADER"}
    assert changes(build.examined()) == {}
    assert changes(build.exported()) == {}
    assert changes(build.imported()) == {"country_after": "AE"}
    assert changes(build.retired()) == {"end_reason": "SOLD_TO_PUBLIC"}


def test_a_transformation_ends_its_inputs_and_gives_its_outputs_to_the_operator() -> None:
    rows = stored(build.transformed("L1", ["L2", "L3"]), "lot_events")

    assert [(row["lot_id"], row["role"], row["custodian_after"], row["end_reason"]) for row in rows] == [
        ("L1", "input", "", "SPLIT"),
        ("L2", "output", "TRADER", ""),
        ("L3", "output", "TRADER", ""),
    ]


def test_a_shipment_ties_its_lots_to_its_certificate() -> None:
    event = build.exported(["L1", "L2"])

    lots, certificates = stored(event, "lot_events"), stored(event, "certificate_events")

    assert {(row["certificate_subject"], row["shipment_id"]) for row in lots} == {("certificate:BW:12345", "SH1")}
    assert [(row["certificate_subject"], row["carats"]) for row in certificates] == [("certificate:BW:12345", 2000)]


def test_an_import_that_only_shows_its_certificate_is_tied_to_that_one() -> None:
    event = build.imported(under=None, presented=build.certificate())

    lots, certificates = stored(event, "lot_events"), stored(event, "certificate_events")

    assert [row["certificate_subject"] for row in lots] == ["certificate:BW:12345"]
    assert [(row["certificate_subject"], row["issuer"], row["number"]) for row in certificates] == [
        ("certificate:BW:12345", "BW", "BW12345")
    ]


def test_a_refused_input_is_kept_with_its_bytes() -> None:
    refused = QuarantineRecord(
        build.uid("q"), "file.csv", "line 3", "bad_json", "expected JSON", 4, b"\xff\x00ab", KNOWN
    )

    row = dict(zip(QUARANTINE.cells, row_of_quarantine(refused), strict=True))

    assert row == {name: getattr(refused, name) for name in QUARANTINE.cells}
