"""What every ``RowStore`` keeps. A test class inherits this suite and brings a fixture ``store`` without tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from schemas.errors import StopError
from schemas.ports import Row, RowStore, Value

HOSTILE = [
    "",
    " ",
    "plain",
    "tab\tnewline\nreturn\rend",
    "back\\slash \\N \\t \\\\",
    "quotes ' \" ` ''",
    "a NUL \0 inside",
    "é ∅ 😀 \u202e",
    "'; DROP TABLE kinds; --",
    "{lot:String} %s %(x)s",
    "NULL",
    "\\N",
    "two\n\nnewlines, then SELECT 1",
]

KINDS = """
CREATE TABLE kinds (
    id Int64,
    text String,
    word LowCardinality(String),
    maybe_text Nullable(String),
    event UUID,
    maybe_event Nullable(UUID),
    truth Bool,
    maybe_truth Nullable(Bool),
    small UInt8,
    whole Int32,
    maybe_whole Nullable(Int64),
    huge UInt64,
    coordinate Nullable(Float64),
    at DateTime64(6, 'UTC'),
    maybe_at Nullable(DateTime64(6, 'UTC')),
    day Date32,
    maybe_day Nullable(Date32),
    texts Array(String),
    events Array(UUID),
    copy UInt64 MATERIALIZED bitNot(huge)
)
ENGINE = MergeTree ORDER BY id
SETTINGS non_replicated_deduplication_window = 100
"""

FULL: Row = (
    1, "text", "word", "maybe", "0f3c2a9e-5d2b-4c1e-9f7a-1b2c3d4e5f60", "0f3c2a9e-5d2b-4c1e-9f7a-1b2c3d4e5f61", True,
    False, 255, -(2**31), 2**63 - 1, 2**64 - 1, -23.5, datetime(2024, 3, 1, 12, 30, 15, 123456, UTC),
    datetime(1900, 1, 1, 0, 0, 0, 1, UTC), date(1900, 1, 1), date(2299, 12, 31), ("a", "b", ""),
    ("00000000-0000-0000-0000-000000000001",),
)  # fmt: skip

EMPTY: Row = (
    2, "", "", None, "00000000-0000-0000-0000-000000000000", None, False, None, 0, 0, None, 0, None,
    datetime(2299, 12, 31, 23, 59, 59, 999999, UTC), None, date(1970, 1, 1), None, (), (),
)  # fmt: skip

COLUMNS = (
    "id, text, word, maybe_text, event, maybe_event, truth, maybe_truth, small, whole, maybe_whole, huge, coordinate, "
    "at, maybe_at, day, maybe_day, texts, events"
)


def kinds_row(**cells: Value) -> Row:
    """The full row with some cells changed."""
    names = COLUMNS.split(", ")
    return tuple(cells.get(name, cell) for name, cell in zip(names, FULL, strict=True))


def kinds(store: RowStore) -> tuple[Row, ...]:
    """What the table of the suite holds."""
    return store.query(f"SELECT {COLUMNS} FROM kinds ORDER BY id, text").rows


class RowStoreContract:
    """The suite."""

    def test_every_kind_of_cell_comes_back_as_it_was(self, store: RowStore) -> None:
        store.command(KINDS)

        store.insert("kinds", [FULL, EMPTY], "first")

        assert kinds(store) == (FULL, EMPTY)

    def test_text_comes_back_exactly_whatever_it_holds(self, store: RowStore) -> None:
        store.command(KINDS)
        rows = [
            kinds_row(id=number, text=text, word=text, maybe_text=text, texts=(text, text))
            for number, text in enumerate(HOSTILE)
        ]

        store.insert("kinds", rows, "first")

        assert kinds(store) == tuple(rows)

    def test_bytes_that_are_no_text_come_back_as_bytes(self, store: RowStore) -> None:
        store.command(KINDS)

        store.insert("kinds", [kinds_row(text=b"\xff\x00\n\n\xc3")], "first")

        assert store.query("SELECT text FROM kinds").rows == ((b"\xff\x00\n\n\xc3",),)

    def test_an_instant_of_another_zone_comes_back_in_utc(self, store: RowStore) -> None:
        store.command(KINDS)
        at = datetime(2024, 3, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))

        store.insert("kinds", [kinds_row(at=at)], "first")

        assert store.query("SELECT at FROM kinds").rows == ((datetime(2024, 3, 1, 12, 0, tzinfo=UTC),),)

    def test_an_answer_names_its_columns_and_types_even_when_it_is_empty(self, store: RowStore) -> None:
        store.command(KINDS)

        table = store.query("SELECT id, word, maybe_event, at, texts FROM kinds")

        assert table.columns == ("id", "word", "maybe_event", "at", "texts")
        assert table.types == ("Int64", "String", "Nullable(UUID)", "DateTime64(6, 'UTC')", "Array(String)")
        assert table.rows == ()

    def test_batches_add_up(self, store: RowStore) -> None:
        store.command(KINDS)

        store.insert("kinds", [kinds_row(id=1)], "first")
        store.insert("kinds", [kinds_row(id=2)], "second")
        store.insert("kinds", [], "third")

        assert [row[0] for row in kinds(store)] == [1, 2]

    def test_the_same_rows_under_the_same_token_are_stored_once(self, store: RowStore) -> None:
        store.command(KINDS)
        rows = [kinds_row(id=number) for number in range(100)]

        store.insert("kinds", rows, "first")
        store.insert("kinds", rows, "first")

        assert store.query("SELECT count() FROM kinds").rows == ((100,),)

    def test_other_rows_under_a_used_token_are_stored_too(self, store: RowStore) -> None:
        store.command(KINDS)

        store.insert("kinds", [kinds_row(id=1)], "first")
        store.insert("kinds", [kinds_row(id=2)], "first")

        assert [row[0] for row in kinds(store)] == [1, 2]

    def test_rows_may_come_again_after_the_table_was_emptied(self, store: RowStore) -> None:
        store.command(KINDS)
        store.insert("kinds", [FULL], "first")

        store.command("TRUNCATE TABLE kinds")
        store.insert("kinds", [FULL], "first")

        assert kinds(store) == (FULL,)

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("id", None),
            ("id", "1"),
            ("id", True),
            ("id", 2**63),
            ("small", -1),
            ("small", 256),
            ("whole", 1.5),
            ("text", None),
            ("text", 7),
            ("event", "no UUID"),
            ("event", UUID(int=1)),
            ("at", datetime(2024, 3, 1)),  # noqa: DTZ001 - naive on purpose
            ("at", datetime(1899, 12, 31, tzinfo=UTC)),
            ("at", datetime(2300, 1, 1, tzinfo=UTC)),
            ("at", date(2024, 3, 1)),
            ("day", datetime(2024, 3, 1, tzinfo=UTC)),
            ("day", date(2300, 1, 1)),
            ("texts", None),
            ("texts", "text"),
            ("texts", (None,)),
            ("events", ("no UUID",)),
        ],
    )
    def test_a_cell_that_does_not_fit_is_refused_by_name_and_nothing_is_stored(
        self, store: RowStore, column: str, cell: Value
    ) -> None:
        store.command(KINDS)

        with pytest.raises(StopError, match=f"kinds.*{column}"):
            store.insert("kinds", [FULL, kinds_row(**{column: cell})], "first")

        assert kinds(store) == ()

    def test_a_block_that_the_engine_refuses_is_not_stored_in_part(self, store: RowStore) -> None:
        store.command("CREATE TABLE odd (n Int64, CONSTRAINT is_odd CHECK n % 2 = 1) ENGINE = MergeTree ORDER BY n")

        with pytest.raises(StopError, match="odd"):
            store.insert("odd", [(number,) for number in (1, 3, 5, 6)], "first")

        assert store.query("SELECT count() FROM odd").rows == ((0,),)
        store.insert("odd", [(7,)], "second")
        assert store.query("SELECT n FROM odd").rows == ((7,),)

    def test_a_row_of_another_length_is_refused(self, store: RowStore) -> None:
        store.command(KINDS)

        with pytest.raises(StopError, match="expected 19 values in each row, got 2"):
            store.insert("kinds", [FULL, (1, "x")], "first")

        assert kinds(store) == ()

    @pytest.mark.parametrize("table", ["nowhere", "kinds; DROP TABLE kinds", "", "system.one"])
    def test_a_table_that_is_not_there_is_refused_by_name(self, store: RowStore, table: str) -> None:
        with pytest.raises(StopError, match="table"):
            store.insert(table, [(1,)], "first")

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_parameter_finds_exactly_the_row_that_holds_its_text(self, store: RowStore, text: str) -> None:
        store.command(KINDS)
        store.insert("kinds", [kinds_row(id=n, text=other) for n, other in enumerate(HOSTILE)], "first")

        found = store.query(
            "SELECT id, {text:String} FROM kinds WHERE text = {text:String} AND has({texts:Array(String)}, text)",
            {"text": text, "texts": ("other", text)},
        )

        assert found.rows == ((HOSTILE.index(text), text),)

    def test_parameters_of_every_type_reach_the_query(self, store: RowStore) -> None:
        at, day, event = (
            datetime(2024, 3, 1, 12, 0, 0, 5, UTC),
            date(2024, 2, 29),
            "0f3c2a9e-5d2b-4c1e-9f7a-1b2c3d4e5f60",
        )

        found = store.query(
            "SELECT {at:DateTime64(6, 'UTC')}, {day:Date32}, {event:UUID}, {n:Int64}, {truth:Bool}, "
            "{none:Nullable(String)}, {some:Nullable(String)}, {ns:Array(Int64)}",
            {
                "at": at, "day": day, "event": event, "n": -(2**63), "truth": True, "none": None, "some": "NULL",
                "ns": (1, -2),
            },
        )  # fmt: skip

        assert found.rows == ((at, day, event, -(2**63), True, None, "NULL", (1, -2)),)

    @pytest.mark.parametrize("given", [{}, {"a": 1, "b": 2}, {"b": 1}])
    def test_parameters_must_be_those_that_the_query_names(self, store: RowStore, given: dict[str, Value]) -> None:
        with pytest.raises(StopError, match="expected the parameters a, got"):
            store.query("SELECT {a:Int64}", given)

    def test_a_query_that_fails_is_named(self, store: RowStore) -> None:
        with pytest.raises(StopError, match=r"-- the life of a lot: .*nowhere"):
            store.query("-- the life of a lot\nSELECT * FROM nowhere")

    @pytest.mark.parametrize("sql", ["DROP TABLE kinds", "SELECT 1; DROP TABLE kinds", "TRUNCATE TABLE kinds", ""])
    def test_a_query_reads_and_does_nothing_else(self, store: RowStore, sql: str) -> None:
        store.command(KINDS)
        store.insert("kinds", [FULL], "first")

        with pytest.raises(StopError):
            store.query(sql)

        assert kinds(store) == (FULL,)

    def test_a_closed_store_says_so(self, store: RowStore) -> None:
        store.close()
        store.close()

        with pytest.raises(StopError, match="closed"):
            store.query("SELECT 1")
