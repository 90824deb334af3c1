"""A lot is made of lots with which nothing is wrong: it says so as long as a breach is open where it comes from.

That is, in a lot it descends from, in the transformation that made one of them or the lot itself, or in a shipment
that moved one of them.
Mixing, sorting and cutting make new lots with clean histories of their own, which is how goods are laundered. The
histories of the inputs tell the outputs what is open, through any number of transformations, and take it back when it
is taken back. While a breach is provisional nothing is told of it: events on their way may cure it. A notice, since the
breach itself is judged where it happened, and by how much it matters here a person decides. Of very many breaches the
first are named, in the order of lots, rules and events.
"""

from __future__ import annotations

from schemas.findings import Severity
from schemas.records import TaintSource
from stream_processors.rules.base import ALWAYS, Breach, LineageRule

NAMED = 5


def _describe(sources: tuple[TaintSource, ...]) -> Breach:
    named = sources[:NAMED]
    more = ", and others" if len(sources) > NAMED else ""
    listed = ", ".join(dict.fromkeys(f"{source.rule} on {source.subject}" for source in named))
    return Breach(
        got=f"comes from where breaches are open: {listed}{more}",
        expected="no open breach in what it was made of, directly or through others, or in how that was made and moved",
        evidence=tuple(source.event_id for source in named),
    )


RULE = LineageRule(
    code="LIN001",
    title="A lot descends from nothing with an open breach",
    citation="Follows from the chain of custody: what is wrong with the parts is wrong with the whole [project]",
    in_force_from=ALWAYS,
    version=2,
    severity=Severity.NOTICE,
    parameters={"named": f"the first {NAMED} breaches, by lot, rule and event (convention of this project)"},
    describe=_describe,
)
