"""Small polished stones are screened for lab-grown ones before they are sold.

Below a quarter of a carat nobody looks at every stone, and parcels are salted; an instrument looks at two thousand an
hour. What a lot was before it was mixed or divided is not asked: the lot that is sold was looked at.
"""

from __future__ import annotations

from schemas.events import Form, OwnershipTransferred, Species
from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.settings import CARATS, STONES, Setting
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule
from stream_processors.rules.words import count_text

MELEE = Setting("SPC003", "melee", 250, CARATS, "stones below this on average are melee; of where the sale is")
FEWEST = Setting("SPC003", "fewest", 2, STONES, "a lot of fewer stones is none; of where the sale is", least=1)


def _check(case: LotCase) -> Breach | None:
    body, line = case.event.body, case.line
    if not isinstance(body, OwnershipTransferred) or line is None or not line.stones:
        return None
    if case.lot.screened is not None or line.stones < case.setting(FEWEST):
        return None
    mean = case.setting(MELEE)
    if line.carats >= mean * line.stones:
        return None
    return Breach(
        got=f"{count_text(line.stones, 'stone')} of {carats_text(line.carats)} sold by {body.seller}, never screened",
        expected=f"a screening for lab-grown stones before the sale of stones below {carats_text(mean)} on average",
        evidence=(case.lot.birth,),
    )


def _applies(case: LotCase) -> bool:
    line = case.line
    return line is not None and line.form is Form.POLISHED and line.species is Species.NATURAL


RULE = Rule(
    code="SPC003",
    title="Melee is screened before it is sold",
    citation="Undisclosed lab-grown stones in melee: 101 of 323 [gia1]; screening before sale proposed [project]",
    in_force_from=ALWAYS,
    severity=Severity.NOTICE,
    settings=(MELEE, FEWEST),
    case=LotCase,
    bodies=(OwnershipTransferred,),
    check=_check,
    lots=LIVING,
    applies=_applies,
)
