"""CUS016: what was mined has the country of its mine as origin."""

from __future__ import annotations

import pytest

from schemas.events import Place, RegistrationKind
from stream_processors.rules.custody.cus016_mined_origin import RULE
from tests import build
from tests.stream_processors.rules.asking import only, said


@pytest.mark.parametrize(
    ("origins", "breaches"), [(("BW",), 0), (("BW", "BW"), 0), ((), 1), (("AO",), 1), (("BW", "AO"), 1)]
)
def test_the_origin_is_the_country_in_which_it_was_mined(origins: tuple[str, ...], breaches: int) -> None:
    assert len(said(RULE, build.registered(build.line(origins=origins)))) == breaches


def test_the_site_of_the_register_says_more_than_the_country_of_the_event() -> None:
    place = Place(site_id="AO-CATOCA", country="BW")
    assert said(RULE, build.registered(build.line(origins=("AO",)), place=place)) == []
    verdict = only(RULE, build.registered(place=place))
    assert verdict.got == "mined in AO-CATOCA in AO, with origin BW"
    assert verdict.expected == "origin AO, where it was mined"


def test_without_an_origin_the_message_says_none() -> None:
    assert only(RULE, build.registered(build.line(origins=()))).got == "mined in BW, with origin none"


def test_where_the_place_is_unknown_nothing_is_compared() -> None:
    assert said(RULE, build.registered(build.line(origins=("AO",)), place=Place())) == []
    unknown = Place(site_id="NOWHERE", country="AO")
    assert said(RULE, build.registered(build.line(origins=("AO",)), place=unknown)) == []


def test_old_stock_may_come_from_anywhere() -> None:
    stock = build.registered(build.line(origins=("AO",)), kind=RegistrationKind.OPENING_STOCK)
    assert said(RULE, stock) == []
