"""How much of the rough is left as polished lies in a band that depends on what was cut.

A yield outside the band is rare but possible, so a person looks at it: too much suggests stones that were added, too
little suggests better stones that were exchanged for worse.
"""

from __future__ import annotations

from schemas.events import Form, LotLine, LotsTransformed, Process
from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.model import Reference
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.words import share_text


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
    what, low, high = _band(body.inputs, polished, case.reference)
    if low * cut <= total * 1000 <= high * cut:
        return None
    return Breach(
        got=f"{carats_text(total)} of polished out of {carats_text(cut)} of rough: {share_text(total, cut)}",
        expected=f"{share_text(low, 1000)} to {share_text(high, 1000)} for {what}",
    )


def _band(rough: tuple[LotLine, ...], polished: list[LotLine], reference: Reference) -> tuple[str, int, int]:
    """What was cut, and the lowest and highest yield in parts per thousand; no limit where no band is known."""
    if len(rough) != 1 or rough[0].stones != 1:
        return "a batch", *_limits("batch", reference)
    low, high = _limits("single_stone", reference)
    if len(polished) == 1 and polished[0].stones in (None, 1):
        return "a single stone", low, high
    return "all the polished of one stone", low, min(high, _limits("one_rough", reference)[1])


def _limits(band_id: str, reference: Reference) -> tuple[int, int]:
    band = reference.yield_band(band_id)
    low, high = (band.min_per_mille, band.max_per_mille) if band else (None, None)
    return low or 0, 1000 if high is None else high


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
    parameters={
        "single stone": "15 % to 85 % (proposed)",
        "all polished of one stone": "at most 75 % (proposed)",
        "batch": "10 % to 60 % (proposed)",
    },
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
    applies=_applies,
)
