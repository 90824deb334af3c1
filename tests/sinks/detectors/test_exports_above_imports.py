"""STA010: a trading country sends out more than came in."""

from __future__ import annotations

import pytest

from schemas.events import CustodyEvent, Place, Process, RegistrationKind
from schemas.ports import RowStore
from tests.build import declared_wrong, exported, imported, line, registered, transformed
from tests.sinks.detecting import BREACH, NOTICE, judged, load_sites, look, site, takes_back
from tests.sinks.storing import store_events

CODE = "STA010"


def sent_on(total: int, lots: int = 10, month: int = 3) -> list[CustodyEvent]:
    """Rough from AE to IN, ``total`` thousandths of a carat in all."""
    return [
        exported(
            line(f"X{n}", total // lots), f"2024-{month:02d}-10", shipment_id=f"X{n}", under=None, exporter="BUYER",
            from_country="AE", to_country="IN",
        )
        for n in range(lots)
    ]  # fmt: skip


CAME = imported(line("I", 700_000), "2024-02-01")
STOCK = registered(line("OLD", 100_000), "2024-01-05", kind=RegistrationKind.OPENING_STOCK, place=Place(country="AE"))


def test_more_exported_than_imported_and_held_is_a_breach_with_both_totals(migrated: RowStore) -> None:
    """The United States of 2011 in small: 0.7 in, 1.1 out."""
    store_events(migrated, [CAME, STOCK, *sent_on(1_100_000)])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("country:AE", BREACH)
    assert finding.got == "1100 ct of rough exported in 10 lots"
    assert finding.expected == "at most the 800 ct that it had or imported until then"


@pytest.mark.parametrize(
    ("total", "lots", "flagged"),
    [(801_000, 10, False), (801_010, 10, True), (9_000_000, 9, False)],
    ids=["0.02 ct a lot and 0.1%", "a thousandth a lot more", "nine lots are too few"],
)
def test_limits_of_weight_and_sample(migrated: RowStore, total: int, lots: int, flagged: bool) -> None:
    """The difference of 0.801 ct is the tolerance of 0.1%, and 0.2 ct that of ten lots."""
    assert bool(judged(migrated, CODE, [CAME, STOCK, *sent_on(total, lots)])) is flagged


SORTED = transformed(
    line("I", 700_000), [line("S1", 300_000), line("S2", 399_900, hs_code="710221")], "2024-02-05",
    process=Process.SORT, place=Place(country="AE"),
)  # fmt: skip


def test_one_code_that_is_overdrawn_while_all_rough_is_not_is_a_notice(migrated: RowStore) -> None:
    """Industrial goods came in, and gem goods went out."""
    bort = imported(line("I", 1_200_000, hs_code="710221"), "2024-02-01")
    store_events(migrated, [bort, *sent_on(1_100_000)])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.severity) == ("country:AE:710231", NOTICE)
    assert finding.got == "1100 ct of rough under HS 710231 exported in 10 lots"
    assert finding.expected == "at most the 0 ct that it had or imported until then"


@pytest.mark.parametrize(("total", "flagged"), [(300_000, False), (301_000, True)])
def test_sorting_moves_goods_from_one_code_to_another(migrated: RowStore, total: int, flagged: bool) -> None:
    assert judged(migrated, CODE, [CAME, SORTED, *sent_on(total)]) == (["country:AE:710231"] if flagged else [])


def test_rough_that_was_cut_cannot_be_exported_any_more(migrated: RowStore) -> None:
    cut = transformed(
        line("I", 700_000), line("P", 300_000, polished=True), "2024-02-05", process=Process.CUT_AND_POLISH,
        place=Place(country="AE"),
    )  # fmt: skip
    store_events(migrated, [CAME, cut, *sent_on(400_000)])

    (finding,) = look(migrated, CODE)

    assert (finding.subject, finding.expected) == (
        "country:AE", "at most the 0 ct that it had or imported until then, less what was cut"
    )  # fmt: skip


def test_what_comes_in_later_does_not_heal_an_overdraft(migrated: RowStore) -> None:
    later = imported(line("I2", 900_000), "2024-06-01")

    assert judged(migrated, CODE, [CAME, later, *sent_on(1_100_000)]) == ["country:AE"]


def test_polished_is_not_counted(migrated: RowStore) -> None:
    polished = [
        exported(
            line(f"P{n}", 900_000, polished=True), "2024-03-10", shipment_id=f"P{n}", under=None, from_country="AE"
        )
        for n in range(10)
    ]

    assert judged(migrated, CODE, polished) == []


def test_a_country_with_a_mine_is_left_alone(migrated: RowStore) -> None:
    load_sites(migrated, site("PIT", "AE"))

    assert judged(migrated, CODE, [CAME, *sent_on(1_100_000)]) == []


def test_an_import_that_was_told_late_takes_the_finding_back(migrated: RowStore) -> None:
    assert judged(migrated, CODE, [CAME, *sent_on(1_100_000)]) == ["country:AE"]

    takes_back(migrated, CODE, [imported(line("I2", 400_000), "2024-02-20", shipment_id="SH9")])


def test_exports_that_are_declared_wrong_take_the_finding_back(migrated: RowStore) -> None:
    events = sent_on(1_000_000)
    assert judged(migrated, CODE, [CAME, *events]) == ["country:AE"]

    takes_back(migrated, CODE, [declared_wrong(event, "2024-07-01") for event in events[:4]])
