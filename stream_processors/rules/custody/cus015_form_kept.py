"""Only cutting makes polished out of rough, and nothing makes rough out of polished.

Sorting, splitting and mixing work no stone. Polished that comes out of them, without having gone in, came from
elsewhere, and never was in a yield that anybody looked at.
"""

from __future__ import annotations

from schemas.events import Form, LotLine, LotsTransformed, Process
from schemas.measures import carats_text
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.tolerances import tolerance

WEIGHT = tolerance("CUS015", 20, "where it was done")


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotsTransformed):
        return None
    forms = (Form.ROUGH,) if body.process is Process.CUT_AND_POLISH else (Form.ROUGH, Form.POLISHED)
    for form in forms:
        before, after = _carats(body.inputs, form), _carats(body.outputs, form)
        if after > before and after > before + WEIGHT.of(case, before):
            return Breach(
                got=f"{carats_text(after)} of {form.lower()} out of {body.process}",
                expected=f"no more than the {carats_text(before)} of {form.lower()} that went in",
            )
    return None


def _carats(lines: tuple[LotLine, ...], form: Form) -> int:
    return sum(line.carats for line in lines if line.form is form)


def _applies(case: EventCase) -> bool:
    body = case.event.body
    return isinstance(body, LotsTransformed) and len({line.form for line in body.inputs + body.outputs}) > 1


RULE = Rule(
    code="CUS015",
    title="Only cutting makes polished",
    citation="Conservation of weight; KPCS core document, Section IV(a): internal controls [memory]; rough is "
    "unworked, or simply sawn, cleaved or bruted [zoll]; tolerance proposed [project]",
    in_force_from=ALWAYS,
    settings=WEIGHT,
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
    applies=_applies,
)
