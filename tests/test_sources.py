"""Every text that is cited stands in one of the two lists of sources, with its address; nothing else stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from producers.cases import all_cases
from sinks.detectors import load_detectors
from stream_processors.rules import all_rules

ROOT = Path(__file__).parents[1]
DATA = ROOT / "schemas" / "reference" / "data"
MARKS = {"project", "memory"}
"""Words in brackets that are no texts: a proposal of this project, and what no text confirmed."""


def listed(folder: Path) -> list[tuple[str, str]]:
    """Keys and addresses, in the order of the list."""
    text = (folder / "SOURCES.md").read_text(encoding="utf-8")
    return re.findall(r"^\| (?!key )(\w+) \| (.+?)(?= \|)", text, re.MULTILINE)


OWN, SHARED = listed(ROOT / "stream_processors" / "rules"), listed(DATA)
KNOWN = dict(OWN) | dict(SHARED)


def keys(*texts: str) -> set[str]:
    """The words in square brackets, one or several in each pair."""
    groups = re.findall(r"\[([a-z0-9_]+(?:,? [a-z0-9_]+)*)\]", " ".join(texts))
    return {key for group in groups for key in re.findall(r"\w+", group)}


CITED = {rule.code: keys(rule.citation, *rule.parameters.values()) for rule in all_rules()}
CITED |= {found.code: keys(found.law) for found in load_detectors()}
CITED |= {case.name: {citation.key for citation in case.citations} for case in all_cases()}


@pytest.mark.parametrize("who", CITED)
def test_every_source_of_rules_detectors_and_cases_is_listed(who: str) -> None:
    assert CITED[who]
    assert CITED[who] - MARKS <= KNOWN.keys()


def test_every_source_that_is_listed_with_the_rules_is_cited() -> None:
    """`tests/schemas/reference/test_load.py` looks at those of the tables."""
    assert dict(OWN).keys() - set().union(*CITED.values()) == set()


def test_a_source_stands_once_in_order_and_in_one_list() -> None:
    for entries in (OWN, SHARED):
        names = [key for key, _ in entries]
        assert names == sorted(set(names))
    assert dict(OWN).keys() & dict(SHARED).keys() == set()


def test_a_case_gives_the_address_that_is_listed() -> None:
    named = [(citation.key, citation.address) for case in all_cases() for citation in case.citations]

    assert named != []
    assert [(key, address) for key, address in named if KNOWN[key].split(" (")[0] != address] == []
