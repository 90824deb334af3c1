"""SAN003: mixed rough enters the Union with its origins named."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.events import CustodyEvent, Evidence, LotLine, Species
from stream_processors.rules.sanctions.san003_mixed_origin_named import RULE
from stream_processors.verdicts import Verdict
from tests import build
from tests.stream_processors.rules.asking import only, said

MIXED = build.line(origins=("BW", "NA"))


def entering(origins: tuple[str, ...], line: LotLine = MIXED, day: str = "2025-03-01", **more: Any) -> CustodyEvent:
    """Rough comes from Dubai to Antwerp under a certificate with these countries of mining."""
    shown = build.certificate("AE12345", line, issued=day, issuer="AE", destination="BE", origins=origins)
    return build.imported(line, at=day, under=shown, **{"from_country": "AE", "to_country": "BE"} | more)


def asked(*events: CustodyEvent) -> list[Verdict]:
    """What the rule says."""
    return said(RULE, *events, now="2027-01-01")


@pytest.mark.parametrize(("day", "breaches"), [("2025-02-28", 0), ("2025-03-01", 1), ("2025-03-02", 1)])
def test_from_the_first_of_march_2025_a_certificate_without_a_country_of_mining_is_refused(
    day: str, breaches: int
) -> None:
    assert len(asked(entering((), day=day))) == breaches


@pytest.mark.parametrize(
    ("origins", "line", "breaches"),
    [
        (("BW", "NA"), MIXED, 0),
        (("BW", "NA", "AO"), MIXED, 0),
        (("BW",), MIXED, 1),
        (("AO",), build.line(origins=("BW",)), 1),
        (("BW",), build.line(origins=("BW",)), 0),
        ((), build.line(origins=("BW",)), 1),
        ((), build.line(polished=True, origins=("BW", "NA")), 0),
        ((), build.line(species=Species.LAB_GROWN, origins=()), 0),
        (("BW", "NA"), build.line(origins=()), 0),
    ],
)
def test_every_country_of_mining_is_named(origins: tuple[str, ...], line: LotLine, breaches: int) -> None:
    assert len(asked(entering(origins, line))) == breaches


def test_rough_that_was_verified_before_or_is_in_the_union_already_is_free() -> None:
    verified = Evidence("G7_CERTIFICATE", "ADO 2025/17")
    assert asked(entering((), evidence=(verified,))) == []
    assert asked(entering((), from_country="DE")) == []
    assert asked(entering((), to_country="IN")) == []


def test_without_a_certificate_there_is_nothing_to_read() -> None:
    assert asked(build.imported(MIXED, at="2025-03-01", from_country="AE", to_country="BE")) == []


def test_the_message_names_both_sets_and_the_law_and_the_finding_blocks() -> None:
    verdict = only(RULE, entering(("BW",)), now="2027-01-01")
    assert verdict.blocking
    assert verdict.got == (
        "the certificate shown on 2025-03-01 names BW as countries of mining; the goods are of BW, NA"
    )
    assert verdict.expected.startswith("every country of mining by name: 16th package: ")
    assert verdict.expected.endswith("[awdc16 rap16]")
