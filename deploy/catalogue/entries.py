"""Every rule and detector as one kind of entry, with what was measured of it last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from deploy.catalogue.coverage import patterns_of
from producers.simulator.kinds import Kind
from schemas.reference.load import load_reference
from schemas.reference.settings import CARATS, CENTS, PER_MILLE, Setting, SettingTable, amount_text
from sinks.detectors import WINDOWS, Detector, load_detectors
from stream_processors.rules import all_rules, authority_of
from stream_processors.rules.base import ALWAYS, AnyRule, DeadlineRule

RESULT = "detection.json"
"""The last published result of ``caratrace bench detection``, beside this file."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One setting: its default, what is set instead and where, and what it means."""

    name: str
    default: str
    set_to: tuple[str, ...]
    meaning: str

    @property
    def values(self) -> str:
        """``notice_after: 10 days (proposed), 20 days in ZA [own]``."""
        return f"{self.name}: {', '.join((self.default, *self.set_to))}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule or detector of the catalogue; days as text, as they are printed."""

    code: str
    authority: str
    title: str
    law: str
    since: str
    until: str
    severity: str
    blocking: str
    parameters: dict[str, str]
    settings: tuple[SettingEntry, ...]
    window: str
    minimum_sample: str
    patterns: tuple[str, ...]


def all_entries(table: SettingTable | None = None) -> list[Entry]:
    """Every rule, then every detector, by code, with the settings of ``table``; by default the packaged ones."""
    table = packaged_settings() if table is None else table
    rules = [_of_rule(rule, table) for rule in all_rules()]
    return rules + [_of_detector(detector, table) for detector in load_detectors(table)]


@lru_cache(maxsize=1)
def packaged_settings() -> SettingTable:
    """The settings that come with caratrace."""
    return load_reference().settings


def _of_setting(setting: Setting, table: SettingTable) -> SettingEntry:
    rows = table.of_setting(setting)
    told = tuple(f"{_in_both(setting, row.value)} {row.told}" for row in rows)
    default = _in_both(setting, setting.default) + (" (proposed)" if setting.proposed else "")
    return SettingEntry(setting.name, default, told, setting.meaning)


def _in_both(setting: Setting, value: int) -> str:
    """A value in the unit of the table, and as findings tell it: ``20 thousandths of a carat = 0.02 ct``."""
    words = amount_text(value, setting.unit)
    return f"{value} {setting.unit} = {words}" if setting.unit in {CARATS, CENTS, PER_MILLE} else words


def _of_rule(rule: AnyRule, table: SettingTable) -> Entry:
    steps = rule.steps if isinstance(rule, DeadlineRule) else ()
    blocks = rule.blocking or any(step.blocking for step in steps)
    return Entry(
        code=rule.code,
        authority=authority_of(rule),
        title=rule.title,
        law=rule.cited,
        since="always" if rule.in_force_from == ALWAYS else rule.in_force_from.isoformat(),
        until=rule.in_force_until.isoformat() if rule.in_force_until else "",
        severity=" then ".join(dict.fromkeys(step.severity for step in steps)) or rule.severity,
        blocking="yes" if blocks else "no",
        parameters=dict(sorted(rule.parameters.items())),
        settings=tuple(_of_setting(setting, table) for setting in rule.settings),
        window="",
        minimum_sample="",
        patterns=patterns_of(rule.code),
    )


def _of_detector(detector: Detector, table: SettingTable) -> Entry:
    settings = {name: str(value) for name, value in detector.settings.items()}
    window = next(name for name in settings if name in WINDOWS)
    return Entry(
        code=detector.code,
        authority="statistics",
        title=detector.title,
        law=detector.law,
        since="always",
        until="",
        severity=detector.severity,
        blocking="no",
        parameters={},
        settings=tuple(_of_setting(setting, table) for setting in detector.own_settings),
        window=f"{settings[window]} {window.removeprefix('window_')}",
        minimum_sample=settings["minimum_sample"],
        patterns=patterns_of(detector.code),
    )


@lru_cache(maxsize=1)
def published() -> Row | None:
    """The last published result of the detection benchmark; None where none was published yet."""
    file = resources.files("deploy").joinpath("catalogue", RESULT)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def measured(code: str) -> str:
    """What was measured of a code, by kind of scenario: recall with the cases behind it, false alarms, delay."""
    result = published()
    rows = [row for row in result["rules"] if row["code"] == code] if result else []
    told = [text for kind in Kind if (text := _of_kind(kind, [row for row in rows if row["kind"] == kind]))]
    often = [row for row in result["codes"] if row["code"] == code] if result else []
    told += [f"{row['false_alarms_per_10k']} false alarms per 10,000 honest events" for row in often]
    return "; ".join(told) or "not measured"


def _of_kind(kind: Kind, rows: list[Row]) -> str:
    cases = sum(row["cases"] for row in rows)
    if not cases:
        return ""
    if kind is Kind.HONEST:
        return f"{sum(row['false_alarms'] for row in rows)} false alarms in {cases} look-alikes"
    delays = [row["p50_delay_s"] for row in rows if row["p50_delay_s"] is not None]
    slow = f", median delay at most {in_words(max(delays))}" if delays else ""
    return f"{kind} {sum(row['hits'] for row in rows)} of {cases}{slow}"


_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def in_words(seconds: int) -> str:
    """A delay for people: seconds, minutes, hours or days, whichever says it in a small number."""
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"
