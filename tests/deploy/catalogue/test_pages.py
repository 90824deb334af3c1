"""The pages that are made from the rules are the ones that lie in docs/."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.catalogue.entries import all_entries, in_words
from deploy.cli import cli


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["rules", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("page", ["rules", "detection"])
def test_the_page_in_docs_is_the_one_that_the_program_makes(root: Path, page: str) -> None:
    kept = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")

    assert kept == printed("--format", "markdown", "--page", page), "the page is stale; run `make pages`"


def test_the_catalogue_holds_every_entry_with_its_law() -> None:
    page = printed("--format", "markdown")

    assert [entry.code for entry in all_entries() if f"### {entry.code}: {entry.title}\n" not in page] == []
    assert [entry.code for entry in all_entries() if f"- law: {entry.law}\n" not in page] == []


def test_every_detector_states_window_and_smallest_sample() -> None:
    detectors = [entry for entry in all_entries() if entry.authority == "statistics"]

    assert detectors != []
    assert [entry.code for entry in detectors if not (entry.window and entry.minimum_sample)] == []


def test_patterns_are_printed_with_codes_or_reasons() -> None:
    text = printed("--patterns", "--format", "csv")

    assert "F24,Bad official figure,a published figure breaks its own history,STA001" in text
    assert "the picture of a form is no part of an event" in text


@pytest.mark.parametrize("arguments", ["--patterns --format markdown", "--page detection", "--page rules --format csv"])
def test_options_that_would_do_nothing_are_refused(arguments: str) -> None:
    result = CliRunner().invoke(cli, ["rules", *arguments.split()])

    assert result.exit_code == 2
    assert f"{arguments.split(maxsplit=1)[0]} is for" in result.output


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (172_800, "2 d")]
)
def test_a_delay_is_told_in_the_unit_that_suits_it(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
