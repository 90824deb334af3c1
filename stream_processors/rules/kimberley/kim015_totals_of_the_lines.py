"""The weight and the value of a shipment are those of its lots together.

What the authorities compare with the certificate is the total. A total that its own lines do not add up to hides lots
that are not listed, or counts lots that are not there. A value is compared where the shipment and every line state one;
a shipment states no total of stones.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.events import ShipmentExported, ShipmentImported
from schemas.measures import carats_text, dollars_text
from schemas.reference.dates import KPCS_EFFECTIVE
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.words import count_text

CARATS = 50
"""0.05 ct, in thousandths of a carat."""


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentExported | ShipmentImported):
        return None
    found = list(_differences(body))
    if not found:
        return None
    return Breach(
        got="stated for the whole: " + "; ".join(stated for stated, _ in found),
        expected=f"the sum of {count_text(len(body.lines), 'line')}: " + "; ".join(added for _, added in found),
    )


def _differences(body: ShipmentExported | ShipmentImported) -> Iterator[tuple[str, str]]:
    carats = sum(line.carats for line in body.lines)
    if abs(body.carats - carats) > max(CARATS, carats // 1000):
        yield carats_text(body.carats), carats_text(carats)
    values = [line.value_cents for line in body.lines if line.value_cents is not None]
    if body.value_cents is None or len(values) < len(body.lines):
        return
    if abs(body.value_cents - sum(values)) * 1000 > sum(values) * 5:
        yield dollars_text(body.value_cents), dollars_text(sum(values))


def _applies(case: EventCase) -> bool:
    body = case.event.body
    return isinstance(body, ShipmentExported | ShipmentImported) and any(is_rough(line) for line in body.lines)


RULE = Rule(
    code="KIM015",
    title="The totals of a shipment are those of its lines",
    citation="KPCS core document, Annex I A(10) and (11): carats and value [eu_a1]; Regulation (EC) 2368/2002, "
    "Article 12: contents are checked against the certificate [eu12]; tolerances proposed [project]",
    in_force_from=KPCS_EFFECTIVE.day,
    parameters={"carats": "the larger of 0.05 ct and 0.1 % (proposed)", "value": "0.5 % (proposed)"},
    case=EventCase,
    bodies=(ShipmentExported, ShipmentImported),
    check=_check,
    applies=_applies,
)
