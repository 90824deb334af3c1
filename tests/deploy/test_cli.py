"""The command line as a user meets it: its own process, its own folder, its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import fastavro
import pytest

from schemas import catalog
from schemas.codec import HEADER_BYTES, encode_event
from schemas.events import CustodyEvent
from schemas.jsonform import event_to_json
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from tests.build import received, registered, released, retired

Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path, root: Path) -> Run:
    """Runs ``caratrace`` in an empty folder; nothing of the caller's settings reaches it."""

    def call(
        *arguments: str, code: int = 0, stdin: bytes | None = None, settings: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", "from deploy.cli import main; main()", *arguments],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "HOME": str(tmp_path)} | (settings or {}),
            input=stdin,
            capture_output=True,
            check=False,
        )
        text = subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )
        assert "Traceback" not in text.stderr, text.stderr
        assert text.returncode == code, text.stdout + text.stderr
        return text

    return call


def journey() -> list[CustodyEvent]:
    """A lot from its mine to a trader and out of the trade: nothing to find."""
    return [
        registered("L1", at="2024-03-01"),
        released("L1", at="2024-03-02"),
        received("L1", at="2024-03-03"),
        retired("L1", at="2024-03-04"),
    ]


def as_lines(*events: CustodyEvent) -> bytes:
    return b"".join(json.dumps(event_to_json(event)).encode() + b"\n" for event in events)


def last_json(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_sound_journey_is_clean_and_a_second_sending_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "journey.jsonl").write_bytes(as_lines(*journey()))

    first = last_json(run("ingest", "journey.jsonl", "--format", "json"))
    second = last_json(run("ingest", "journey.jsonl", "--format", "json"))

    assert (first["accepted"], first["repeated"], first["findings_raised"]) == (4, 0, 0)
    assert (second["accepted"], second["repeated"], second["findings_raised"]) == (0, 4, 0)
    assert "no open findings" in run("findings").stdout
    assert "equal" in run("verify").stdout


def test_a_breach_is_found_shown_with_evidence_traced_and_retracted(run: Run) -> None:
    events = journey()
    run("ingest", "-", "--as-of", "2024-03-10", stdin=as_lines(events[1], events[2]), code=1)

    shown = run("findings", "--evidence", code=1).stdout
    traced = run("trace", "L1", code=1).stdout
    cured = last_json(run("ingest", "-", "--as-of", "2024-03-11", "--format", "json", stdin=as_lines(events[0])))
    retracted = cured["retracted"]

    assert "CUS005 on lot:L1" in shown
    assert events[1].event_id in shown
    assert "CUS005" in traced
    assert cured["findings_retracted"] == 2
    assert isinstance(retracted, list)
    for finding in retracted:
        history = run("query", "finding_history", f"finding={finding}", "--format", "json").stdout.splitlines()
        assert [json.loads(revision)["status"] for revision in history] == ["RAISED", "RETRACTED"]
    assert "no open findings" in run("findings").stdout


