"""``caratrace bench detection`` on a tiny world, with processes of its own."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from deploy.cli import cli


def test_a_scenario_that_does_not_exist_is_refused_with_those_that_do() -> None:
    result = CliRunner().invoke(cli, ["bench", "detection", "--scenario", "no_such_scenario"])

    assert result.exit_code == 2
    assert "no_such_scenario; there are" in result.output


@pytest.mark.slow
def test_one_json_object_is_printed_on_standard_output() -> None:
    arguments = "--seed 3 --tuned-seed 4 --events 100 --cases 1 --scenario altered_certificate --format json"

    result = CliRunner().invoke(cli, ["bench", "detection", *arguments.split()])

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["seeds_reported"], told["seeds_tuned"]) == ([3], [4])
    assert [(row["code"], row["recall"]) for row in told["rules"]] == [("KIM008", 1.0)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--seed 7 --tuned-seed 7", "seed 7 is used while tuning (--tuned-seed 7)"),
        ("--seed 2", "seed 2 is used while tuning (--tuned-seed 1 --tuned-seed 2)"),
        ("--seed 7 --seed 8 --seed 7", "expected each --seed once, got 7 more often"),
        ("--tuned-seed 7 --tuned-seed 7", "expected each --tuned-seed once, got 7 more often"),
        ("--seed seven", "'seven' is not a valid integer"),
        ("--events 0", "0 is not in the range x>=100"),
        ("--cases 0", "0 is not in the range x>=1"),
    ],
)
def test_arguments_that_would_falsify_the_figures_are_refused(arguments: str, said: str) -> None:
    result = CliRunner().invoke(cli, ["bench", "detection", *arguments.split()])

    assert result.exit_code == 2
    assert said in result.output
