"""What no text confirmed is marked in the data, and a finding that hangs on it says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.events import CustodyEvent, Place
from schemas.findings import Severity
from schemas.reference.records import mark_of
from stream_processors.rules import all_rules
from stream_processors.rules.base import AnyRule
from tests import build
from tests.stream_processors.rules.asking import only
from tests.stream_processors.rules.licensed import knowing, licence

RULES = {rule.code: rule for rule in all_rules()}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_law_that_is_cited_from_memory_says_so_in_findings(rule: AnyRule) -> None:
    assert ("from memory" in rule.cited) == ("memory" in rule.citation)
    assert "[memory]" not in rule.cited
    assert "from memory) (from memory)" not in rule.cited


def test_a_finding_tells_the_law_as_it_is_cited() -> None:
    stranger = build.released(from_party="STRANGER")
    law = only(RULES["CUS001"], build.registered(), stranger).law
    assert law == "Unbroken custody; KPCS core document, Section IV(a): internal controls (from memory)"


@pytest.mark.parametrize(
    ("confidence", "mark"), [("sourced", ""), ("memory", " (from memory)"), ("derived", " (derived)")]
)
def test_a_row_says_how_well_it_stands(confidence: str, mark: str) -> None:
    assert mark_of(confidence) == mark


def paper(issuer: str, number: str, day: str) -> CustodyEvent:
    """A certificate as it is issued."""
    content = build.certificate(number, issued=day, issuer=issuer, authority=f"{issuer}-A")
    return build.issued(content, at=day, place=Place(country=issuer))


def shipped(origin: str, destination: str, at: str) -> CustodyEvent:
    """Rough that leaves one country for another without a certificate."""
    place = Place(country=origin)
    return build.exported(at=at, under=None, from_country=origin, to_country=destination, place=place)


@pytest.mark.parametrize(
    ("code", "event", "told"),
    [
        ("KIM003", paper("LB", "LB12345", "2004-07-01"), "both ends from memory [cf03 lb05] (from memory)"),
        ("KIM006", paper("EU", "BE1", "2024-03-01"), "of the form ^(EU|EC)[ -]?[0-9A-Z]{3,12}$ (from memory)"),
        ("KIM006", paper("GF", "EU12345", "2024-03-01"), "on that day (GF as territory of EU: from memory)"),
        ("KIM013", shipped("LR", "US", "2005-07-01"), "[lr01 unsc1753 lr07] (from memory)"),
        ("KIM001", shipped("PR", "CA", "2024-07-01"), "a certificate (PR as territory of US: from memory)"),
        ("SAN005", build.imported(build.line(origins=("LR",)), "2005-07-01", from_country="LR"), "(from memory)"),
    ],
)
def test_a_finding_that_a_row_from_memory_leads_to_says_so(code: str, event: CustodyEvent, told: str) -> None:
    verdict = only(RULES[code], event, now=event.occurred_at)
    assert told in f"{verdict.got} / {verdict.expected}"


def test_a_finding_that_hangs_on_sourced_rows_alone_says_nothing_of_memory() -> None:
    verdict = only(RULES["KIM001"], shipped("BW", "AE", "2024-07-01"))
    assert "memory" not in f"{verdict.got} {verdict.expected}"


def test_a_licence_that_the_register_has_from_memory_is_told_as_such() -> None:
    ended = replace(licence(), valid_from=build.day("2020-01-01"), valid_until=build.day("2023-12-31"))
    known = knowing(replace(ended, confidence="memory"))
    verdict = only(RULES["LIC001"], build.registered(), reference=known)
    assert verdict.severity is Severity.BREACH
    assert "(from memory)" in f"{verdict.got} {verdict.expected}"
