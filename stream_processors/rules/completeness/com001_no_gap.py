"""An emitter that numbers its events sends every number.

A number that is missing while later ones are here stands for an event that was written down and not sent: lost on the
way, still with an emitter that is offline, or held back. An error declaration makes no gap: the number stays used. If a
number was mistyped, declaring its event in error takes the gap before it back, unless a later event stands.
"""

from __future__ import annotations

from datetime import date, timedelta

from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from schemas.reference.settings import DAYS, Setting
from stream_processors.custody.numbering import Gap
from stream_processors.rules.base import ALWAYS, Breach, GapRule, Level

MOST_NAMED = 1000
"""Of a longer gap, as before a number that was mistyped, the beginning is not named: it moves with every event."""

NOTICE_AFTER = Setting("COM001", "notice_after", 3, DAYS, "a notice after; of the emitter's country")
LEAST_GRACE = Setting("COM001", "least_grace", 10, DAYS, "the least grace before a breach; of the emitter's country")


def _levels(emitter: Party | None, reference: Reference, day: date) -> tuple[Level, ...]:
    country = emitter.country if emitter is not None else None
    notice, least = (reference.setting(setting, country, day) for setting in (NOTICE_AFTER, LEAST_GRACE))
    grace = max(emitter.grace_days if emitter is not None else 0, least)
    return Level(timedelta(days=notice), Severity.NOTICE), Level(timedelta(days=grace), Severity.BREACH)


def _describe(gap: Gap) -> Breach:
    if gap.last - gap.first >= MOST_NAMED:
        return Breach(
            got=f"more than {MOST_NAMED:,} numbers up to {gap.last} are missing from the count of {gap.emitter}: "
            f"number {gap.last + 1} is here",
            expected="every number of the emitter's count; declare an event with a mistyped number in error",
        )
    missing = f"number {gap.first} is" if gap.first == gap.last else f"numbers {gap.first}-{gap.last} are"
    known = f"number {gap.last + 1} is here"
    if gap.before is not None:
        known = f"numbers {gap.first - 1} and {gap.last + 1} are here"
    further = ", and further numbers above are missing" if gap.more else ""
    return Breach(
        got=f"{missing} missing from the count of {gap.emitter}: {known}{further}",
        expected="every number of the emitter's count, also those of events that were declared in error",
        evidence=(gap.before.event_id if gap.before is not None else None,),
    )


RULE = GapRule(
    code="COM001",
    title="An emitter's count has no gap",
    citation="Complete record; KPCS core document, Section IV(a): internal controls [memory]; days proposed [project]",
    in_force_from=ALWAYS,
    settings=(NOTICE_AFTER, LEAST_GRACE),
    rising=(NOTICE_AFTER, LEAST_GRACE),
    parameters={
        "first number": "1 unless the party register says otherwise (convention of this project)",
        "told of one emitter": "the lowest 100 gaps (convention of this project)",
    },
    levels=_levels,
    describe=_describe,
)
