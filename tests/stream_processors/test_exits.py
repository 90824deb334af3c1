"""Exit codes of a worker say what happened and who must act."""

from __future__ import annotations

import pytest

from stream_processors.exits import Exit, exit_of


def test_those_that_the_next_start_would_only_repeat_need_a_person() -> None:
    assert {found.value for found in Exit if found.needs_a_person} == {73, 75, 76, 77, 78}


@pytest.mark.parametrize("found", list(Exit))
def test_each_says_what_happened_and_what_to_do(found: Exit) -> None:
    assert len(found.meaning) > 30
    assert ("started again" in found.remedy) != found.needs_a_person


@pytest.mark.parametrize("code", [0, 1, 2, 71, 137])
def test_any_other_code_is_none_of_them(code: int) -> None:
    assert exit_of(code) is None


def test_a_code_is_found_by_its_number() -> None:
    assert exit_of(75) is Exit.HOLE
