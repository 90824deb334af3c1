"""What an error means is told by its type: try again, ask the operator, or stop."""

from __future__ import annotations

import pytest
from clickhouse_driver import errors

from schemas.errors import CaratraceError, ConfigurationError, RetryError, StopError
from sinks.clickhouse_errors import MAY_PASS, MISCONFIGURED, meaning


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (BrokenPipeError(32, "Broken pipe"), RetryError),
        (ConnectionResetError(), RetryError),
        (TimeoutError("timed out"), RetryError),
        (EOFError("Unexpected EOF while reading bytes"), RetryError),
        (errors.NetworkError("Connection refused"), RetryError),
        (errors.SocketTimeoutError(), RetryError),
        (errors.UnexpectedPacketFromServerError("expected Hello"), StopError),
        (errors.UnknownPacketFromServerError("packet 72"), StopError),
        (errors.ServerException("DB::Exception: Syntax error", 62), StopError),
        (errors.ServerException("DB::Exception: constraint", 469), StopError),
        *((errors.ServerException("DB::Exception: x", code), RetryError) for code in MAY_PASS),
        *((errors.ServerException("DB::Exception: x", code), ConfigurationError) for code in MISCONFIGURED),
    ],
    ids=repr,
)
def test_the_type_says_what_to_do(error: Exception, kind: type[CaratraceError]) -> None:
    assert type(meaning(error, "insert into t", "db:9000/gems")) is kind


def test_the_message_says_what_was_tried_where_and_what_came_on_one_line() -> None:
    error = errors.ServerException("DB::Exception: no table\nof that name. Stack trace:\n\n0. somewhere", 60)

    assert str(meaning(error, "insert into t", "db:9000/gems")) == (
        "insert into t: ClickHouse at db:9000/gems refused: Code: 60. DB::Exception: no table of that name.; "
        "run the migrations first"
    )


def test_an_error_without_words_is_called_by_its_type() -> None:
    assert "(ConnectionResetError)" in str(meaning(ConnectionResetError(), "SELECT 1", "db:9000/gems"))
