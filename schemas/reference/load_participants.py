"""Reads the tables about participation: participants, EU members, territories, statuses. Reads files: not for rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from schemas.reference.areas import area_key
from schemas.reference.membership import Membership
from schemas.reference.records import EuMembership, Level, Participant, StatusInterval, Territory, TradingEntity
from schemas.reference.tables import Row, read_packaged
from schemas.reference.trade_rights import TradeRights

PARTICIPANT_COLUMNS = ("iso2", "name", "joined_on", "precision", "source", "confidence", "note")
_FORMER = ("iso2", "name", "joined_on", "absorbed_by_eu_on", "source", "confidence", "note")
ENTITY_COLUMNS = ("iso2", "name", "from", "to", "source", "confidence", "note")
EU_COLUMNS = ("from", "to", "iso2_list", "source", "confidence")
TERRITORY_COLUMNS = ("iso2", "name", "participant", "from", "to", "source", "confidence", "note")
STATUS_COLUMNS = (
    "iso2", "scope", "level", "area_names", "names_are", "from", "from_precision", "from_confidence", "to",
    "to_precision", "to_confidence", "end_is_open", "status", "trade_allowed", "basis", "source", "confidence",
)  # fmt: skip
_LEVELS = {"country": Level.COUNTRY, "area": Level.AREA, "part": Level.PART}
_ALLOWED = {"yes": True, "no": False, "disputed": None}
_PRECISIONS = ("day", "month", "year")
_TABLES = {
    "participants": PARTICIPANT_COLUMNS,
    "former_participants": _FORMER,
    "trading_entities": ENTITY_COLUMNS,
    "eu_members": EU_COLUMNS,
    "territories": TERRITORY_COLUMNS,
    "participant_status": STATUS_COLUMNS,
}


def read_participation() -> dict[str, list[Row]]:
    """The packaged tables by name; ReferenceDataError if one cannot be read."""
    return {name: read_packaged(f"{name}.csv", columns) for name, columns in _TABLES.items()}


def participation(tables: Mapping[str, Sequence[Row]]) -> tuple[Membership, TradeRights]:
    """Participation and trade rights from the rows of these tables; ReferenceDataError if one is broken."""
    participants = [participant_of(row) for row in tables["participants"]]
    participants += [_former(row) for row in tables["former_participants"]]
    entities = [entity_of(row) for row in tables["trading_entities"]]
    statuses = [status_of(row) for row in tables["participant_status"]]
    membership = Membership.of(
        participants,
        entities,
        [eu_of(row) for row in tables["eu_members"]],
        [territory_of(row) for row in tables["territories"]],
        statuses,
    )
    return membership, TradeRights.of(membership, entities, statuses)


def participant_of(row: Row) -> Participant:
    """A participant. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
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


def entity_of(row: Row) -> TradingEntity:
    """A trading entity. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
    start, stop = row.day("from"), row.stop_after("to")
    return TradingEntity(row.text("iso2"), row.text("name"), start, stop, row.text("source"), row.confidence())


def eu_of(row: Row) -> EuMembership:
    """A period of the Union. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
    start, stop = row.day("from"), row.stop_after("to")
    countries = frozenset(row.text("iso2_list").split())
    return EuMembership(start, stop, countries, row.text("source"), row.confidence())


def territory_of(row: Row) -> Territory:
    """A territory of a participant. Raises ReferenceDataError, naming line and column, for a row that cannot be one."""
    return Territory(
        iso2=row.text("iso2"),
        name=row.text("name"),
        participant=row.text("participant"),
        start=row.maybe_day("from") or date.min,
        stop=row.stop_after("to"),
        source=row.text("source"),
        confidence=row.confidence(),
    )


def status_of(row: Row) -> StatusInterval:
    """A status of a country or an area. Raises ReferenceDataError, naming line and column, for what cannot be one."""
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
