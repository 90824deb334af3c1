"""SAN002: goods that a document could free come with it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, LotLine, Place, Species
from schemas.findings import Severity
from stream_processors.rules.sanctions.san002_evidence_is_shown import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said


def stone(carats: int = 2000, **more: Any) -> LotLine:
    """One polished stone mined in Russia."""
    plain: dict[str, Any] = {"polished": True, "stones": 1, "origins": ("RU",)}
    return build.line(carats=carats, **plain | more)


def brought(line: LotLine, day: str = "2025-06-01", *papers: Evidence, **more: Any) -> CustodyEvent:
    """It is brought from Dubai to Antwerp."""
    plain: dict[str, Any] = {"from_country": "AE", "to_country": "BE", "place": Place(country="BE")}
    return build.imported(line, at=day, under=None, evidence=papers, **plain | more)


def asked(*events: CustodyEvent) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2027-01-01")


def seen(day: str) -> CustodyEvent:
    """The lot begins in Dubai."""
    return build.registered(stone(), at=day, place=Place(country="AE"))


@pytest.mark.parametrize(
    ("day", "breaches"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1), ("2024-03-02", 1)]
)
def test_a_lot_that_is_first_seen_abroad_after_the_day_of_the_licence_needs_a_proof(day: str, breaches: int) -> None:
    assert len(asked(seen(day), brought(stone()))) == breaches


@pytest.mark.parametrize(
    ("kind", "reference", "breaches"),
    [
        ("proof of date", "2024-02-29 invoice 4711", 0),
        ("PROOF_OF_DATE", "2024-02-29", 0),
        ("Proof of Date", "2024-03-01 invoice 4711", 1),
        ("proof of date", "invoice 4711 of 2024-02-29", 1),
        ("proof of date", "", 1),
        ("invoice", "2024-02-29 invoice 4711", 1),
    ],
)
def test_a_proof_of_date_begins_with_a_day_before_that_of_the_licence(kind: str, reference: str, breaches: int) -> None:
    assert len(asked(seen("2025-01-01"), brought(stone(), "2025-06-01", Evidence(kind, reference)))) == breaches


@pytest.mark.parametrize(("day", "breaches"), [("2024-06-23", 0), ("2024-06-24", 1), ("2024-06-25", 1)])
def test_there_is_nothing_to_prove_before_the_licence_begins(day: str, breaches: int) -> None:
    assert len(asked(brought(stone(), day))) == breaches


@pytest.mark.parametrize(
    ("carats", "stones", "breaches"),
    [(4999, 10, 1), (509, 10, 1), (508, 10, 0), (500, None, 1), (499, None, 0)],
)
def test_a_parcel_that_may_hold_a_stone_of_half_a_carat_needs_a_list_of_weights(
    carats: int, stones: int | None, breaches: int
) -> None:
    parcel = stone(carats, stones=stones)
    assert len(asked(brought(parcel))) == breaches
    assert asked(brought(parcel, "2025-06-01", Evidence("stone weights", "packing list 7"))) == []


def test_stones_without_a_country_of_mining_are_noted_until_it_is_stated() -> None:
    verdict = only(RULE, brought(stone(origins=())), now="2027-01-01")
    assert (verdict.severity, verdict.blocking) == (Severity.NOTICE, False)
    assert "no country of mining is stated" in verdict.got
    assert "'origin statement'" in verdict.expected
    assert asked(brought(stone(origins=()), "2025-06-01", Evidence("origin statement", "supplier 3"))) == []


@pytest.mark.parametrize("line", [stone(origins=("BW",)), stone(499), stone(species=Species.LAB_GROWN, origins=())])
def test_other_goods_need_no_evidence(line: LotLine) -> None:
    assert asked(brought(line)) == []


def test_goods_that_stay_outside_the_jurisdictions_need_no_evidence() -> None:
    assert asked(brought(stone(), to_country="IN", place=Place(country="IN"))) == []


def test_the_message_says_what_is_missing_and_the_finding_blocks() -> None:
    start = seen("2025-01-01")
    verdict = only(RULE, start, brought(stone()), now="2027-01-01")
    assert verdict.blocking
    assert start.event_id in verdict.evidence
    assert verdict.got == (
        "2.00 ct in 1 stone (natural polished, HS 710239, origins RU) brought into the EU on 2025-06-01: mined in RU; "
        "known outside RU since 2025-01-01 only, and 14th package: stones of 1 ct and more outside Russia before "
        "2024-03-01 stay allowed [eu14 tass14] asks for a proof"
    )
    assert verdict.expected == (
        "evidence of the kind 'proof of date' with the import: ban on Russian stones processed in a third country "
        "(Art. 3p(4)) [eu3p], stones of 0.50 ct and more, since 2024-09-01"
    )


def test_what_is_from_memory_is_said_to_be() -> None:
    verdict = only(RULE, brought(stone(), to_country="GB", place=Place(country="GB")), now="2027-01-01")
    assert "not known when it left RU, and licence GBSAN0002" in verdict.got
    assert "(from memory)" in verdict.got


@pytest.mark.parametrize(("day", "breaches"), [("2024-02-29", 0), ("2024-03-01", 1), ("2024-03-02", 1)])
def test_the_rule_speaks_from_the_first_ban_on_stones_cut_elsewhere(day: str, breaches: int) -> None:
    assert len(asked(brought(stone(), day, to_country="CA", place=Place(country="CA")))) == breaches
