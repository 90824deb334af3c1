"""``caratrace reference``: rows are stated, answered for, judged with, and shown as they stood and were known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import cli
from deploy.local import Arrival
from deploy.settings import Settings
from deploy.wiring import open_runtime
from schemas.codec import record_of
from schemas.records import Tick
from schemas.reference.changeable import TABLES
from tests import build
from tests.judging import KNOWN_AT

HEAD = "party_id,name,country,role,connected,grace_days,valid_from,valid_to,source,confidence,note"
SILENT = "SILENT-9,Silent House,BE,trader,no,0,,,test,proposed,"

Call = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which a release to SILENT-9 was never answered."""
    with open_runtime(Settings(home=tmp_path / "home")) as (runtime, _):
        events = build.registered(), build.released(to_party="SILENT-9")
        runtime.take([Arrival(KNOWN_AT, record_of(event)) for event in events])
        runtime.take([Arrival(KNOWN_AT, Tick(build.instant("2024-03-20")))])
    return tmp_path / "home"


@pytest.fixture
def call(home: Path) -> Call:
    """Runs a command on that home; the exit code stands in ``return_value``."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(
            cli, ["--home", str(home), *arguments], standalone_mode=False, catch_exceptions=False
        )  # fmt: skip

    return run


def file_of(folder: Path, *rows: str, head: str = HEAD) -> str:
    """A CSV file."""
    path = folder / "rows.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return str(path)


def add(call: Call, path: str, *more: str) -> tuple[dict[str, object], Result]:
    """What ``reference add`` of parties says."""
    done = call("reference", "add", path, "--table", "parties", "--by", "EU-ANTWERP", "--format", "json", *more)
    return json.loads(done.stdout), done


def test_a_change_takes_back_what_it_cures_and_its_id_stands_beside_both(call: Call, tmp_path: Path) -> None:
    summary, done = add(call, file_of(tmp_path, SILENT))
    assert (summary["stated"], summary["findings_raised"], done.return_value) == (1, 0, 0)
    [finding] = json.loads(done.stdout)["retracted"]
    history = call("query", "finding_history", f"finding={finding}", "--format", "json").stdout.splitlines()
    register = call("query", "register_on", "table=parties", "key=SILENT-9", "on=2024-03-02", "--format", "json").stdout
    assert json.loads(history[-1])["cured_by"] == json.loads(register)["change_id"]
    assert call("verify").return_value == 0


def test_the_same_file_again_changes_nothing(call: Call, tmp_path: Path) -> None:
    packaged = "one of the seven authorities designated in the Union"
    prague = f"EU-PRAGUE,Union authority Prague,CZ,authority,no,0,,,kpeu,sourced,{packaged}"
    path = file_of(tmp_path, SILENT, prague)
    first, _ = add(call, path)
    again, done = add(call, path)
    assert (first["stated"], first["unchanged"]) == (1, 1)
    assert (again["stated"], again["unchanged"], done.return_value) == (0, 2, 0)


def test_a_row_that_is_stated_again_after_its_correction_counts_again(call: Call, tmp_path: Path) -> None:
    said = [add(call, file_of(tmp_path, row))[0] for row in (SILENT, SILENT.replace(",no,", ",yes,"), SILENT)]
    assert [(one["findings_raised"], one["findings_retracted"]) for one in said] == [(0, 1), (1, 0), (0, 1)]


def test_a_bad_row_is_refused_with_line_and_column_and_the_others_count(call: Call, tmp_path: Path) -> None:
    summary, done = add(
        call,
        file_of(
            tmp_path, "A,A,XX,trader,no,0,,,test,proposed,", "B,B", SILENT, SILENT.replace("Silent", "Other"),
            "C,C,BE,trader,no,0,2024-02-30,,test,proposed,",
        ),
    )  # fmt: skip
    assert (summary["rows"], summary["stated"], summary["refused"], done.return_value) == (5, 1, 4, 1)
    said = [line.partition("rows.csv, ")[2] for line in done.stderr.splitlines()]
    assert [line.partition(":")[0] for line in said] == [
        "line 2, column country", "line 3", "line 5, column party_id", "line 6, column valid_from",
    ]  # fmt: skip
    assert "expected a date as YYYY-MM-DD, got '2024-02-30' [bad_reference]" in said[3]
    kept = call("query", "quarantine", "--format", "json").stdout.splitlines()
    assert len(kept) == 4
    assert call("verify").return_value == 0


def test_an_empty_file_says_so_and_another_table_is_refused(call: Call, tmp_path: Path) -> None:
    assert "nothing in it" in add(call, file_of(tmp_path))[1].stderr
    (tmp_path / "rows.csv").write_bytes(b"")
    assert "nothing in it" in add(call, str(tmp_path / "rows.csv"))[1].stderr
    with pytest.raises(Exception, match="line 1: expected the columns party_id,"):
        add(call, file_of(tmp_path, head="name,jurisdiction"))


def test_a_withdrawn_row_does_not_stand_and_to_withdraw_it_again_changes_nothing(call: Call, tmp_path: Path) -> None:
    path = file_of(tmp_path, SILENT)
    add(call, path)
    for stated, raised in ((1, 1), (0, 0)):
        done = call("reference", "withdraw", path, "--table", "parties", "--by", "EU-ANTWERP", "--format", "json")
        summary = json.loads(done.stdout)
        assert (summary["stated"], summary["findings_raised"]) == (stated, raised)
    assert call("reference", "show", "parties", "--key", "SILENT-9", "--format", "json").stdout == ""


def test_the_register_is_shown_as_of_a_day_and_as_known_at_an_instant(call: Call, tmp_path: Path) -> None:
    before = "2020-01-01"
    add(call, file_of(tmp_path, "P-1,House,BE,trader,yes,0,2024-01-01,2024-06-30,test,proposed,"))

    def shown(*more: str) -> list[tuple[object, object]]:
        done = call("reference", "show", "parties", "--key", "P-1", "--format", "json", *more)
        return [(row["valid_from"], row["holds"]) for row in map(json.loads, done.stdout.splitlines())]

    assert shown() == [("2024-01-01", None)]
    assert shown("--on", "2023-12-31") == []
    assert shown("--on", "2024-01-01") == shown("--on", "2024-06-30") == [("2024-01-01", True)]
    assert shown("--on", "2024-07-01") == [("2024-01-01", False)]
    assert shown("--known-at", before) == []


def test_a_site_that_is_stated_stands_in_the_table_that_detectors_read(call: Call, tmp_path: Path, home: Path) -> None:
    head = "site_id,name,iso2,kind,area,capacity_ct_per_year,opened_on,closed_on,source,confidence,note"
    path = file_of(tmp_path, "S-1,New pit,BW,mine,,100,,2026-01-01,test,proposed,", head=head)
    call("reference", "add", path, "--table", "sites", "--by", "BW-AUTHORITY")
    with open_runtime(Settings(home=home)) as (_, store):
        rows = store.query("SELECT capacity_ct_per_year FROM current_sites WHERE site_id = 'S-1'").rows
    assert rows == ((100,),)


def test_what_never_stood_cannot_be_withdrawn(call: Call, tmp_path: Path) -> None:
    """A mistyped key, or another first day, is answered with what there is."""
    begun = SILENT.replace(",0,,", ",0,2024-01-01,")
    add(call, file_of(tmp_path, begun))
    path = file_of(tmp_path, SILENT.replace("SILENT-9", "SILENT-8"), SILENT)

    done = call("reference", "withdraw", path, "--table", "parties", "--by", "EU-ANTWERP", "--format", "json")

    summary = json.loads(done.stdout)
    assert (summary["stated"], summary["refused"], done.return_value) == (0, 2, 1)
    first, second = done.stderr.splitlines()
    assert "line 2, column party_id: expected the key and first day of a row that stands" in first
    assert "there is no row of 'SILENT-8'" in first
    assert "rows of 'SILENT-9' begin: 2024-01-01" in second
    assert call("verify").return_value == 0


def test_the_period_that_is_shown_ends_with_its_last_day(call: Call, tmp_path: Path) -> None:
    add(call, file_of(tmp_path, "P-1,House,BE,trader,yes,0,2024-01-01,2024-06-30,test,proposed,"))
    [shown] = call("reference", "show", "parties", "--key", "P-1", "--format", "json").stdout.splitlines()
    asked = call("query", "register_on", "table=parties", "key=P-1", "on=2024-02-01", "--format", "json").stdout
    assert json.loads(shown)["valid_until"] == json.loads(asked)["valid_until"] == "2024-06-30"


@pytest.mark.parametrize(("key", "said"), [("silent-9", "'silent-9'; did you mean 'SILENT-9'?"), ("ZZZZZ", "'ZZZZZ'")])
def test_a_key_that_is_unknown_is_answered_with_the_nearest(call: Call, tmp_path: Path, key: str, said: str) -> None:
    add(call, file_of(tmp_path, SILENT))
    done = call("reference", "show", "parties", "--key", key)
    assert (done.stdout, done.return_value) == ("", 0)
    assert done.stderr == f"no row of parties has the key {said}\n"


def test_what_is_shown_as_a_file_can_be_stated_again(call: Call, tmp_path: Path) -> None:
    """The file of a table says what stands; that of an empty table is its header alone."""
    add(call, file_of(tmp_path, SILENT + ",7", head=f"{HEAD},first_number"))
    (tmp_path / "rows.csv").write_text(call("reference", "show", "parties", "--format", "file").stdout, "utf-8")
    again, _ = add(call, str(tmp_path / "rows.csv"))
    assert again["rows"] == again["unchanged"]
    assert again["rows"] != 0
    empty = call("reference", "show", "licences", "--format", "file")
    assert empty.stdout.startswith("licence,holder,kind,")
    assert empty.stdout.count("\n") == 1
    assert empty.stderr == "no row of licences stands\n"


def test_a_grace_that_no_day_can_be_added_to_is_refused(call: Call, tmp_path: Path) -> None:
    summary, done = add(call, file_of(tmp_path, SILENT.replace(",no,0,", ",yes,3651,")))
    assert summary["refused"] == 1
    assert "column grace_days: expected at most 3650, got '3651'" in done.stderr
    assert add(call, file_of(tmp_path, SILENT.replace(",no,0,", ",yes,3650,")))[0]["stated"] == 1


def test_a_mine_that_is_older_than_the_tables_can_say_is_kept(call: Call, tmp_path: Path) -> None:
    head = "site_id,name,iso2,kind,area,capacity_ct_per_year,opened_on,closed_on,source,confidence,note"
    path = file_of(tmp_path, "S-1,Big Hole,ZA,mine,,100,1871-07-16,2301-08-14,test,proposed,", head=head)
    assert call("reference", "add", path, "--table", "sites", "--by", "ZA-AUTHORITY").return_value == 0
    assert call("verify").return_value == 0


def test_a_file_that_is_not_there_is_named_without_numbers(call: Call, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"rows.csv: expected a file that can be read, got No such file or directory;"):
        add(call, str(tmp_path / "rows.csv"))


@pytest.mark.parametrize("command", ["add", "withdraw"])
def test_none_of_several_files_is_taken_where_one_cannot_be_read(call: Call, tmp_path: Path, command: str) -> None:
    good, other = file_of(tmp_path, SILENT), tmp_path / "other.csv"
    if command == "withdraw":
        add(call, good)
    before = call("reference", "show", "parties", "--key", "SILENT-9", "--format", "json").stdout
    for content, said in (
        (None, "No such file or directory"),
        (b"name,jurisdiction\n", "expected the columns"),
        (b"\xff\n", "expected text in UTF-8"),
    ):
        if content is not None:
            other.write_bytes(content)
        with pytest.raises(Exception, match=rf"other.csv.*{said}"):
            call("reference", command, good, str(other), "--table", "parties", "--by", "EU-ANTWERP")
        assert call("reference", "show", "parties", "--key", "SILENT-9", "--format", "json").stdout == before


def test_a_table_that_there_is_not_is_answered_with_those_there_are(call: Call) -> None:
    said = call("query", "register_on", "table=partys", "on=2024-03-02").stdout
    assert "table=partys" in said
    assert [name for name in TABLES if name not in said] == []