def test_a_reader_that_keeps_its_place_is_told_each_change_once(run: Run) -> None:
    events = journey()

    def since(place: int) -> list[dict[str, object]]:
        answer = run("query", "findings_since", "partition=0", f"offset={place}", "--format", "json").stdout
        return [json.loads(line) for line in answer.splitlines()]

    run("ingest", "-", "--as-of", "2024-03-10", stdin=as_lines(events[1], events[2]), code=1)
    first = since(-1)
    run("ingest", "-", "--as-of", "2024-03-11", stdin=as_lines(events[0]))
    then = since(len(first))
    partitions = run("query", "findings_partitions", "--format", "json").stdout.splitlines()

    assert [row["offset"] for row in first + then] == list(range(1, len(first + then) + 1))
    assert {row["status"] for row in first} == {"RAISED"}
    assert [row["finding_id"] for row in then] == [row["finding_id"] for row in first]
    assert {row["status"] for row in then} == {"RETRACTED"}
    assert since(len(first + then)) == []
    assert list(map(json.loads, partitions)) == [
        {"partition": 0, "newest_offset": len(first + then), "findings": len(first + then)}
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("corrupt.avro", b"Obj\x01 and then nothing that Avro could be", "bad_"),
        ("half.jsonl", as_lines(journey()[0])[:-40], "truncated"),
        ("columns.csv", b"carat,colour\n1,D\n", "unknown_sheet"),
        ("empty.csv", b"", "empty_file"),
        ("date.jsonl", as_lines(journey()[0]).replace(b"2024-03-01", b"2024-02-31", 1), "bad_value"),
        ("body.jsonl", as_lines(journey()[0]).replace(b"LotRegistered", b"LotTeleported"), ""),
        ("binary.jsonl", bytes(range(128, 256)) + b"\n", "not_utf8"),
    ],
)
def test_bad_input_is_answered_and_nothing_else_is_lost(
    run: Run, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.jsonl").write_bytes(as_lines(*journey()))

    done = run("ingest", name, "good.jsonl", "--format", "json", code=1)
    kept = [json.loads(line) for line in run("query", "quarantine", "--format", "json").stdout.splitlines()]

    assert f"refused: {name}" in done.stderr
    assert (last_json(done)["accepted"], last_json(done)["refused"]) == (4, 1)
    assert [row["source"] for row in kept] == [name]
    assert str(kept[0]["reason"]).startswith(reason)


def test_a_line_of_100_megabytes_is_refused_and_its_neighbours_are_kept(run: Run, tmp_path: Path) -> None:
    first, *others = journey()
    with (tmp_path / "huge.jsonl").open("wb") as file:
        file.write(as_lines(first))
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + as_lines(*others))

    done = last_json(run("ingest", "huge.jsonl", "--format", "json", code=1))

    assert (done["accepted"], done["refused"]) == (4, 1)


def test_an_avro_container_file_is_read(run: Run, tmp_path: Path) -> None:
    schema = catalog.schema("CustodyEvent")
    records = []
    for event in journey():
        with (tmp_path / "one").open("w+b") as file:
            file.write(encode_event(event)[HEADER_BYTES:])
            file.seek(0)
            records.append(fastavro.schemaless_reader(file, schema, None, return_record_name=True))
    with (tmp_path / "journey.avro").open("wb") as file:
        fastavro.writer(file, schema, records, codec="deflate")

    assert last_json(run("ingest", "journey.avro", "--format", "json"))["accepted"] == 4


def test_a_template_can_be_filled_in_and_sent(run: Run) -> None:
    run("template", "lot_registered", "finds.csv")

    assert last_json(run("ingest", "finds.csv", "--format", "json"))["accepted"] == 1
    assert "choose another" in run("template", "lot_registered", "finds.csv", code=2).stderr


def test_a_simulated_world_is_judged_with_its_own_reference_data(run: Run, tmp_path: Path) -> None:
    written = last_json(run("simulate", "world", "--events", "400", "--format", "json"))
    overlay = tmp_path / ".caratrace" / "reference"
    overlay.mkdir(parents=True)
    for name in ("parties.csv", "sites.csv", "licences.csv", "zones.geojson"):
        (tmp_path / "world" / name).rename(overlay / name)

    judged = last_json(run("ingest", "world/events.jsonl", "--format", "json"))

    assert judged["inputs"] == written["events"]
    assert judged["findings_raised"] == 0
    assert "is not empty" in run("simulate", "world", code=2).stderr


def test_detectors_flag_the_figures_that_contradict_themselves_once(run: Run) -> None:
    run("ingest", "-", stdin=as_lines(*journey()))

    found = [json.loads(line) for line in run("detect", "--format", "json", code=1).stdout.splitlines()]
    again = run("query", "rule_summary", "--format", "json").stdout
    run("detect", code=1)

    assert [row["subject"] for row in found] == ["country:ZA:2017", "country:BW:2024"]
    assert run("query", "rule_summary", "--format", "json").stdout == again
    assert "equal" in run("verify").stdout


def test_rows_that_are_gone_are_missed_and_can_be_written_again_from_the_log(run: Run, tmp_path: Path) -> None:
    run("ingest", "-", "--as-of", "2024-03-10", stdin=as_lines(*journey()[1:]), code=1)
    before = run("findings", "--format", "json", code=1).stdout

    shutil.rmtree(tmp_path / ".caratrace" / "rows")
    assert "verify --rebuild" in run("findings", code=2).stderr
    run("verify", "--rebuild")

    assert run("findings", "--format", "json", code=1).stdout == before


