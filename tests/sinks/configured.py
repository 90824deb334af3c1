"""chDB with a configuration of its own, as a server has one: what a user may do, clusters, and what a shard sees.

``TwoShards`` plays a cluster inside one engine. The cluster names this engine twice; both shards see the same local
tables, and a row policy shows each of them the rows whose sharding key falls to its number. A ``Distributed`` table
then reads as on two machines: each shard works through its half, and what the halves say is brought together. Left out
are ON CLUSTER, replication, the network, and inserts that are divided among the shards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import chdb

from schemas.ports import Row
from sinks.chdb_store import ChdbStore
from sinks.cluster import LOCAL, READING, Cluster
from sinks.migrate import RECORD, packaged_migrations

PAIR = Cluster("pair", "default")

_SHARDING = re.compile(r"ENGINE = Distributed\('\w+', '\w+', '(?P<local>\w+)', (?P<key>\w+\(\w+\))\)")
_REPLICATED = re.compile(r"ReplicatedReplacingMergeTree\('[^']*', '\{replica\}'(?:, (\w+))?\)")
_WINDOW = re.compile(r"replicated_deduplication_window_seconds = \d+, replicated_deduplication_window\b")
_SHARD = "<shard><replica><host>localhost</host><port>9000</port></replica></shard>"


class ConfiguredStore(ChdbStore):
    """A folder of rows, opened by a user with these rights; without any, by one who may do everything."""

    def __init__(self, directory: Path, grants: Iterable[str] = (), *, reads_only: bool = False) -> None:
        """Open the folder; each of ``grants`` is what stands between GRANT and TO."""
        self._config = _written(directory.with_name(directory.name + "-config"), tuple(grants), reads_only)
        super().__init__(directory)

    def _open(self, settings: str) -> Any:
        connection: Any = chdb.connect(f"{self._directory}?config-file={self._config}")  # type: ignore[no-untyped-call]
        connection.query(f"SET {settings}")
        return connection


class TwoShards(ConfiguredStore):
    """The row store on a cluster of two shards."""

    @property
    def cluster(self) -> Cluster:
        """As the store of a real cluster says it."""
        return PAIR

    def _open(self, settings: str) -> Any:
        return super()._open(", ".join([*(f"{name} = {value!r}" for name, value in READING.items()), settings]))

    def insert(self, table: str, rows: Sequence[Row], token: str) -> None:
        """Into the local table, which holds the rows of both shards."""
        super().insert(table + LOCAL, rows, token)

    def command(self, sql: str) -> None:
        """Without what an engine alone cannot do."""
        super().command(alone(sql))


def alone(sql: str) -> str:
    """A statement for a cluster, as one engine without its like can run it."""
    sql = sql.replace(f" ON CLUSTER {PAIR.name}", "")
    sql = _REPLICATED.sub(lambda found: f"ReplacingMergeTree({found[1] or ''})", sql)
    sql = _WINDOW.sub("non_replicated_deduplication_window", sql)
    return sql.replace("INSERT INTO schema_migrations ", f"INSERT INTO schema_migrations{LOCAL} ")


def sharding_keys() -> Mapping[str, str]:
    """What decides on the shard of a row, by local table, as the migrations in their form for a cluster say it."""
    statements = [RECORD, *(text for migration in packaged_migrations() for text in migration.statements())]
    forms = [form for statement in statements for form in PAIR.forms(statement)]
    return {found["local"]: found["key"] for form in forms if (found := _SHARDING.search(form))}


def _written(folder: Path, grants: Sequence[str], reads_only: bool) -> Path:
    """The configuration of an engine: the user ``default``, and the cluster of two shards."""
    folder.mkdir(parents=True, exist_ok=True)
    users, config = folder / "users.xml", folder / "config.xml"
    policies = "".join(
        f"<{local}><filter>{escape(f'toUInt64({key} % 2) = shardNum() - 1')}</filter></{local}>"
        for local, key in sharding_keys().items()
    )
    queries = "".join(f"<query>GRANT {escape(grant)}</query>" for grant in grants)
    users.write_text(
        f"<clickhouse><profiles><default><readonly>{2 if reads_only else 0}</readonly></default></profiles>"
        "<quotas><default/></quotas><users><default><password/><networks><ip>::/0</ip></networks>"
        "<profile>default</profile><quota>default</quota>"
        f"<databases><{PAIR.database}>{policies}</{PAIR.database}></databases>"
        f"{f'<grants>{queries}</grants>' if grants else ''}</default></users></clickhouse>",
        encoding="utf-8",
    )
    config.write_text(
        f"<clickhouse><tcp_port>9000</tcp_port><users_config>{escape(str(users))}</users_config>"
        f"<remote_servers><{PAIR.name}>{_SHARD}{_SHARD}</{PAIR.name}></remote_servers></clickhouse>",
        encoding="utf-8",
    )
    return config
