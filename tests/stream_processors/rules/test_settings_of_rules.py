"""Every setting of every rule does something, at its boundary, in the participant that its meaning names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from schemas.events import Certificate, CustodyEvent, Evidence, HsRow, Place, Process, RegistrationKind
from schemas.findings import Severity
from schemas.reference.model import Party, Reference
from schemas.reference.settings import Setting, SettingRow
from stream_processors.rules import all_rules
from tests import build
from tests.stream_processors.rules.asking import said
from tests.stream_processors.rules.licensed import knowing, licence, square

RULES = {rule.code: rule for rule in all_rules()}
SETTINGS = {(rule.code, setting.name): setting for rule in all_rules() for setting in rule.settings}
NOW = "2024-03-31"
NOBODY, NOTICE, BREACH, BLOCK = "", "NOTICE", "BREACH", "blocking BREACH"
REGISTER = knowing(licence(area="Orapa"), zones=[square("Orapa", -22, 25)]).with_parties(
    [Party("COUNTS", "COUNTS", "BW", "miner", True, 0, None, None, "test", "proposed")]
)


class Boundary(NamedTuple):
    """With ``below`` the rule says ``then`` of the events, with ``above`` it says ``else_``."""

    rule: str
    name: str
    participant: str
    events: Sequence[CustodyEvent]
    below: int
    then: str
    above: int
    else_: str
    now: str = NOW

    @property
    def setting(self) -> Setting:
        """The setting of the rule."""
        return SETTINGS[self.rule, self.name]


def answer(case: Boundary, reference: Reference) -> str:
    """What the rule says: nothing, or how grave it is."""
    found = said(RULES[case.rule], *case.events, now=case.now, reference=reference)
    graver = sorted(found, key=lambda verdict: verdict.severity is Severity.BREACH)
    return "" if not found else "blocking " * graver[-1].blocking + graver[-1].severity


def put(case: Boundary, value: int, participant: str | None) -> Reference:
    """The register with this one setting."""
    return REGISTER.with_settings(SettingRow(case.rule, case.name, participant, value, "own"))


def later(minutes: int = 0, days: int = 0) -> datetime:
    """So much after noon of the first of March 2024."""
    return build.instant("2024-03-01T12:00") + timedelta(days=days, minutes=minutes)


def two(*pair: tuple[str, int, str], **more: Any) -> Callable[[str, str, Sequence[CustodyEvent]], list[Boundary]]:
    """Boundaries at which a larger value keeps silent: of each name the largest value at which the rule speaks."""
    return lambda rule, place, events: [
        Boundary(rule, name, place, events, last, how, last + 1, NOBODY, **more) for name, last, how in pair
    ]


def line(carats: int, lot: str = "L1", **more: Any) -> Any:
    return build.line(lot, carats, **more)


def paper(carats: int = 10_000, value: int = 100_000, **more: Any) -> Certificate:
    return build.certificate(carats=carats, value_cents=value, **more)


def entry(carats: int, at: str = "2024-03-08", **more: Any) -> CustodyEvent:
    return build.imported(line(carats), at=at, **more)


def deal(seller: str, buyer: str, at: str, cents: int) -> CustodyEvent:
    return build.sold(line(1000, value_cents=cents), at, seller=seller, buyer=buyer)


def cut(inputs: list[Any], *outputs: int) -> list[CustodyEvent]:
    polished = [line(carats, f"P{n}", polished=True, stones=1) for n, carats in enumerate(outputs)]
    return [build.transformed(inputs, polished, process=Process.CUT_AND_POLISH)]


def mixed(*weights: int, slip: str) -> list[CustodyEvent]:
    shown = Evidence("purchase slip", f"slip=S-1; permit=P-1; carats={slip}")
    lots = [line(carats, f"L{n}") for n, carats in enumerate(weights)]
    return [build.transformed(lots, line(sum(weights), "M"), process=Process.MIX, evidence=(shown,))]


def scanned(minutes: int) -> list[CustodyEvent]:
    """Ten degrees of the equator apart, which are 1,111,949 m."""
    places = [Place(country="BW", latitude=0.0, longitude=degrees) for degrees in (10.0, 20.0)]
    return [
        build.registered(at=later(), place=places[0]),
        build.examined(at=later(minutes=minutes), place=places[1]),
    ]


def drained() -> list[CustodyEvent]:
    """A lot of 1 ct that loses 0.02 ct at each of four handovers: 80 thousandths are four times the tolerance."""
    events = [build.registered(line(1000), custodian="A", owner="A")]
    for n, (before, after) in enumerate([(1000, 980), (980, 960), (960, 940), (940, 920)]):
        way = {"handover_id": f"H{n}", "from_party": "AB"[n % 2], "to_party": "BA"[n % 2]}
        events.append(build.released(line(before), at=f"2024-03-{2 * n + 2:02}", **way))
        events.append(build.received(line(after), at=f"2024-03-{2 * n + 3:02}", **way))
    return events


RELEASED = [build.registered(), build.released(at="2024-03-02")]
SHIPPED = [build.exported(at="2024-03-06")]
PAID = [build.sold(evidence=(Evidence("payment", "paid_usd=1200; invoiced_usd=1000"),))]
RETURN = [
    build.registered(line(1000), at="2024-01-01", owner="FS", custodian="FS"),
    deal("FS", "SHELL", "2024-01-02", 100_000),
]
MELEE = [
    build.registered(line(900, polished=True, stones=3), kind=RegistrationKind.OPENING_STOCK),
    build.sold(line(900, polished=True, stones=3)),
]
ROWS = paper(hs_rows=(HsRow("710231", 10_000, 100_000),))
TWO_ROWS = [build.issued(paper(10_080, hs_rows=ROWS.hs_rows))]
DEAR_ROWS = [build.issued(paper(value=102_000, hs_rows=ROWS.hs_rows))]
SHOWN = [build.issued(paper()), entry(10_000, under=paper(10_080))]
DEARER = [build.issued(paper()), entry(10_000, under=paper(value=102_000))]
GAP = [build.registered(f"L{n}", at="2024-03-01", sequence=n, emitter="COUNTS") for n in (1, 3)]
LATE_ISSUE = [build.exported(at="2024-03-06"), build.issued(at="2024-03-04", recorded_at="2024-03-16")]
SPLIT_IN_TWO = [build.registered(), build.transformed("L1", [line(500, "A"), line(420, "B")], declared_loss=0)]
POLISHED = [
    build.transformed(
        [line(1000), line(500, "L2", polished=True)],
        [line(920, "A"), line(580, "P", polished=True)],
        process=Process.SORT,
    )
]
HEAVY = 100_000

LIGHTER = [build.registered(), build.released(line(920))]
WEIGHED = [build.registered(), build.examined(line(920))]
CHEAP_RETURN = [*RETURN, deal("SHELL", "FS", "2024-01-22", 20_000)]
DEAR_RETURN = [*RETURN, deal("SHELL", "FS", "2024-01-22", 120_000)]
RETURN_FOR_A_FEE = [*RETURN, deal("SHELL", "FS", "2024-01-22", 90_000)]
OTHER_TOTAL = [build.exported(line(10_000), carats=10_080)]
OTHER_VALUE = [build.imported(line(10_000), value_cents=102_000)]
TOO_MUCH = [build.issued(paper()), entry(10_080)]
TWO_REPORTS = [entry(10_000), entry(10_080, at="2024-03-09")]
CONFIRMED = [build.issued(paper()), build.confirmed(carats=10_080)]
DATED_BACK = [build.issued(paper(issued="2024-02-10"), at="2024-03-01")]
ARRIVED_FIRST = [entry(1000, at="2024-03-06T11:30"), build.exported(at="2024-03-06T12:00")]
OPENED_FIRST = [
    build.exported(at="2024-03-06T12:00", seals=("S1",)),
    build.examined(at="2024-03-08T11:30", place=Place(country="AE")),
    build.imported(at="2024-03-08T12:00", seals=("S1",)),
]
SEALED_FIRST = [build.registered(at="2024-03-01T12:00"), build.sealed(at="2024-03-01T11:30")]
FEW_STONES = [
    build.registered(line(600, polished=True, stones=3), kind=RegistrationKind.OPENING_STOCK),
    build.sold(line(600, polished=True, stones=3)),
]
FOUND_OUTSIDE = [build.registered(place=Place(None, "BW", None, -20.9, 25.5))]

BOUNDARIES = [
    Boundary("CUS003", "notice_after", "BW", RELEASED, 28, NOTICE, 29, NOBODY),
    Boundary("CUS003", "breach_after", "BW", RELEASED, 28, BREACH, 29, NOTICE),
    Boundary("KIM010", "notice_after", "AE", SHIPPED, 24, NOTICE, 25, NOBODY),
    Boundary("KIM010", "breach_after", "AE", SHIPPED, 24, BREACH, 25, NOTICE),
    Boundary("KIM010", "phantom_export_after", "AE", SHIPPED, 59, BLOCK, 60, BREACH, now="2024-05-05"),
    Boundary("KIM022", "notice_after", "AE", SHIPPED, 24, NOTICE, 25, NOBODY),
    Boundary("KIM022", "breach_after", "AE", SHIPPED, 24, BREACH, 25, NOTICE),
    Boundary("COM001", "notice_after", "BW", GAP, 4, NOTICE, 5, NOBODY, now="2024-03-06"),
    Boundary("COM001", "least_grace", "BW", GAP, 29, BREACH, 30, NOTICE),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 79, BREACH))("CUS008", "BW", LIGHTER),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 79, BREACH))("CUS009", "BW", WEIGHED),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 79, BREACH))("CUS010", "BW", SPLIT_IN_TWO),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 159, BREACH))("CUS015", "BW", POLISHED),
    Boundary("CUS012", "single_stone_least", "BW", cut([line(1000, stones=1)], 140), 140, NOBODY, 141, NOTICE),
    Boundary("CUS012", "single_stone_most", "BW", cut([line(1000, stones=1)], 860), 859, NOTICE, 860, NOBODY),
    Boundary("CUS012", "one_rough_most", "BW", cut([line(1000, stones=1)], 400, 360), 759, NOTICE, 760, NOBODY),
    Boundary("CUS012", "batch_least", "BW", cut([line(1000)], 90), 90, NOBODY, 91, NOTICE),
    Boundary("CUS012", "batch_most", "BW", cut([line(1000)], 610), 609, NOTICE, 610, NOBODY),
    Boundary("CUS014", "window", "BW", CHEAP_RETURN, 19, NOBODY, 20, BREACH),
    Boundary("CUS014", "other_price", "BW", DEAR_RETURN, 199, BREACH, 200, NOBODY),
    Boundary("CUS014", "fee", "BW", RETURN_FOR_A_FEE, 99, BREACH, 100, NOBODY),
    Boundary("CUS017", "limit", "BW", drained(), 3, BREACH, 4, NOBODY),
    Boundary("CUS018", "fastest", "BW", scanned(45), 1111, BREACH, 1112, NOBODY),
    Boundary("CUS018", "clocks", "BW", scanned(45), 29, BREACH, 30, NOBODY),
    *two(("tolerance", 79, BLOCK), ("tolerance_share", 7, BLOCK))("KIM008", "AE", SHOWN),
    *two(("value_share", 19, BLOCK))("KIM008", "AE", DEARER),
    *two(("margin", 69, BLOCK), ("margin_share", 2, BLOCK))("KIM009", "AE", TOO_MUCH),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 7, BREACH))("KIM015", "BW", OTHER_TOTAL),
    *two(("value_share", 19, BREACH))("KIM015", "AE", OTHER_VALUE),
    *two(("tolerance", 79, BLOCK), ("tolerance_share", 7, BLOCK))("KIM016", "AE", TWO_REPORTS),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 7, BREACH))("KIM019", "AE", CONFIRMED),
    *two(("tolerance", 79, BREACH), ("tolerance_share", 7, BREACH))("KIM020", "BW", TWO_ROWS),
    *two(("value_share", 19, BREACH))("KIM020", "BW", DEAR_ROWS),
    *two(("notice_after", 19, NOTICE))("KIM021", "BW", DATED_BACK),
    Boundary("KIM021", "breach_after", "BW", DATED_BACK, 19, BREACH, 20, NOTICE),
    *two(("late_after", 9, NOTICE))("KIM021", "BW", LATE_ISSUE),
    *two(("clocks", 29, BREACH))("KIM025", "BW", ARRIVED_FIRST),
    *two(("clocks", 29, BLOCK))("ART003", "BW", SEALED_FIRST),
    *two(("clocks", 29, NOTICE))("SEA003", "AE", OPENED_FIRST),
    Boundary("SPC003", "melee", "BW", MELEE, 300, NOBODY, 301, NOTICE),
    Boundary("SPC003", "fewest", "BW", FEW_STONES, 3, NOTICE, 4, NOBODY),
    *two(("difference", 199, BREACH))("PAY002", "BW", PAID),
    *two(("share", 9, BREACH))("ART001", "BW", mixed(HEAVY, HEAVY, slip="198.000")),
    *two(("tolerance", 49, BREACH))("ART001", "BW", mixed(1000, 1000, slip="1.900")),
    *two(("tolerance_share", 9, BREACH))("ART001", "BW", mixed(HEAVY, HEAVY, slip="198.000")),
    *two(("distance", 11_070, NOTICE))("ART004", "BW", FOUND_OUTSIDE),
]  # fmt: skip

each = pytest.mark.parametrize("case", BOUNDARIES, ids=lambda case: f"{case.rule} {case.name}")


def test_every_setting_stands_here() -> None:
    assert {(case.rule, case.name) for case in BOUNDARIES} == set(SETTINGS)


@each
@pytest.mark.parametrize("everywhere", [True, False])
def test_a_rule_speaks_up_to_its_boundary_and_not_beyond(case: Boundary, everywhere: bool) -> None:
    place = None if everywhere else case.participant
    assert answer(case, put(case, case.below, place)) == case.then
    assert answer(case, put(case, case.above, place)) == case.else_


@each
def test_a_value_of_another_participant_changes_nothing(case: Boundary) -> None:
    by_default = answer(case, REGISTER)
    assert answer(case, put(case, case.below, "ZA")) == answer(case, put(case, case.above, "ZA")) == by_default


@each
def test_the_default_set_by_hand_says_what_the_default_says(case: Boundary) -> None:
    assert answer(case, put(case, case.setting.default, case.participant)) == answer(case, REGISTER)
