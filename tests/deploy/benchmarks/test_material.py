"""Slices of one simulated world."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deploy.benchmarks.material import Material, read_slice
from schemas.codec import decode_event
from schemas.reference.load import load_reference


def test_slices_follow_each_other_in_one_world_whose_parties_are_known(tmp_path: Path) -> None:
    material = Material(tmp_path, 1000, 3, date(2026, 1, 1))
    whole = Material(tmp_path / "whole", 1000, 3, date(2026, 1, 1))

    slices = [*read_slice(material.slice(70)), *read_slice(material.slice(30))]

    assert slices == list(read_slice(whole.slice(100)))
    events = [decode_event(payload).event for _, payload in slices]
    assert [key for key, _ in slices] == [event.emitter.encode() for event in events]
    known = load_reference(material.reference)
    assert {event.emitter for event in events if known.party(event.emitter) is None} == set()
