"""How much of the rough is left as polished lies in a band that depends on what was cut.

A yield outside the band is rare but possible, so a person looks at it: too much suggests stones that were added, too
little suggests better stones that were exchanged for worse.
"""

from __future__ import annotations

from schemas.events import Form, LotLine, LotsTransformed, Process
from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.settings import PER_MILLE, Setting
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.words import share_text


def _yield(name: str, default: int, meaning: str) -> Setting:
    return Setting("CUS012", name, default, PER_MILLE, f"{meaning}; of where it was cut", most=1000)


SINGLE_LEAST = _yield("single_stone_least", 150, "the least yield of one stone")
SINGLE_MOST = _yield("single_stone_most", 850, "the highest yield of one stone")
WHOLE_MOST = _yield("one_rough_most", 750, "the highest yield of one stone that was cut into several")
BATCH_LEAST = _yield("batch_least", 100, "the least yield of a batch")
BATCH_MOST = _yield("batch_most", 600, "the highest yield of a batch")


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed):
        return None
    left = sum(line.carats for line in body.outputs if line.form is Form.ROUGH)
    cut = sum(line.carats for line in body.inputs) - left
    polished = [line for line in body.outputs if line.form is Form.POLISHED]
    total = sum(line.carats for line in polished)
    if not polished or total > cut:  # nothing cut yet, or more than the rough, which CUS010 and CUS011 judge
        return None
    what, low, high = _band(case, body.inputs, polished)
    if low * cut <= total * 1000 <= high * cut:
        return None
    return Breach(
        got=f"{carats_text(total)} of polished out of {carats_text(cut)} of rough: {share_text(total, cut)}",
        expected=f"{share_text(low, 1000)} to {share_text(high, 1000)} for {what}",
    )


def _band(case: EventCase, rough: tuple[LotLine, ...], polished: list[LotLine]) -> tuple[str, int, int]:
    """What was cut, and the lowest and highest yield in parts per thousand."""
    if len(rough) != 1 or rough[0].stones != 1:
        return "a batch", case.setting(BATCH_LEAST), case.setting(BATCH_MOST)
    low, high = case.setting(SINGLE_LEAST), case.setting(SINGLE_MOST)
    if len(polished) == 1 and polished[0].stones in (None, 1):
        return "a single stone", low, high
    return "all the polished of one stone", low, min(high, case.setting(WHOLE_MOST))


def _applies(case: EventCase) -> bool:
    body = case.event.body
    if not isinstance(body, LotsTransformed) or body.process is not Process.CUT_AND_POLISH:
        return False
    return all(line.form is Form.ROUGH for line in body.inputs)


RULE = Rule(
    code="CUS012",
    title="The yield of cutting lies in its band",
    citation="Trade practice of cutting yields [yld1]; bands proposed [project]",
    in_force_from=ALWAYS,
    severity=Severity.NOTICE,
    settings=(SINGLE_LEAST, SINGLE_MOST, WHOLE_MOST, BATCH_LEAST, BATCH_MOST),
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
    applies=_applies,
)
