"""The journal of commits: when a message could be read."""

from __future__ import annotations

import time
from pathlib import Path

from deploy.benchmarks.journal import Commits, Journal


def test_a_message_is_readable_from_the_first_commit_behind_it(tmp_path: Path) -> None:
    journal, commits = Journal(tmp_path / "run" / "commits"), Commits(tmp_path / "run" / "commits")
    before = time.monotonic()
    journal.committed([(0, 3), (5, 1)], 0.25, 0.5)
    between = time.monotonic()
    journal.committed([(0, 4)])
    journal.close()
    commits.look()

    instants = [commits.readable_at(0, offset) for offset in range(5)]

    first, last = instants[0], instants[3]
    assert first is not None
    assert last is not None
    assert instants == [first, first, first, last, None]
    assert before - 1e-5 <= first <= between + 1e-5 <= last + 2e-5
    assert (commits.reached(0), commits.reached(5), commits.reached(7)) == (4, 1, 0)
    assert (commits.all[0].router_seconds, commits.all[0].judge_seconds) == (0.25, 0.5)


def test_a_line_that_is_being_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "commits"
    commits = Commits(path)
    commits.look()
    path.write_text("1.0 0 1 0 0\n2.0 0", encoding="utf-8")
    commits.look()
    assert commits.reached(0) == 1
    path.write_text("1.0 0 1 0 0\n2.0 0 9 0 0\n", encoding="utf-8")
    commits.look()
    assert commits.reached(0) == 9
