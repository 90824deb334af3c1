"""Who may do what with the rows in a ClickHouse server: one table of decisions, and the statements that follow. Pure.

Four roles, named after the database so that two databases on one server do not meet: in a database ``caratrace`` they
are ``caratrace_sink``, ``caratrace_detector``, ``caratrace_officer`` and ``caratrace_observer``.

- the **sink** writes rows and reads what it needs to go on; of events and refused inputs it reads nothing;
- the **detector** looks for what is conspicuous: it reads what statistics are made of, events included, and writes
  reference data and the record of its runs; what it finds goes into the log, not into tables;
- the **officer** reads everything, names, values and bodies included, and changes nothing;
- the **observer** reads how much is wrong and by which rule, how far the rows are, and published figures: no party, no
  lot, no certificate, no value of goods, no text that could name one.

A view asks for rights on what it reads as well (``SQL SECURITY INVOKER``, the engine's own choice for views).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sinks.clickhouse_address import plain_name
from sinks.cluster import LOCAL

GB = 1_000_000_000

ALL = ("*",)
NOTHING: tuple[str, ...] = ()

Columns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """What the roles may do with one table or view; the officer may read all of it."""

    sink_writes: bool = False
    sink_reads: bool = False
    detector_writes: bool = False
    detector_reads: bool = False
    observer_reads: Columns = NOTHING
    is_view: bool = False


_FINDING = (
    "finding_id", "revision", "status", "rule", "rule_version", "severity", "blocking", "title", "law", "dated_at",
    "provisional_until", "known_at",
)  # fmt: skip
_WRITTEN = Rights(sink_writes=True)
_JUDGED = Rights(sink_writes=True, detector_reads=True)
_PUBLISHED = Rights(sink_writes=True, sink_reads=True, detector_writes=True, detector_reads=True, observer_reads=ALL)
_VIEW = Rights(is_view=True)
_JUDGED_VIEW = Rights(detector_reads=True, is_view=True)
_PUBLISHED_VIEW = Rights(sink_reads=True, detector_reads=True, observer_reads=ALL, is_view=True)

RIGHTS: Mapping[str, Rights] = {
    "schema_migrations": Rights(sink_reads=True, detector_reads=True, observer_reads=ALL),
    "sink_offsets": Rights(sink_writes=True, sink_reads=True, detector_reads=True, observer_reads=ALL),
    "events": Rights(
        sink_writes=True,
        detector_reads=True,
        observer_reads=(
            "event_id", "recorded_at", "is_declaration", "occurred_at", "country", "body_kind", "position", "known_at",
        ),
    ),
    "lot_events": _JUDGED,
    "lineage": _WRITTEN,
    "certificate_events": _JUDGED,
    "findings_log": Rights(sink_writes=True, sink_reads=True, detector_reads=True, observer_reads=_FINDING),
    "finding_places": Rights(sink_writes=True, observer_reads=ALL),
    "findings": Rights(sink_writes=True, sink_reads=True, detector_reads=True, observer_reads=_FINDING),
    "quarantine": Rights(sink_writes=True, observer_reads=("quarantine_id", "reason", "size", "received_at")),
    "detector_runs": _PUBLISHED,
    "participants": _PUBLISHED,
    "participant_status": _PUBLISHED,
    "sites": Rights(
        sink_writes=True, sink_reads=True, detector_writes=True, detector_reads=True
    ),  # an operator's own sites are among them
    "licences": Rights(
        sink_writes=True, sink_reads=True, detector_writes=True, detector_reads=True
    ),  # names, telephones and accounts
    "reference_events": Rights(
        sink_writes=True, sink_reads=True, detector_reads=True
    ),  # parties and licences are among them
    "reference_base": Rights(sink_writes=True, sink_reads=True, detector_writes=True, detector_reads=True),
    "kp_production": _PUBLISHED,
    "kp_trade": _PUBLISHED,
    "kp_world_totals": _PUBLISHED,
    "operator_production": _PUBLISHED,
    "events_known_on": _VIEW,
    "current_events": _VIEW,
    "lot_events_known_on": _JUDGED_VIEW,
    "current_lot_events": _JUDGED_VIEW,
    "current_lineage": _VIEW,
    "certificate_events_known_on": _JUDGED_VIEW,
    "current_certificate_events": _JUDGED_VIEW,
    "current_shipment_lines": _JUDGED_VIEW,
    "lot_steps": _VIEW,
    "lot_states": _VIEW,
    "lots": _VIEW,
    "certificates": _VIEW,
    "current_participants": _PUBLISHED_VIEW,
    "current_participant_status": _PUBLISHED_VIEW,
    "current_sites": Rights(sink_reads=True, detector_reads=True, is_view=True),
    "current_licences": Rights(sink_reads=True, detector_reads=True, is_view=True),
    "current_reference_base": Rights(sink_reads=True, detector_reads=True, is_view=True),
    "current_kp_production": _PUBLISHED_VIEW,
    "current_kp_trade": _PUBLISHED_VIEW,
    "current_kp_world_totals": _PUBLISHED_VIEW,
    "current_operator_production": _PUBLISHED_VIEW,
}  # fmt: skip
"""The decision on every table and view of the migrations; a test refuses one that has none."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its limits as settings, most of which a user can lower and not raise, and its quota for each hour."""

    name: str
    settings: Sequence[str]
    quota: Mapping[str, int] = field(default_factory=dict)


