"""How rules write numbers and names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stream_processors.rules.words import count_text, days_text, names_text, share_text


@pytest.mark.parametrize(("number", "text"), [(0, "0 stones"), (1, "1 stone"), (2, "2 stones"), (5000, "5,000 stones")])
def test_a_count_has_its_plural_and_its_thousands(number: int, text: str) -> None:
    assert count_text(number, "stone") == text


def test_a_span_is_told_in_whole_days() -> None:
    assert days_text(timedelta(hours=23)) == "0 days"
    assert days_text(timedelta(days=1, hours=23)) == "1 day"


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(101, 323, "31.2 %"), (1, 1, "100.0 %"), (0, 7, "0.0 %"), (50, 1, "5,000.0 %")]
)
def test_a_share_is_cut_and_not_rounded(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text


def test_names_are_sorted_and_stand_once() -> None:
    assert names_text(["ZA", "BW", "ZA"]) == "BW, ZA"
    assert names_text([]) == "none"
