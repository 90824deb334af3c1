"""A change of some rules judges again the histories that these rules look at, and says what judging all would say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

from schemas.events import CustodyEvent
from stream_processors.partition_judge import PartitionJudge
from stream_processors.rule_editions import UNKNOWN, Edition, _is_rule, changed_codes, edition_of
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.rules.base import Rule
from stream_processors.sqlite_histories import SqliteHistories
from tests import build
from tests.disturbances import disturbed_histories
from tests.histories import after, randoms
from tests.judges import ALONE, message
from tests.judging import KNOWN_AT, Run, book_of

EVERY = [rule.code for rule in all_rules()]


def book_without(*codes: str) -> RuleBook:
    """All rules but these."""
    return book_of(*(rule for rule in all_rules() if rule.code not in codes))


@given(disturbed_histories(), randoms)
def test_judging_those_a_changed_rule_looks_at_says_what_judging_all_says(
    events: Sequence[CustodyEvent], rng: Random
) -> None:
    before, now = (frozenset(rng.sample(EVERY, rng.randint(0, 4))) for _ in range(2))
    some, everybody = Run(book_without(*before)), Run(book_without(*before))
    for run, codes in ((some, before ^ now), (everybody, None)):
        run.feed(*events, after(events, days=35))
        run.engine.book = book_without(*now)
        run.findings = list(run.engine.judge_again(run.position + 1, KNOWN_AT, codes))
    assert some.findings == everybody.findings


def edition(**more: object) -> Edition:
    """An edition."""
    return replace(Edition("print", {"A": "1", "B": "2"}, "rest"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (edition(), set()),
        (edition(rules={"A": "1", "B": "3"}), {"B"}),
        (edition(rules={"A": "1"}), {"B"}),
        (edition(rules={"A": "1", "B": "2", "C": "3"}), {"C"}),
        (edition(rest="other"), None),
    ],
)
def test_what_changed_is_known_only_where_nothing_else_did(now: Edition, codes: set[str] | None) -> None:
    found = changed_codes(str(edition()), "print", now)
    assert (None if found is None else set(found)) == codes


def test_a_mark_of_other_rules_or_none_tells_nothing() -> None:
    assert changed_codes(str(edition()), "another", edition()) is None
    assert changed_codes(None, "print", edition()) is None
    assert changed_codes(UNKNOWN, "print", edition()) is None


def test_every_rule_has_a_digest_of_its_own_file_and_no_other_file_is_left_out(root: Path) -> None:
    book = book_without()
    found = edition_of(book)
    assert found.rules.keys() == set(EVERY)
    assert len(set(found.rules.values())) == len(EVERY)
    assert edition_of(book) == found
    own = [path for path in root.glob("stream_processors/**/*.py") if _is_rule(path.relative_to(root).as_posix())]
    assert len(own) == len(EVERY)


def test_a_rule_that_stands_in_no_file_of_rules_is_never_the_same() -> None:
    first = next(rule for rule in all_rules() if isinstance(rule, Rule))
    one, other = (replace(first, check=lambda case: None) for _ in range(2))
    assert edition_of(book_of(one)).rules != edition_of(book_of(other)).rules


def test_a_rule_that_looks_at_deadlines_has_no_place_of_its_own() -> None:
    assert book_without().places_of({"CUS003"}) is None
    assert book_without().places_of({"CUS000"}) is None
    assert book_without().places_of({"CUS004"})


def test_a_store_that_another_edition_of_the_same_rules_touched_is_of_no_known_edition(tmp_path: Path) -> None:
    path, book = tmp_path / "partition-000.sqlite", book_without()
    judge = PartitionJudge(path, book, ALONE, cached=3)
    judge.apply(message(0, build.registered()))
    judge.commit()
    judge.close()
    store = SqliteHistories(path, book)
    marked = json.loads(store.marked("edition") or "")
    store.mark("edition", json.dumps(marked | {"rest": "another"}))
    store.commit()
    store.close()
    judge = PartitionJudge(path, book, ALONE, cached=3)
    judge.commit()
    judge.close()
    store = SqliteHistories(path, book)
    assert store.marked("edition") == UNKNOWN
    store.close()
