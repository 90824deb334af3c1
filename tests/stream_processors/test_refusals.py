"""A worker stops when the greater part of what it reads is refused, and not for a few bad records."""

from __future__ import annotations

import pytest

from stream_processors.refusals import RefusalLimit, Refusals, TooManyRefusals

LIMIT = RefusalLimit(percent=20, window=100, least=10)


def test_refusals_up_to_the_limit_do_not_stop() -> None:
    refusals = Refusals(LIMIT)
    for _ in range(20):
        refusals.note(read=50, refused=10)


def test_one_refusal_more_than_the_limit_stops_with_the_figures() -> None:
    refusals = Refusals(LIMIT)
    refusals.note(read=79, refused=0)
    with pytest.raises(TooManyRefusals, match=r"21 of the last 100 .* more than 20 percent"):
        refusals.note(read=21, refused=21)


def test_few_records_that_are_all_refused_do_not_stop_before_they_are_enough_to_tell() -> None:
    refusals = Refusals(LIMIT)
    refusals.note(read=9, refused=9)
    with pytest.raises(TooManyRefusals, match="10 of the last 10"):
        refusals.note(read=1, refused=1)


def test_what_lies_further_back_than_the_window_is_forgotten() -> None:
    refusals = Refusals(LIMIT)
    refusals.note(read=100, refused=20)
    refusals.note(read=100, refused=0)
    refusals.note(read=20, refused=20)
