"""Exit codes of a worker: what stopped it, and whether starting it again can help.

A worker that meets something it must not step over ends at once with one of these. Whoever watches it
(``deploy/supervise.py``, or an orchestrator) starts it again, without a limit, unless a person is needed first.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Why a worker stopped. Any other code, and a death by signal, is a crash: start it again."""

    JUDGE = 70
    ROUTER = 72
    REFUSALS = 73
    FILE = 74
    HOLE = 75
    BEYOND_END = 76
    OTHER_RULES = 77
    OTHER_TOPIC = 78

    @property
    def meaning(self) -> str:
        """What happened, in one sentence."""
        return _MEANINGS[self]

    @property
    def remedy(self) -> str:
        """What to do about it, in one sentence."""
        return _REMEDIES[self]

    @property
    def needs_a_person(self) -> bool:
        """Whether the next start would meet the same thing again, or do harm, until a person has looked."""
        return self in _FOR_PEOPLE


_MEANINGS = {
    Exit.JUDGE: "the judge failed, or its brokers did not answer in time; nothing of the record at hand was kept",
    Exit.ROUTER: "the router failed, or its brokers did not acknowledge in time; nothing was committed",
    Exit.REFUSALS: "the router refused too large a part of the latest events; it stopped before it committed them",
    Exit.FILE: "a store could not be read or written, or another process had moved its position",
    Exit.HOLE: "records that the judge still needs are no longer in its topic",
    Exit.BEYOND_END: "the position of a store lies beyond the end of its partition",
    Exit.OTHER_RULES: "the log asks for other rules or reference data than this worker has, or for a newer version",
    Exit.OTHER_TOPIC: "the store was made from another topic: the last record it took in is not the one found there",
}

_REMEDIES = {
    Exit.JUDGE: "it is started again and takes the record in anew; read the message before the exit if it comes back",
    Exit.ROUTER: "it is started again and goes on after the last commit; look at the brokers if it comes back",
    Exit.REFUSALS: "find out who sends what cannot be read, or upgrade to a version that reads it, then restart",
    Exit.FILE: "it is started again; if it comes back look for a full disk, a damaged file or a second worker on it",
    Exit.HOLE: "restore a snapshot that is newer than the oldest record of the partition, then restart",
    Exit.BEYOND_END: "find out whether the topic was cut or made anew; restore or remove the store, then restart",
    Exit.OTHER_RULES: "start the version of the program, with the reference data, that the log asks for",
    Exit.OTHER_TOPIC: "point the worker at the right cluster, or move the store away and let it be built anew",
}

_FOR_PEOPLE = frozenset({Exit.REFUSALS, Exit.HOLE, Exit.BEYOND_END, Exit.OTHER_RULES, Exit.OTHER_TOPIC})


def exit_of(code: int) -> Exit | None:
    """The exit that a process ended with; None for a code that is not one of them."""
    return Exit(code) if code in Exit._value2member_map_ else None
