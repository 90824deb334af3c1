"""A store that is not what it was says so."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from schemas.codec import record_of
from schemas.errors import CorruptStoreError, StopError
from schemas.records import RulesChanged, Taint, TaintSource
from stream_processors.partition_judge import PartitionJudge, Place
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.store_check import differences, look, problems
from stream_processors.store_names import snapshot_name
from tests import build
from tests.judges import SUBJECTS, a_world, judged, message
from tests.judging import book_of, whole_book

PLACE = Place(SUBJECTS, 1, 3)
EARLIER = book_of(*(rule for rule in whole_book().rules if rule.code != "CUS005"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The store of partition 1, after a disturbed world."""
    path = tmp_path / "partition-001.sqlite"
    judged(path, *a_world(1, PLACE), place=PLACE)
    return path


def put(store: Path, sql: str) -> None:
    """Change a store behind the back of its judge."""
    with closing(sqlite3.connect(store)) as database, database:
        assert database.execute(sql).rowcount != 0


def again(store: Path) -> list[str]:
    """What is found when the store is judged again."""
    return differences(store, whole_book(), lambda count: None)


def test_a_sound_store_has_no_problem_also_while_it_is_open(tmp_path: Path, store: Path) -> None:
    assert (problems(store), again(store)) == ([], [])
    other = tmp_path / "partition-002.sqlite"
    place = Place(SUBJECTS, 2, 3)
    with closing(PartitionJudge(other, whole_book(), place, cached=3)) as judge:
        assert (problems(other), again(other)) == ([], [])
        judge.apply(message(0, *(build.received(f"L{number}") for number in range(9)), place=place))
        judge.commit()
        assert (problems(other), again(other)) == ([], [])
        assert look(other).open_findings > 0


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("DELETE FROM log WHERE position = 3", "the log holds .* from position 1 to .*: some are missing"),
        ("DELETE FROM log WHERE position = 1", "from position 2 to .*: some are missing"),
        ("DELETE FROM log WHERE position > 5", "histories name .* records that the log does not hold"),
        ("UPDATE numbers SET position = 100000 WHERE number = 1", "numbers of emitters name .* records that the log"),
        ("DELETE FROM numbers WHERE number = 1", "ranges of numbers are not those of the numbers that were used"),
        ("UPDATE ranges SET highest = highest + 1", "ranges of numbers are not those of the numbers that were used"),
        ("DELETE FROM ranges", "ranges of numbers are not those of the numbers that were used"),
        ("UPDATE findings SET position = 100000 WHERE number = 1", "1 findings were caused by records"),
        ("UPDATE log SET payload = x'00' WHERE position = 2", "1 records, the first at position 2, cannot be read"),
        ("UPDATE log SET payload = (SELECT payload FROM findings) WHERE position = 2", "of the kind Finding"),
        (
            "INSERT INTO reference VALUES (1)",
            "the list of changes of reference data differs from the log",
        ),
        ("DELETE FROM mark WHERE name = 'crc'", "it has no mark 'crc'"),
        ("UPDATE mark SET value = 'soon' WHERE name = 'next'", "a mark that cannot be: .*'soon'"),
        ("UPDATE mark SET value = '0' WHERE name = 'next'", "though no message was taken in"),
        ("UPDATE mark SET value = 'nowhere' WHERE name = 'place'", "expected a place like .* got 'nowhere'"),
        ("UPDATE mark SET value = 'subjects, partition 2 of 3' WHERE name = 'place'", "the name says partition 1"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(store: Path, sql: str, found: str) -> None:
    put(store, sql)
    assert re.search(found, "\n".join(problems(store)))


def test_a_page_that_is_torn_is_a_problem(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[3 * 4096 : 4 * 4096] = bytes(4096)
    store.write_bytes(content)
    assert problems(store) != []


def test_what_is_no_store_says_so_and_what_cannot_be_read_is_no_answer(tmp_path: Path, store: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"no database" * 1000)
    assert "is damaged or no store" in problems(other)[0]
    assert "is damaged or no store" in again(other)[0]
    SqliteHistories(store.rename(other), whole_book()).close()
    put(other, "DELETE FROM mark")
    with pytest.raises(CorruptStoreError, match="is not the store of a partition: it has no mark 'place'"):
        look(other)
    put(other, "ALTER TABLE mark RENAME TO marked")
    assert "is not the store of a partition (no such table: mark)" in problems(other)[0]
    for check in (look, problems, again):
        with pytest.raises(StopError, match="cannot be read"):
            check(tmp_path / "nowhere.sqlite")


def test_a_name_that_says_another_offset_is_a_problem(tmp_path: Path, store: Path) -> None:
    offset = look(store).next
    named = store.rename(tmp_path / snapshot_name(1, offset))
    assert problems(named) == []
    [problem] = problems(named.rename(tmp_path / snapshot_name(1, offset + 1)))
    assert f"the name says partition 1 at offset {offset + 1}, the store says subjects" in problem


# ------------------------------------------------------------------------------------------------------- judged again


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (
            "DELETE FROM published WHERE finding_id = (SELECT min(finding_id) FROM published)",
            "open findings: 1 missing",
        ),
        ("DELETE FROM findings WHERE number = 1", "findings: 1 missing, such as .* raised at position"),
        (
            "INSERT INTO published SELECT 'x', subject, (SELECT payload FROM findings WHERE number = 1) FROM published "
            "LIMIT 1",
            "open findings: 1 unexpected",
        ),
        (
            "UPDATE mark SET value = 'others' WHERE name = 'rules'",
            "judged under the rules others, and this program has",
        ),
        ("UPDATE findings SET payload = x'c301' WHERE number = 2", "the record at position 2 cannot be read"),
    ],
)
def test_findings_that_do_not_follow_from_the_records_are_found(store: Path, sql: str, found: str) -> None:
    put(store, sql)
    assert problems(store) == []
    assert re.search(found, "\n".join(again(store)))


def test_a_record_that_is_whole_outside_and_broken_inside_is_found(store: Path) -> None:
    """An event, that is: the record of an instant is not longer than twenty bytes."""
    with closing(sqlite3.connect(store)) as database:
        ((position,),) = database.execute("SELECT min(position) FROM log WHERE length(payload) > 20 AND position > 1")
    put(store, f"UPDATE log SET payload = substr(payload, 1, 20) WHERE position = {position}")
    assert problems(store) == []
    assert f"no readable event at position {position}" in again(store)[0]


def test_what_lots_heard_is_judged_again_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    cut = build.transformed("L1", "L2")
    open_there = TaintSource("lot:L1", "CUS008", build.uid("somewhere"), 0)
    told = Taint("lot:L2", "lot:L1", cut.event_id, record_of(cut).digest, 5, None, (open_there,))
    said = judged(path, message(0, cut), message(1, told, told))
    assert "LIN001" in {finding.rule for finding in said}
    assert (problems(path), again(path), look(path).records) == ([], [], 2)
    put(path, "DELETE FROM findings WHERE number = (SELECT max(number) FROM findings)")
    assert again(path) == ["findings: 1 missing, such as LIN001 on lot:L2, raised at position 2"]


def test_after_a_change_of_rules_what_is_open_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    judged(path, message(0, build.received("L1"), build.registered("L2")), book=EARLIER)
    changed = judged(path, message(1, RulesChanged(whole_book().fingerprint)))
    assert [(finding.rule, finding.revision) for finding in changed] == [("CUS005", 3)]
    assert (problems(path), again(path)) == ([], [])
    put(path, "DELETE FROM published")
    assert again(path) == ["open findings: 1 missing, such as CUS005 on lot:L1, raised at position 0"]
