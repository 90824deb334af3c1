"""Which exit code tells of which failure, and how a worker says what ended it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError, CorruptStoreError, RetryError
from stream_processors.exits import Exit
from stream_processors.judging import BeyondEnd
from stream_processors.partition_judge import OtherRules, OtherTopic
from stream_processors.refusals import TooManyRefusals
from stream_processors.sqlite_histories import UnusableStore
from stream_processors.subject_log import OffsetGone
from stream_processors.worker import exit_for

ENDING = """
import asyncio, logging, sys
from schemas.errors import RetryError
from stream_processors.exits import Exit
from stream_processors.worker import ending
from deploy.logs import configure_logs
from deploy.settings import Settings
configure_logs(Settings())
async def fails():
    raise {error}
asyncio.run(ending(fails(), Exit.JUDGE))
print("went on")
"""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TooManyRefusals("60 of 100"), Exit.REFUSALS),
        (OffsetGone("offset 1"), Exit.HOLE),
        (BeyondEnd("offset 9"), Exit.BEYOND_END),
        (OtherRules("others"), Exit.OTHER_RULES),
        (OtherTopic("another"), Exit.OTHER_TOPIC),
        (CorruptStoreError("unreadable"), Exit.FILE),
        (UnusableStore("locked"), Exit.FILE),
        (sqlite3.OperationalError("disk I/O error"), Exit.FILE),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_has_an_exit_code_of_its_own_ends_with_it_whoever_meets_it(error: Exception, code: Exit) -> None:
    assert [exit_for(error, otherwise) for otherwise in (Exit.JUDGE, Exit.ROUTER)] == [code, code]


@pytest.mark.parametrize("error", [RetryError("no answer"), ConfigurationError("no topic"), KeyError("x")])
def test_everything_else_ends_with_the_code_of_the_part_that_met_it(error: Exception) -> None:
    assert [exit_for(error, otherwise) for otherwise in (Exit.JUDGE, Exit.ROUTER)] == [Exit.JUDGE, Exit.ROUTER]


def ended(root: Path, error: str) -> tuple[int, str, list[dict[str, object]]]:
    """Exit code, what was printed and what was logged by a process in which something raises ``error``."""
    done = subprocess.run(
        [sys.executable, "-c", ENDING.format(error=error)], cwd=root, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, [json.loads(line) for line in done.stderr.splitlines()]


def test_an_error_of_ours_ends_the_process_at_once_and_speaks_for_itself(root: Path) -> None:
    code, printed, (line,) = ended(root, "RetryError('no answer of the brokers')")
    assert (code, printed, line["level"], line["exit_code"]) == (Exit.JUDGE, "", "CRITICAL", Exit.JUDGE)
    assert line["message"] == f"no answer of the brokers; {Exit.JUDGE.meaning}"
    assert "exc_info" not in line


def test_an_error_that_nobody_expected_shows_where_it_comes_from(root: Path) -> None:
    code, printed, (line,) = ended(root, "ZeroDivisionError()")
    assert (code, printed) == (Exit.JUDGE, "")
    assert str(line["message"]).startswith("ZeroDivisionError(); ")
    assert "in fails" in str(line["exc_info"])
