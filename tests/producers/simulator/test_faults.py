"""Every fault is labelled, and every label is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import producers.simulator.faults as folder
from producers.simulator.faults import all_faults
from producers.simulator.injection import CONSEQUENCES
from producers.simulator.labels import read_labels
from producers.simulator.plan import FaultPlan
from producers.simulator.world import simulate
from schemas.errors import ConfigurationError, StopError
from stream_processors.rules import all_rules
from tests import model, model_lineage
from tests.producers.simulator.judged import judged


def test_every_file_of_the_folder_is_a_fault() -> None:
    files = {path.stem for path in Path(*folder.__path__).glob("*.py")} - {"__init__"}
    assert set(all_faults()) == files


def test_every_fault_expects_rules_that_exist() -> None:
    codes = {rule.code for rule in all_rules()}
    expected = {rule for fault in all_faults().values() for rule in (fault.rule, *fault.also)}
    assert expected <= codes


CODES = [f"CUS{n:03}" for n in range(19)] + [f"KIM{n:03}" for n in range(1, 27)]
CODES += [f"SPC{n:03}" for n in range(1, 4)] + [f"SAN{n:03}" for n in range(1, 7)] + [f"SEA{n:03}" for n in range(1, 5)]
CODES += [f"ART{n:03}" for n in range(1, 5)] + [f"LIC{n:03}" for n in range(1, 4)]
CODES += [f"WAR{n:03}" for n in range(1, 4)] + ["PAY001", "PAY002"]
CODES += ["LIN001", "COM001", "COM002"]


def test_there_is_a_fault_for_every_rule_of_custody_certificates_and_species() -> None:
    assert set(CODES) <= {fault.rule for fault in all_faults().values()}


@pytest.mark.parametrize("seed", [1, 2])
def test_all_faults_together_are_found_and_nothing_else(seed: int) -> None:
    world = simulate(seed, 3_000, faults=len(all_faults()))
    result = judged(world)
    assert {label.fault for label in world.labels} == set(all_faults())
    assert result.missed == set()
    assert result.unexpected == []


@pytest.mark.parametrize("name", sorted(all_faults()))
def test_a_fault_is_found_by_its_rule_with_no_more_consequences_than_it_names(name: str) -> None:
    result = judged(simulate(11, 150, faults=FaultPlan((name,) * 3)))
    assert result.missed == set()
    assert result.unexpected == []
    found = {rule for rule, _, _ in result.found}
    named = {all_faults()[name].rule, *all_faults()[name].also}
    assert found in (named, named | set(CONSEQUENCES))


def test_the_lots_that_descend_from_faulty_ones_are_those_that_the_naive_model_names() -> None:
    events = [sent.event for sent in simulate(3, 3_000, faults=2 * len(all_faults())).sent()]
    result = judged(simulate(3, 3_000, faults=2 * len(all_faults())))
    breaches = [(*key, verdict.severity) for key, verdict in result.found.items() if key[0] != "LIN001"]
    lots = {subject: seen for subject, seen, _ in model.standing(events)}
    expected = model_lineage.descents(lots, breaches)
    assert {key for key in result.found if key[0] == "LIN001"} == {key[:3] for key in expected}
    assert len(expected) > 50


def test_as_many_faults_are_put_in_as_were_asked_for() -> None:
    world = simulate(4, 2_000, faults=FaultPlan(("altered_certificate",) * 7))
    for _ in world.sent():
        pass
    assert len(world.labels) == 7


def test_faults_are_spread_over_the_world() -> None:
    world = simulate(4, 4_000, faults=FaultPlan(("altered_certificate",) * 10))
    order = [sent.event.event_id for sent in world.sent()]
    places = [order.index(label.event_id) / len(order) for label in world.labels]
    assert min(places) < 0.2
    assert max(places) > 0.5


def test_labels_come_back_from_their_file(tmp_path: Path) -> None:
    world = simulate(4, 500, faults=5)
    for _ in world.sent():
        pass
    world.write_labels(tmp_path / "labels.jsonl")
    assert read_labels(tmp_path / "labels.jsonl") == world.labels


def test_a_fault_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="no_such_fault"):
        simulate(1, 100, faults=FaultPlan(("no_such_fault",)))


def test_a_fault_that_the_law_does_not_know_yet_is_refused_by_name_and_left_out_of_a_number() -> None:
    with pytest.raises(ConfigurationError, match="2026-01-01 or later, when without_due_diligence is forbidden"):
        simulate(1, 100, faults=FaultPlan(("without_due_diligence",)), start=date(2025, 12, 31))
    world = simulate(1, 2_000, faults=len(all_faults()), start=date(2025, 12, 31))
    for _ in world.sent():
        pass
    assert "without_due_diligence" not in {label.fault for label in world.labels}
    assert "banned_stone_enters" in {label.fault for label in world.labels}


def test_labels_are_not_told_before_the_world_is() -> None:
    with pytest.raises(StopError, match="labels"):
        _ = simulate(1, 100).labels
