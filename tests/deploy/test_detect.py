"""``caratrace detect`` at the prompt, where no server is asked; with servers: ``tests/integration/kafka``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from deploy.cli import cli
from deploy.detection import slot_of
from schemas.errors import ConfigurationError
from tests.build import instant


def failure(*command: str) -> BaseException | None:
    return CliRunner().invoke(cli, list(command), standalone_mode=False, env={"CARATRACE_HOME": None}).exception


@pytest.mark.parametrize("option", [("--every", "5"), ("--lease", "60"), ("--bootstrap", "x:1")], ids=lambda o: o[0])
def test_what_is_for_servers_is_refused_without_them(option: tuple[str, str]) -> None:
    error = failure("detect", *option)

    assert isinstance(error, click.UsageError)
    assert "are for --to kafka" in error.message


def test_a_run_on_servers_needs_brokers_and_the_store_of_the_sink() -> None:
    without_brokers = failure("detect", "--to", "kafka")
    without_store = failure("detect", "--to", "kafka", "--bootstrap", "127.0.0.1:1")

    assert isinstance(without_brokers, ConfigurationError)
    assert "set CARATRACE_KAFKA_BOOTSTRAP" in str(without_brokers)
    assert isinstance(without_store, ConfigurationError)
    assert "set CARATRACE_CLICKHOUSE" in str(without_store)


@pytest.mark.parametrize("option", [("--yes",), ("--bootstrap", "x:1")], ids=lambda o: o[0])
def test_judging_again_here_takes_no_options_of_servers(option: tuple[str, ...]) -> None:
    assert isinstance(failure("rejudge", *option), click.UsageError)


@given(
    st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(1, 1440),
    st.integers(0, 999),
)
def test_schedulers_with_one_rhythm_name_the_same_slots(at: datetime, minutes: int, thousandths: int) -> None:
    """Wherever in the slot they look at their clocks."""
    every = timedelta(minutes=minutes)
    slot = slot_of(at, every)

    assert slot <= at < slot + every
    assert slot_of(slot + every * thousandths / 1000, every) == slot
    assert slot_of(slot + every, every) == slot + every


def test_a_slot_of_a_quarter_begins_at_a_quarter() -> None:
    assert slot_of(instant("2026-03-02T10:29:59"), timedelta(minutes=15)) == instant("2026-03-02T10:15:00")
