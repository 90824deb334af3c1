"""Statements of the migrations as a replicated cluster needs them. Pure.

A table ``t`` becomes two on every node: ``t_local`` holds the rows and is replicated by the servers, and ``t`` is a
``Distributed`` table over the ``t_local`` of all shards. Every version of a sorting key lies on one shard, because the
shard is chosen by the first column of the key; so FINAL, which each shard does for itself, is right for the whole.
Names in the text of a view are given their database, since the servers read it with another one at hand.

What is not understood is refused: a statement that is guessed at would fail on some nodes and not on others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from schemas.errors import StopError

LOCAL = "_local"
"""Ends the name of the table that holds the rows of a shard."""

DEDUPLICATION_SECONDS = 7 * 24 * 60 * 60
"""How long a replicated table remembers the token of an insert, unless ``replicated_deduplication_window`` later ones
come first; a table of one server forgets by count alone."""

WRITING: Mapping[str, int | str] = {
    "insert_distributed_sync": 1,  # also known to new servers, which call it distributed_foreground_insert
    "insert_quorum": "auto",  # a majority of the replicas has what was acknowledged
    "insert_quorum_parallel": 1,  # several may write at once
    "distributed_ddl_output_mode": "throw",  # a node that refuses a statement is an error
}
"""Settings of everything that is written to a cluster."""

READING: Mapping[str, int | str] = {
    "distributed_product_mode": "allow",
    "prefer_global_in_and_join": 0,
    "distributed_group_by_no_merge": 0,  # figures of shards are added up
    "skip_unavailable_shards": 0,  # an answer that lacks a shard is an error
}
"""Settings of everything that is read from a cluster.

Subqueries are asked by each shard, of all shards. The engine could ask once and send the answer along (GLOBAL), but a
recursive query that joins so is sent the same first answer in each round and does not end (ClickHouse issue 120059).
"""

_TABLE = re.compile(
    r"CREATE TABLE IF NOT EXISTS (?P<name>[a-z][a-z0-9_]*) (?P<columns>\(.*\))\s+"
    r"ENGINE = ReplacingMergeTree(?:\((?P<version>[a-z][a-z0-9_]*)\))?\s+"
    r"ORDER BY (?P<key>[a-z][a-z0-9_]*|\((?P<first>[a-z][a-z0-9_]*)(?:, [a-z][a-z0-9_]*)*\))"
    r"(?:\s+SETTINGS (?P<settings>[a-z_]+ = \d+(?:, [a-z_]+ = \d+)*))?\s*",
    re.DOTALL,
)
_VIEW = re.compile(r"CREATE OR REPLACE VIEW (?P<name>[a-z][a-z0-9_]*) AS\s+(?P<query>SELECT\b.*)", re.DOTALL)
_TEXT_OR_SOURCE = re.compile(r"(?P<text>'(?:[^'\\]|\\.|'')*')|\b(?P<word>FROM|JOIN)\s+(?P<name>[a-z][a-z0-9_]*)\b")
_WITH = re.compile(r"\(\s*WITH\b")
_WINDOW = "non_replicated_deduplication_window"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster as the servers call it, and the database of the rows, which every node must have."""

    name: str
    database: str

    def forms(self, statement: str) -> list[str]:
        """What to run in place of ``statement`` of a migration. See ``on_cluster``."""
        return on_cluster(statement, self.name, self.database)


@runtime_checkable
class MayBeClustered(Protocol):
    """A store that may lie on a cluster says so itself, so that nobody can forget to ask."""

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that its tables lie on."""


def cluster_of(store: object) -> Cluster | None:
    """The cluster of a store, if it has one."""
    return store.cluster if isinstance(store, MayBeClustered) else None


def on_cluster(statement: str, cluster: str, database: str) -> list[str]:
    """The statements that stand for one statement of a migration, each for all nodes, in the order to run them in.

    Raises ``StopError`` for one that is neither a table with the engine ReplacingMergeTree nor a view.
    """
    if table := _TABLE.fullmatch(statement.strip()):
        return [_local_table(table, cluster, database), _distributed_table(table, cluster, database)]
    view = _VIEW.fullmatch(statement.strip())
    if view and not _WITH.search(view["query"]):
        query = _TEXT_OR_SOURCE.sub(lambda found: _with_database(found, database), view["query"])
        return [f"CREATE OR REPLACE VIEW {database}.{view['name']} ON CLUSTER {cluster} AS\n{query}"]
    raise StopError(
        "there is no form for a cluster of: "
        f"{statement.strip().partition(chr(10))[0]}; expected CREATE TABLE IF NOT EXISTS with the engine "
        "ReplacingMergeTree, or CREATE OR REPLACE VIEW without WITH; teach sinks/cluster.py the new form first"
    )


def _local_table(table: re.Match[str], cluster: str, database: str) -> str:
    name, version = table["name"], f", {table['version']}" if table["version"] else ""
    settings = "".join(f"\nSETTINGS {given}" for given in [_replicated(table)] if given)
    return (
        f"CREATE TABLE IF NOT EXISTS {database}.{name}{LOCAL} ON CLUSTER {cluster} {table['columns']}\n"
        f"ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{{shard}}/{database}/{name}', '{{replica}}'"
        f"{version})\nORDER BY {table['key']}{settings}"
    )


def _replicated(table: re.Match[str]) -> str:
    """The settings, with the memory for tokens as replicated tables call it."""
    given = table["settings"] or ""
    replicated = f"replicated_deduplication_window_seconds = {DEDUPLICATION_SECONDS}, {_WINDOW.removeprefix('non_')}"
    return given.replace(_WINDOW, replicated)


def _distributed_table(table: re.Match[str], cluster: str, database: str) -> str:
    name, first = table["name"], table["first"] or table["key"]
    return (
        f"CREATE TABLE IF NOT EXISTS {database}.{name} ON CLUSTER {cluster} AS {database}.{name}{LOCAL}\n"
        f"ENGINE = Distributed('{cluster}', '{database}', '{name}{LOCAL}', cityHash64({first}))"
    )


def _with_database(found: re.Match[str], database: str) -> str:
    return found["text"] or f"{found['word']} {database}.{found['name']}"
