"""Who may run the detectors: races, expiry, ends, and those who wake up too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.lease import CLOCKS_AGREE, Claim, Logged, answer_to, holder_of, lease_of
from schemas.records import DetectionClaim, DetectionDone

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LEASE = 60


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def claim(offset: int, holder: str, seconds: float, slot: float = 0) -> Logged:
    """A claim for the slot that begins so many seconds after noon, in the log at so many seconds after noon."""
    return Logged(offset, at(seconds), DetectionClaim(holder, at(slot), LEASE))


def done(offset: int, claim_offset: int, seconds: float, findings: int | None = 0) -> Logged:
    return Logged(offset, at(seconds), DetectionDone(claim_offset, findings))


def holder(log: list[Logged], seconds: float) -> str | None:
    held = holder_of(log, at(seconds))
    return held.asked.holder if held else None


def refusal(log: list[Logged], offset: int) -> str:
    return answer_to(offset, log)[1]


def test_nobody_holds_an_empty_log() -> None:
    assert holder_of([], NOON) is None


def test_of_two_that_ask_at_once_the_first_in_the_log_wins_and_both_come_to_know_it() -> None:
    log = [claim(7, "A", 0), claim(8, "B", 0)]

    assert refusal(log, 7) == ""
    assert refusal(log, 8) == "slot 2026-03-02T12:00:00+00:00 is held by A until 2026-03-02T12:01:00+00:00"
    assert holder(log, 1) == "A"


def test_a_claim_for_the_next_slot_waits_for_the_run_of_this_one() -> None:
    log = [claim(0, "A", 59), claim(1, "B", 60, slot=60)]

    assert "is held by A" in refusal(log, 1)


def test_a_claim_stands_until_the_very_instant_of_its_end_and_the_next_one_then_wins() -> None:
    early = [claim(0, "A", 0), claim(1, "B", LEASE - 0.001)]
    late = [claim(0, "A", 0), claim(1, "B", LEASE)]

    assert (holder(early, LEASE - 0.001), holder(early, LEASE)) == ("A", None)
    assert (refusal(late, 1), holder(late, LEASE)) == ("", "B")


def test_a_claim_that_was_refused_does_not_win_when_the_other_expires() -> None:
    log = [claim(0, "A", 0), claim(1, "B", 1)]

    assert holder(log, LEASE) is None


def test_a_slot_that_is_done_is_not_done_again_and_the_next_one_is_free_at_once() -> None:
    log = [claim(0, "A", 0), done(1, 0, 2), claim(2, "B", 3), claim(3, "B", 4, slot=4)]

    assert refusal(log, 2) == "slot 2026-03-02T12:00:00+00:00 is done, by A"
    assert refusal(log, 3) == ""


def test_a_slot_before_one_that_is_done_is_done_too() -> None:
    log = [claim(0, "A", 5, slot=5), done(1, 0, 6), claim(2, "B", 7)]

    assert refusal(log, 2) == "slot 2026-03-02T12:00:00+00:00 is done, by A"


def test_a_run_that_was_given_up_leaves_its_slot_open() -> None:
    log = [claim(0, "A", 0), done(1, 0, 2, findings=None), claim(2, "B", 3)]

    assert refusal(log, 2) == ""


def test_who_was_late_does_not_end_the_run_of_who_took_over() -> None:
    log = [claim(0, "A", 0), claim(1, "B", LEASE), done(2, 0, LEASE + 1), claim(3, "C", LEASE + 2)]

    assert holder(log, LEASE + 1) == "B"
    assert "is held by B" in refusal(log, 3)
    assert lease_of(log).done is None


def test_a_run_that_ended_late_counts_when_nobody_took_over() -> None:
    log = [claim(0, "A", 0), done(1, 0, LEASE + 5), claim(2, "B", LEASE + 6)]

    assert refusal(log, 2) == "slot 2026-03-02T12:00:00+00:00 is done, by A"


def test_an_end_without_its_claim_ends_nothing() -> None:
    """As at the beginning of a log whose older records are gone."""
    assert refusal([done(6, 5, 0), claim(7, "A", 1)], 7) == ""


@pytest.mark.parametrize(("ahead", "wins"), [(CLOCKS_AGREE, True), (CLOCKS_AGREE + timedelta(seconds=1), False)])
def test_a_clock_that_is_ahead_claims_nothing(ahead: timedelta, wins: bool) -> None:
    """Else a slot far in the future, once done, would be the last one."""
    log = [claim(0, "A", 0, slot=ahead.total_seconds()), claim(1, "B", 1)]

    assert ("has not begun" in refusal(log, 0)) is not wins
    assert holder(log, 1) == ("A" if wins else "B")


def test_a_log_whose_clock_goes_back_prolongs_a_lease_and_never_shortens_it() -> None:
    log = [claim(0, "A", 30), claim(1, "B", 0)]

    assert "is held by A" in refusal(log, 1)


def test_only_a_claim_that_is_in_the_log_is_answered() -> None:
    with pytest.raises(ValueError, match="expected a claim at offset 1"):
        answer_to(1, [claim(0, "A", 0), done(1, 0, 1)])


LOGS = st.lists(
    st.tuples(
        st.integers(0, 40),  # seconds since the record before
        st.one_of(st.integers(0, 5).map(lambda n: ("claim", n * 20)), st.integers(0, 12).map(lambda n: ("done", n))),
        st.booleans(),
    ),
    max_size=25,
)


def as_log(parts: list[tuple[int, tuple[str, int], bool]]) -> list[Logged]:
    log, clock = [], 0
    for offset, (passed, (kind, number), given_up) in enumerate(parts):
        clock += passed
        if kind == "claim":
            log.append(claim(offset, f"S{offset}", clock, slot=number))
        else:
            log.append(done(offset, number, clock, None if given_up else 1))
    return log


@given(LOGS)
def test_in_any_log_no_two_runs_overlap_and_no_slot_is_done_twice(
    parts: list[tuple[int, tuple[str, int], bool]],
) -> None:
    """Told by the answers that the claimants get, and by the first end of each claim after it."""
    log = as_log(parts)
    winners: list[Claim] = []
    ends: dict[int, tuple[int, bool]] = {}
    for one in log:
        if isinstance(one.record, DetectionDone):
            if one.record.claim_offset < one.offset:
                ends.setdefault(one.record.claim_offset, (one.offset, one.record.findings is not None))
        elif not refusal(log, one.offset):
            winners.append(answer_to(one.offset, log)[0])

    done = []
    for index, winner in enumerate(winners):
        end, completed = ends.get(winner.offset, (len(log), False))
        following = winners[index + 1] if index + 1 < len(winners) else None
        assert following is None or end < following.offset or following.at >= winner.until
        if completed and (following is None or end < following.offset):
            done.append(winner.asked.slot)
    assert done == sorted(set(done))


@given(LOGS)
def test_what_comes_later_changes_no_answer(parts: list[tuple[int, tuple[str, int], bool]]) -> None:
    log = as_log(parts)

    for index, one in enumerate(log):
        if isinstance(one.record, DetectionClaim):
            assert refusal(log, one.offset) == refusal(log[: index + 1], one.offset)