ROLES = (
    Role(
        "sink",
        settings=(
            f"max_memory_usage = {8 * GB} MIN 1 MAX {8 * GB}",
            "async_insert = 0 CONST",
        ),
    ),
    Role("detector", settings=(f"max_memory_usage = {8 * GB} MIN 1 MAX {8 * GB}",)),
    Role(
        "officer",
        settings=(
            "readonly = 2",
            f"max_memory_usage = {8 * GB} MIN 1 MAX {8 * GB}",
            "max_execution_time = 300 MIN 1 MAX 300",
            "max_concurrent_queries_for_user = 8 MIN 1 MAX 8",
        ),
        quota={"queries": 10_000, "execution_time": 7200},
    ),
    Role(
        "observer",
        settings=(
            "readonly = 2",
            f"max_memory_usage = {2 * GB} MIN 1 MAX {2 * GB}",
            "max_execution_time = 30 MIN 1 MAX 30",
            "max_result_rows = 100000 MIN 1 MAX 100000",
            "max_concurrent_queries_for_user = 4 MIN 1 MAX 4",
        ),
        quota={"queries": 1000, "execution_time": 600},
    ),
)
"""Memory in bytes, times in seconds. A quota that stops the sink would stop the flow, so it has none."""


def role_statements(database: str, cluster: str | None = None) -> list[str]:
    """The statements that make the roles what they must be, whatever they were before; to be run in order.

    Raises ``ConfigurationError`` for the name of a database that would need quotes.
    """
    plain_name("database", database)
    where = f" ON CLUSTER {cluster}" if cluster else ""
    return [text for role in ROLES for text in _statements(role, database, where, on_shards=cluster is not None)]


def _statements(role: Role, database: str, where: str, *, on_shards: bool) -> Iterator[str]:
    name = f"{database}_{role.name}"
    yield f"CREATE ROLE IF NOT EXISTS {name}{where}"
    yield (
        f"CREATE SETTINGS PROFILE OR REPLACE {name}{where}\nSETTINGS " + ",\n    ".join(role.settings) + f"\nTO {name}"
    )
    if role.quota:
        most = ", ".join(f"{what} = {figure}" for what, figure in role.quota.items())
        yield f"CREATE QUOTA OR REPLACE {name}{where}\nKEYED BY user_name\nFOR INTERVAL 1 hour MAX {most}\nTO {name}"
    grants = ",\n    ".join(grants_of(role.name, database, on_shards=on_shards))
    yield f"GRANT{where}\n    {grants}\nTO {name} WITH REPLACE OPTION"


def grants_of(role: str, database: str, *, on_shards: bool) -> Iterator[str]:
    """What a role may do, as GRANT says it; on a cluster with the tables of the shards, which check for themselves."""
    for name, rights in RIGHTS.items():
        places = [name, name + LOCAL] if on_shards and not rights.is_view else [name]
        for place in places:
            yield from (f"{privilege} ON {database}.{place}" for privilege in _privileges(role, rights))


def _privileges(role: str, rights: Rights) -> Iterator[str]:
    if (role == "sink" and rights.sink_writes) or (role == "detector" and rights.detector_writes):
        yield "INSERT"
    readable = {
        "sink": ALL if rights.sink_reads else NOTHING,
        "detector": ALL if rights.detector_reads else NOTHING,
        "officer": ALL,
        "observer": rights.observer_reads,
    }[role]
    if readable:
        yield "SELECT" if readable == ALL else f"SELECT({', '.join(readable)})"
