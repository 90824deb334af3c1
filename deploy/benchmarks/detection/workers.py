"""Judges several worlds side by side, in as many processes as there are processors; each has a store of its own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.benchmarks.detection.flags import Watched
from deploy.benchmarks.detection.measure import Look
from deploy.benchmarks.detection.plans import WorldPlan
from deploy.benchmarks.detection.watching import Watch
from deploy.stopping import later
from deploy.wiring import scratch_rows
from producers.simulator.plays import Play
from producers.simulator.scenarios import all_scenarios
from schemas.errors import StopError
from sinks.detectors import load_detectors


@contextmanager
def side_by_side() -> Iterator[Look]:
    """Processes that judge worlds as long as the block lasts; its end, an error or a signal ends them at once."""
    others = set(active_children())
    with TemporaryDirectory(prefix="caratrace-", ignore_cleanup_errors=True) as folder:
        pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), initializer=_begin)
        try:
            yield partial(_look, pool, Path(folder))
        finally:
            with later():
                for process in set(active_children()) - others:
                    process.kill()
                pool.shutdown(cancel_futures=True)


def _look(pool: ProcessPoolExecutor, folder: Path, plans: Iterable[WorldPlan]) -> Iterator[Watched]:
    """What became of each world, in the order of the plans. Raises ``StopError`` when a process was killed."""
    many = list(plans)
    names = [tuple(play.name for play in plan.plays) for plan in many]
    without = [replace(plan, plays=()) for plan in many]  # a play holds functions, which no other process gets
    try:
        with later():  # they start now, and hear of no Ctrl-C: who started them does, and ends them
            worlds = pool.map(partial(alone, folder), without, names)
        yield from worlds
    except BrokenProcessPool as error:
        raise StopError(
            "a process that judged a world was ended from outside, most often for want of memory; "
            "measure smaller worlds (--events) or fewer scenarios (--scenario)"
        ) from error


def _begin() -> None:
    """A process begins: it ends with the one that started it, however that ends."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def alone(folder: Path, plan: WorldPlan, names: tuple[str, ...]) -> Watched:
    """One world with the plays of these names, in a store in ``folder`` that is thrown away afterwards."""
    known = all_scenarios()
    plays = tuple(play for name in names if isinstance(play := known[name], Play))
    with scratch_rows(folder) as store:
        return Watch(store, load_detectors()).world(replace(plan, plays=plays))
