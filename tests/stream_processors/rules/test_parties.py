"""Names of parties that are the same party, written otherwise."""

from __future__ import annotations

import pytest

from stream_processors.rules.parties import same_party


@pytest.mark.parametrize(
    "other",
    [
        "FS Diamonds",
        "fs diamonds",
        "F.S. Diamonds",
        "FS-DIAMONDS",
        "FS Diamonds Ltd.",
        "FS Diamonds Pvt. Ltd.",
        "FS Diamonds, L.L.C.",
        "Fs  Diamonds & Co",
        "FS Diámonds S.A.",
    ],
)
def test_spelling_and_legal_form_make_no_other_party(other: str) -> None:
    assert same_party("FS Diamonds", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FS Diamonds", "FS Gems"),
        ("HOUSE-SA", "HOUSE"),
        ("SIM-TRADER-AE-1", "SIM-TRADER-AE-2"),
        ("Ltd", "LLC"),
        ("Limited Company", "Company"),
        ("...", "-"),
    ],
)
def test_another_name_is_another_party(one: str, other: str) -> None:
    assert not same_party(one, other)
