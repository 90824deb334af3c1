"""What was grown in a laboratory never becomes natural: a transformation with lab-grown input has no natural output.

Nor may its species be forgotten on the way: only lab-grown input has lab-grown output. A mix with other stones, and
natural output of input of unknown species, are for a person to look at.
"""

from __future__ import annotations

from schemas.events import LotLine, LotsTransformed, Species
from schemas.findings import Severity
from schemas.measures import carats_text
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.words import names_text


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed) or all(line.species is Species.NATURAL for line in body.inputs):
        return None
    natural = [line for line in body.outputs if line.species is Species.NATURAL]
    grown = [line for line in body.inputs if line.species is Species.LAB_GROWN]
    if not natural:
        return _forgotten(body, grown)
    if grown:
        return Breach(
            got=f"{_text(natural)} come out as natural, of which {_text(grown)} went in as lab-grown",
            expected="no natural output of lab-grown input",
        )
    unknown = [line for line in body.inputs if line.species is Species.UNKNOWN]
    return Breach(
        got=f"{_text(natural)} come out as natural, of which {_text(unknown)} went in as unknown",
        expected="natural output of natural input only, or a screening that proves it",
        severity=Severity.NOTICE,
    )


def _forgotten(body: LotsTransformed, grown: list[LotLine]) -> Breach | None:
    """Lab-grown input that comes out as of unknown species."""
    unknown = [line for line in body.outputs if line.species is Species.UNKNOWN]
    if not grown or not unknown:
        return None
    return Breach(
        got=f"{_text(unknown)} come out as unknown, of which {_text(grown)} went in as lab-grown",
        expected="lab-grown output of lab-grown input",
        severity=None if len(grown) == len(body.inputs) else Severity.NOTICE,
    )


def _text(lines: list[LotLine]) -> str:
    weight = carats_text(sum(line.carats for line in lines))
    return f"{weight} (lots {names_text(line.lot_id for line in lines)})"


RULE = Rule(
    code="SPC002",
    title="Lab-grown input never yields natural output",
    citation="Natural and lab-grown are different goods: HS headings 7102 and 7104 [uk_syn]; salting of melee [gia1]",
    in_force_from=ALWAYS,
    version=2,
    blocking=True,
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
)
