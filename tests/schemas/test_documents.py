"""What the reference of a document states, and amounts in it."""

from __future__ import annotations

import pytest

from schemas.documents import REFUSED_DELIVERY, documents_of, has_document, stated, whole_amount
from schemas.events import Evidence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("slip=B-1; permit=P 7; carats=1.25", {"slip": "B-1", "permit": "P 7", "carats": "1.25"}),
        ("  Slip = B-1 ;CARATS=1.25;", {"slip": "B-1", "carats": "1.25"}),
        ("slip=B-1; slip=B-2", {"slip": "B-1"}),
        ("note=a=b", {"note": "a=b"}),
        ("slip=; B-1", {}),
        ("", {}),
    ],
)
def test_a_reference_states_names_and_values(text: str, found: dict[str, str]) -> None:
    assert stated(Evidence("purchase slip", text)) == found


@pytest.mark.parametrize(
    ("text", "decimals", "amount"),
    [
        ("1.25", 3, 1250), ("0.005", 3, 5), ("12", 3, 12_000), ("12.", 2, 1200), ("1200.5", 2, 120_050),
        ("1.2345", 3, None), ("1,25", 3, None), ("-1", 3, None), ("", 3, None), (None, 3, None), ("1e3", 3, None),
        (".5", 3, None), ("٣", 3, None), ("1234567890123", 2, None), ("1.2.3", 3, None),
    ],
)  # fmt: skip
def test_an_amount_is_digits_with_a_point_and_no_more_decimals_than_count(
    text: str | None, decimals: int, amount: int | None
) -> None:
    assert whole_amount(text, decimals) == amount


def test_documents_of_a_kind_are_found_however_it_is_written() -> None:
    papers = (Evidence("Purchase_Slip", "1"), Evidence("invoice", "2"), Evidence("purchase  slip", "3"))
    assert [document.reference for document in documents_of(papers, "purchase slip")] == ["1", "3"]


@pytest.mark.parametrize("kind", ["refused delivery", "Refused_Delivery", "  REFUSED   delivery "])
def test_capitals_underscores_and_spaces_do_not_tell_kinds_apart(kind: str) -> None:
    assert has_document([Evidence("invoice", "4"), Evidence(kind, "DN 1")], REFUSED_DELIVERY)
    assert not has_document([Evidence("refused deliveries", "DN 1")], REFUSED_DELIVERY)
    assert not has_document([], REFUSED_DELIVERY)
