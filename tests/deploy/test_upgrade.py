"""A new version of a schema: the next program reads, judges and compares what this one left behind, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas import catalog, jsonform
from schemas.codec import MARKER, record_of
from schemas.events import CustodyEvent
from tests import build
from tests.deploy import next_version

pytestmark = pytest.mark.slow

FIRST = build.registered("L1", id="registration")
SECOND = replace(build.registered(build.line("L1", 1001), id="registration"), recorded_at=build.instant("2024-03-02"))
HISTORY = [
    FIRST,
    SECOND,
    build.registered(["L2", "L3"]),
    build.released("L2", at="2024-03-02"),
    build.received("L2", at="2024-03-03"),
    build.released("L3", at="2024-03-04", from_party="TRADER", to_party="MINE", handover_id="H3"),
]
VERIFY = ["verify", "--format", "json"]


def as_json(*events: CustodyEvent, without_ids: bool = False, **more: object) -> str:
    written = [jsonform.event_to_json(event) | more for event in events]
    if without_ids:
        written = [{key: value for key, value in event.items() if key != "event_id"} for event in written]
    return "".join(json.dumps(event) + "\n" for event in written)


@pytest.fixture(scope="module")
def next_program(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_version.build(root, tmp_path_factory.mktemp("next"))


def ask(program: Path, root: Path, home: Path, commands: list[list[str]], events: list[bytes]) -> dict[str, Any]:
    """What the program in this folder says, in a process of its own."""
    older = json.dumps(catalog.inline("CustodyEvent"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.deploy.next_version"],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": f"{program}{os.pathsep}{root}"},
        input=json.dumps({"commands": commands, "events": [event.hex() for event in events], "older": older}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["schemas"] == str(program / "schemas")
    return said


def run(program: Path, root: Path, home: Path, *commands: list[str]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = ask(program, root, home, list(commands), [])["commands"]
    assert all("Traceback" not in one["err"] for one in said)
    return said


def summary(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said["out"].splitlines()[-1])
    return found


def test_what_one_version_left_behind_is_the_same_to_the_next(root: Path, next_program: Path, tmp_path: Path) -> None:
    """Log, histories, findings and rows: read, judged again, compared; repeats and declarations meet old events."""
    (tmp_path / "history.jsonl").write_text(as_json(*HISTORY), encoding="utf-8")
    (tmp_path / "without_ids.jsonl").write_text(as_json(*HISTORY[2:], without_ids=True), encoding="utf-8")
    (tmp_path / "declared.jsonl").write_text(as_json(build.declared_wrong(SECOND)), encoding="utf-8")
    (tmp_path / "new.jsonl").write_text(
        as_json(build.retired("L2", at="2024-03-05"), channel="radio"), encoding="utf-8"
    )
    ingest = ["ingest", "--as-of", "2024-03-10", "--format", "json"]

    old, old_findings = run(root, root, tmp_path, [*ingest, "history.jsonl"], ["findings", "--format", "json"])
    first, findings, again, derived, declared, new, listed, last = run(
        next_program,
        root,
        tmp_path,
        VERIFY,
        ["findings", "--format", "json"],
        [*ingest, "history.jsonl"],
        [*ingest, "without_ids.jsonl"],
        [*ingest, "declared.jsonl"],
        [*ingest, "new.jsonl"],
        ["schema", "list", "--format", "json"],
        VERIFY,
    )
    (back,) = run(root, root, tmp_path, VERIFY)

    assert (summary(old)["accepted"], old["code"]) == (len(HISTORY), 1)
    assert "CUS000" in old_findings["out"]
    assert record_of(FIRST).digest.hex()[:8] in old_findings["out"]
    assert first["code"] == 0, first["out"]
    assert findings == old_findings
    assert (summary(again)["accepted"], summary(again)["repeated"]) == (0, len(HISTORY))
    assert (summary(derived)["accepted"], summary(derived)["repeated"]) == (0, len(HISTORY) - 2)
    assert (summary(declared)["accepted"], summary(declared)["findings_retracted"]) == (1, 1)
    assert (summary(new)["accepted"], new["code"]) == (1, 0)
    older = {row["name"]: row["older"] for row in map(json.loads, listed["out"].splitlines())}
    assert older["Finding"] == catalog.fingerprint("Finding").hex()
    assert older["Tick"] == ""
    assert last["code"] == 0, last["out"]
    assert back["code"] == 2
    assert "expected the fingerprint of a known schema" in back["err"]


def test_an_event_has_one_digest_and_the_same_bytes_in_every_version(
    root: Path, next_program: Path, tmp_path: Path
) -> None:
    """Single or framed; and only for a registry, which knows one schema of ours, it is written with the new one."""
    records = [record_of(event) for event in [*HISTORY, build.declared_wrong(FIRST), build.issued(), build.examined()]]

    said = ask(next_program, root, tmp_path, [], [record.payload for record in records])["events"]

    for record, found in zip(records, said, strict=True):
        assert found["is_event"] is True
        assert found["digest"] == record.digest.hex()
        assert found["event"] == jsonform.event_to_json(record.event)
        assert found["written_again"] == record.payload.hex()
        assert found["unframed"] == record.payload.hex()
        assert found["framed_with_ours"] is True
        assert found["digest_after_framing"] == record.digest.hex()
    assert all(record.payload.startswith(MARKER + catalog.fingerprint("CustodyEvent")) for record in records)
