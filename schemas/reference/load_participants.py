"""Reads the tables about participation: participants, EU members, territories, statuses. Reads files: not for rules."""

from __future__ import annotations

from datetime import date

from schemas.reference.areas import area_key
from schemas.reference.membership import Membership
from schemas.reference.records import EuMembership, Level, Participant, StatusInterval, Territory, TradingEntity
from schemas.reference.tables import Row, read_packaged
from schemas.reference.trade_rights import TradeRights

_PARTICIPANT = ("iso2", "name", "joined_on", "precision", "source", "confidence", "note")
_FORMER = ("iso2", "name", "joined_on", "absorbed_by_eu_on", "source", "confidence", "note")
_ENTITY = ("iso2", "name", "from", "to", "source", "confidence", "note")
_EU = ("from", "to", "iso2_list", "source", "confidence")
_TERRITORY = ("iso2", "name", "participant", "from", "to", "source", "confidence", "note")
_STATUS = (
    "iso2", "scope", "level", "area_names", "names_are", "from", "from_precision", "from_confidence", "to",
    "to_precision", "to_confidence", "end_is_open", "status", "trade_allowed", "basis", "source", "confidence",
)  # fmt: skip
_LEVELS = {"country": Level.COUNTRY, "area": Level.AREA, "part": Level.PART}
_ALLOWED = {"yes": True, "no": False, "disputed": None}
_PRECISIONS = ("day", "month", "year")


def load_participants() -> tuple[Membership, TradeRights]:
    """Participation and trade rights from the packaged tables; ReferenceDataError if a table is broken."""
    participants = [_participant(row) for row in read_packaged("participants.csv", _PARTICIPANT)]
    participants += [_former(row) for row in read_packaged("former_participants.csv", _FORMER)]
    entities = [_entity(row) for row in read_packaged("trading_entities.csv", _ENTITY)]
    statuses = [_status(row) for row in read_packaged("participant_status.csv", _STATUS)]
    membership = Membership.of(
        participants,
        entities,
        [_eu(row) for row in read_packaged("eu_members.csv", _EU)],
        [_territory(row) for row in read_packaged("territories.csv", _TERRITORY)],
        statuses,
    )
    return membership, TradeRights.of(membership, entities, statuses)


def _participant(row: Row) -> Participant:
    return Participant(
        iso2=row.text("iso2"),
        name=row.text("name"),
        start=row.day("joined_on"),
        stop=date.max,
        precision=row.choice("precision", _PRECISIONS),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _former(row: Row) -> Participant:
    return Participant(
        iso2=row.text("iso2"),
        name=row.text("name"),
        start=row.day("joined_on"),
        stop=row.stop_after("absorbed_by_eu_on"),
        precision="day",
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _entity(row: Row) -> TradingEntity:
    start, stop = row.day("from"), row.stop_after("to")
    return TradingEntity(row.text("iso2"), row.text("name"), start, stop, row.text("source"), row.confidence())


def _eu(row: Row) -> EuMembership:
    start, stop = row.day("from"), row.stop_after("to")
    countries = frozenset(row.text("iso2_list").split())
    return EuMembership(start, stop, countries, row.text("source"), row.confidence())


def _territory(row: Row) -> Territory:
    return Territory(
        iso2=row.text("iso2"),
        name=row.text("name"),
        participant=row.text("participant"),
        start=row.maybe_day("from") or date.min,
        stop=row.stop_after("to"),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _status(row: Row) -> StatusInterval:
    level = _LEVELS[row.choice("level", _LEVELS)]
    names = frozenset(map(area_key, (row.maybe("area_names") or "").split(";"))) - {""}
    if (level is Level.COUNTRY) == bool(names):
        raise row.error("area_names", "names for an area or a part of one, and none for a country")
    return StatusInterval(
        country=row.text("iso2"),
        scope=row.text("scope"),
        level=level,
        area_names=names,
        names_certain=row.choice("names_are", ("", "exact", "candidate")) != "candidate",
        start=row.maybe_day("from") or date.min,
        stop=_status_stop(row),
        status=row.text("status"),
        allowed=_ALLOWED[row.choice("trade_allowed", _ALLOWED)],
        basis=row.text("basis"),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def _status_stop(row: Row) -> date:
    """``end_is_open`` says whether ``to`` is the day of the decision, open again, or the last closed day."""
    return row.stop_after("to", end_is_open=row.flag("end_is_open")) if row.maybe("to") else date.max
