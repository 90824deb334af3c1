"""One decision per stone, jurisdiction and day: every row of the table, on each side of its days and weights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import Form, Species
from schemas.reference.model import Measure
from stream_processors.rules.sanctioned import (
    ORIGIN_STATEMENT,
    PROOF_OF_DATE,
    STONE_WEIGHTS,
    Answer,
    Goods,
    Reach,
    decide,
    goods_text,
    law_text,
    reach,
)
from tests.build import packaged_reference

LAW = packaged_reference().sanctions
DAY = timedelta(days=1)
LAB = ("710421", "710491")
BANS = [row for row in LAW.measures if row.kind == "ban"]
LICENCES = [row for row in LAW.measures if row.kind == "licence"]

each_ban = pytest.mark.parametrize("ban", BANS, ids=lambda row: row.measure_id)
each_licence = pytest.mark.parametrize("licence", LICENCES, ids=lambda row: row.measure_id)


def goods(**more: Any) -> Goods:
    """One polished natural stone of 2 ct, mined in Russia, cut in and sent from India, into the EU in 2025."""
    plain: dict[str, Any] = {
        "jurisdiction": "EU",
        "day": date(2025, 6, 1),
        "form": Form.POLISHED,
        "species": Species.NATURAL,
        "hs_code": "710239",
        "carats": 2000,
        "stones": 1,
        "origins": frozenset({"RU"}),
        "sent_from": "IN",
        "worked_in": "IN",
    }
    return Goods(**plain | more)


def answer(**more: Any) -> Answer:
    """The answer alone."""
    return decide(goods(**more), LAW).answer


def tied_by(ban: Measure, link: str, hs_code: str, day: date) -> Goods:
    """A stone at the threshold of a ban, tied to Russia in this way and no other."""
    rough = hs_code in ("710210", "710231", "710421")
    worked = "RU" if link == "originates" and not rough else "IN"
    return goods(
        jurisdiction=ban.jurisdiction,
        day=day,
        form=Form.ROUGH if rough else Form.POLISHED,
        species=Species.LAB_GROWN if hs_code in LAB else Species.NATURAL,
        hs_code=hs_code,
        carats=ban.from_carats or 10,
        origins=frozenset({"RU"} if link == "mined" or (link == "originates" and rough) else {"BW"}),
        sent_from="RU" if link == "exported" else "AE",
        worked_in=None if rough else worked,
        inside=ban.start if link == "passed" else None,
    )


def alone(ban: Measure) -> Any:
    """The law as if this ban were the only one."""
    return type(LAW).of([row for row in LAW.measures if row is ban], ())


# ------------------------------------------------------------------------------------------------------------ each ban


@each_ban
def test_a_ban_speaks_from_its_first_day_to_its_last_for_each_tie_and_code(ban: Measure) -> None:
    assert ban.start is not None
    days = {ban.start - DAY: 0, ban.start: 1, ban.start + DAY: 1}
    if ban.stop != date.max:
        days |= {ban.stop - DAY: 1, ban.stop: 0}
    for link in ban.links:
        for hs_code in ban.hs_codes:
            for day, forbidden in days.items():
                found = decide(tied_by(ban, link, hs_code, day), alone(ban))
                assert found.answer is (Answer.BLOCK if forbidden else Answer.ALLOW), (link, hs_code, day)
                assert (found.measure is ban) == bool(forbidden)


@each_ban
def test_a_ban_begins_at_its_threshold_to_a_thousandth_of_a_carat(ban: Measure) -> None:
    assert ban.start is not None
    for link in ban.links:
        stone = tied_by(ban, link, min(ban.hs_codes), ban.start)
        if ban.from_carats:
            assert decide(replace(stone, carats=ban.from_carats - 1), alone(ban)).answer is Answer.ALLOW
        assert decide(replace(stone, carats=ban.from_carats + 1), alone(ban)).answer is Answer.BLOCK
        if ban.below_carats:
            assert decide(replace(stone, carats=ban.below_carats - 1), alone(ban)).answer is Answer.BLOCK
            assert decide(replace(stone, carats=ban.below_carats), alone(ban)).answer is Answer.ALLOW


@each_ban
def test_a_ban_leaves_other_goods_codes_jurisdictions_and_origins_alone(ban: Measure) -> None:
    assert ban.start is not None
    for link in ban.links:
        stone = tied_by(ban, link, min(ban.hs_codes), ban.start)
        assert decide(replace(stone, hs_code="710221"), alone(ban)).answer is Answer.ALLOW
        assert decide(replace(stone, jurisdiction="CH"), alone(ban)).answer is Answer.ALLOW
        free = replace(stone, origins=frozenset({"BW"}), sent_from="AE", inside=None, worked_in="IN")
        assert decide(free, alone(ban)).answer is Answer.ALLOW


@each_ban
def test_only_the_bans_that_say_so_forbid_a_purchase(ban: Measure) -> None:
    assert ban.start is not None
    bought = replace(tied_by(ban, min(ban.links), min(ban.hs_codes), ban.start), act="purchase")
    expected = ban.measure_id in {"EU-3P1", "CA-1CT", "CA-05CT"}
    assert (decide(bought, alone(ban)).answer is Answer.BLOCK) == expected


# -------------------------------------------------------------------------------------------------------- each licence


def lifted(licence: Measure, day: date, *, outside: date) -> list[Goods]:
    """For each ban that the licence lifts, a stone in a third country that the ban would block."""
    found = []
    for ban in (LAW.measure(measure_id) for measure_id in sorted(licence.lifts)):
        for hs_code in licence.hs_codes & ban.hs_codes if ban.holds_on(day) else ():
            if "mined" in ban.links or hs_code in ("710210", "710231"):
                stone = tied_by(ban, "mined" if "mined" in ban.links else "originates", hs_code, day)
                carats = max(licence.from_carats, ban.from_carats, 10)
                found.append(replace(stone, carats=carats, outside=outside))
    return found


def with_one(licence: Measure) -> Any:
    """The bans that a licence lifts, and no other licence."""
    return type(LAW).of([row for row in LAW.measures if row is licence or row.measure_id in licence.lifts], ())


@each_licence
def test_a_licence_holds_from_its_first_day_to_its_last_and_not_after(licence: Measure) -> None:
    assert licence.start is not None
    assert licence.outside_before is not None
    begun = max(LAW.measure(measure_id).start or date.max for measure_id in licence.lifts)
    days = {licence.start - DAY: 0, licence.start: 1, max(begun, licence.start): 1}
    if licence.stop != date.max:
        days |= {licence.stop - DAY: 1, licence.stop: 0}
    seen = 0
    for day, free in days.items():
        for stone in lifted(licence, day, outside=licence.outside_before - DAY):
            found = decide(stone, with_one(licence))
            assert found.answer is (Answer.GRANDFATHERED if free else Answer.BLOCK), (day, stone)
            assert (found.licence is licence) == bool(free)
            seen += free
    assert seen


@each_licence
def test_a_licence_asks_for_goods_that_were_outside_before_its_day(licence: Measure) -> None:
    assert licence.start is not None
    assert licence.outside_before is not None
    day = max(licence.start, licence.outside_before) + DAY
    limit = licence.outside_before
    for stone in lifted(licence, day, outside=limit - DAY):
        law = with_one(licence)
        assert decide(stone, law).answer is Answer.GRANDFATHERED
        assert decide(replace(stone, outside=limit), law).missing == PROOF_OF_DATE
        assert decide(replace(stone, outside=None), law).missing == PROOF_OF_DATE
        assert decide(replace(stone, outside=None, proven=limit - DAY), law).answer is Answer.GRANDFATHERED
        assert decide(replace(stone, outside=None, proven=limit), law).missing == PROOF_OF_DATE
        assert decide(replace(stone, outside=limit, inside=limit), law).answer is Answer.BLOCK
        assert decide(replace(stone, outside=limit, inside=limit - DAY), law).missing == PROOF_OF_DATE


@each_licence
def test_no_licence_helps_goods_that_come_from_russia_itself(licence: Measure) -> None:
    assert licence.start is not None
    assert licence.outside_before is not None
    day = max(licence.start, licence.outside_before)
    for stone in lifted(licence, day, outside=licence.outside_before - DAY):
        assert decide(replace(stone, sent_from="RU"), with_one(licence)).answer is Answer.BLOCK


# -------------------------------------------------------------------------------------------------- whole jurisdictions


@pytest.mark.parametrize(
    ("jurisdiction", "day", "carats", "outside", "expected"),
    [
        ("EU", "2024-02-29", 1000, None, Answer.ALLOW),
        ("EU", "2024-03-01", 999, None, Answer.ALLOW),
        ("EU", "2024-03-01", 1000, None, Answer.BLOCK),
        ("EU", "2024-06-23", 1000, "2024-02-29", Answer.BLOCK),
        ("EU", "2024-06-24", 1000, "2024-02-29", Answer.GRANDFATHERED),
        ("EU", "2024-06-24", 1000, "2024-03-01", Answer.HOLD),
        ("EU", "2024-08-31", 999, None, Answer.ALLOW),
        ("EU", "2024-09-01", 500, None, Answer.HOLD),
        ("EU", "2024-09-01", 499, None, Answer.ALLOW),
        ("EU", "2024-09-01", 999, "2024-08-31", Answer.GRANDFATHERED),
        ("EU", "2024-09-01", 1000, "2024-08-31", Answer.HOLD),
        ("UK", "2024-02-29", 1000, None, Answer.ALLOW),
        ("UK", "2024-03-01", 1000, None, Answer.HOLD),
        ("UK", "2024-08-31", 999, None, Answer.ALLOW),
        ("UK", "2024-09-01", 500, None, Answer.HOLD),
        ("UK", "2024-09-01", 500, "2024-08-31", Answer.GRANDFATHERED),
        ("US", "2024-02-29", 2000, None, Answer.ALLOW),
        ("US", "2024-03-01", 1000, "2024-02-29", Answer.BLOCK),
        ("US", "2024-08-22", 1000, "2024-02-29", Answer.BLOCK),
        ("US", "2024-08-23", 1000, "2024-02-29", Answer.GRANDFATHERED),
        ("US", "2024-08-31", 999, None, Answer.ALLOW),
        ("US", "2024-09-01", 500, "2024-08-31", Answer.GRANDFATHERED),
        ("US", "2025-09-01", 1000, "2024-02-29", Answer.GRANDFATHERED),
        ("US", "2026-08-31", 1000, "2024-02-29", Answer.GRANDFATHERED),
        ("US", "2026-09-01", 1000, "2024-02-29", Answer.GRANDFATHERED),
        ("US", "2026-09-02", 1000, "2024-02-29", Answer.BLOCK),
        ("US", "2026-09-02", 499, "2024-02-29", Answer.ALLOW),
        ("CA", "2024-02-29", 1000, None, Answer.ALLOW),
        ("CA", "2024-03-01", 1000, None, Answer.HOLD),
        ("CA", "2024-03-01", 1000, "2024-02-29", Answer.GRANDFATHERED),
        ("CA", "2024-08-31", 500, None, Answer.ALLOW),
        ("CA", "2024-09-01", 500, "2024-08-31", Answer.GRANDFATHERED),
        ("CA", "2024-09-01", 1000, "2024-08-31", Answer.HOLD),
        ("CH", "2025-09-01", 1000, None, Answer.ALLOW),
    ],
)
def test_a_stone_cut_elsewhere_is_decided_by_day_weight_and_where_it_was(
    jurisdiction: str, day: str, carats: int, outside: str | None, expected: Answer
) -> None:
    since = date.fromisoformat(outside) if outside else None
    found = answer(jurisdiction=jurisdiction, day=date.fromisoformat(day), carats=carats, outside=since)
    assert found is expected


@pytest.mark.parametrize(
    ("jurisdiction", "day", "expected"),
    [
        ("EU", "2022-10-05", Answer.ALLOW),
        ("EU", "2022-10-06", Answer.BLOCK),
        ("UK", "2025-04-23", Answer.ALLOW),
        ("UK", "2025-04-24", Answer.HOLD),
        ("CA", "2024-03-01", Answer.HOLD),
        ("US", "2025-04-24", Answer.ALLOW),
    ],
)
def test_lab_grown_rough_of_russia_is_decided_by_the_rows_that_name_it(
    jurisdiction: str, day: str, expected: Answer
) -> None:
    grown = {"species": Species.LAB_GROWN, "hs_code": "710421", "form": Form.ROUGH, "worked_in": None}
    assert answer(jurisdiction=jurisdiction, day=date.fromisoformat(day), **grown) is expected


def test_russian_rough_cut_elsewhere_below_the_threshold_is_free_and_from_russia_itself_it_is_not() -> None:
    assert answer(carats=450) is Answer.ALLOW
    assert answer(carats=450, sent_from="RU") is Answer.BLOCK
    assert answer(carats=450, worked_in="RU") is Answer.HOLD
    rough = {"form": Form.ROUGH, "hs_code": "710231", "worked_in": None, "outside": date(2024, 1, 1)}
    assert answer(carats=450, **rough) is Answer.HOLD


@pytest.mark.parametrize(("inside", "expected"), [("2023-12-31", Answer.ALLOW), ("2024-01-01", Answer.BLOCK)])
def test_goods_of_any_origin_that_passed_through_russia_under_the_ban_do_not_enter_the_union(
    inside: str, expected: Answer
) -> None:
    assert answer(origins=frozenset({"BW"}), inside=date.fromisoformat(inside)) is expected


def test_a_mixed_parcel_counts_as_russian_when_one_of_its_origins_is() -> None:
    assert answer(origins=frozenset({"BW", "RU"})) is Answer.HOLD
    assert answer(origins=frozenset({"BW", "AO"})) is Answer.ALLOW


def test_natural_stones_without_a_country_of_mining_are_held_for_a_statement_of_it() -> None:
    found = decide(goods(origins=frozenset()), LAW)
    assert (found.answer, found.missing) == (Answer.HOLD, ORIGIN_STATEMENT)
    assert answer(origins=frozenset(), evidence=frozenset({ORIGIN_STATEMENT})) is Answer.ALLOW
    assert answer(origins=frozenset(), carats=499) is Answer.ALLOW
    assert answer(origins=frozenset(), carats=5000, stones=100) is Answer.ALLOW
    assert answer(origins=frozenset(), species=Species.LAB_GROWN, hs_code="710491") is Answer.ALLOW


# ------------------------------------------------------------------------------------------------------ several stones


@pytest.mark.parametrize(
    ("carats", "stones", "expected"),
    [
        (500, 1, Reach.CERTAIN),
        (499, 1, Reach.NEVER),
        (1000, 2, Reach.CERTAIN),
        (999, 2, Reach.POSSIBLE),
        (501, 2, Reach.POSSIBLE),
        (500, 2, Reach.NEVER),
        (509, 10, Reach.POSSIBLE),
        (508, 10, Reach.NEVER),
        (500, None, Reach.POSSIBLE),
        (499, None, Reach.NEVER),
    ],
)
def test_whether_a_stone_reaches_half_a_carat_follows_from_weight_and_count(
    carats: int, stones: int | None, expected: Reach
) -> None:
    assert reach(carats, stones, 500) is expected


def test_a_parcel_that_may_hold_a_heavy_stone_is_held_for_the_weights_of_its_stones() -> None:
    melee = {"carats": 5000, "stones": 100, "outside": date(2024, 10, 1)}
    found = decide(goods(**melee), LAW)
    assert (found.answer, found.missing) == (Answer.HOLD, STONE_WEIGHTS)
    assert found.why == "mined in RU; 5.00 ct in 100 stones, so one may weigh 0.50 ct or more"
    assert answer(**melee, evidence=frozenset({STONE_WEIGHTS})) is Answer.ALLOW
    assert answer(**melee | {"outside": date(2024, 2, 29)}) is Answer.GRANDFATHERED
    assert answer(**melee | {"stones": None}) is Answer.HOLD


def test_a_parcel_of_both_classes_of_weight_needs_its_list_between_the_two_days() -> None:
    parcel = {"carats": 6000, "stones": 10}
    assert answer(**parcel, outside=date(2024, 2, 29)) is Answer.GRANDFATHERED
    between = decide(goods(**parcel, outside=date(2024, 3, 1)), LAW)
    assert (between.answer, between.missing) == (Answer.HOLD, STONE_WEIGHTS)
    listed = frozenset({STONE_WEIGHTS})
    assert answer(**parcel, outside=date(2024, 3, 1), evidence=listed) is Answer.GRANDFATHERED
    assert decide(goods(**parcel, outside=date(2024, 9, 1), evidence=listed), LAW).missing == PROOF_OF_DATE
    assert answer(**parcel, outside=date(2024, 9, 2), inside=date(2024, 9, 1)) is Answer.BLOCK


def test_a_licence_for_heavier_stones_does_not_cover_the_lighter_ones_of_a_parcel() -> None:
    rough = {"form": Form.ROUGH, "hs_code": "710231", "worked_in": None, "outside": date(2023, 1, 1)}
    rough["jurisdiction"] = "US"
    assert answer(**rough, carats=499) is Answer.BLOCK
    assert answer(**rough, carats=500) is Answer.GRANDFATHERED
    assert answer(**rough, carats=5000, stones=20) is Answer.BLOCK
    found = decide(goods(**rough, carats=5000, stones=10), LAW)
    assert (found.answer, found.missing) == (Answer.HOLD, STONE_WEIGHTS)
    assert answer(**rough, carats=5000, stones=10, evidence=frozenset({STONE_WEIGHTS})) is Answer.GRANDFATHERED
    assert answer(**rough, carats=5000, stones=None) is Answer.HOLD


# ------------------------------------------------------------------------------------------------------------ the text


def test_a_block_says_which_licence_has_ended() -> None:
    found = decide(goods(jurisdiction="US", day=date(2026, 9, 2), carats=1000, outside=date(2024, 2, 29)), LAW)
    assert found.why == (
        "mined in RU; no licence; GL 104A: loose stones of 1 ct and more outside Russia since before 2024-03-01 "
        "[gl104a jck104a] (derived) ended before 2026-09-02"
    )


def test_goods_and_law_are_written_for_people() -> None:
    assert goods_text(goods()) == "2.00 ct in 1 stone (natural polished, HS 710239, origins RU)"
    assert law_text(LAW.measure("EU-3P4")) == (
        "ban on Russian stones processed in a third country (Art. 3p(4)) [eu3p], stones of 0.50 ct and more, "
        "since 2024-09-01"
    )
    assert law_text(LAW.measure("UK-DIRECT")).endswith("[g7jan], of any weight, since 2024-01-01")
