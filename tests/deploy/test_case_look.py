"""Documented cases that only figures and quantities give away: each gives exactly what it says of detectors."""

from __future__ import annotations

from collections import Counter

import pytest

from deploy.case_look import look_at
from deploy.wiring import scratch_rows
from producers.cases import Case, all_cases, case_named
from schemas.errors import ConfigurationError

CASES = [pytest.param(case, id=case.name) for case in all_cases() if case.detect_on is not None]


@pytest.mark.parametrize("case", CASES)
def test_detectors_find_what_the_case_says_with_the_published_numbers_and_nothing_else(case: Case) -> None:
    with scratch_rows() as rows:
        found = look_at(case, rows)

    wanted = case.expects(statistical=True)
    got = Counter((finding.rule, finding.subject, finding.severity) for finding in found)
    assert got == Counter((finding.rule, finding.subject, finding.severity) for finding in wanted)
    texts = {(finding.rule, finding.subject): f"{finding.got}; {finding.expected}" for finding in found}
    for finding in wanted:
        assert finding.says
        assert [number for number in finding.says if number not in texts[finding.rule, finding.subject]] == []


def test_a_case_without_a_day_for_the_detectors_is_told_so() -> None:
    with scratch_rows() as rows, pytest.raises(ConfigurationError, match="mine_to_ring says not on which day"):
        look_at(case_named("mine_to_ring"), rows)
