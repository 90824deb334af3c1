"""Documented cases: what was published about real frauds and seizures, as events, with the findings they must give.

Each ``<name>.json`` of this folder is one case, found by walking it. A file that is misnamed or cannot be read stops
the program: a case that is silently left out would look like a rule that works.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from schemas.errors import CaratraceError, ConfigurationError
from schemas.events import CustodyEvent
from schemas.findings import Severity
from schemas.jsonform import event_from_json
from schemas.reference.records import PARTY_ROLES, Party
from schemas.reference.statistics import ProductionFigure, TradeFigure

_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: its key in one of the two lists of sources (``SOURCES.md``), and its address there."""

    key: str
    address: str


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that must be open at the end; ``why`` says what it shows, ``says`` are published numbers it tells."""

    rule: str
    subject: str
    severity: Severity
    why: str
    says: tuple[str, ...] = ()

    @property
    def statistical(self) -> bool:
        """Whether a detector over rows must find it, and not a rule over a history."""
        return self.rule.startswith("STA")


@dataclass(frozen=True, slots=True)
class Case:
    """A documented case.

    ``facts`` were published, ``invented`` was filled in to make events of them. ``expected`` are all the findings that
    are open at ``as_of``, and no others. ``parties`` are additions to the party register. Where ``detect_on`` is given
    statistical detectors look at the case alone on that instant, and ``production`` and ``trade`` are all that was
    published.
    """

    name: str
    title: str
    story: str
    citations: tuple[Citation, ...]
    facts: tuple[str, ...]
    invented: tuple[str, ...]
    as_of: datetime
    parties: tuple[Party, ...]
    expected: tuple[ExpectedFinding, ...]
    events: tuple[CustodyEvent, ...]
    detect_on: datetime | None
    production: tuple[ProductionFigure, ...]
    trade: tuple[TradeFigure, ...]

    def expects(self, *, statistical: bool) -> tuple[ExpectedFinding, ...]:
        """What detectors must find, or what rules must."""
        return tuple(finding for finding in self.expected if finding.statistical is statistical)


@lru_cache(maxsize=1)
def all_cases() -> tuple[Case, ...]:
    """Every case, sorted by name. Raises ``ConfigurationError`` when the folder is not as it must be."""
    return cases_in(resources.files(__name__))


def cases_in(folder: Traversable) -> tuple[Case, ...]:
    """The cases of a folder, by name. Raises ``ConfigurationError`` for a strange file, or where there are none."""
    found: list[Case] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.is_dir() or file.name.endswith(".py"):
            continue
        name, _, suffix = file.name.partition(".")
        if suffix != "json" or _NAME.fullmatch(name) is None:
            raise ConfigurationError(
                f"expected cases named in small letters, digits and underscores, ending in .json, got {file.name}"
            )
        found.append(read_case(name, file.read_text(encoding="utf-8")))
    if not found:
        raise ConfigurationError("no documented cases found; the installation is incomplete, install again")
    return tuple(found)


def case_named(name: str) -> Case:
    """The case with this name. Raises ``ConfigurationError`` that tells the names there are."""
    for case in all_cases():
        if case.name == name:
            return case
    raise ConfigurationError(f"no case {name!r}; there are {', '.join(case.name for case in all_cases())}")


def read_case(name: str, text: str) -> Case:
    """The case that ``text`` holds. Raises ``ConfigurationError``, naming the case, for whatever is wrong in it."""
    try:
        return _case(name, json.loads(text))
    except (CaratraceError, LookupError, TypeError, ValueError) as error:
        raise ConfigurationError(f"case {name} cannot be read: {type(error).__name__}: {error}") from error


def _case(name: str, fields: Mapping[str, Any]) -> Case:
    unknown = set(fields) - (set(Case.__slots__) - {"name"})
    if unknown:
        raise ValueError(f"expected the fields of a case, got also {', '.join(sorted(unknown))}")
    events = tuple(_event(number, event) for number, event in enumerate(fields["events"], 1))
    production = tuple(_mined(figure) for figure in fields.get("production", []))
    if not events and not production:
        raise ValueError("expected at least one event or one published figure, got none")
    case = Case(
        name=name,
        title=fields["title"],
        story=fields["story"],
        citations=tuple(Citation(**citation) for citation in fields["citations"]),
        facts=tuple(fields["facts"]),
        invented=tuple(fields["invented"]),
        as_of=_instant(fields["as_of"]),
        parties=tuple(_party(name, party) for party in fields["parties"]),
        expected=tuple(_expected(finding) for finding in fields["expected"]),
        events=events,
        detect_on=_instant(fields["detect_on"]) if "detect_on" in fields else None,
        production=production,
        trade=tuple(_traded(figure) for figure in fields.get("trade", [])),
    )
    if bool(case.expects(statistical=True)) is not (case.detect_on is not None):
        raise ValueError("expected detect_on where a detector must find something, and only there")
    return case


def _event(number: int, fields: Mapping[str, Any]) -> CustodyEvent:
    try:
        return event_from_json(fields)
    except CaratraceError as error:
        raise ValueError(f"event {number}: {error}") from error


def _expected(fields: Mapping[str, Any]) -> ExpectedFinding:
    return ExpectedFinding(
        fields["rule"], fields["subject"], Severity(fields["severity"]), fields["why"], tuple(fields.get("says", ()))
    )


def _mined(fields: Mapping[str, Any]) -> ProductionFigure:
    return ProductionFigure(
        year=fields["year"],
        iso2=fields["country"],
        carats=fields.get("carats"),
        value_usd=fields.get("value_usd"),
        cents_per_carat=fields.get("cents_per_carat"),
        source=fields["source"],
        confidence=fields["confidence"],
    )


def _traded(fields: Mapping[str, Any]) -> TradeFigure:
    return TradeFigure(
        year=fields["year"],
        iso2=fields["country"],
        flow=fields["flow"],
        carats=fields.get("carats"),
        value_usd=fields.get("value_usd"),
        source=fields["source"],
        confidence=fields["confidence"],
    )


def _party(case: str, fields: Mapping[str, Any]) -> Party:
    if fields["role"] not in PARTY_ROLES:
        raise ValueError(f"expected a role of the party register, got {fields['role']!r}")
    return Party(
        party_id=fields["party_id"],
        name=fields["name"],
        country=fields["country"],
        role=fields["role"],
        connected=fields["connected"],
        grace_days=0,
        valid_from=None,
        valid_to=None,
        source=f"case {case}",
        confidence="proposed",
    )


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"expected an instant with an offset from UTC, got {text!r}")
    return found
