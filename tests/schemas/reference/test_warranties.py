"""The statements of the System of Warranties are told apart by phrases."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.reference.load import load_reference
from schemas.reference.warranties import NEW, OLD, StatementPhrase, WarrantyTexts

KNOWN = load_reference().warranties


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("purchased from legitimate sources not involved in funding conflict", OLD),
        ("In Compliance With United   Nations\nResolutions", OLD),
        ("not involved in funding conflict, ... and corresponding national laws", NEW),
        ("The seller confirms adherence to the WDC SoW Guidelines.", NEW),
        ("... not involved in funding, conflict - and so on", OLD),
        ("Adherence to the WDC-SoW Guidelines", NEW),
        ("conflict free", None),
        ("", None),
        (None, None),
    ],
)
def test_one_phrase_of_its_own_tells_the_new_statement(text: str | None, edition: str | None) -> None:
    assert KNOWN.edition(text) == edition


def test_both_statements_need_phrases() -> None:
    with pytest.raises(ValueError, match="phrases of both"):
        WarrantyTexts.of([StatementPhrase(OLD, "x", date(2003, 1, 1), "s", "sourced")])
