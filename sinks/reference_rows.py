"""Reference data and published figures as rows, and loading them: a load that changes nothing stores nothing.

Each table keeps whole copies under the instant they became known, so what was known on any day can be asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from schemas.errors import StopError
from schemas.ports import Row, RowStore
from schemas.reference.load_statistics import (
    load_operator_production,
    load_production,
    load_trade,
    load_world_totals,
)
from schemas.reference.model import Licence, Participant, Reference, Site, StatusInterval
from schemas.reference.statistics import OperatorProduction, ProductionFigure, TradeFigure, WorldTotal
from sinks.columns import TableColumns
from sinks.reference_events import REFERENCE_BASE, base_rows, within


def load_reference_tables(store: RowStore, reference: Reference, known_at: datetime) -> list[str]:
    """Store reference data and packaged figures as known since ``known_at``; returns the tables that changed."""
    return load_tables(store, reference_rows(reference), known_at)


def load_tables(store: RowStore, tables: Mapping[str, Sequence[Row]], known_at: datetime) -> list[str]:
    """Store a new copy of each table whose rows differ from the copy known last; returns the names of these tables.

    Of a table that may be emptied (``EMPTIED``), no rows are a copy too.
    Raises ``StopError`` when ``known_at`` is not later than the last copy, which would mix two copies into one.
    """
    changed = []
    for table, rows in tables.items():
        current = store.query(f"SELECT * EXCEPT known_at FROM current_{table}")
        if set(current.rows) == set(rows):
            continue
        stored, last = store.query(f"SELECT count(), max(known_at) FROM {table}").rows[0]
        if stored and isinstance(last, datetime) and known_at <= last:
            raise StopError(f"{table} is known as of {last.isoformat()}; expected a later instant than {known_at}")
        token = f"reference {table} {known_at.astimezone(UTC).isoformat()}"
        store.insert(table, [(known_at, *row) for row in rows or EMPTIED.get(table, ())], token)
        changed.append(table)
    return changed


def reference_rows(reference: Reference) -> dict[str, list[Row]]:
    """The rows of every reference table, without the instant they became known."""
    return dict(
        (
            _rows(PARTICIPANTS, reference.membership.participants.values()),
            _rows(PARTICIPANT_STATUS, reference.trade.intervals),
            _rows(SITES, reference.all_sites()),
            _rows(LICENCES, reference.licences.rows),
            _rows(PRODUCTION, load_production()),
            _rows(TRADE, load_trade()),
            _rows(WORLD_TOTALS, load_world_totals()),
            _rows(OPERATOR_PRODUCTION, load_operator_production()),
            _rows(REFERENCE_BASE, base_rows(reference)),
        )
    )


def _rows(columns: TableColumns[Any], items: Iterable[Any]) -> tuple[str, list[Row]]:
    return columns.table, [columns.row(item) for item in items]


PARTICIPANTS = TableColumns[Participant](
    "participants",
    {
        "iso2": lambda row: row.iso2,
        "name": lambda row: row.name,
        "start": lambda row: within(row.start),
        "stop": lambda row: within(row.stop),
        "precision": lambda row: row.precision,
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
    },
)

PARTICIPANT_STATUS = TableColumns[StatusInterval](
    "participant_status",
    {
        "country": lambda row: row.country,
        "scope": lambda row: row.scope,
        "level": lambda row: row.level.name.lower(),
        "area_names": lambda row: tuple(sorted(row.area_names)),
        "names_certain": lambda row: row.names_certain,
        "start": lambda row: within(row.start),
        "stop": lambda row: within(row.stop),
        "status": lambda row: row.status,
        "allowed": lambda row: row.allowed,
        "basis": lambda row: row.basis,
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
    },
)

SITES = TableColumns[Site](
    "sites",
    {
        "site_id": lambda row: row.site_id,
        "name": lambda row: row.name,
        "country": lambda row: row.iso2,
        "kind": lambda row: row.kind,
        "area": lambda row: row.area or "",
        "capacity_ct_per_year": lambda row: row.capacity_ct_per_year,
        "opened_on": lambda row: row.opened_on and within(row.opened_on),
        "closed_on": lambda row: row.closed_on and within(row.closed_on),
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
        "note": lambda row: row.note,
    },
)

LICENCES = TableColumns[Licence](
    "licences",
    {
        "licence": lambda row: row.licence,
        "holder": lambda row: row.holder,
        "kind": lambda row: row.kind,
        "country": lambda row: row.country,
        "area": lambda row: row.area or "",
        "site_id": lambda row: row.site_id or "",
        "diggers": lambda row: row.diggers,
        "valid_from": lambda row: within(row.valid_from),
        "valid_until": lambda row: within(row.valid_until or date.max),
        "phone": lambda row: row.phone or "",
        "address": lambda row: row.address or "",
        "account": lambda row: row.account or "",
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
    },
)

EMPTIED: Mapping[str, Sequence[Row]] = {
    LICENCES.table: [LICENCES.row(Licence("", "", "", "", None, None, None, date.min, None, None, None, None, "", ""))]
}
"""Tables of the operator's own, and the row that stands for a copy without rows; their views leave it out."""

PRODUCTION = TableColumns[ProductionFigure](
    "kp_production",
    {
        "year": lambda row: row.year,
        "country": lambda row: row.iso2,
        "carats": lambda row: row.carats,
        "value_usd": lambda row: row.value_usd,
        "cents_per_carat": lambda row: row.cents_per_carat,
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
    },
)

TRADE = TableColumns[TradeFigure](
    "kp_trade",
    {
        "year": lambda row: row.year,
        "participant": lambda row: row.iso2,
        "flow": lambda row: row.flow,
        "carats": lambda row: row.carats,
        "value_usd": lambda row: row.value_usd,
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
    },
)

WORLD_TOTALS = TableColumns[WorldTotal](
    "kp_world_totals",
    {
        "year": lambda row: row.year,
        "production_carats": lambda row: row.production_carats,
        "production_usd": lambda row: row.production_usd,
        "cents_per_carat": lambda row: row.cents_per_carat,
        "import_carats": lambda row: row.import_carats,
        "import_usd": lambda row: row.import_usd,
        "export_carats": lambda row: row.export_carats,
        "export_usd": lambda row: row.export_usd,
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
        "trade_confidence": lambda row: row.trade_confidence or "",
        "note": lambda row: row.note,
    },
)

OPERATOR_PRODUCTION = TableColumns[OperatorProduction](
    "operator_production",
    {
        "year": lambda row: row.year,
        "country": lambda row: row.iso2,
        "operator": lambda row: row.operator,
        "carats": lambda row: row.carats,
        "covers_country": lambda row: row.covers_country,
        "source": lambda row: row.source,
        "confidence": lambda row: row.confidence,
        "note": lambda row: row.note,
    },
)
