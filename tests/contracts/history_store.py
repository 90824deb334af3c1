"""What a ``HistoryStore`` must keep. A store is tested by a class that derives from ``HistoryStoreContract``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Protocol

import pytest

from schemas.events import CustodyEvent, LotRegistered, LotsTransformed
from schemas.findings import Finding
from schemas.reference.concerned import Concerned
from schemas.routing import Role, SubjectKind
from stream_processors.engine import HistoryStore
from tests import build
from tests.changes import party, some_changes
from tests.disturbances import disturb
from tests.histories import after, walk
from tests.judging import Input, Run, open_in, register

START, RELEASE = build.registered(at="2024-03-01"), build.released(at="2024-03-02")
DUE = build.instant("2024-03-12")


class Kept(Protocol):
    """A store at work: what is fed to it goes through an engine, and is kept."""

    @property
    def store(self) -> HistoryStore:
        """The store as it is now; after ``reopen`` it is another one."""

    def feed(self, *inputs: Input) -> None:
        """Let an engine take in events and instants, and keep what it changes."""

    def findings(self) -> list[Finding]:
        """Everything the engine said since the store was empty."""

    def reopen(self) -> None:
        """Forget whatever is not kept, as the next process would find it."""


def entries(history_of: HistoryStore, kind: SubjectKind, subject: str) -> list[CustodyEvent]:
    """The events of a history, in order."""
    return [entry.event for entry in history_of.history(kind, subject).entries]


class HistoryStoreContract(ABC):
    """The suite; ``open`` gives a new, empty store that keeps what it must in ``folder``."""

    @abstractmethod
    def open(self, folder: Path) -> AbstractContextManager[Kept]:
        """A new, empty store."""

    @pytest.fixture
    def kept(self, tmp_path: Path) -> Iterator[Kept]:
        with self.open(tmp_path) as kept:
            yield kept

    def test_of_an_unknown_subject_nothing_is_known(self, kept: Kept) -> None:
        history = kept.store.history(SubjectKind.LOT, "lot:L9")
        assert (history.subject, history.kind, history.entries, history.published) == (
            "lot:L9",
            SubjectKind.LOT,
            [],
            {},
        )

    def test_what_was_taken_in_is_there_when_it_is_asked_for_again(self, kept: Kept) -> None:
        kept.feed(START, RELEASE)
        assert entries(kept.store, SubjectKind.LOT, "lot:L1") == [START, RELEASE]
        kept.reopen()
        assert entries(kept.store, SubjectKind.LOT, "lot:L1") == [START, RELEASE]

    def test_what_was_published_is_there_when_it_is_asked_for_again(self, kept: Kept) -> None:
        kept.feed(RELEASE)
        before = dict(kept.store.history(SubjectKind.LOT, "lot:L1").published)
        assert {rule for rule, _ in before} == {"CUS005"}
        kept.reopen()
        assert kept.store.history(SubjectKind.LOT, "lot:L1").published == before

    def test_a_repeat_is_known_as_one_after_reopening(self, kept: Kept) -> None:
        kept.feed(RELEASE)
        said = kept.findings()
        kept.reopen()
        kept.feed(RELEASE)
        assert kept.findings() == said
        assert entries(kept.store, SubjectKind.LOT, "lot:L1") == [RELEASE]

    def test_a_declaration_is_known_after_reopening(self, kept: Kept) -> None:
        kept.feed(START, build.declared_wrong(RELEASE))
        kept.reopen()
        kept.feed(RELEASE)
        assert entries(kept.store, SubjectKind.LOT, "lot:L1") == [START]

    def test_what_lots_told_each_other_is_known_after_reopening(self, kept: Kept) -> None:
        misuse = build.sealed("L1", "2024-03-09")
        cuts = build.transformed("L1", "L2", "2024-03-05"), build.transformed("L2", "L3", "2024-03-06")
        kept.feed(START, RELEASE, build.received(at="2024-03-03"), *cuts)
        kept.reopen()
        kept.feed(misuse)
        raised = [finding.subject for finding in kept.findings() if finding.rule == "LIN001"]
        kept.reopen()
        kept.feed(misuse)
        kept.feed(build.declared_wrong(misuse))
        said = [finding for finding in kept.findings() if finding.rule == "LIN001"]
        assert raised == ["lot:L2", "lot:L3"]
        assert [(finding.subject, finding.cured_by) for finding in said[2:]] == [
            ("lot:L2", misuse.event_id),
            ("lot:L3", misuse.event_id),
        ]

    def test_histories_are_due_strictly_before_an_instant_in_order_of_subjects(self, kept: Kept) -> None:
        lots = [f"L{number}" for number in (3, 1, 2)]
        for lot in lots:
            kept.feed(build.registered(lot, at="2024-03-01"), build.released(lot, at="2024-03-02"))
        assert list(kept.store.due_before(DUE)) == []
        due = [history.subject for history in kept.store.due_before(DUE + timedelta(microseconds=1))]
        assert due == ["lot:L1", "lot:L2", "lot:L3"]

    def test_deadlines_are_known_after_reopening(self, kept: Kept) -> None:
        kept.feed(START, RELEASE)
        kept.reopen()
        kept.feed(DUE + timedelta(days=1))
        assert [finding.rule for finding in kept.findings()] == ["CUS003"]

    def test_a_kept_promise_is_no_longer_due(self, kept: Kept) -> None:
        kept.feed(START, RELEASE, build.received(at="2024-03-03"))
        assert list(kept.store.due_before(DUE + timedelta(days=90))) == []

    def test_a_missed_deadline_is_followed_by_the_next_one(self, kept: Kept) -> None:
        kept.feed(START, RELEASE, DUE + timedelta(days=1))
        assert list(kept.store.due_before(DUE + timedelta(days=20))) == []
        later = kept.store.due_before(DUE + timedelta(days=20, microseconds=1))
        assert [history.subject for history in later] == ["lot:L1"]

    def test_all_gives_every_history_in_order_of_subjects(self, kept: Kept) -> None:
        kept.feed(
            build.registered(["L2", "L1"]), build.issued(build.certificate()), build.transformed("L1", "L3", id="T")
        )
        kept.reopen()
        found = [history.subject for history in kept.store.all() if history.entries]
        assert found == ["certificate:BW:12345", f"event:{build.uid('T')}", "lot:L1", "lot:L2", "lot:L3"]

    def test_histories_that_name_something_are_found_and_in_order_of_subjects(self, kept: Kept) -> None:
        kept.feed(
            build.registered(["L2"]), build.released(["L2"], to_party="BUYER-AE"), build.registered(["L1", "L3"]),
            build.released(["L1"], to_party="House Seven, Antwerp"),
        )  # fmt: skip
        kept.reopen()
        for names, words, subjects in (
            ({"BUYER-AE"}, set(), ["lot:L2"]),
            ({"BUYER"}, set(), []),
            (set(), {"antwerp"}, ["lot:L1"]),
            ({"BUYER-AE"}, {"seven"}, ["lot:L1", "lot:L2"]),
        ):
            found = kept.store.naming(Concerned(frozenset(names), frozenset(words)))
            assert [history.subject for history in found] == subjects

    def test_the_count_of_an_emitter_is_found_by_its_name_and_by_what_was_said_of_it(self, kept: Kept) -> None:
        first, third = build.registered("L1", sequence=1), build.sealed("L1", at="2024-03-02", sequence=3)
        other = build.registered("L2", sequence=1, custodian="MINE-ZA", owner="MINE-ZA")
        kept.feed(first, third, other, build.instant("2024-03-09"))
        kept.reopen()
        named = kept.store.naming(Concerned(frozenset({"MINE"})))
        assert [history.subject for history in named] == ["emitter:MINE", "lot:L1"]
        spoken_of = kept.store.seen_by(frozenset(), frozenset({"COM001"}))
        assert [history.subject for history in spoken_of] == ["emitter:MINE"]

    def test_histories_that_a_rule_looks_at_or_spoke_of_are_found_in_order_of_subjects(self, kept: Kept) -> None:
        kept.feed(build.registered(["L2", "L1"]), build.released(["L3"]), build.transformed("L1", "L4", id="T"))
        kept.reopen()
        birth = frozenset({(SubjectKind.LOT, LotRegistered, Role.LINE)})
        whole = frozenset({(SubjectKind.EVENT, LotsTransformed, Role.WHOLE)})
        for places, codes, subjects in (
            (birth, frozenset(), ["lot:L1", "lot:L2"]),
            (whole, frozenset(), [f"event:{build.uid('T')}"]),
            (frozenset(), frozenset({"CUS005"}), ["lot:L3"]),
            (birth, frozenset({"CUS005"}), ["lot:L1", "lot:L2", "lot:L3"]),
        ):
            assert [history.subject for history in kept.store.seen_by(places, codes)] == subjects

    def test_changed_reference_data_are_known_after_reopening(self, kept: Kept) -> None:
        kept.feed(build.registered(), build.released(to_party="SILENT-9"), party("SILENT-9", connected="no"))
        kept.reopen()
        kept.feed(DUE + timedelta(days=1))
        assert kept.findings() == []
        kept.feed(party("SILENT-9", connected="yes", recorded_at=build.instant("2025-01-01")))
        assert [finding.rule for finding in kept.findings()] == ["CUS003"]

    @pytest.mark.parametrize("seed", range(12))
    def test_findings_and_revisions_are_those_of_an_engine_that_remembers_everything(
        self, seed: int, kept: Kept
    ) -> None:
        """Wherever the store is reopened in between."""
        rng = Random(seed)
        events = disturb(rng, walk(rng, 6).events, seed % 5)
        inputs: list[Input] = [*events, *rng.sample(events, len(events) // 2)]
        for change in some_changes(rng, register(), seed % 4):
            inputs.insert(rng.randint(0, len(inputs)), change)
        inputs.insert(rng.randint(0, len(inputs)), after(events))
        inputs.append(after(events, days=35))
        remembered = Run()
        remembered.feed(*inputs)
        for one in inputs:
            kept.feed(one)
            if rng.randint(0, 5) == 0:
                kept.reopen()
        assert kept.findings() == remembered.findings
        kept.reopen()
        assert open_in(kept.store) == remembered.open
