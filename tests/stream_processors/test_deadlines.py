"""How long an obligation may stay open, where participants differ."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schemas.reference.model import Reference
from schemas.reference.settings import SettingRow
from stream_processors.custody.state import CertificateState, Obligation
from stream_processors.deadlines import Deadline
from stream_processors.rulebook import RuleBook
from stream_processors.rules.kimberley.kim010_import_confirmed import RULE
from tests.build import exported, instant, packaged_reference
from tests.stream_processors.rules.asking import only, said

SINCE = instant("2024-03-06")


def own(value: int, participant: str | None = None, name: str = "notice_after") -> Reference:
    """The packaged reference data with other days of KIM010."""
    return packaged_reference().with_settings(SettingRow("KIM010", name, participant, value, "own"))


def awaited(country: str | None, since: str = "2024-03-06") -> Obligation:
    """A confirmation that is due from ``country``."""
    return Obligation("confirmation", "id", instant(since), "TRADER", "BUYER", "SH1", 1000, country)


def days(reference: Reference, obligation: Obligation) -> list[int]:
    """The days of all levels."""
    return [level.after.days for level in Deadline(RULE, reference).levels(obligation)]


@pytest.mark.parametrize(
    ("country", "since", "notice"),
    [
        ("BE", "2024-03-06", 7),
        ("EU", "2024-03-06", 7),
        ("AE", "2024-03-06", 15),
        (None, "2024-03-06", 15),
        ("HR", "2013-06-30", 15),
        ("HR", "2013-07-01", 7),
        ("GB", "2020-01-31", 7),
        ("GB", "2024-03-06", 15),
    ],
)
def test_the_participant_counts_that_the_country_belongs_to_on_the_day_the_time_began(
    country: str | None, since: str, notice: int
) -> None:
    assert days(own(7, "EU"), awaited(country, since)) == [notice, 30, 60]


def test_all_levels_may_be_set_and_one_for_everywhere_holds_where_a_participant_sets_another() -> None:
    reference = own(20, "EU").with_settings(SettingRow("KIM010", "breach_after", None, 40, "own"))
    assert days(reference, awaited("BE")) == [20, 40, 60]
    assert days(reference, awaited("AE")) == [15, 40, 60]


def test_the_next_instant_at_which_something_is_due_follows_from_the_setting() -> None:
    state = CertificateState(obligations=(awaited("BE"), awaited("AE")))
    book = RuleBook([RULE], own(7, "EU"))
    assert book.next_due(state.obligations, SINCE) == SINCE + timedelta(days=7)
    assert book.next_due(state.obligations, SINCE + timedelta(days=7, seconds=1)) == SINCE + timedelta(days=15)


def test_a_book_that_is_given_other_reference_data_goes_by_their_settings() -> None:
    state = CertificateState(obligations=(awaited("AE"),))
    book = RuleBook([RULE], packaged_reference())
    assert book.with_reference(own(7)).next_due(state.obligations, SINCE) == SINCE + timedelta(days=7)
    assert book.next_due(state.obligations, SINCE) == SINCE + timedelta(days=15)


def test_a_finding_tells_the_days_that_were_used() -> None:
    verdict = only(RULE, exported(at="2024-03-06"), now="2024-03-14", reference=own(7, "AE"))
    assert verdict.got.endswith("has no confirmation of receipt after 7 days")
    assert verdict.expected == "a confirmation by the importing authority within 7 days"


def test_shipments_to_the_united_states_keep_fifteen_days_whatever_is_set_everywhere() -> None:
    shipped = [exported(at="2024-03-06", to_country=country) for country in ("US", "AE")]
    noticed = [len(said(RULE, event, now="2024-03-22", reference=own(20))) for event in shipped]
    assert noticed == [1, 0]
