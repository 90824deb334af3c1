"""What was grown in a laboratory never becomes natural: a transformation with lab-grown input has no natural output.

Where the input is of unknown species the output's claim is not proved; that is for a person to look at.
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
        return None
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


def _text(lines: list[LotLine]) -> str:
    weight = carats_text(sum(line.carats for line in lines))
    return f"{weight} (lots {names_text(line.lot_id for line in lines)})"


RULE = Rule(
    code="SPC002",
    title="Lab-grown input never yields natural output",
    citation="Natural and lab-grown are different goods: HS headings 7102 and 7104 [uk_syn]; salting of melee [gia1]",
    in_force_from=ALWAYS,
    blocking=True,
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
)
