"""SAN001: goods under a ban do not enter. The table of days, weights and licences is tested in ``test_sanctioned``."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, LotLine, Place, Species
from schemas.reference.model import Party, Reference
from stream_processors.rules.sanctions.san001_no_banned_goods import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said


def stone(carats: int = 2000, **more: Any) -> LotLine:
    """One polished stone mined in Russia."""
    plain: dict[str, Any] = {"polished": True, "stones": 1, "origins": ("RU",)}
    return build.line(carats=carats, **plain | more)


def brought(line: LotLine, day: str, **more: Any) -> CustodyEvent:
    """It is brought from Dubai to Antwerp."""
    plain: dict[str, Any] = {"from_country": "AE", "to_country": "BE", "place": Place(country="BE")}
    return build.imported(line, at=day, under=None, **plain | more)


def seen(country: str, day: str, line: LotLine | None = None) -> CustodyEvent:
    """The lot begins in ``country``."""
    return build.registered(line or stone(), at=day, place=Place(country=country))


def asked(*events: CustodyEvent, reference: Reference | None = None) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2027-01-01", reference=reference)


def with_buyer(country: str) -> Reference:
    """The register with a dealer of ``country``."""
    party = Party("DEALER", "Dealer", country, "trader", True, 0, None, None, "test", "proposed")
    return build.packaged_reference().with_parties([party])


@pytest.mark.parametrize(
    ("country", "day", "carats", "breaches"),
    [
        ("BE", "2024-02-29", 1000, 0), ("BE", "2024-03-01", 1000, 1), ("BE", "2024-03-01", 999, 0),
        ("BE", "2024-06-23", 1000, 1), ("BE", "2024-06-24", 1000, 0), ("US", "2024-08-22", 1000, 1),
        ("US", "2024-08-23", 1000, 0), ("US", "2026-09-01", 500, 0), ("US", "2026-09-02", 500, 1),
        ("US", "2026-09-02", 499, 0),
    ],
)  # fmt: skip
def test_a_stone_mined_in_russia_and_cut_elsewhere_is_blocked_while_no_licence_could_free_it(
    country: str, day: str, carats: int, breaches: int
) -> None:
    assert len(asked(brought(stone(carats), day, to_country=country, place=Place(country=country)))) == breaches


def test_the_record_of_the_lot_decides_whether_a_licence_helps() -> None:
    early, late = seen("AE", "2024-02-29"), seen("AE", "2024-03-01")
    assert asked(early, brought(stone(), "2025-06-01")) == []
    assert asked(late, brought(stone(), "2025-06-01")) == []
    stayed = build.released(stone(), at="2024-03-01", place=Place(country="RU"))
    verdict = only(RULE, early, stayed, brought(stone(), "2025-06-01"), now="2027-01-01")
    assert "in RU on 2024-03-01" in verdict.got
    assert set(verdict.evidence) >= {early.event_id, stayed.event_id}


def test_a_proof_of_date_does_not_outweigh_the_record() -> None:
    proof = Evidence("PROOF_OF_DATE", "2024-02-28 invoice 4711")
    left = build.exported(
        stone(), at="2024-05-01", under=None, from_country="RU", to_country="AE", place=Place(country="RU")
    )
    assert len(asked(seen("RU", "2024-01-01"), left, brought(stone(), "2025-06-01", evidence=(proof,)))) == 1


def test_the_origins_are_those_of_the_line_and_the_record_together_or_else_of_the_certificate() -> None:
    lies = stone(origins=("BW",))
    there = seen("RU", "2025-01-01")
    assert len(asked(there, brought(lies, "2025-06-01"))) == 1
    bare = build.line(carats=2000, stones=1, origins=())
    shown = build.certificate(lots=bare, origins=("RU",), issuer="AE")
    entry = build.imported(bare, at="2024-02-01", under=shown, from_country="AE", to_country="BE")
    assert len(asked(entry)) == 1
    named = build.imported(
        build.line(carats=2000, stones=1), at="2024-02-01", under=shown, from_country="AE", to_country="BE"
    )
    assert asked(named) == []


def test_lab_grown_stones_without_an_origin_are_of_the_country_where_they_began() -> None:
    grown = build.line(carats=400, hs_code="710421", species=Species.LAB_GROWN, stones=1, origins=())
    entry = brought(grown, "2023-06-01", from_country="AE")
    assert len(asked(seen("RU", "2023-01-01", grown), entry)) == 1
    assert asked(seen("CN", "2023-01-01", grown), entry) == []


@pytest.mark.parametrize(
    ("origin", "destination", "breaches"),
    [("RU", "BE", 1), ("RU", "GB", 1), ("RU", "CH", 0), ("RU", "GL", 0), ("RU", "PR", 1), ("BE", "DE", 0)],
)
def test_only_goods_that_enter_one_of_the_jurisdictions_are_judged(
    origin: str, destination: str, breaches: int
) -> None:
    entry = brought(stone(), "2024-03-01", from_country=origin, to_country=destination)
    assert len(asked(entry)) == breaches


def test_a_code_that_does_not_fit_does_not_free_the_goods_and_industrial_stones_are_free() -> None:
    assert len(asked(brought(stone(hs_code="710310"), "2024-03-01", from_country="RU"))) == 1
    assert asked(brought(stone(hs_code="710229"), "2024-03-01", from_country="RU")) == []


@pytest.mark.parametrize(
    ("country", "day", "breaches"),
    [
        ("BE", "2023-12-31", 0), ("BE", "2024-01-01", 1), ("CA", "2024-02-29", 0), ("CA", "2024-03-01", 1),
        ("US", "2024-03-01", 0), ("AE", "2024-03-01", 0),
    ],
)  # fmt: skip
def test_a_party_bound_by_a_ban_on_purchase_buys_no_rough_in_russia(country: str, day: str, breaches: int) -> None:
    rough = build.line(carats=2000, stones=1, origins=("RU",))
    mined = build.registered(rough, at="2023-01-01", place=Place(country="RU"))
    sale = build.sold(rough, at=day, buyer="DEALER", place=Place(country="RU"))
    assert len(asked(mined, sale, reference=with_buyer(country))) == breaches


def test_a_sale_inside_the_jurisdiction_is_left_to_the_import_before_it() -> None:
    rough = build.line(carats=2000, stones=1, origins=("RU",))
    mined = build.registered(rough, at="2023-01-01", place=Place(country="BE"))
    sale = build.sold(rough, at="2024-03-01", buyer="DEALER", place=Place(country="BE"))
    assert asked(mined, sale, reference=with_buyer("BE")) == []
    assert asked(mined, sale) == []


def test_the_message_names_goods_day_reason_and_law_and_the_finding_blocks() -> None:
    verdict = only(RULE, seen("RU", "2025-05-01"), brought(stone(), "2025-06-01", from_country="RU"), now="2027-01-01")
    assert verdict.blocking
    assert verdict.got == (
        "2.00 ct in 1 stone (natural polished, HS 710239, origins RU) brought into the EU on 2025-06-01: cut in RU; no "
        "licence"
    )
    assert verdict.expected == (
        "no such goods: ban on purchase, import and transfer when originating in or exported from Russia (Art. 3p(1)) "
        "[eu3p awdcfaq], of any weight, since 2024-01-01"
    )


def test_a_licence_that_has_ended_is_named_with_its_mark() -> None:
    entry = brought(stone(), "2026-09-02", to_country="US", place=Place(country="US"))
    verdict = only(RULE, seen("AE", "2024-02-01"), entry, now="2027-01-01")
    assert "GL 104A: loose stones of 1 ct and more" in verdict.got
    assert "[gl104a jck104a] (derived) ended before 2026-09-02" in verdict.got
    assert asked(seen("AE", "2024-02-01"), brought(stone(), "2026-09-01", to_country="US")) == []


@pytest.mark.parametrize(("day", "breaches"), [("2022-03-10", 0), ("2022-03-11", 1), ("2022-03-12", 1)])
def test_the_rule_speaks_from_the_first_ban(day: str, breaches: int) -> None:
    rough = build.line(carats=100, stones=1, origins=("RU",))
    assert len(asked(brought(rough, day, to_country="US"))) == breaches
