"""Logs of long-running processes: one JSON object a line, of all libraries, without secrets."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.settings import LogLevel, Settings
from schemas.errors import ConfigurationError

PASSWORDS = {
    "CARATRACE_KAFKA_PASSWORD": "hunter-two",
    "CARATRACE_KAFKA_KEY_PASSWORD": "hunter-three",
    "CARATRACE_CLICKHOUSE": "clickhouse://me:hunter-four@db/gems",
}
PROGRAM = """
import logging, os, warnings
from deploy.kafka import quiet
from deploy.logs import configure_logs
from deploy.settings import Settings
from stream_processors.exits import Exit

quiet()
configure_logs(Settings.from_environment(os.environ))
logging.getLogger("stream_processors.judge").error(
    "hole at %s", 17, extra={"topic": "custody.subjects.v1", "partition": 3, "offset": 17, "exit_code": Exit.HOLE}
)
for name in ("faust.app", "mode.worker", "aiokafka.consumer", "kafka.net", "kafka.consumer"):
    logging.getLogger(name).debug("%s debug", name)
    logging.getLogger(name).info("%s info", name)
    logging.getLogger(name).warning("%s warning", name)
logging.getLogger("x").warning("hunter-two %s", {"p": "hunter-three"}, extra={"asked": ["hunter-four", {"a": b"x"}]})
try:
    raise ValueError("hunter-two")
except ValueError:
    logging.getLogger("x").exception("failed")
warnings.warn("beware")
"""


def run(root: Path, **environment: str) -> list[dict[str, object]]:
    """What the program logs, line by line."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=True,
        env=clean_environment() | environment,
    )  # fmt: skip
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CARATRACE_")}


def test_a_line_has_time_level_logger_message_and_the_fields_given(root: Path) -> None:
    first = run(root)[0]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(first.pop("timestamp")))
    assert first == {
        "level": "ERROR", "logger": "stream_processors.judge", "message": "hole at 17",
        "topic": "custody.subjects.v1", "partition": 3, "offset": 17, "exit_code": 75,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("level", "faust", "kafka"),
    [("INFO", {"info", "warning"}, {"warning"}), ("DEBUG", {"debug", "info", "warning"}, {"debug", "info", "warning"})],
)
def test_the_libraries_end_in_the_same_log(root: Path, level: str, faust: set[str], kafka: set[str]) -> None:
    lines = run(root, CARATRACE_LOG_LEVEL=level)

    def said(logger: str) -> set[str]:
        return {str(line["message"]).split()[1] for line in lines if line["logger"] == logger}

    assert said("faust.app") == said("mode.worker") == faust
    assert said("aiokafka.consumer") == said("kafka.net") == said("kafka.consumer") == kafka


AGAIN = """
import logging, os
from deploy.logs import REPEATED_SECONDS, configure_logs
from deploy.settings import Settings

configure_logs(Settings.from_environment(os.environ))

def say(name, seconds, text, *args):
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, text, args, None)
    record.created += seconds
    logging.getLogger(name).handle(record)

for number in range(100):
    say("aiokafka.conn", 0, "cannot reach %s", number)
    say("stream_processors.judge", 0, "ours")
say("aiokafka.conn", 0, "something else")
say("aiokafka.conn", REPEATED_SECONDS + 1, "cannot reach %s", "again")
"""
"""A library that says the same a hundred times, once later, and something else in between."""


def test_what_a_chatty_library_repeats_is_said_once_and_counted(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], cwd=root, capture_output=True, text=True, check=True, env=clean_environment()
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]

    assert [(line["message"], line.get("repeated")) for line in lines if line["logger"] == "aiokafka.conn"] == [
        ("cannot reach 0", None), ("something else", None), ("cannot reach again", 99),
    ]  # fmt: skip
    assert len([line for line in lines if line["message"] == "ours"]) == 100


def test_warnings_of_python_are_lines_of_the_log_too(root: Path) -> None:
    assert [line["logger"] for line in run(root) if "beware" in str(line["message"])] == ["py.warnings"]


def test_no_secret_is_logged_wherever_it_stands(root: Path) -> None:
    lines = run(root, **PASSWORDS)

    assert "hunter" not in json.dumps(lines)
    hidden = [line for line in lines if line["logger"] == "x"]
    assert hidden[0]["message"] == "*** {'p': '***'}"
    assert hidden[0]["asked"] == ["***", {"a": "b'x'"}]
    assert "ValueError: ***" in str(hidden[1]["exc_info"])


def test_no_secret_is_in_the_settings_when_they_are_printed() -> None:
    settings = Settings.from_environment(PASSWORDS)

    assert "hunter" not in repr(settings)
    assert set(settings.secrets) == {"hunter-two", "hunter-three", "hunter-four"}


def test_at_a_terminal_lines_are_plain(root: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=root, stderr=theirs, check=True, env=clean_environment() | PASSWORDS
        )
        text = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)

    assert re.match(
        r"\S+Z ERROR stream_processors.judge: hole at 17 "
        r"topic=custody.subjects.v1 partition=3 offset=17 exit_code=75\r\n",
        text,
    )
    assert "ValueError: ***" in text
    assert "hunter" not in text


@pytest.mark.parametrize("text", ["debug", "INFO", "Warning", "ERROR"])
def test_a_level_is_read_in_any_case(text: str) -> None:
    assert Settings.from_environment({"CARATRACE_LOG_LEVEL": text}).log_level == LogLevel(text.upper())


@pytest.mark.parametrize("text", ["", "loud", "10"])
def test_a_level_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="CARATRACE_LOG_LEVEL: expected one of DEBUG, INFO, WARNING, ERROR"):
        Settings.from_environment({"CARATRACE_LOG_LEVEL": text})
