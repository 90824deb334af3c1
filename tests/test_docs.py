"""Documents say what the program does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from deploy.settings import PREFIX, Settings
from schemas.errors import ConfigurationError

BLOCK = re.compile(r"<!-- help: caratrace -->\n```\n(.*?)```\n", re.DOTALL)


def help_text(*command: str) -> str:
    result = CliRunner().invoke(cli, [*command, "--help"], prog_name="caratrace", terminal_width=100)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_readme_holds_the_help_text_of_the_program(root: Path) -> None:
    found = BLOCK.search((root / "README.md").read_text(encoding="utf-8"))

    assert found is not None, "README.md needs the block <!-- help: caratrace -->"
    assert found.group(1) == help_text(), f"put this into README.md:\n{help_text()}"


def test_every_setting_stands_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")

    assert [field.name for field in fields(Settings) if f"`{PREFIX}{field.name.upper()}`" not in text] == []


def test_every_command_of_the_changelog_and_no_other_exists(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    block = text.split("The command line:")[1].split("\n\n")[0]

    named = {name.removeprefix("caratrace ") for name in re.findall(r"`([a-z ]+)`", block)}

    assert named == set(cli.list_commands(None))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", cli.list_commands(None))  # type: ignore[arg-type]
def test_every_command_explains_itself(name: str) -> None:
    assert len(help_text(name).split("\n\n")[1].strip()) > 20


def test_a_misspelt_setting_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"unknown setting CARATRACE_HOMES; known are .*CARATRACE_HOME"):
        Settings.from_environment({"CARATRACE_HOMES": "x"})


@pytest.mark.parametrize("name", ["CARATRACE_HOME", "CARATRACE_REFERENCE"])
def test_a_folder_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} must name a folder"):
        Settings.from_environment({name: " "})


def test_the_summary_of_every_command_is_shown_whole() -> None:
    assert "..." not in help_text().split("Commands:")[1]


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", ""])
def test_a_number_that_cannot_be_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match="CARATRACE_BATCH_EVENTS must be a whole number"):
        Settings.from_environment({"CARATRACE_BATCH_EVENTS": value})
