"""When the rules change, every lot hears what is open under the new ones, also from a store that was not there."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import CustodyEvent
from schemas.findings import Finding, FindingStatus
from schemas.records import RulesChanged, SubjectBatch
from stream_processors.partition_judge import PartitionJudge
from tests import build
from tests.histories import START, History, randoms
from tests.judges import Cluster, Worker, entry, without_place
from tests.judging import Run, book_of, whole_book
from tests.webs import WIDER, breached, web

BEFORE = book_of(*(rule for rule in whole_book().rules if rule.code in ("CUS006", "CUS010", "LIN001")))
"""Under these rules other lots have breaches than under those of ``WIDER``, which come after them."""


class NextWorker:
    """The judge of a partition under the new rules, over the store of the old one or over none."""

    def __init__(self, old: Worker, path: Path, said: list[Finding]) -> None:
        self._old, self._path, self._said = old, path, said
        self._judge = self._open()

    def _open(self) -> PartitionJudge:
        return PartitionJudge(self._path, WIDER, self._old.place, cached=3)

    @property
    def is_level(self) -> bool:
        """Whether all that is there was taken in."""
        return self._judge.next == len(self._old.log)

    def step(self, rng: Random) -> None:
        """Take in one message, as ``Judging`` does, and die now and then before it is kept."""
        message = self._old.log[self._judge.next]
        follow = any(self._judge.asks_for_these_rules(one) for one in self._old.log[self._judge.next :])
        published = newest(self._said) if self._judge.must_settle(message) else None
        owned = {name: one for name, one in (published or {}).items() if self._old.place.owns(one.subject)}
        applied = self._judge.apply(message, rules_follow=follow, published=None if published is None else owned)
        self._said += applied.findings
        for partition, batch in applied.told:
            self._old.others[partition].append(batch)
        if rng.random() < 0.1:
            self._judge.close()
            self._judge = self._open()
        elif rng.random() < 0.4 or self.is_level:
            self._judge.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._judge.close()


def newest(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The last revision of each finding, by id."""
    found: dict[str, Finding] = {}
    for one in findings:
        if one.finding_id not in found or found[one.finding_id].revision <= one.revision:
            found[one.finding_id] = one
    return found


def changed_over(folder: Path, rng: Random, partitions: int, first: History, later: History) -> list[Finding]:
    """What is open in the end when the rules change between two runs of events; some disks are lost with the change."""
    with closing(Cluster(folder, partitions, rng, BEFORE)) as cluster:
        cluster.feed(first)
        said = [finding for worker in cluster.workers for finding in worker.sent]
    for worker in cluster.workers:
        worker.append(SubjectBatch((entry(RulesChanged(WIDER.fingerprint)),)))
    cluster.route(later)
    paths = [folder / f"{rng.choice([number, f'lost {number}'])}.sqlite" for number in range(partitions)]
    workers = [NextWorker(old, path, said) for old, path in zip(cluster.workers, paths, strict=True)]
    while behind := [worker for worker in workers if not worker.is_level]:
        rng.choice(behind).step(rng)
    for done in workers:
        done.close()
    return [one for one in newest(said).values() if one.status is FindingStatus.RAISED]


@settings(max_examples=20)
@given(randoms, st.integers(1, 8), st.integers(1, 8), st.integers(1, 3))
def test_a_change_of_rules_leaves_what_one_engine_says_under_the_new_rules(
    rng: Random, first: int, later: int, partitions: int
) -> None:
    before, after = web(rng, first), web(rng, later)
    alone = Run(WIDER)
    alone.feed(*before, *after)
    wanted = [one for one in newest(alone.findings).values() if one.status is FindingStatus.RAISED]
    with TemporaryDirectory() as folder:
        found = changed_over(Path(folder), rng, partitions, before, after)
    assert without_place(found) == without_place(wanted)


def test_what_was_told_under_the_old_rules_by_a_disk_that_is_lost_is_taken_back(tmp_path: Path) -> None:
    cut, used = build.transformed("L0", "L1", START), breached("L0", build.instant("2024-02-01"))
    assert {one.rule for one in _open_under_the_old_rules(cut, used)} == {"CUS006", "LIN001"}
    for partitions in (1, 2, 3):
        folder = tmp_path / str(partitions)
        folder.mkdir()
        assert changed_over(folder, _Losing(), partitions, [cut, used], []) == []


def _open_under_the_old_rules(*events: CustodyEvent) -> list[Finding]:
    run = Run(BEFORE)
    return run.feed(*events)


class _Losing(Random):
    """Never dies, and loses every disk."""

    def random(self) -> float:
        return 0.9

    def choice(self, options):  # type: ignore[no-untyped-def]
        return options[-1]
