"""All partitions of a worker: what is missing is read, what comes again is passed over, what does not fit stops."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from schemas.errors import RetryError
from schemas.findings import FindingStatus
from schemas.records import RulesChanged
from stream_processors import telemetry
from stream_processors.incoming import Incoming
from stream_processors.judging import BUSY_CHECKS, BeyondEnd
from stream_processors.partition_judge import OtherRules, OtherTopic, Place
from stream_processors.rulebook import RuleBook
from tests import build
from tests.judges import SUBJECTS, message
from tests.judging import book_of, whole_book
from tests.judging_bench import Bench, of_partition, run

OTHER = book_of(*whole_book().rules[1:])


def test_messages_are_judged_in_order_and_a_repeat_is_passed_over(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 3)
    run(bench, bench.take(0, 0, 1, 0, 1, 2, 2))
    assert (bench.results.records, bench.position(0), bench.topic.reads) == (3, 3, [])


def test_a_gap_is_read_from_the_topic_and_the_commit_is_brought_level(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 6)
    run(bench, bench.take(0, 0, 4))
    assert (bench.results.records, bench.position(0)) == (6, 6)
    assert bench.topic.reads == [(0, 1)]
    assert (bench.levelled, bench.failed) == ([(0, 6)], [])


def test_messages_that_come_during_healing_are_left_to_it_and_not_lost(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 4)
    late = [of_partition(0, 4), of_partition(0, 5)]

    async def grow() -> None:
        """Two messages more come while the last one that was there is read."""
        await asyncio.sleep(0)
        if late and len(bench.results.sent) == 3:
            bench.topic.partitions[0] += late
            while late:
                await bench.judging.take(late.pop(0))

    bench.topic.before_each = grow
    run(bench, bench.take(0, 2))
    assert (bench.results.records, bench.position(0), bench.failed) == (6, 6, [])


def test_a_heal_of_one_partition_does_not_hold_up_the_others(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 50, 2)

    async def work() -> None:
        await bench.take(0, 49)
        await bench.take(1, 0, 1)
        assert bench.results.records < 52, "the healing has already come to its end"

    run(bench, work())
    assert (bench.position(0), bench.position(1)) == (50, 2)


def test_what_is_missing_at_the_end_is_found_by_the_check(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 3)

    async def work() -> None:
        await bench.take(0, 0)
        await bench.judging.check()
        assert bench.board.standing == {"judge partition 0": (1, 3)}
        await bench.judging.check()
        await bench.settle()
        await bench.judging.check()

    run(bench, work())
    assert (bench.position(0), bench.board.standing) == (3, {"judge partition 0": (3, 3)})


def test_a_partition_without_any_message_from_faust_is_opened_and_read_by_the_check(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 2)

    async def work() -> None:
        await bench.judging.check()
        await bench.judging.check()

    run(bench, work())
    assert bench.position(0) == 2


def test_while_others_get_messages_the_check_is_patient(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1, BUSY_CHECKS + 3)

    async def work() -> None:
        for number in range(BUSY_CHECKS):
            await bench.take(1, number)
            await bench.judging.check()
        assert bench.topic.reads == []
        await bench.take(1, BUSY_CHECKS)
        await bench.judging.check()

    run(bench, work())
    assert bench.topic.reads == [(0, 0)]


def test_a_worker_that_comes_back_goes_on_and_a_lost_disk_is_read_again(tmp_path: Path) -> None:
    first = Bench(tmp_path, 3)
    run(first, first.take(0, 0, 1))
    again = Bench(tmp_path, 3)
    run(again, again.take(0, 0, 1, 2))
    assert again.results.records == 1

    (tmp_path / "0.sqlite").unlink()
    wiped = Bench(tmp_path, 3)
    run(wiped, wiped.take(0, 2))
    assert (wiped.results.records, wiped.position(0)) == (3, 3)


def test_results_that_are_not_acknowledged_leave_the_position_where_it_was(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1)
    bench.results.broken = True
    with pytest.raises(RetryError):
        run(bench, bench.take(0, 0))
    assert bench.position(0) == 0


def test_a_failure_while_healing_is_told_and_nothing_of_the_message_stays(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 3)
    bench.results.broken = True
    run(bench, bench.take(0, 2))
    assert [type(error) for error in bench.failed] == [RetryError]
    assert bench.position(0) == 0


def test_a_partition_that_was_lost_is_closed_and_its_messages_are_passed_over(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 2, 2)

    async def work() -> None:
        await bench.take(0, 0)
        await bench.judging.check()
        bench.judging.own([1])
        await bench.take(0, 1)
        assert bench.position(0) == 1
        assert set(bench.board.standing) == {"judge partition 1"}
        told = {sample.labels["part"] for metric in telemetry.LAG.collect() for sample in metric.samples}
        assert "judge partition 0" not in told
        assert "judge partition 1" in told

    run(bench, work())
    assert bench.results.records == 1


def test_a_heal_gives_up_when_its_partition_goes_to_another_worker(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 40)

    async def leave() -> None:
        await asyncio.sleep(0)
        if len(bench.results.sent) == 5:
            bench.judging.own([])

    bench.topic.before_each = leave
    run(bench, bench.take(0, 39))
    assert bench.position(0) == 5
    assert (bench.failed, bench.levelled) == ([], [])


def test_a_message_at_work_is_done_with_before_the_stores_are_closed_and_none_is_taken_after_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 3)
    messages = bench.topic.partitions[0]

    async def work() -> None:
        at_work = asyncio.create_task(bench.judging.take(messages[0]))
        while not bench.results.asked:
            await asyncio.sleep(0)
        behind = asyncio.create_task(bench.judging.take(messages[1]))
        await asyncio.sleep(0)
        await bench.judging.close()
        assert [await at_work, await behind, await bench.judging.take(messages[2])] == [True, False, False]
        bench.judging.own([0])
        assert await bench.judging.take(messages[2]) is False

    run(bench, work())
    assert (bench.results.records, bench.position(0), bench.failed) == (1, 1, [])


def test_a_heal_that_is_cut_short_by_the_end_leaves_the_store_at_a_whole_message(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 40)

    async def work() -> None:
        await bench.take(0, 39)
        while len(bench.results.sent) < 5:
            await asyncio.sleep(0)
        await bench.judging.close()

    run(bench, work())
    assert 5 <= bench.position(0) == bench.results.records < 40
    assert (bench.failed, bench.levelled) == ([], [])


def test_a_worker_without_a_partition_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1)

    async def work() -> None:
        bench.judging.own([])
        await bench.judging.check()
        assert bench.board.standing == {"judge": (0, 0)}
        bench.judging.own([0])
        await bench.judging.check()
        assert bench.board.standing == {"judge partition 0": (0, 1)}

    run(bench, work())


def test_a_store_beyond_the_end_of_its_partition_stops(tmp_path: Path) -> None:
    long = Bench(tmp_path, 3)
    run(long, long.take(0, 0, 1, 2))
    short = Bench(tmp_path, 2)
    with pytest.raises(BeyondEnd, match=r"offset 3, and the partition ends at 2"):
        run(short, short.judging.check())


def test_a_topic_that_was_made_anew_stops(tmp_path: Path) -> None:
    old = Bench(tmp_path, 2)
    run(old, old.take(0, 0, 1))
    new = Bench(tmp_path, 5)
    new.topic.partitions[0][1] = message(1, build.registered("OTHER", id="other"), place=Place(SUBJECTS, 0, 1))
    with pytest.raises(OtherTopic):
        run(new, new.take(0, 2))


def change_to(book: RuleBook, offset: int, number: int = 0) -> Incoming:
    """The message that asks for the rules of ``book``."""
    return message(offset, RulesChanged(book.fingerprint), place=Place(SUBJECTS, number, 1))


def test_a_program_with_other_rules_ends_when_every_partition_has_come_to_the_change(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1, 3)
    bench.topic.partitions[0].append(change_to(OTHER, 1))
    bench.topic.partitions[1].append(change_to(OTHER, 3, 1))

    async def work() -> None:
        await bench.take(0, 0, 1)
        await bench.judging.check()
        await bench.take(1, 0, 1, 2)
        await bench.judging.check()
        assert bench.failed == []
        await bench.take(1, 3)
        await bench.judging.check()

    with pytest.raises(OtherRules, match="start the version with those rules"):
        run(bench, work())
    assert (bench.position(0), bench.position(1)) == (1, 3)


def test_a_past_change_to_other_rules_is_read_over_when_the_log_comes_back_to_ours(tmp_path: Path) -> None:
    back = Bench(tmp_path, 1)
    back.topic.partitions[0] += [change_to(OTHER, 1), change_to(whole_book(), 2)]
    run(back, back.take(0, 1, 2))
    assert (back.position(0), back.failed) == (3, [])


def test_the_next_change_to_other_rules_is_not_read_over(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1)
    bench.topic.partitions[0] += [change_to(OTHER, 1), change_to(whole_book(), 2), change_to(OTHER, 3)]

    async def work() -> None:
        await bench.take(0, 0, 1, 2, 3)
        await bench.judging.check()

    with pytest.raises(OtherRules):
        run(bench, work())
    assert bench.position(0) == 3


def test_the_version_that_the_log_asks_for_goes_on_where_the_other_stopped(tmp_path: Path) -> None:
    before = Bench(tmp_path, 1)
    run(before, before.take(0, 0))
    after = Bench(tmp_path, 1, book=OTHER)
    after.topic.partitions[0].append(change_to(OTHER, 1))
    run(after, after.take(0, 1))
    assert (after.position(0), after.asked_for) == (2, [])


def test_a_store_of_other_rules_stops_where_the_log_does_not_change_to_ours(tmp_path: Path) -> None:
    before = Bench(tmp_path, 1)
    run(before, before.take(0, 0))
    after = Bench(tmp_path, 2, book=OTHER)
    with pytest.raises(OtherRules, match="the log does not change to them"):
        run(after, after.take(0, 1))
    assert after.position(0) == 1


def test_a_store_left_behind_before_the_change_is_brought_up_to_it_under_our_rules(tmp_path: Path) -> None:
    before = Bench(tmp_path, 1)
    run(before, before.take(0, 0))
    after = Bench(tmp_path, 3, book=OTHER)
    after.topic.partitions[0].append(change_to(OTHER, 3))
    run(after, after.take(0, 1, 2, 3))
    assert (after.position(0), after.results.records, after.asked_for) == (4, 3, [0])


def test_what_others_found_under_the_rules_before_is_taken_back_by_a_store_that_was_not_there(tmp_path: Path) -> None:
    place = Place(SUBJECTS, 0, 1)
    unborn = message(0, build.released("L", id="unborn"), place=place)
    old = Bench(tmp_path / "old", 0)
    (tmp_path / "old").mkdir()
    old.topic.partitions[0].append(unborn)
    run(old, old.take(0, 0))
    (raised,) = [found for sent in old.results.sent for found in sent.findings if found.rule == "CUS005"]

    without = book_of(*(rule for rule in whole_book().rules if rule.code != "CUS005"))
    new = Bench(tmp_path, 0, book=without)
    new.topic.partitions[0] += [unborn, change_to(without, 1)]
    new.published = {raised.finding_id: raised}
    run(new, new.take(0, 0, 1))

    said = [found for sent in new.results.sent for found in sent.findings]
    assert [(found.finding_id, found.status, found.revision) for found in said if found.rule == "CUS005"] == [
        (raised.finding_id, FindingStatus.RETRACTED, 2)
    ]
    told = [found.finding_id for sent in new.results.sent for found in sent.alerts]
    assert raised.finding_id in told
