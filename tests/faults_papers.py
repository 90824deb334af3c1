"""Single faults about forms, weights that drift, places, and who acts on a certificate and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from schemas.events import (
    CertificateIssued,
    CustodyReceived,
    Form,
    HsRow,
    ImportConfirmed,
    LotRegistered,
    LotsTransformed,
    Place,
    RegistrationKind,
    ShipmentExported,
    ShipmentImported,
)
from schemas.measures import weighing_tolerance
from tests import build
from tests.alter import place_of, with_certificate, with_other
from tests.disturbances import moved
from tests.histories import History, changed, relined


def _polished_out_of_a_mix(events: History, rng: Random) -> History:
    event = events[place_of(events, LotsTransformed)]
    assert isinstance(event.body, LotsTransformed)
    return with_other(events, LotsTransformed, outputs=(replace(event.body.outputs[0], form=Form.POLISHED),))


def _mined_in_another_country(events: History, rng: Random) -> History:
    find = events[place_of(events, LotRegistered)]
    return with_other(events, LotRegistered, **relined(find, origins=rng.choice([("AO",), (), ("AO", "BW")])))


def _drained(events: History, rng: Random) -> History:
    """A stone that nobody else knows of goes to and fro, and each receipt weighs a little less."""
    at, line = events[-1].occurred_at, build.line("DRAINED", rng.randint(1_000, 90_000))
    found = [*events, build.registered(line, at, custodian="A", owner="A")]
    for number in range(5):
        parties = dict(zip(("from_party", "to_party"), ("A", "B") if number % 2 == 0 else ("B", "A"), strict=True))
        at += timedelta(hours=rng.randint(2, 30))
        found.append(build.released(line, at, handover_id=f"DRAINED-{number}", **parties))
        line = replace(line, carats=line.carats - weighing_tolerance(line.carats))
        found.append(build.received(line, at + timedelta(hours=1), handover_id=f"DRAINED-{number}", **parties))
    return found


def _in_two_places(events: History, rng: Random) -> History:
    receipt = events[place_of(events, CustodyReceived)]
    here = replace(receipt, place=Place(country="BW", latitude=-24.65, longitude=25.91))
    there = Place(country="BW", latitude=11.59, longitude=rng.randint(20, 60))
    line = receipt.body.lines[0]  # type: ignore[union-attr]
    scan = build.examined(line, receipt.occurred_at + timedelta(minutes=rng.randint(1, 50)), place=there)
    return [*(changed(here) if event is receipt else event for event in events), scan]


def _amended_by_the_exporter(events: History, rng: Random) -> History:
    issue = events[place_of(events, CertificateIssued)]
    assert isinstance(issue.body, CertificateIssued)
    at = issue.occurred_at + timedelta(minutes=rng.randint(0, 90))
    return [*events, build.amended(issue.body.certificate, at, emitter=issue.body.certificate.exporter)]


def _confirmed_by_the_exporter(events: History, rng: Random) -> History:
    receipt = events[place_of(events, ImportConfirmed)]
    exporter = receipt.body.exporter  # type: ignore[union-attr]
    said = changed(receipt, head={"emitter": exporter}, authority=rng.choice([exporter, "BE-AUTHORITY"]))
    return [said if event is receipt else event for event in events]


def _confirmed_for_somebody_else(events: History, rng: Random) -> History:
    if rng.randint(0, 1):
        return with_other(events, ImportConfirmed, parcels=rng.randint(2, 9))
    return with_other(events, ImportConfirmed, importer="SOMEBODY")


def _rows_that_do_not_add_up(events: History, rng: Random) -> History:
    return with_certificate(events, 0, hs_rows=(HsRow("710231", rng.randint(1, 100), 10),))


def _dated_back(events: History, rng: Random) -> History:
    issued = events[place_of(events, CertificateIssued)].occurred_at.date()
    back = timedelta(days=rng.randint(8, 50))
    return with_certificate(events, 0, issued_on=issued - back, expires_on=issued + timedelta(days=9))


def _never_imported(events: History, rng: Random) -> History:
    return events[: place_of(events, ShipmentImported, 1)]


def _rough_as_polished(events: History, rng: Random) -> History:
    find = events[place_of(events, LotRegistered)]
    return with_other(events, LotRegistered, **relined(find, hs_code=rng.choice(["710239", "710421"])))


def _another_code_at_import(events: History, rng: Random) -> History:
    entry = events[place_of(events, ShipmentImported)]
    return with_other(events, ShipmentImported, **relined(entry, hs_code=rng.choice(["710221", "710210"])))


def _imported_before_it_left(events: History, rng: Random) -> History:
    export, entry = events[place_of(events, ShipmentExported)], events[place_of(events, ShipmentImported)]
    return [*events, moved(entry, export.occurred_at - timedelta(minutes=rng.randint(16, 40)))]


def _nobody_issued_it(events: History, rng: Random) -> History:
    """The authority of Russia in the register of the tests reports what it issues, and not this."""
    shown = build.certificate("RU777777", issuer="RU", authority="RU-AUTHORITY", origins=("RU",))
    at = f"2024-03-{rng.randint(10, 28)}"
    entry = build.imported(build.line("RU-LOT", origins=("RU",)), at, under=shown, from_country="RU")
    return [*events, entry]


def _melee_sold_unscreened(events: History, rng: Random) -> History:
    at = events[-1].occurred_at + timedelta(days=1)
    melee = build.line("MELEE", 249 * 40, stones=40, polished=True)
    born = build.registered(melee, at, kind=RegistrationKind.OPENING_STOCK, custodian="CUTTER-IN", owner="CUTTER-IN")
    return [*events, born, build.sold(melee, at + timedelta(days=1), seller="CUTTER-IN", buyer="OFFICE-BE")]


def _left_without_a_seal(events: History, rng: Random) -> History:
    return with_other(events, ShipmentExported, 1, seals=())


FAULTS: dict[str, Callable[[History, Random], History]] = {
    "CUS015": _polished_out_of_a_mix,
    "CUS016": _mined_in_another_country,
    "CUS017": _drained,
    "CUS018": _in_two_places,
    "KIM017": _amended_by_the_exporter,
    "KIM018": _confirmed_by_the_exporter,
    "KIM019": _confirmed_for_somebody_else,
    "KIM020": _rows_that_do_not_add_up,
    "KIM021": _dated_back,
    "KIM022": _never_imported,
    "KIM023": _rough_as_polished,
    "KIM024": _another_code_at_import,
    "KIM025": _imported_before_it_left,
    "KIM026": _nobody_issued_it,
    "SEA004": _left_without_a_seal,
    "SPC003": _melee_sold_unscreened,
}
"""The fault that each of these rules is about."""
