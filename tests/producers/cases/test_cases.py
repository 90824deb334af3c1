"""The documented cases: each gives exactly the findings it says, whatever order its events come in."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest

from producers.cases import Case, all_cases, case_named, cases_in, read_case
from schemas.errors import ConfigurationError
from schemas.events import Body, CustodyEvent
from schemas.identity import with_derived_id
from schemas.reference.load_statistics import load_production
from schemas.validation import check_event
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from tests.build import packaged_reference
from tests.judging import Open, open_after

CASES = [pytest.param(case, id=case.name) for case in all_cases()]


def judged(case: Case, events: Sequence[CustodyEvent]) -> Open:
    """What is open at the end of a case, with its parties in the register."""
    book = RuleBook(all_rules(), packaged_reference().with_parties(case.parties))
    return open_after([*events, case.as_of], book)


@pytest.mark.parametrize("case", CASES)
def test_a_case_gives_the_findings_it_says_and_no_others(case: Case) -> None:
    found = judged(case, case.events)
    got = Counter((rule, subject, verdict.severity) for (subject, rule, _), verdict in found.items())
    wanted = case.expects(statistical=False)
    assert got == Counter((finding.rule, finding.subject, finding.severity) for finding in wanted)


@pytest.mark.parametrize("case", CASES)
def test_a_finding_tells_the_published_numbers(case: Case) -> None:
    told = [(rule, subject, verdict.got) for (subject, rule, _), verdict in judged(case, case.events).items()]
    for finding in case.expects(statistical=False):
        texts = [got for rule, subject, got in told if (rule, subject) == (finding.rule, finding.subject)]
        assert any(all(number in text for number in finding.says) for text in texts), texts


@pytest.mark.parametrize("case", CASES)
def test_a_case_ends_the_same_in_any_order(case: Case) -> None:
    shuffled = random.Random(case.name).sample(case.events, len(case.events))
    assert judged(case, shuffled) == judged(case, case.events)


@pytest.mark.parametrize("case", CASES)
def test_the_events_of_a_case_are_possible_under_ids_that_follow_from_their_content(case: Case) -> None:
    for event in case.events:
        check_event(event)
        assert event.event_id == with_derived_id(event).event_id
        assert event.occurred_at <= case.as_of


@pytest.mark.parametrize("case", CASES)
def test_a_case_tells_its_story_in_a_few_sentences_and_parts_facts_from_inventions(case: Case) -> None:
    assert case.title
    assert 2 <= len(re.findall(r"[.!?](?: |$)", case.story)) <= 6
    assert case.facts
    assert case.invented
    assert all(finding.why for finding in case.expected)


@pytest.mark.parametrize("case", CASES)
def test_a_case_gives_its_sources_with_their_addresses(case: Case) -> None:
    assert case.citations
    assert all(citation.key and citation.address.startswith("http") for citation in case.citations)


@pytest.mark.parametrize("case", CASES)
def test_every_rule_a_case_expects_exists(case: Case) -> None:
    assert {finding.rule for finding in case.expects(statistical=False)} <= {rule.code for rule in all_rules()}


@pytest.mark.parametrize("case", CASES)
def test_a_published_figure_is_the_packaged_one_where_that_names_the_same_source(case: Case) -> None:
    """A case may know figures that the packaged tables lack, but none that contradict them."""
    packaged = {(figure.iso2, figure.year, figure.source): figure for figure in load_production()}
    assert [f for f in case.production if packaged.get((f.iso2, f.year, f.source), f) != f] == []


def test_the_lawful_journey_holds_every_kind_of_event_and_has_nothing_to_find() -> None:
    journey = case_named("mine_to_ring")
    assert {type(event.body) for event in journey.events} == set(get_args(Body))
    assert journey.expected == ()


def test_the_round_trip_names_all_prices() -> None:
    case = case_named("firestar_3_27_ct")
    first, second = (verdict.got for verdict in judged(case, case.events).values())
    assert "US-FIRESTAR, who sold it for US$1,098,802.00" in first
    assert "for US$183,087.00" in first
    assert "HK-FANCY, who bought it for US$1,098,802.00" in second
    assert "for US$1,156,043.00" in second


def test_every_case_file_is_found(root: Path) -> None:
    files = sorted(path.stem for path in (root / "producers" / "cases").glob("*.json"))
    assert [case.name for case in all_cases()] == files


def test_an_unknown_case_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(ConfigurationError, match="mine_to_ring"):
        case_named("none")


@pytest.fixture
def text(root: Path) -> str:
    """A case as it is stored."""
    return (root / "producers" / "cases" / "kenya_2015.json").read_text()


@pytest.mark.parametrize("name", ["Kenya.json", "kenya-2015.json", "kenya_2015.txt", "kenya.2015.json", "notes"])
def test_a_strange_file_among_the_cases_stops_the_program(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigurationError, match=re.escape(name)):
        cases_in(tmp_path)


def test_a_folder_without_cases_stops_the_program(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no documented cases"):
        cases_in(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"title": None},
        {"events": []},
        {"events": [{"emitter": "X"}]},
        {"expected": [{"rule": "KIM003", "subject": "lot:A", "severity": "GRAVE", "why": "x"}]},
        {"as_of": "2015-07-20"},
        {"parties": [{"party_id": "A", "name": "A", "country": "KE", "role": "pirate", "connected": True}]},
        {"colour": "blue"},
        {"detect_on": "2015-07-20T00:00:00Z"},
        {"expected": [{"rule": "STA010", "subject": "country:KE", "severity": "BREACH", "why": "x"}]},
        {"production": [{"year": 2015, "country": "KE", "carats": 1}]},
    ],
)
def test_a_case_that_is_not_as_it_must_be_is_named(text: str, change: dict[str, Any]) -> None:
    fields = {name: value for name, value in (json.loads(text) | change).items() if value is not None}
    with pytest.raises(ConfigurationError, match="case kenya_2015 cannot be read"):
        read_case("kenya_2015", json.dumps(fields))


def test_a_case_that_is_no_json_is_named() -> None:
    with pytest.raises(ConfigurationError, match="case broken cannot be read"):
        read_case("broken", "{")
