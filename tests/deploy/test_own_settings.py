"""The operator's settings reach the rules and detectors of every runtime, or stop the program with a clear line."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from deploy.local import Arrival
from deploy.settings import Settings
from deploy.wiring import check_own_settings, open_runtime, rule_book
from schemas.codec import record_of
from schemas.errors import ConfigurationError
from schemas.records import Tick
from schemas.reference.load import load_reference
from tests import build
from tests.judging import KNOWN_AT

HEAD = "rule,setting,participant,value,source,note"


def home_with(folder: Path, *rows: str) -> Settings:
    """A home whose reference data set this."""
    (folder / "reference").mkdir(exist_ok=True)
    (folder / "reference" / "settings.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return Settings(home=folder)


def test_the_packaged_settings_are_settings_of_rules() -> None:
    check_own_settings(load_reference())


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "CUS999,notice_after,,10,own,",
            "line 2, column rule: expected the code of a rule or detector .* got 'CUS999'",
        ),
        ("CUS003,notice,,10,own,", "line 2, column setting: expected one of breach_after, notice_after, got 'notice'"),
        ("CUS003,notice_after,,2000000,own,", "line 2, column value: expected a number of days from 0 to 1000000"),
        (
            "CUS003,notice_after,ZA,30,own,",
            "line 2, column value: expected values of notice_after, breach_after that ris",
        ),
        ("CUS012,batch_most,,1001,own,", "line 2, column value: expected a number of per mille from 0 to 1000"),
        ("KIM001,x,,1,own,", "line 2, column rule: expected the code of a rule or detector that has settings"),
        (
            "STA003,notice_per_mille,ZA,700,own,",
            "line 2, column participant: expected nothing: the detector STA003 looks",
        ),
        ("STA003,notice_per_mille,,0,own,", "line 2, column value: expected a number of per mille from 1 to 65535"),
        ("STA003,on,,1,own,", "line 2, column setting: expected one of breach_per_mille, deviations, .* got 'on'"),
    ],
)
def test_a_row_that_no_rule_or_detector_knows_stops_the_program(tmp_path: Path, row: str, message: str) -> None:
    settings = home_with(tmp_path, row)
    with pytest.raises(ConfigurationError, match=message) as refused:
        rule_book(settings)
    assert str(tmp_path / "reference" / "settings.csv") in str(refused.value)


def test_the_catalogue_is_not_printed_from_a_table_that_cannot_be_used(tmp_path: Path) -> None:
    home_with(tmp_path, "CUS003,notice_after,,ten,own,")
    refused = CliRunner().invoke(cli, ["--home", str(tmp_path), "rules"])
    assert isinstance(refused.exception, ConfigurationError)
    assert refused.output == ""


def test_another_table_is_another_edition_that_asks_for_judging_again(tmp_path: Path) -> None:
    first = rule_book(home_with(tmp_path, "CUS003,notice_after,,20,own,")).fingerprint
    second = rule_book(home_with(tmp_path, "CUS003,notice_after,,21,own,")).fingerprint
    assert len({first, second, rule_book(Settings(home=tmp_path / "other")).fingerprint}) == 3


def test_judging_again_takes_back_and_raises_what_another_table_asks_for(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        return CliRunner().invoke(cli, ["--home", str(tmp_path), *arguments], catch_exceptions=False).output

    events = build.registered(), build.released(at="2024-03-02")
    with open_runtime(home_with(tmp_path, "CUS003,notice_after,,20,own,")) as (runtime, _):
        runtime.take([Arrival(KNOWN_AT, record_of(event)) for event in events])
        runtime.take([Arrival(KNOWN_AT, Tick(build.instant("2024-03-20")))])
    assert "CUS003" not in run("findings")

    home_with(tmp_path, "CUS003,notice_after,BW,17,own,")
    run("rejudge")
    assert "a receipt by TRADER within 17 days" in run("findings")
    assert "equal" in run("verify")


def test_workers_and_schedulers_on_a_log_are_wired_to_the_same_book() -> None:
    """Both take it from ``wiring.rule_book``; nothing else there loads rules or reference data."""
    wired = [vars(importlib.import_module(f"deploy.{name}"))["rule_book"] for name in ("worker_app", "detection")]
    assert wired == [rule_book, rule_book]


def test_the_catalogue_prints_defaults_and_what_is_set_instead(tmp_path: Path) -> None:
    home_with(tmp_path, "CUS003,notice_after,,20,own,", "CUS003,notice_after,ZA,25,own,", "STA003,deviations,,5,own,")
    printed = CliRunner().invoke(cli, ["--home", str(tmp_path), "rules", "--format", "csv"]).output
    assert (
        "notice_after: 10 days (proposed), 20 days everywhere [own], 25 days in ZA [own]; breach_after: 30" in printed
    )
    assert "notice_after: 15 days (proposed), 15 days in US [us15]" in printed
    assert "deviations: 4 (proposed), 5 everywhere [own]" in printed
