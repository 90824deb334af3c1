"""The composition root: settings become adapters here and nowhere else, and here the clock is read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local import LocalRuntime
from deploy.settings import Settings
from schemas.errors import ConfigurationError, CorruptStoreError
from schemas.ports import RowStore
from schemas.reference.load import load_reference, reference_version
from schemas.reference.load_settings import check_settings
from schemas.reference.model import Reference
from sinks.chdb_store import ChdbStore
from sinks.clickhouse_address import ClickhouseAddress
from sinks.clickhouse_store import ClickhouseStore
from sinks.detectors import load_detectors
from sinks.migrate import migrate
from sinks.reference_rows import load_reference_tables
from sinks.writer import Writer
from stream_processors.rulebook import RuleBook
from stream_processors.rules import all_rules
from stream_processors.sqlite_histories import SqliteHistories
from stream_processors.stored import marked_in

LOG, ROWS, REFERENCE, STORES, SNAPSHOTS = "log.sqlite", "rows", "reference", "judge", "snapshots"
FIRST_MIGRATION = "0001_events"


def now() -> datetime:
    """The wall clock, in UTC; everything else is given its instants."""
    return datetime.now(UTC)


def rule_book(settings: Settings) -> RuleBook:
    """All rules, judging against the packaged reference data and the operator's overlay.

    The overlay is the folder that the settings name, else ``reference`` in the home folder where there is one.
    """
    overlay = overlay_of(settings)
    reference = load_reference(overlay)
    if not all(row.packaged for row in reference.settings.rows):
        check_own_settings(reference)
    return RuleBook(all_rules(), reference, reference_version(overlay))


def overlay_of(settings: Settings) -> Path | None:
    """The folder with the operator's own tables; None where there is none."""
    own = settings.home / REFERENCE
    return settings.reference or (own if own.is_dir() else None)


def check_own_settings(reference: Reference) -> None:
    """Whether ``settings.csv`` sets what rules and detectors have. Raises ``ConfigurationError`` for a bad row."""
    rules = all_rules()
    of_rules = [setting for rule in rules for setting in rule.settings]
    of_detectors = [setting for detector in load_detectors() for setting in detector.own_settings]
    check_settings(reference.settings, (*of_rules, *of_detectors), [rule.rising for rule in rules if rule.rising])


def reference_known_at(settings: Settings, instant: datetime | None) -> Reference:
    """The reference data of a home as its log has left them; only with what had reached it at ``instant``."""
    book = rule_book(settings)
    log = SqliteHistories(settings.home / LOG, book)
    try:
        reference = book.reference
        for change in log.reference_changes(instant):
            reference = reference.after(change)
        return reference
    finally:
        log.close()


def stores_of(settings: Settings) -> Path:
    """The folder with the stores of the judge."""
    return settings.stores or settings.home / STORES


def snapshots_of(settings: Settings) -> Path:
    """The folder with snapshots of those stores."""
    return settings.snapshots or settings.home / SNAPSHOTS


@contextmanager
def open_rows(settings: Settings) -> Iterator[RowStore]:
    """The rows of a local runtime that has a log, or of a sink, with the tables as they must be."""
    of_a_sink = not (settings.home / LOG).is_file()
    if of_a_sink and settings.clickhouse is None and not (settings.home / ROWS).is_dir():
        must_hold_a_log(settings.home)
    with _open_rows(settings) as store:
        if of_a_sink and not store.query("SELECT 1 FROM sink_offsets LIMIT 1").rows:
            must_hold_a_log(settings.home)
        yield store


@contextmanager
def open_sink_rows(settings: Settings) -> Iterator[RowStore]:
    """The rows of a log on Kafka: in the server that the settings name, else in the home folder; tables are made.

    Raises ``ConfigurationError`` for the home of a local runtime: its rows belong to a log of its own.
    """
    if (settings.home / LOG).is_file():
        raise ConfigurationError(
            f"the rows of {settings.home} belong to the log in that folder; give the rows of Kafka's log another "
            "--home, and another database if CARATRACE_CLICKHOUSE names one"
        )
    if settings.clickhouse is None:
        settings.home.mkdir(parents=True, exist_ok=True)
    with _open_rows(settings) as store:
        yield store


@contextmanager
def _open_rows(settings: Settings) -> Iterator[RowStore]:
    address = settings.clickhouse
    store: RowStore = ChdbStore(settings.home / ROWS) if address is None else ClickhouseStore(address)
    try:
        fresh = FIRST_MIGRATION in migrate(store)
        if fresh and marked_in(settings.home / LOG, "sent") is not None:
            raise CorruptStoreError(
                f"the rows in {address or settings.home / ROWS} are gone, though the log says they were written; "
                "run `caratrace verify --rebuild` to write them again from the log"
            )
        yield store
    finally:
        store.close()


@contextmanager
def scratch_rows(inside: Path | None = None) -> Iterator[RowStore]:
    """Empty tables in a folder of their own that is thrown away afterwards; no other rows may be open meanwhile.

    The folder is made in ``inside``, else where this computer keeps temporary files.
    """
    with TemporaryDirectory(prefix="caratrace-", dir=inside) as folder:
        store = ChdbStore(Path(folder) / ROWS)
        try:
            migrate(store)
            yield store
        finally:
            store.close()


@contextmanager
def open_server(address: ClickhouseAddress) -> Iterator[RowStore]:
    """A ClickHouse server with the tables as they must be, for what concerns the server alone."""
    store = ClickhouseStore(address)
    try:
        migrate(store)
        yield store
    finally:
        store.close()


@contextmanager
def open_runtime(settings: Settings) -> Iterator[tuple[LocalRuntime, RowStore]]:
    """The local runtime in ``settings.home`` (made if missing) and its row store; both are closed afterwards."""
    settings.home.mkdir(parents=True, exist_ok=True)
    book = rule_book(settings)
    with _open_rows(settings) as rows:
        log = SqliteHistories(settings.home / LOG, book, settings.cached_histories)
        try:
            runtime = LocalRuntime(log, book, Writer(rows), batch=settings.batch_events, block=settings.block_events)
            refresh_reference(runtime, rows)
            runtime.catch_up()
            yield runtime, rows
        finally:
            log.close()


def refresh_reference(runtime: LocalRuntime, rows: RowStore) -> None:
    """Reference data and published figures as tables, written when the edition, or the log, has changed them."""
    log, edition = runtime.log, runtime.book.fingerprint
    changes = len(log.reference_changes())
    edition = f"{edition} and {changes} changes" if changes else edition
    if log.marked(REFERENCE) != edition and not runtime.stale:
        load_reference_tables(rows, log.book.reference, now())
        log.mark(REFERENCE, edition)
        log.commit()


def drop_rows(settings: Settings) -> None:
    """Forget that the rows were sent, so that they are written again from the log, which stays.

    A folder of rows is thrown away first. In a server they overwrite what is there: every row has its key.
    """
    must_hold_a_log(settings.home)
    log = SqliteHistories(settings.home / LOG, rule_book(settings))
    try:
        log.forget("sent")
        log.forget(REFERENCE)
        shutil.rmtree(settings.home / ROWS, ignore_errors=True)
        log.commit()
    finally:
        log.close()


def must_hold_a_log(home: Path) -> None:
    """Refuse a folder in which nothing was ever taken in: it would look clean. Raises ``ConfigurationError``."""
    if not (home / LOG).is_file():
        missing = f"no log in {home}" if home.is_dir() else f"no folder {home}"
        raise ConfigurationError(
            f"there is {missing}; run `caratrace ingest` or `caratrace demo` first, or name another --home"
        )
