"""The runbook names only what exists, and leaves no exit code out."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from prometheus_client import REGISTRY, generate_latest

from stream_processors.exits import Exit
from tests.prompt import check_command

COMMAND = re.compile(r"(?:^|`)(caratrace [a-z][^`#|>\n]*)", re.MULTILINE)
COMPOSE = re.compile(r"docker compose --file deploy/compose\.yaml ([^`#|\n]+)")
FLAGS = {"--build", "--detach", "--rm", "--no-deps"}
TELEMETRY = ("stream_processors.telemetry", "sinks.telemetry", "deploy.supervise")


@pytest.fixture(scope="module")
def runbook(root: Path) -> str:
    return (root / "docs/runbook.md").read_text(encoding="utf-8")


def test_every_command_of_the_runbook_exists(runbook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OLD.avsc", "NEW.avsc", "finds.csv"):
        (tmp_path / name).touch()
    commands = {line.strip() for line in COMMAND.findall(runbook)}
    assert len(commands) > 15
    wrong = []
    for command in sorted(commands):
        try:
            check_command(shlex.split(command)[1:])
        except click.UsageError as error:
            wrong.append(f"{command}: {error.message}")

    assert wrong == []


def test_every_service_and_command_given_to_compose_exists(root: Path, runbook: str) -> None:
    services = yaml.safe_load((root / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    given = [shlex.split(line) for line in COMPOSE.findall(runbook)]
    assert len(given) >= 5
    for action, *words in given:
        rest = [word for word in words if word not in FLAGS]
        if rest[:1] == ["--entrypoint"]:
            assert rest[1] == "caratrace"
            rest = rest[2:]
        assert action in {"up", "ps", "run", "exec", "restart"}
        assert set(rest[:1]) <= services.keys(), words
        if action == "exec":
            assert rest.pop(1) == "caratrace"
        if len(rest) > 1:
            check_command(rest[1:])


def test_every_metric_of_the_runbook_is_measured(runbook: str) -> None:
    modules = [importlib.import_module(name) for name in TELEMETRY]
    sources = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
    measured = set(re.findall(r"^# TYPE (caratrace_\w+)", generate_latest(REGISTRY).decode(), re.MULTILINE))
    measured |= set(re.findall(r'Gauge\(\s*"(caratrace_\w+)"', sources))
    named = set(re.findall(r"`(caratrace_[a-z_]+)`", runbook))

    assert len(named) >= 8
    assert named - measured == set()


def test_every_exit_code_is_explained_with_whether_it_is_started_again(runbook: str) -> None:
    rows = re.findall(r"^\| (\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", runbook, re.MULTILINE)

    assert {int(code): "no" in again for code, _, again, _ in rows} == {e.value: e.needs_a_person for e in Exit}


def test_every_module_that_is_started_exists(runbook: str) -> None:
    started = set(re.findall(r"python -m ([a-z_.]+)", runbook)) | set(re.findall(r"faust -A ([a-z_.]+)", runbook))

    assert started == {"deploy.supervise", "deploy.worker"}
    assert all(importlib.util.find_spec(name) for name in started)
