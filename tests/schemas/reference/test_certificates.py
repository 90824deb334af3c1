"""What is known of certificates: numbers, longest validity, serial ranges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.certificates import add_months
from schemas.reference.load import load_reference

REFERENCE = load_reference()


@pytest.mark.parametrize(
    ("participant", "issued_on", "latest"),
    [
        ("EU", date(2024, 1, 15), date(2024, 3, 15)),
        ("EU", date(2023, 12, 31), date(2024, 2, 29)),
        ("EU", date(2022, 12, 31), date(2023, 2, 28)),
        ("EU", date(2024, 11, 5), date(2025, 1, 5)),
        ("CA", date(2024, 1, 1), date(2024, 3, 1)),
        ("CA", date(2023, 1, 1), date(2023, 3, 2)),
        ("SL", date(2024, 1, 1), None),
        ("AO", date(2024, 1, 1), None),
        ("KE", date(2024, 1, 1), None),
        ("EU", date.max, date.max),
        ("CA", date.max, date.max),
    ],
)
def test_the_longest_validity_is_two_calendar_months_in_the_union_sixty_days_in_canada_and_else_unknown(
    participant: str, issued_on: date, latest: date | None
) -> None:
    assert REFERENCE.latest_expiry(participant, issued_on) == latest


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(0, 60))
def test_months_are_added_to_the_same_day_or_to_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("participant", "number", "accepted"),
    [
        ("EU", "EU 123456", True),
        ("EU", "EC-123456", True),
        ("EU", "BE123456", False),
        ("EU", "eu123456", False),
        ("SL", "SL4306", True),
        ("SL", "SL 004911", True),
        ("SL", "SL430", False),
        ("SL", "SL4306\n", False),
        ("AO", "AO12345", True),
        ("AO", "CD12345", False),
        ("CN", "HK12345", True),
        ("GH", "GH-0001", True),
        ("TW", "TW12345", True),
    ],
)
def test_a_number_has_the_form_its_issuer_prints(participant: str, number: str, accepted: bool) -> None:
    rule = REFERENCE.certificate_rule(participant)
    assert rule is not None
    assert rule.accepts(number) is accepted


def test_every_issuer_has_a_rule_and_nobody_else_has() -> None:
    assert REFERENCE.membership.issuers == set(REFERENCE.certificates.rules)
    assert len(REFERENCE.membership.issuers) == 67
    assert REFERENCE.certificate_rule("KE") is None
    assert REFERENCE.certificate_rule("BE") is None


def test_only_the_parcel_reference_of_sierra_leone_is_known_to_end_in_the_certificate_number() -> None:
    assert [code for code, rule in REFERENCE.certificates.rules.items() if rule.reference_suffix] == ["SL"]


def test_a_serial_of_a_known_range_tells_its_year_of_use() -> None:
    found = REFERENCE.serial_year("SL", 4306)
    assert found is not None
    assert (found.year_of_use, found.source) == (2014, "be15")


@pytest.mark.parametrize(("participant", "serial"), [("SL", 4305), ("SL", 4307), ("GN", 4306)])
def test_a_serial_outside_every_known_range_tells_nothing(participant: str, serial: int) -> None:
    assert REFERENCE.serial_year(participant, serial) is None
