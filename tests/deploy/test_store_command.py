"""``caratrace store`` as an operator meets it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from deploy.settings import Settings
from deploy.wiring import rule_book
from schemas.errors import CaratraceError
from schemas.events import CustodyEvent
from stream_processors.partition_judge import Place, store_path
from tests import build
from tests.judges import SUBJECTS, judged, message

Rows = list[dict[str, object]]
Store = Callable[..., Rows]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a worker that owns partitions 1 and 2, which have taken in one message each."""
    for partition in (1, 2):
        take_in(tmp_path, partition, 0, build.received([f"L{number}" for number in range(20)]))
    return tmp_path


def take_in(home: Path, partition: int, offset: int, *events: CustodyEvent) -> None:
    """Let the judge of a partition take in one message."""
    place = Place(SUBJECTS, partition, 3)
    stores = home / "judge"
    stores.mkdir(exist_ok=True)
    book = rule_book(Settings(home=home))
    judged(store_path(stores, partition), message(offset, *events, place=place), book=book, place=place)


@pytest.fixture
def store(home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Runs ``caratrace store`` and gives the rows that it prints as JSON."""
    for name in ("CARATRACE_STORES", "CARATRACE_SNAPSHOTS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, code: int = 0) -> Rows:
        command = ["--home", str(home), "store", *arguments, "--format", "json"]
        done = CliRunner().invoke(cli, command, catch_exceptions=False, standalone_mode=False)
        assert done.return_value == code, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    return call


def test_stores_and_snapshots_are_listed_with_what_they_hold(home: Path, store: Store) -> None:
    store("copy")
    rows = store("list")
    assert [Path(str(row["file"])).name for row in rows] == [
        "partition-001.sqlite",
        "partition-002.sqlite",
        "partition-001.at-000000000001.sqlite",
        "partition-002.at-000000000001.sqlite",
    ]
    assert [(row["topic"], row["partition"], row["of"], row["next_offset"]) for row in rows[1:3]] == [
        (SUBJECTS, 2, 3, 1),
        (SUBJECTS, 1, 3, 1),
    ]
    for row in rows:
        assert (row["records"], row["state"]) == (1, "readable")
        assert row["open"] in range(1, 20)
        assert row["rules"] == rule_book(Settings(home=home)).fingerprint
        assert row["bytes"] == Path(str(row["file"])).stat().st_size


def test_copies_are_made_once_checked_and_put_back_where_a_store_was_lost(home: Path, store: Store) -> None:
    assert [row["result"] for row in store("copy")] == ["copied", "copied"]
    take_in(home, 2, 1, build.registered([f"L{number}" for number in range(20)]))
    assert [row["result"] for row in store("copy")] == ["nothing new", "copied"]
    assert [row["result"] for row in store("verify")] == ["whole"] * 5
    assert [row["result"] for row in store("verify", "--deep")] == ["equal"] * 5

    lost, kept = store_path(home / "judge", 1), store_path(home / "judge", 2)
    before = kept.read_bytes()
    lost.unlink()
    first, second = store("restore", code=1)
    assert (first["store"], first["result"]) == (str(lost), "restored")
    assert "the store is as far" in str(second["result"])
    assert kept.read_bytes() == before
    take_in(home, 1, 1, build.registered("L1"))
    assert [row["result"] for row in store("verify", str(lost), "--deep")] == ["equal"]


def test_old_snapshots_are_removed_unless_a_store_could_not_be_copied(home: Path, store: Store) -> None:
    store("copy")
    take_in(home, 2, 1, build.registered("L1"))
    store("copy", "--keep", "1")
    snapshots = home / "snapshots"
    assert sorted(path.name for path in snapshots.glob("partition-*")) == [
        "partition-001.at-000000000001.sqlite",
        "partition-002.at-000000000002.sqlite",
    ]
    take_in(home, 2, 2, build.released("L1"))
    store_path(home / "judge", 1).write_bytes(b"no database" * 1000)
    refused, copied = store("copy", "--keep", "1", code=1)
    assert "damaged or no store" in str(refused["result"])
    assert copied["result"] == "copied"
    assert len(list(snapshots.glob("partition-002.*"))) == 2


def test_what_is_damaged_is_said_and_gives_exit_code_one(home: Path, store: Store) -> None:
    [snapshot, _] = [Path(str(row["snapshot"])) for row in store("copy")]
    content = snapshot.read_bytes()
    snapshot.write_bytes(content[: len(content) // 2])
    assert any("whole" not in str(row["result"]) for row in store("verify", str(snapshot), code=1))
    assert "is not whole" in str(store("restore", str(snapshot), code=1)[0]["result"])
    snapshot.write_bytes(b"no database" * 1000)
    rows = store("list", code=1)
    assert [row["state"] == "readable" for row in rows] == [True, True, False, True]


def test_findings_that_do_not_follow_from_the_log_are_found_by_the_deep_look_alone(home: Path, store: Store) -> None:
    path = store_path(home / "judge", 1)
    database = sqlite3.connect(path)
    with database:
        database.execute("DELETE FROM published")
    database.close()
    assert [row["result"] for row in store("verify", str(path))] == ["whole"]
    [row] = store("verify", str(path), "--deep", code=1)
    assert str(row["result"]).startswith("open findings: ")


def test_folders_can_be_named(home: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "judge").rename(tmp_path / "stores")
    monkeypatch.setenv("CARATRACE_STORES", str(tmp_path / "stores"))
    monkeypatch.setenv("CARATRACE_SNAPSHOTS", str(tmp_path / "kept"))
    assert {Path(str(row["snapshot"])).parent for row in store("copy")} == {tmp_path / "kept"}
    elsewhere = tmp_path / "elsewhere"
    assert {Path(str(row["snapshot"])).parent for row in store("copy", "--snapshots", str(elsewhere))} == {elsewhere}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("list",), "there is no store in .* and no snapshot in"),
        (("verify",), "there is no store in .* and no snapshot in"),
        (("copy",), "there is no store in .*judge"),
        (("restore",), "there is no snapshot in .*snapshots"),
    ],
)
def test_a_home_without_stores_is_never_called_sound(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    command = ["--home", str(tmp_path / "nowhere"), "store", *arguments]
    with pytest.raises(CaratraceError, match=says):
        CliRunner().invoke(cli, command, catch_exceptions=False, standalone_mode=False)
    assert not (tmp_path / "nowhere").exists()
