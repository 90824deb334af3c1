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
from schemas.reference.settings import PER_MILLE, Setting
from stream_processors.rules.base import Breach, EventCase, Rule
from stream_processors.rules.borders import is_rough
from stream_processors.rules.tolerances import tolerance
from stream_processors.rules.words import count_text

WEIGHT = tolerance("KIM015", 50, "the country whose border it is")
VALUE = Setting(
    "KIM015", "value_share", 5, PER_MILLE, "values may differ by this much; of the country whose border it is"
)


def _check(case: EventCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, ShipmentExported | ShipmentImported):
        return None
    found = list(_differences(case, body))
    if not found:
        return None
    return Breach(
        got="stated for the whole: " + "; ".join(stated for stated, _ in found),
        expected=f"the sum of {count_text(len(body.lines), 'line')}: " + "; ".join(added for _, added in found),
    )


def _differences(case: EventCase, body: ShipmentExported | ShipmentImported) -> Iterator[tuple[str, str]]:
    border = body.from_country if isinstance(body, ShipmentExported) else body.to_country
    carats = sum(line.carats for line in body.lines)
    if body.carats != carats and abs(body.carats - carats) > WEIGHT.of(case, carats, border):
        yield carats_text(body.carats), carats_text(carats)
    values = [line.value_cents for line in body.lines if line.value_cents is not None]
    if body.value_cents is None or len(values) < len(body.lines):
        return
    apart = abs(body.value_cents - sum(values))
    if apart and apart * 1000 > sum(values) * case.setting(VALUE, border):
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
    settings=(*WEIGHT, VALUE),
    case=EventCase,
    bodies=(ShipmentExported, ShipmentImported),
    check=_check,
    applies=_applies,
)
