"""What a person writes becomes a value of the type that a query asks for, or is refused with what was expected."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schemas.ports import Value
from sinks.parameters import Parameter, ParameterError

ID = "0f3c2a9e-5d2b-4c1e-9f7a-1b2c3d4e5f60"
INSTANT = "DateTime64(6, 'UTC')"


@pytest.mark.parametrize(
    ("type_name", "text", "value"),
    [
        ("String", "", ""),
        ("String", "it's \\N", "it's \\N"),
        ("Nullable(String)", "x", "x"),
        ("UUID", ID, ID),
        ("UUID", ID.upper(), ID.upper()),
        ("UInt8", "255", 255),
        ("Int8", "-128", -128),
        ("UInt64", str(2**64 - 1), 2**64 - 1),
        ("Bool", "yes", True),
        ("Bool", "FALSE", False),
        ("Date32", "2024-02-29", date(2024, 2, 29)),
        (INSTANT, "2024-03-01", datetime(2024, 3, 1, tzinfo=UTC)),
        (INSTANT, "2024-03-01T12:00:00Z", datetime(2024, 3, 1, 12, tzinfo=UTC)),
        (INSTANT, "2024-03-01T14:00:00+02:00", datetime(2024, 3, 1, 12, tzinfo=UTC)),
    ],
)
def test_text_is_read_as_the_type_says(type_name: str, text: str, value: Value) -> None:
    assert Parameter("p", type_name, "meaning").parse(text) == value


@pytest.mark.parametrize(
    ("type_name", "text", "expected"),
    [
        ("UUID", "L1", "a UUID such as"),
        ("UUID", ID.replace("-", ""), "a UUID such as"),
        ("UInt8", "256", r"a whole number \(UInt8\)"),
        ("UInt8", "-1", r"a whole number \(UInt8\)"),
        ("Int64", "1.5", r"a whole number \(Int64\)"),
        ("Bool", "maybe", "yes or no"),
        ("Date32", "01.03.2024", "a day such as 2024-03-01"),
        (INSTANT, "2024-03-01T12:00:00", "an instant with its zone"),
        (INSTANT, "yesterday", "an instant with its zone"),
    ],
)
def test_other_text_is_refused_with_what_was_expected_and_what_came(type_name: str, text: str, expected: str) -> None:
    with pytest.raises(ParameterError, match=rf"parameter p \(meaning\): expected .*{expected}.*, got {text!r}"):
        Parameter("p", type_name, "meaning").parse(text)


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("String", None),
        ("String", 1),
        ("String", b"x"),
        ("UInt8", True),
        ("UInt8", 1.0),
        ("Bool", 1),
        ("Date32", datetime(2024, 3, 1, tzinfo=UTC)),
        (INSTANT, date(2024, 3, 1)),
        (INSTANT, datetime(2024, 3, 1)),  # noqa: DTZ001 - naive on purpose
    ],
)
def test_a_value_of_another_type_is_refused(type_name: str, value: Value) -> None:
    with pytest.raises(ParameterError):
        Parameter("p", type_name, "meaning").check(value)


def test_only_a_nullable_parameter_may_be_left_out() -> None:
    assert Parameter("p", "Nullable(UUID)", "meaning").is_optional
    assert Parameter("p", "Nullable(UUID)", "meaning").check(None) is None
    assert not Parameter("p", "UUID", "meaning").is_optional
