"""Single faults about licences, artisanal finds, warranties and payments, by the code of the rule that must say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from schemas.events import CustodyEvent, Evidence, LotRegistered, LotsTransformed, OwnershipTransferred, Place
from tests import build
from tests.alter import place_of, with_other
from tests.histories import History, changed

OLD_STATEMENT = "Bought from legitimate sources not involved in funding conflict."


def _first(events: History, kind: type[object]) -> CustodyEvent:
    return events[place_of(events, kind)]  # type: ignore[arg-type]


def _head(events: History, kind: type[object], **head: object) -> History:
    """The first event of a kind with other fields of its envelope."""
    place = place_of(events, kind)  # type: ignore[arg-type]
    return [*events[:place], changed(events[place], head=head), *events[place + 1 :]]


def _under_an_ended_licence(events: History, rng: Random) -> History:
    return with_other(events, LotRegistered, licence=rng.choice(["LIC-OLD", "lic old"]))


def _in_another_zone(events: History, rng: Random) -> History:
    return _head(events, LotRegistered, place=Place(country="BW", area=rng.choice(["Jwaneng", "Karowe"])))


def _to_a_buyer_whose_licence_or_registration_ended(events: History, rng: Random) -> History:
    return with_other(events, OwnershipTransferred, buyer=rng.choice(["FORMER-BW", "ENDED-BW"]))


def _mixed_with_too_few_slips(events: History, rng: Random) -> History:
    body = _first(events, LotsTransformed).body
    assert isinstance(body, LotsTransformed)
    carats = sum(line.carats for line in body.inputs) + rng.choice([-1, 1]) * (500 + rng.randint(0, 90))
    slip = Evidence("purchase slip", f"slip=1; permit=P-1; carats={carats // 1000}.{carats % 1000:03d}")
    return _head(events, LotsTransformed, evidence=(slip,))


def _bought_without_a_slip(events: History, rng: Random) -> History:
    sale = _first(events, OwnershipTransferred)
    other = changed(sale, head={"place": Place(country="CF")}, seller="DIGGER-CF", buyer="COLLECTOR-CF", invoice="I-CF")
    return [*events, other]


def _sealed_before_it_was_logged(events: History, rng: Random) -> History:
    first = _first(events, LotRegistered)
    assert isinstance(first.body, LotRegistered)
    at = first.occurred_at - timedelta(minutes=rng.randint(16, 900))
    return [build.sealed(first.body.lines[:1], at, custodian="MINE-BW"), *events]


def _logged_far_away(events: History, rng: Random) -> History:
    place = Place(country="BW", latitude=-21 + rng.randint(2, 9) / 10, longitude=25.5)
    return _head(events, LotRegistered, place=place)


def _old_statement_for_rough(events: History, rng: Random) -> History:
    sale = _first(events, OwnershipTransferred)
    at = datetime(2024, 9, 22, rng.randint(0, 23), tzinfo=UTC)
    return [*events, _late(sale, at)]


def _old_statement_for_polished(events: History, rng: Random) -> History:
    sale = events[place_of(events, OwnershipTransferred, 1)]
    return [*events, _late(sale, datetime(2026, 9, rng.randint(22, 30), 5, tzinfo=UTC))]


def _late(sale: CustodyEvent, at: datetime) -> CustodyEvent:
    return changed(sale, head={"occurred_at": at, "recorded_at": at}, warranty=OLD_STATEMENT, invoice="INV-LATE")


def _without_a_statement(events: History, rng: Random) -> History:
    return with_other(events, OwnershipTransferred, warranty=rng.choice([None, " "]))


def _paid(events: History, text: str) -> History:
    return _head(events, OwnershipTransferred, evidence=(Evidence("payment", text),))


def _paid_by_a_third_party(events: History, rng: Random) -> History:
    return _paid(events, f"{rng.choice(['payer', 'payee'])}=COUSIN")


def _paid_too_much_or_too_little(events: History, rng: Random) -> History:
    return _paid(events, f"paid_usd={rng.choice([899, 1101])}; invoiced_usd=1000")


FAULTS: dict[str, Callable[[History, Random], History]] = {
    "LIC001": _under_an_ended_licence,
    "LIC002": _in_another_zone,
    "LIC003": _to_a_buyer_whose_licence_or_registration_ended,
    "ART001": _mixed_with_too_few_slips,
    "ART002": _bought_without_a_slip,
    "ART003": _sealed_before_it_was_logged,
    "ART004": _logged_far_away,
    "WAR001": _old_statement_for_rough,
    "WAR002": _old_statement_for_polished,
    "WAR003": _without_a_statement,
    "PAY001": _paid_by_a_third_party,
    "PAY002": _paid_too_much_or_too_little,
}
