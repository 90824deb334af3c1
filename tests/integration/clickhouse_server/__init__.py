"""A test double of a ClickHouse server: the native protocol in front of chDB, the same engine inside a process.

It lets the unmodified clickhouse-driver talk over a socket to the real engine where no server can be installed. What
is tested with it is our side of the wire (batches, tokens, retries, reconnects, types, errors), not a server: how a
real one behaves under load or in a failing network is not shown by it.

Run it as a process of its own, ``python -m tests.integration.clickhouse_server --path DIR --port 0``: it prints its
port, listens on the loopback interface only, and ends when its standard input is closed or it is killed.

It differs from a server in this:

* An insert is held in memory and stored with its last block, all or nothing. A server stores a large insert piece by
  piece, so a killed one may leave some, and it may refuse one before the last block.
* There is one user, with a password that is only compared: no users, roles, quotas or row policies.
* Refused: compressed blocks, external tables, several statements at once, TLS, columns of ``JSON``, ``Variant``,
  ``Dynamic`` or aggregate states.
* Missing: totals and extremes, progress, profile and log packets, ids of queries, ``system.query_log``, stack traces,
  replicated and distributed tables.
* A query with the setting ``readonly`` sees the session's database, and none of its settings and temporary tables.
* Whoever can connect can read local files through the engine: use it for tests, on this machine, and nothing else.
"""
