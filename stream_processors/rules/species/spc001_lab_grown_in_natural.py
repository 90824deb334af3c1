"""No lab-grown stone is found in a lot that was declared natural.

Melee is salted with lab-grown stones that only an instrument tells apart: of one parcel of 323 stones, 101 were. One
stone is enough, and the goods are held.
"""

from __future__ import annotations

from schemas.events import LotExamined, Species
from stream_processors.rules.base import ALWAYS, Breach, LotCase, Rule
from stream_processors.rules.words import count_text, share_text


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, LotExamined):
        return None
    found = body.lab_grown_stones or 0
    if not found and body.line.species is not Species.LAB_GROWN:
        return None
    return Breach(
        got=f"{_found(found, body)} by {body.examiner}"
        + (f", report {body.report_number}" if body.report_number else ""),
        expected="natural stones only, as the lot was declared",
        evidence=(case.lot.birth,),
    )


def _found(stones: int, body: LotExamined) -> str:
    if not stones:
        return "lab-grown found"
    if not body.screened_stones:
        return f"{count_text(stones, 'lab-grown stone')} found"
    share = share_text(stones, body.screened_stones)
    return f"{stones:,} of {count_text(body.screened_stones, 'screened stone')} found lab-grown ({share})"


def _applies(case: LotCase) -> bool:
    return case.lot.species is Species.NATURAL


RULE = Rule(
    code="SPC001",
    title="A natural lot holds no lab-grown stone",
    citation="Undisclosed lab-grown stones in melee: 101 of 323 [gia1]; lab-grown is another HS heading, 7104 [uk_syn]",
    in_force_from=ALWAYS,
    blocking=True,
    case=LotCase,
    bodies=(LotExamined,),
    check=_check,
    applies=_applies,
)
