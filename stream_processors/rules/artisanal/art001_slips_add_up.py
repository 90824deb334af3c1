"""The purchase slips that travel with a mixed lot add up to it.

A collector writes one slip for each artisan it bought from, and a buying house that mixes what five artisans found has
five slips. Stones beyond the slips came from somebody who is not named; slips beyond the stones belong to other stones.
"""

from __future__ import annotations

from schemas.documents import PURCHASE_SLIP, documents_of, stated, whole_amount
from schemas.events import LotLine, LotsTransformed, Process
from schemas.findings import Severity
from schemas.measures import carats_text
from schemas.reference.licences import number_key
from schemas.reference.settings import PER_MILLE, Setting
from stream_processors.rules.base import ALWAYS, Breach, EventCase, Rule
from stream_processors.rules.tolerances import tolerance
from stream_processors.rules.words import count_text, names_text

SHARE = Setting(
    "ART001", "share", 5, PER_MILLE, "slips may differ from the lot by this much; of where lots were mixed", most=1000
)
EACH = tolerance("ART001", 20, "where lots were mixed", "slips, together for each lot that was mixed,")


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    slips = [stated(document) for document in documents_of(case.event.evidence, PURCHASE_SLIP)]
    if not isinstance(body, LotsTransformed) or not slips:
        return None
    weights = [whole_amount(slip.get("carats"), 3) for slip in slips]
    unread = weights.count(None)
    if unread:
        return Breach(
            got=f"{count_text(unread, 'purchase slip')} of {len(slips)} without a weight that can be read",
            expected="slips that state slip=NUMBER; permit=NUMBER; carats=WEIGHT, as carats=1.25",
            severity=Severity.NOTICE,
        )
    numbers = [number_key(slip["slip"]) for slip in slips if "slip" in slip]
    twice = {slip["slip"] for slip in slips if numbers.count(number_key(slip.get("slip", ""))) > 1}
    if twice:
        return Breach(got=f"slip {names_text(twice)} is shown twice", expected="each purchase slip once")
    lot, sum_ = sum(line.carats for line in body.inputs), sum(weight or 0 for weight in weights)
    if sum_ == lot:
        return None
    allowed = _allowed(case, body.inputs)
    if abs(sum_ - lot) <= allowed:
        return None
    return Breach(
        got=f"{count_text(len(slips), 'purchase slip')} of {carats_text(sum_)} together for {carats_text(lot)}",
        expected=f"a difference of at most {carats_text(allowed)}",
    )


def _allowed(case: EventCase, lots: tuple[LotLine, ...]) -> int:
    """A share of all lots, or what two weighings of each lot may differ by, whichever is more."""
    share = sum(line.carats for line in lots) * case.setting(SHARE) // 1000
    return max(share, sum(EACH.of(case, line.carats) for line in lots))


def _applies(case: EventCase) -> bool:
    return isinstance(case.event.body, LotsTransformed) and case.event.body.process is Process.MIX


RULE = Rule(
    code="ART001",
    title="Purchase slips add up to the lot they travel with",
    citation=(
        "Central African Republic: one purchase slip (bordereau d'achat) for each artisan travels with the lot "
        "[car_ch]; tolerance proposed [project]"
    ),
    in_force_from=ALWAYS,
    settings=(SHARE, *EACH),
    parameters={
        "kind of evidence": "purchase slip, as slip=NUMBER; permit=NUMBER; carats=WEIGHT (convention of this project)",
    },
    case=EventCase,
    bodies=(LotsTransformed,),
    check=_check,
    applies=_applies,
)
