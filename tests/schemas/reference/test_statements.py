"""A row as a message: the same readers as for packaged files, periods, keys, and what counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

from schemas import codec
from schemas.errors import ConfigurationError, QuarantineError
from schemas.identity import change_id
from schemas.records import ReferenceCell, ReferenceChanged
from schemas.reference.changeable import TABLES
from schemas.reference.load import load_reference
from schemas.reference.load_licences import LICENCE_COLUMNS
from schemas.reference.register import Statements
from schemas.reference.statements import check_change, statement, table_named
from schemas.reference.tables import ReferenceDataError, Row
from tests.build import packaged_reference
from tests.changes import STATED_AT, change, party, some_changes
from tests.histories import randoms

REFERENCE = packaged_reference()
LATER = datetime(2026, 1, 1, tzinfo=UTC)


def statements_of(*changes: ReferenceChanged) -> Statements:
    """What stands after these."""
    reference = REFERENCE
    for one in changes:
        reference = reference.after(one)
    assert isinstance(reference.statements, Statements)
    return reference.statements


@pytest.mark.parametrize("table", TABLES)
def test_every_packaged_row_can_be_stated_and_changes_nothing_but_who_says_it(table: str) -> None:
    spec, statements = TABLES[table], REFERENCE.statements
    assert isinstance(statements, Statements)
    before = statements.standing(table)
    for row in statements.packaged[table]:
        whole = Row(row.file, row.line, {**dict.fromkeys(spec.columns, ""), **row.cells})
        statements = statements_of(statement(spec, whole, "X", STATED_AT))
        found = statements.standing(table)
        assert [(one.key, one.start, one.stop) for one in found] == [(one.key, one.start, one.stop) for one in before]
    keys = [(row.key, row.start) for row in before]
    assert len(set(keys)) == len(keys)


@given(randoms)
def test_a_message_comes_back_as_it_was_and_has_the_same_id(rng: Random) -> None:
    for one in some_changes(rng, REFERENCE, 5):
        check_change(one)
        again = codec.decode(codec.encode(one))
        assert (again, change_id(one)) == (one, change_id(one))
        assert change_id(replace(one, stated_by="ANOTHER")) != change_id(one)


@pytest.mark.parametrize(
    ("one", "key", "start", "until"),
    [
        (party("P", valid_from="2024-01-01", valid_to="2024-06-30"), "P", date(2024, 1, 1), date(2024, 7, 1)),
        (party("P"), "P", None, None),
        (change("licences", licence="L-7", country="SL", holder="P", valid_from="2024-01-01", valid_until="2024-12-31"),
         "SL / L-7", date(2024, 1, 1), date(2025, 1, 1)),
        (change("sites", site_id="S", opened_on="2024-01-01", closed_on="2024-06-30"),
         "S", date(2024, 1, 1), date(2024, 6, 30)),
        (change("listed_parties", name="A B", start="2024-01-01"), "EU / A B", date(2024, 1, 1), None),
        (change("certificate_serials", participant="SL", first_serial="1", last_serial="9", year_of_use="2020"),
         "SL / 1 / 9", date(2020, 1, 1), date(2021, 1, 1)),
        (change("eu_members", iso2_list="BE FR", start="2030-01-01"), "EU", date(2030, 1, 1), None),
        (change("certificate_rules", participant="*", start="2030-01-01"), "*", date(2030, 1, 1), None),
        (change("participant_status", iso2="BW", start="2024-01-01", end="2024-01-31", end_is_open="yes"),
         "BW / country", date(2024, 1, 1), date(2024, 1, 31)),
    ],
)  # fmt: skip
def test_key_and_period_are_those_of_the_row(
    one: ReferenceChanged, key: str, start: date | None, until: date | None
) -> None:
    assert (one.key, one.valid_from, one.valid_until) == (key, start, until)


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        ("parties", {"party_id": "P", "country": "XX"}, "column country: expected an ISO 3166-1"),
        ("parties", {"party_id": "P / Q"}, "column party_id: expected a text without ' / '"),
        ("listed_parties", {"name": "A", "start": "2024-02-01", "end": "2024-01-01"}, "column to: expected a day not"),
        ("listed_parties", {"name": "A"}, "column from: expected a date"),
        ("participant_status", {"iso2": "XX", "start": "2024-01-01"}, "column iso2: expected an ISO"),
        ("eu_members", {"iso2_list": "BE XX", "start": "2024-01-01"}, "column iso2_list: expected ISO"),
        ("certificate_rules", {"participant": "BW", "number_pattern": "("}, "column number_pattern: expected a reg"),
        ("sanctions", {"measure_id": "T", "start": "2024-01-01", "links": "seen"}, "column links: expected words"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_with_line_and_column(table: str, cells: dict[str, str], said: str) -> None:
    with pytest.raises(ReferenceDataError, match="line 2, " + said):
        change(table, **cells)  # type: ignore[arg-type]


def test_a_table_that_comes_with_the_program_cannot_be_stated() -> None:
    with pytest.raises(ConfigurationError, match=r"expected a table whose rows may change .*, got 'countries'"):
        table_named("countries")


def test_an_instant_that_the_tables_cannot_hold_is_refused() -> None:
    with pytest.raises(QuarantineError, match="years 1900 to 2299"):
        check_change(replace(party("P"), recorded_at=datetime(2300, 1, 1, tzinfo=UTC)))


def test_of_two_statements_of_one_instant_the_same_one_counts_whatever_came_first() -> None:
    one, other = party("P", name="One"), party("P", name="Other")
    found = [
        REFERENCE.after(first).after(second).party("P") for first, second in ((one, other), (other, one))
    ]  # fmt: skip
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2023-01-01", "First"), ("2024-01-31", "First"), ("2024-02-01", "Second"), ("2024-03-01", "Second"),
        (None, "Second"),
    ],
)  # fmt: skip
def test_a_party_is_on_a_day_what_the_last_row_before_it_says(day: str | None, name: str) -> None:
    """Also before the first of them, and after the last has ended."""
    reference = REFERENCE.after(party("P", name="First", valid_from="2024-01-01", valid_to="2024-01-15"))
    reference = reference.after(party("P", name="Second", valid_from="2024-02-01", valid_to="2024-02-28"))
    found = reference.party("P", None if day is None else date.fromisoformat(day))
    assert found is not None
    assert found.name == name


def test_a_certificate_rule_holds_from_its_day_on() -> None:
    short = change("certificate_rules", participant="BW", max_validity_days="10", start="2024-05-01")
    changed = REFERENCE.after(short)
    assert changed.latest_expiry("BW", date(2024, 5, 1)) == date(2024, 5, 11)
    assert changed.latest_expiry("BW", date(2024, 4, 30)) == REFERENCE.latest_expiry("BW", date(2024, 4, 30))


def test_a_withdrawn_party_is_not_in_the_register_and_stands_again_when_it_is_stated_later() -> None:
    gone = replace(party("P"), withdrawn=True, recorded_at=LATER)
    assert REFERENCE.after(party("P")).after(gone).party("P") is None
    assert REFERENCE.after(gone).after(party("P", recorded_at=LATER.replace(year=2027))).party("P") is not None


def test_a_column_that_may_be_left_out_is_stated_where_it_says_something() -> None:
    plain, counted = party("P"), party("P", first_number="7", recorded_at=LATER)
    assert len(counted.cells) == len(plain.cells) + 1
    known = REFERENCE.after(plain), REFERENCE.after(plain).after(counted)
    assert [found.first_number for reference in known if (found := reference.party("P"))] == [1, 7]
    empty = replace(counted, cells=(*plain.cells, ReferenceCell("zebra", "")))
    with pytest.raises(QuarantineError, match="expected the columns"):
        check_change(empty)


def test_a_later_row_of_a_licence_takes_the_place_of_the_one_before_however_its_number_is_written() -> None:
    first = change("licences", licence="L-7", holder="P", valid_from="2024-01-01")
    second = change("licences", licence="l 7", holder="Q", valid_from="2024-06-01")
    for order in ((first, second), (second, first)):
        book = REFERENCE.after(order[0]).after(order[1]).licences
        assert [(row.holder, row.period) for row in book.numbered("L/7", "BW")] == [
            ("P", "2024-01-01 to 2024-05-31"),
            ("Q", "since 2024-06-01"),
        ]


def test_licences_of_the_file_stay_beside_those_that_are_stated(tmp_path: Path) -> None:
    (tmp_path / "licences.csv").write_text(
        ",".join(LICENCE_COLUMNS) + "\nL-1,P,mining,BW,,,,2024-01-01,,,,,test,proposed,\n", encoding="utf-8"
    )
    reference = load_reference(tmp_path)
    both = reference.after(change("licences", licence="L-2", holder="P"))
    ended = both.after(change("licences", licence="L-1", holder="P", valid_from="2024-01-01", valid_until="2024-03-01"))
    assert [row.licence for row in both.licences.rows] == ["L-1", "L-2"]
    assert [row.valid_until for row in ended.licences.numbered("L-1", "BW")] == [date(2024, 3, 1)]


def test_reference_data_of_no_table_cannot_change() -> None:
    with pytest.raises(ValueError, match="loaded from tables"):
        replace(REFERENCE, statements=None).after(party("P"))
