"""Whom a change concerns: what a history must name for a rule to be answered otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from schemas.records import ReferenceChanged
from schemas.reference.concerned import ALL, Concerned, concerned
from schemas.reference.model import Zone
from tests.build import packaged_reference
from tests.changes import change, party, taken_back

LATER = datetime(2026, 1, 1, tzinfo=UTC)
REFERENCE = packaged_reference().after(party("HOUSE", name="Shadow Gems (Belgium)", country="BE"))


def of(one: ReferenceChanged) -> Concerned:
    """Whom it concerns, as the register is here."""
    return concerned(one, REFERENCE, REFERENCE.after(one))


@pytest.mark.parametrize(
    ("one", "names"),
    [
        (party("P-1"), {"P-1"}),
        (change("sites", site_id="S-1"), {"S-1"}),
        (change("certificate_serials", participant="BW", first_serial="1", last_serial="9", year_of_use="2020"),
         {"BW"}),
        (change("territories", iso2="GL", participant="CA", start="2030-01-01"), {"GL"}),
    ],
)  # fmt: skip
def test_a_row_concerns_whoever_names_what_it_is_about(one: ReferenceChanged, names: set[str]) -> None:
    assert of(one).names >= names
    assert not of(one).names & {"EU", "AE"}


def test_an_authority_concerns_the_papers_of_whomever_it_may_act_for() -> None:
    """A paper may name an authority that nobody knows; then whom the register knows there decides."""
    office = party("DE-OFFICE", country="DE", role="authority")
    assert of(office).names >= {"DE-OFFICE", "DE", "EU", "BE"}
    assert not of(office).names & {"BW", "AE"}
    assert of(party("DE-HOUSE", country="DE")) == Concerned(frozenset({"DE-HOUSE"}))
    known = REFERENCE.after(office)
    for later in (
        replace(office, withdrawn=True, recorded_at=LATER),
        party("DE-OFFICE", country="DE", recorded_at=LATER),
    ):
        assert concerned(later, known, known.after(later)).names >= {"DE-OFFICE", "DE", "EU", "BE"}


def test_a_territory_with_an_authority_concerns_the_papers_of_whom_it_comes_to() -> None:
    known = REFERENCE.after(party("GL-OFFICE", country="GL", role="authority"))
    one = change("territories", iso2="GL", participant="CA", start="2030-01-01")
    assert concerned(one, known, known.after(one)).names >= {"GL", "GL-OFFICE", "CA"}
    assert "CA" not in of(one).names


def test_a_status_of_the_union_concerns_its_members_and_whom_the_register_has_there() -> None:
    """Goods are asked about by the country they are in, and buyers by their country in the register."""
    found = of(change("participant_status", iso2="EU", start="2026-01-01"))
    assert found.names >= {"EU", "BE", "HR", "GL", "GB", "HOUSE"}
    assert not found.names & {"BW", "AE"}


def test_a_measure_concerns_its_country_and_whoever_it_binds() -> None:
    found = of(change("sanctions", measure_id="T-1", jurisdiction="UK", country="BW", start="2026-01-01"))
    assert found.names >= {"BW", "GB"}
    assert "US" not in found.names


def test_a_correction_of_a_measure_concerns_also_the_country_that_it_named_before() -> None:
    first = change("sanctions", measure_id="T-1", country="BW", start="2026-01-01")
    second = change("sanctions", measure_id="T-1", country="ZA", start="2026-01-01", recorded_at=LATER)
    before = REFERENCE.after(first)
    assert concerned(second, before, before.after(second)).names >= {"BW", "ZA", "EU"}


def test_a_measure_that_binds_everybody_and_names_no_country_concerns_everything() -> None:
    assert of(change("sanctions", measure_id="T-1", jurisdiction="UN", country="", start="2026-01-01")) == ALL


def test_a_listed_name_concerns_texts_with_its_words_and_the_parties_that_are_registered_under_it() -> None:
    found = of(change("listed_parties", name="SHADOW-gems", start="2026-01-01"))
    assert found == Concerned(frozenset({"HOUSE"}), frozenset({"shadow"}))
    assert of(change("listed_parties", name="***", start="2026-01-01")) == ALL


def test_a_licence_concerns_whoever_names_its_number_or_its_holder() -> None:
    """Where others of its kind are known, nobody else."""
    known = REFERENCE.after(change("licences", licence="SL-1", holder="OTHER", country="SL"))
    one = change("licences", licence="SL 0/7", holder="DIGGER-1", country="SL")
    assert concerned(one, known, known.after(one)) == Concerned(frozenset({"DIGGER-1"}), frozenset({"sl07"}))


def test_the_first_and_the_last_licence_of_a_kind_concern_everybody_in_the_country() -> None:
    one = change("licences", licence="BE-1", holder="TRADER", kind="buying", country="BE")
    assert of(one).names >= {"TRADER", "BE", "HOUSE"}
    known = REFERENCE.after(one)
    gone = replace(one, withdrawn=True, recorded_at=LATER)
    assert concerned(gone, known, known.after(gone)).names >= {"TRADER", "BE", "HOUSE"}


def test_a_status_of_a_country_with_known_outlines_concerns_everything() -> None:
    """A find may lie there by its position, and name another country."""
    square = ((25, -22), (26, -22), (26, -21), (25, -21), (25, -22))
    zone = Zone("ORAPA", "BW", "Orapa", None, None, None, ((square,),), "test", "proposed")
    outlined = REFERENCE.with_zones([zone])
    for country, whom in (("BW", ALL), ("ZA", None)):
        one = change("participant_status", iso2=country, start="2026-01-01")
        assert (concerned(one, outlined, outlined.after(one)) == ALL) is (whom == ALL)


def test_a_first_list_of_participants_that_moves_concerns_everything() -> None:
    assert of(change("participants", iso2="BW", joined_on="2000-01-01")) == ALL


def test_a_row_that_is_withdrawn_concerns_whom_it_concerned() -> None:
    assert of(taken_back(REFERENCE, "participants", 0)).names >= {"AO"}


def test_what_is_asked_for_in_parts_is_found_in_the_whole() -> None:
    one, other = Concerned(frozenset({"A"})), Concerned(frozenset({"B"}), frozenset({"w"}))
    assert one <= one | other
    assert other <= one | other
    assert one | other <= ALL
    assert not one | other <= one
    assert not one >= ALL