def test_other_reference_data_ask_for_judging_again(run: Run, tmp_path: Path) -> None:
    run("ingest", "-", "--as-of", "2024-05-01", stdin=as_lines(*journey()[:2]), code=1)
    overlay = tmp_path / ".caratrace" / "reference"
    overlay.mkdir()
    header = "party_id,name,country,role,connected,grace_days,valid_from,valid_to,source,confidence,note"
    (overlay / "parties.csv").write_text(f"{header}\nTRADER,A trader,BW,trader,no,0,,,test,proposed,\n")

    refused = run("ingest", "-", stdin=as_lines(*journey()), code=2).stderr
    again = last_json(run("rejudge", "--format", "json"))

    assert "caratrace rejudge" in refused
    assert again["retracted"] == 1
    assert "equal" in run("verify").stdout


def test_rows_can_be_kept_in_a_clickhouse_server(run: Run, clickhouse_address: ClickhouseAddress) -> None:
    database = "command_line"
    with closing(ClickhouseStore(clickhouse_address)) as store:
        store.command(f"DROP DATABASE IF EXISTS {database}")
        store.command(f"CREATE DATABASE {database}")
    at = clickhouse_address
    url = f"clickhouse://{quote(at.user)}:{quote(at.password)}@{at.host}:{at.port}/{database}"
    server = {"CARATRACE_CLICKHOUSE": url}

    run("ingest", "-", "--as-of", "2024-03-10", stdin=as_lines(*journey()[1:]), code=1, settings=server)

    assert "CUS005 on lot:L1" in run("findings", "--evidence", code=1, settings=server).stdout
    assert "equal" in run("verify", settings=server).stdout
    assert "equal" in run("verify", "--rebuild", settings=server).stdout
    refused = run("findings", code=2, settings={"CARATRACE_CLICKHOUSE": "http://me:secret@x"}).stderr
    assert "expected an address like" in refused
    assert "secret" not in refused


def test_mistakes_at_the_prompt_get_one_clear_line(run: Run) -> None:
    assert "there is no folder" in run("findings", code=2).stderr
    assert "No such command" in run("frobnicate", code=2).stderr
    assert "check the name" in run("ingest", "nowhere.csv", code=2).stderr
    run("ingest", "-", stdin=as_lines(*journey()))
    assert "nothing is known of lot 'L9'" in run("trace", "L9", code=2).stderr
    assert "no query 'nonsense'" in run("query", "nonsense", code=2).stderr
    assert "lot" in run("query", "lot_history", code=2).stderr
    assert "PARAMETER=VALUE" in run("query", "lot_history", "L1", code=2).stderr
    assert "expected lot once" in run("query", "lot_history", "lot=L1", "lot=L2", code=2).stderr
    assert "thousandths of a carat" in run("query", "lot_history", "--explain").stdout


def test_what_does_not_exist_is_never_called_clean(run: Run, tmp_path: Path) -> None:
    run("ingest", "-", stdin=as_lines(*journey()))
    (tmp_path / "elsewhere").mkdir()

    assert "no rule CUS999" in run("findings", "--rule", "CUS999", code=2).stderr
    assert "expected a subject such as lot:AB-1" in run("findings", "--subject", "L1", code=2).stderr
    assert "country:, licences:, pair:, party:, site:" in run("findings", "--subject", "L1", code=2).stderr
    assert "no open findings" in run("findings", "--subject", "pair:BW-AE:2024Q1").stdout
    assert (
        "no open findings" in run("findings", "--rule", "cus001", "--severity", "breach", "--subject", "lot:L1").stdout
    )
    assert "lot=lot:L1  (the lot's id)" in run("query", "lot_history", "lot=lot:L1").stdout
    for command in ("findings", "verify", "rejudge"):
        assert "there is no log in elsewhere" in run("--home", "elsewhere", command, code=2).stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_schema_change_is_judged(run: Run, tmp_path: Path, root: Path) -> None:
    old = root / "schemas" / "avro" / "HsRow.avsc"
    (tmp_path / "HsRow.avsc").write_text(old.read_text().replace("ct/1000", "ct/100"))

    assert "compatible" in run("schema", "check", str(old), str(old)).stdout
    assert "ct/100" in run("schema", "check", str(old), "HsRow.avsc", code=1).stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_result_that_cannot_be_written_is_an_error_of_one_line(root: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from deploy.cli import main; main()", "rules", "--format", "json"],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(root)}, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr.decode()) == (2, "caratrace: No space left on device\n")
