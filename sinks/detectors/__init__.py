"""Statistical detectors, one SQL file each, found by walking this folder.

A detector looks at figures, not at one event. What it finds is a finding like any other, for a person to look at: it
never blocks. Its subject names the figure, as ``country:ZA:2017``; since no single event stands behind a figure,
``event_id`` is a UUID made from the subject, so every revision of a finding has the same one. Evidence is the source in
``got``, or events that the detector names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from importlib import resources

from schemas.errors import ConfigurationError, StopError
from schemas.findings import Finding, FindingStatus, Severity, finding_id, hashed_id
from schemas.ports import RowStore, Value
from schemas.reference.settings import Setting, SettingTable
from sinks.columns import TableColumns
from sinks.detector_settings import as_setting, expected_as_set
from sinks.sqlfiles import SqlFile, read_sql_files

REQUIRED_FIELDS = frozenset({"code", "title", "law", "severity", "version", "subject", "minimum_sample"})
WINDOWS = frozenset({"window_years", "window_months", "window_days"})
"""A detector has exactly one of these: how far it looks back, or around."""

ANSWER = (
    ("subject", "String"), ("got", "String"), ("expected", "String"), ("dated_at", "DateTime64(6, 'UTC')"),
)  # fmt: skip
"""The columns that every detector answers with."""

MORE_ANSWERS = {"severity": "String", "evidence": "Array(UUID)"}
"""What a detector may answer besides, after the others: a severity that depends on the figures, and events."""

ON = "on"
"""The parameter that is filled with the instant asked about; all others are filled from the header."""

_ABOUT_THE_REVISION = frozenset({"revision", "known_at", "status", "cured_by"})


@dataclass(frozen=True, slots=True)
class Detector:
    """One statistical question and what it is called when it finds something."""

    file: SqlFile
    code: str
    title: str
    law: str
    severity: Severity
    version: int
    subject_kind: str
    settings: Mapping[str, int]
    """Window, minimum sample and thresholds, by name."""
    own_settings: tuple[Setting, ...] = ()
    """Those of them that an operator may set, with their defaults: all that the statement takes."""

    def run(self, store: RowStore, position: int, known_at: datetime) -> dict[str, Finding]:
        """What is conspicuous in ``store`` at ``known_at``, by finding id, as revision ``position``."""
        values: dict[str, Value] = {**self.settings, ON: known_at}
        table = self.file.run(store, {name: values[name] for name in self.file.parameters})
        found = [self._finding(row, position, known_at) for row in table.dicts()]
        return {finding.finding_id: finding for finding in found}

    def _finding(self, row: Mapping[str, Value], position: int, known_at: datetime) -> Finding:
        subject, dated_at, evidence = str(row["subject"]), row["dated_at"], row.get("evidence", ())
        assert isinstance(dated_at, datetime)
        assert isinstance(evidence, tuple)
        event_id = figure_id(subject)
        return Finding(
            finding_id=finding_id(self.code, subject, event_id),
            revision=position,
            status=FindingStatus.RAISED,
            rule=self.code,
            rule_version=self.version,
            severity=Severity(str(row["severity"])) if "severity" in row else self.severity,
            blocking=False,
            subject=subject,
            event_id=event_id,
            title=self.title,
            got=str(row["got"]),
            expected=expected_as_set(str(row["expected"]), self.own_settings, self.settings),
            evidence=tuple(str(event_id) for event_id in evidence),
            law=self.law,
            dated_at=dated_at,
            provisional_until=None,
            cured_by=None,
            known_at=known_at,
        )


def figure_id(subject: str) -> str:
    """Stands for the event of a finding that has none: a UUID made from the subject."""
    return hashed_id(f"figure\n{subject}".encode())


def load_detectors(table: SettingTable | None = None) -> list[Detector]:
    """All detectors by code, with what ``table`` sets instead of their defaults.

    Raises ``ConfigurationError`` for a file that is not what it says.
    """
    files = read_sql_files(resources.files("sinks").joinpath("detectors"), REQUIRED_FIELDS, WINDOWS, settings=True)
    detectors = [as_detector(file) for file in files]
    return detectors if table is None else [_as_set(detector, table) for detector in detectors]


def _as_set(detector: Detector, table: SettingTable) -> Detector:
    values = {setting.name: table.value(setting) for setting in detector.own_settings}
    return replace(detector, settings={**detector.settings, **values})


def as_detector(file: SqlFile) -> Detector:
    """The detector that a file describes."""
    header = file.fields
    if not file.name.startswith(f"{header['code'].lower()}_"):
        raise ConfigurationError(f"{file.name}.sql: expected a name that begins with the code {header['code']}")
    columns = tuple((column.name, column.type_name) for column in file.columns)
    if columns[: len(ANSWER)] != ANSWER or not set(columns[len(ANSWER) :]) <= set(MORE_ANSWERS.items()):
        raise ConfigurationError(f"{file.name}.sql: expected the columns {ANSWER}, got {file.columns}")
    unknown = set(file.parameters) - set(header) - {ON}
    if unknown:
        raise ConfigurationError(f"{file.name}.sql: nothing fills the parameter {', '.join(sorted(unknown))}")
    if len(WINDOWS & set(header)) != 1:
        raise ConfigurationError(f"{file.name}.sql: expected one of {', '.join(sorted(WINDOWS))} in the header")
    try:
        settings = _settings_of(file)
        return Detector(
            file=file,
            code=header["code"],
            title=header["title"],
            law=header["law"],
            severity=Severity(header["severity"]),
            version=int(header["version"]),
            subject_kind=header["subject"],
            settings=settings,
            own_settings=tuple(
                as_setting(header["code"], file.parameters[name], default)
                for name, default in settings.items()
                if name in file.parameters
            ),
        )
    except ValueError as error:
        raise ConfigurationError(f"{file.name}.sql: a field of the header cannot be: {error}") from error


def _settings_of(file: SqlFile) -> dict[str, int]:
    """The fields of the header that are numbers; each but the window is a parameter of the statement."""
    names = (set(file.fields) - REQUIRED_FIELDS) | {"minimum_sample"}
    return {name: int(text) for name, text in file.fields.items() if name in names}


def run_detectors(
    store: RowStore,
    position: int,
    known_at: datetime,
    detectors: Iterable[Detector] | None = None,
    table: SettingTable | None = None,
) -> list[Finding]:
    """What changed since the store's findings were written: raised, revised and retracted findings, by detector.

    The findings are not stored here: they go the way of all findings. That the run took place is (``detector_runs``).
    Without ``detectors`` all are run, as ``table`` sets them.
    ``position`` must be later than every revision that it replaces; without a change in the figures a run gives none.
    """
    changed: list[Finding] = []
    for detector in load_detectors(table) if detectors is None else detectors:
        now, before = detector.run(store, position, known_at), _standing(store, detector.code)
        raised = [now[key] for key in sorted(now) if key not in before]
        revised = [now[key] for key in sorted(now) if key in before and not _same(now[key], before[key])]
        retracted = [_taken_back(before[key], position, known_at) for key in sorted(before) if key not in now]
        _refuse_old_position(position, [before[f.finding_id] for f in (*revised, *retracted)])
        run = DetectorRun(detector, position, known_at, len(now), len(raised), len(revised), len(retracted))
        store.insert(DETECTOR_RUNS.table, [DETECTOR_RUNS.row(run)], f"{detector.code} {position}")
        changed += (*raised, *revised, *retracted)
    return changed


def newest_revision(store: RowStore) -> int:
    """The largest revision of all findings of detectors in ``store``; 0 when there are none."""
    codes = tuple(detector.code for detector in load_detectors())
    sql = "SELECT max(revision) FROM findings_log WHERE rule IN {codes:Array(String)}"
    ((newest,),) = store.query(sql, {"codes": codes}).rows
    assert isinstance(newest, int)
    return newest


def _standing(store: RowStore, code: str) -> dict[str, Finding]:
    """The raised findings of a detector as they are stored."""
    names = [field.name for field in fields(Finding)]
    sql = f"SELECT {', '.join(names)} FROM findings FINAL WHERE rule = {{code:String}} AND status = 'RAISED'"
    found = [_from_row(row) for row in store.query(sql, {"code": code}).dicts()]
    return {finding.finding_id: finding for finding in found}


def _from_row(row: Mapping[str, Value]) -> Finding:
    typed = {**row, "status": FindingStatus(str(row["status"])), "severity": Severity(str(row["severity"]))}
    return Finding(**typed)  # type: ignore[arg-type]


def _same(now: Finding, before: Finding) -> bool:
    return all(
        getattr(now, field.name) == getattr(before, field.name)
        for field in fields(Finding)
        if field.name not in _ABOUT_THE_REVISION
    )


def _taken_back(finding: Finding, position: int, known_at: datetime) -> Finding:
    return replace(finding, status=FindingStatus.RETRACTED, revision=position, known_at=known_at)


def _refuse_old_position(position: int, replaced: Iterable[Finding]) -> None:
    newer = [finding for finding in replaced if finding.revision >= position]
    if newer:
        raise StopError(
            f"detectors ran for position {position}, but finding {newer[0].finding_id} was last changed at position "
            f"{newer[0].revision}; run them for a later position"
        )


@dataclass(frozen=True, slots=True)
class DetectorRun:
    """What one run of one detector saw and changed."""

    detector: Detector
    position: int
    known_at: datetime
    open: int
    raised: int
    revised: int
    retracted: int


DETECTOR_RUNS = TableColumns[DetectorRun](
    "detector_runs",
    {
        "detector": lambda run: run.detector.code,
        "revision": lambda run: run.position,
        "version": lambda run: run.detector.version,
        "known_at": lambda run: run.known_at,
        "open": lambda run: run.open,
        "raised": lambda run: run.raised,
        "revised": lambda run: run.revised,
        "retracted": lambda run: run.retracted,
    },
)
