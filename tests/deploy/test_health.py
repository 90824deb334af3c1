"""Ready means near the end of the log and moving; alive means that the loop comes round."""

from __future__ import annotations

import pytest

from deploy.health import Board, Heart, Limits, Reading, assess

LIMITS = Limits(beat_seconds=10, lag_records=100, still_seconds=60)
NOW = 1000.0


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def board(watch: Watch) -> Board:
    return Board(Heart(watch), watch, LIMITS)


def reading(position: int, log_end: int, still: float = 0, asked: float | None = None) -> Reading:
    return Reading("judge partition 3", position, log_end, NOW - still, None if asked is None else NOW - asked)


def whys(board: Board) -> str:
    health = board.health()
    assert health.ready == (not health.why and not any(part.why for part in health.parts))
    return "; ".join([*health.why, *(part.why for part in health.parts if part.why)])


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (reading(100, 100), ""),
        (reading(100, 100, still=9999), ""),
        (reading(0, 100), ""),
        (reading(0, 101), "is 101 records behind, at most 100"),
        (reading(99, 100, still=60), ""),
        (reading(99, 100, still=61), "stands still for 61 s with 1 records to take, at most 60 s"),
        (reading(101, 100), "stands 1 records beyond the end of its log"),
        (reading(100, 100, asked=10), ""),
        (reading(100, 100, asked=11), "has not said where it is for 11 s, at most 10 s"),
    ],
)
def test_a_part_is_within_its_bounds_or_says_which_it_breaks(told: Reading, why: str) -> None:
    health = assess([told], NOW, LIMITS)

    assert (health.parts[0].why, health.ready) == (why, not why)


def test_one_part_that_lags_makes_the_whole_not_ready() -> None:
    good, bad = Reading("a", 5, 5, NOW), Reading("b", 5, 500, NOW)

    health = assess([bad, good], NOW, LIMITS)

    assert not health.ready
    assert health.as_json() == {
        "ready": False,
        "why_not": [],
        "parts": [
            {"part": "a", "position": 5, "log_end": 5, "lag": 0, "still_seconds": 0.0, "why_not": None},
            {
                "part": "b", "position": 5, "log_end": 500, "lag": 495, "still_seconds": 0.0,
                "why_not": "is 495 records behind, at most 100",
            },
        ],
    }  # fmt: skip


def test_a_board_without_parts_is_not_ready(board: Board) -> None:
    assert whys(board) == "no part has said where it is"


def test_a_part_that_is_expected_must_speak_first(board: Board) -> None:
    board.expect("router")
    assert whys(board) == "router has not said where it is"

    board.report("router", 7, 7)
    assert board.health().ready


def test_a_part_stands_still_from_when_it_last_moved_or_was_level(board: Board, watch: Watch) -> None:
    board.report("sink", 5, 5)
    watch.now += 3600
    board.report("sink", 5, 6)  # level for an hour, and only now there is something to take
    board.heart.beat()
    assert board.health().parts[0].still_seconds == 0
    watch.now += 50
    board.report("sink", 5, 8)
    board.heart.beat()
    assert board.health().ready
    watch.now += 11
    board.report("sink", 5, 9)
    board.heart.beat()
    assert whys(board) == "stands still for 61 s with 4 records to take, at most 60 s"

    board.report("sink", 6, 9)
    assert board.health().ready


def test_a_report_that_grows_old_is_not_believed(board: Board, watch: Watch) -> None:
    board.report("sink", 5, 5)
    watch.now += 11
    board.heart.beat()

    assert whys(board) == "has not said where it is for 11 s, at most 10 s"


def test_a_pushed_reading_is_dated_by_its_arrival(board: Board, watch: Watch) -> None:
    board.push(Reading("sink", 5, 5, NOW))
    watch.now += 11
    board.heart.beat()

    assert whys(board) == "has not said where it is for 11 s, at most 10 s"


def test_a_partition_that_went_to_another_worker_does_not_count(board: Board) -> None:
    board.report("judge partition 1", 0, 0)
    board.report("judge partition 2", 0, 5000)
    board.withdraw("judge partition 2")

    assert board.health().ready


def test_a_source_is_asked_each_time(board: Board) -> None:
    told = [Reading("judge partition 1", 1, 5000, NOW)]
    board.register("judge", lambda: told)
    assert not board.health().ready

    told[0] = Reading("judge partition 1", 5000, 5000, NOW)
    assert board.health().ready


def test_a_worker_without_a_partition_is_ready(board: Board) -> None:
    board.register("judge", list)

    assert board.health().ready


def test_a_source_that_cannot_tell_or_fails_makes_the_process_not_ready(board: Board) -> None:
    def failing() -> list[Reading]:
        raise OSError("disk gone")

    board.register("judge", lambda: None)
    assert whys(board) == "judge does not know yet where it is"

    board.register("judge", failing)
    assert whys(board) == "judge failed to say where it is: OSError: disk gone"


def test_a_process_whose_loop_is_stuck_is_neither_alive_nor_ready(board: Board, watch: Watch) -> None:
    board.register("judge", list)
    watch.now += 10
    assert board.alive
    watch.now += 1

    assert not board.alive
    assert whys(board) == "the loop gave no heartbeat for 11 s, at most 10 s"
    assert board.liveness() == {"live": False, "beat_seconds_ago": 11.0, "limit_seconds": 10}

    board.heart.beat()
    assert board.alive
    assert board.health().ready


def test_a_process_that_was_stopped_says_why(board: Board) -> None:
    board.report("router", 1, 1)
    board.stop("other rules")

    assert whys(board) == "other rules"
    assert board.alive

    board.stop("")
    assert board.health().ready
