"""SQL files explain themselves, and one that does not stops the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from sinks.parameters import Parameter
from sinks.queries import OPTIONAL_FIELDS, REQUIRED_FIELDS, load_queries
from sinks.sqlfiles import Column, read_sql, read_sql_files

GOOD = """-- question: Who held a lot?
--   As far as is known.
-- parameter lot String: the lot's id
-- parameter at Nullable(DateTime64(6, 'UTC')): when
-- column custodian String: the party,
--   or empty

-- a remark that is no part of the header
SELECT custodian FROM lots WHERE lot_id = {lot:String} AND born_at < {at:Nullable(DateTime64(6, 'UTC'))}
"""


def test_a_header_says_question_parameters_and_columns_over_several_lines() -> None:
    file = read_sql("who_held.sql", GOOD, REQUIRED_FIELDS, OPTIONAL_FIELDS)

    assert file.name == "who_held"
    assert file.fields == {"question": "Who held a lot? As far as is known."}
    assert file.parameters == {
        "lot": Parameter("lot", "String", "the lot's id"),
        "at": Parameter("at", "Nullable(DateTime64(6, 'UTC'))", "when"),
    }
    assert file.columns == (Column("custodian", "String", "the party, or empty"),)
    assert file.sql.startswith("-- a remark")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("Who.sql", "", "", "a file named like trace_back.sql"),
        ("who.txt", "", "", "a file named like trace_back.sql"),
        ("who.sql", GOOD, "", "a header of comments and a statement"),
        ("who.sql", GOOD, "SELECT 1", "a header of comments and a statement"),
        ("who.sql", GOOD[GOOD.index("-- a remark") :], "", "a header of comments and a statement"),
        ("who.sql", "-- question: Who held a lot?\n--   As far as is known.\n", "", r"lacks \['question'\]"),
        ("who.sql", "-- question", "-- riddle: x\n-- question", r"unknown \['riddle'\]"),
        ("who.sql", "-- question", "-- question: x\n-- question", "question stands twice"),
        ("who.sql", "-- column", "-- column custodian String: x\n-- column", "custodian stands twice"),
        ("who.sql", "-- column", "-- parameter lot String: x\n-- column", "lot stands twice"),
        ("who.sql", "-- column", "-- parameter more String: x\n-- column", "does not use the parameter more"),
        ("who.sql", "-- column custodian String: the party,\n--   or empty\n", "", "names no column"),
        ("who.sql", "-- parameter lot String: the lot's id\n", "", "{lot:String} is not what the header says of lot"),
        ("who.sql", "{lot:String}", "{lot:UUID}", "{lot:UUID} is not what the header says of lot"),
        ("who.sql", "{lot:String}", "'x'", "does not use the parameter lot"),
        ("who.sql", "lot String", "lot Point", "is not what the header says of lot"),
        ("who.sql", "String", "Point", "a type that nothing can fill"),
        ("who.sql", "-- column", "-- something without a colon\n-- column", "expected 'field: text'"),
        ("who.sql", "FROM lots", "FROM lots; SELECT 1", "one statement without a semicolon"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, old: str, new: str, message: str) -> None:
    text = GOOD.replace(old, new) if old else GOOD

    with pytest.raises(ConfigurationError, match=message):
        read_sql(name, text, REQUIRED_FIELDS, OPTIONAL_FIELDS)


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="found none"):
        read_sql_files(tmp_path, REQUIRED_FIELDS, OPTIONAL_FIELDS)


def test_every_file_in_the_folder_is_a_question(root: Path) -> None:
    files = {path.stem for path in (root / "sinks" / "queries").glob("*.sql")}

    assert set(load_queries()) == files
    assert all(query.question.endswith("?") for query in load_queries().values())


def test_a_field_gives_the_value_of_a_parameter_only_where_that_is_asked_for() -> None:
    text = GOOD.replace("-- column", "-- lot: L1\n-- column", 1)

    assert read_sql("who.sql", text, REQUIRED_FIELDS, OPTIONAL_FIELDS, settings=True).fields["lot"] == "L1"
    with pytest.raises(ConfigurationError, match=r"unknown \['lot'\]"):
        read_sql("who.sql", text, REQUIRED_FIELDS, OPTIONAL_FIELDS)
