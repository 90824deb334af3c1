"""KIM026: a certificate that is used was issued by its authority."""

from __future__ import annotations

import pytest

from schemas.reference.model import Party, Reference
from stream_processors.rules.kimberley.kim026_issue_on_record import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said

PAPER = build.certificate()
SHOWN = build.imported(under=PAPER)


def knowing(*, role: str = "authority", connected: bool = True, grace_days: int = 0) -> Reference:
    """The packaged reference data, and the authority of the certificate."""
    name = "BW-AUTHORITY"
    party = Party(name, name, "BW", role, connected, grace_days, None, None, "test", "proposed")
    return build.packaged_reference().with_parties([party])


def test_a_paper_that_a_connected_authority_never_reported_is_held() -> None:
    verdict = only(RULE, SHOWN, reference=knowing(grace_days=5))
    assert verdict.blocking
    assert verdict.got == "certificate BW12345 dated 2024-03-04 is shown, without an issue by BW-AUTHORITY"
    assert verdict.expected == "an issue by BW-AUTHORITY, which reports what it issues"
    assert verdict.provisional_until == build.instant("2024-03-13")


def test_an_issue_cures_it_also_when_it_arrives_late() -> None:
    assert said(RULE, build.issued(PAPER), SHOWN, reference=knowing()) == []
    assert said(RULE, SHOWN, build.issued(PAPER), reference=knowing()) == []


@pytest.mark.parametrize("reference", [None, knowing(connected=False), knowing(role="exporter")])
def test_the_silence_of_others_proves_nothing(reference: Reference | None) -> None:
    assert said(RULE, SHOWN, reference=reference) == []


def test_an_issue_after_the_import_is_none_that_was_on_record() -> None:
    assert len(said(RULE, SHOWN, build.issued(PAPER, at="2024-03-10"), reference=knowing())) == 1


def test_where_no_paper_is_shown_there_is_no_authority_to_ask() -> None:
    assert said(RULE, build.imported(), reference=knowing()) == []
