"""Settings: the values of rules that no law fixes, each with its default, and what an operator sets instead. Pure.

A rule, or a detector, owns its settings; they are integers, so that no verdict hangs on rounding. The table
``settings.csv`` sets another value everywhere, or for one participant of the Kimberley Process where its law differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from schemas.measures import carats_text, dollars_text
from schemas.reference.records import mark_of

DAYS, HOURS, MINUTES, MONTHS, YEARS = "days", "hours", "minutes", "months", "years"
PER_MILLE, CARATS, CENTS = "per mille", "thousandths of a carat", "US cents"
METRES, SPEED, TIMES, STONES, NUMBER = "m", "km/h", "times", "stones", "number"


def key_of(rule: str, name: str) -> str:
    """Code of a rule and name of a setting as one text, which is found faster than two."""
    return f"{rule} {name}"


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A value of the rule ``rule``, from ``least`` to ``most``; ``meaning`` says whose participant's value counts.

    ``proposed``: the default is this project's own. ``everywhere_only``: the value cannot differ by participant.
    """

    rule: str
    name: str
    default: int
    unit: str
    meaning: str
    least: int = 0
    most: int = 1_000_000
    proposed: bool = True
    everywhere_only: bool = False
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.rule, self.name))

    @property
    def words(self) -> str:
        """The default as the catalogue prints it: ``10 days (proposed)``."""
        return self.told(self.default)

    def told(self, value: int) -> str:
        """A value that was used, as findings tell it; marked where it is this project's own."""
        mark = " (proposed)" if self.proposed and value == self.default else ""
        return f"{amount_text(value, self.unit)}{mark}"


def amount_text(value: int, unit: str) -> str:
    """A value with its unit for people: ``10 days``, ``0.5 %``, ``0.02 ct``, ``900 km/h``."""
    if unit == PER_MILLE:
        return f"{value // 10:,}.{value % 10} %" if value % 10 else f"{value // 10:,} %"
    if unit == CARATS:
        return carats_text(value)
    if unit == CENTS:
        return dollars_text(value)
    if unit == NUMBER:
        return f"{value:,}"
    return f"{value:,} {unit.removesuffix('s') if value == 1 else unit}"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One row of ``settings.csv``. ``participant`` is None where it holds everywhere; ``where`` names file and line.

    ``packaged`` rows come with caratrace: the law of a participant that differs from what is proposed.
    """

    rule: str
    name: str
    participant: str | None
    value: int
    source: str = ""
    confidence: str = "sourced"
    note: str = ""
    where: str = ""
    packaged: bool = False

    @property
    def told(self) -> str:
        """Where it holds and by what source, as the catalogue prints it: ``in US [us15]``."""
        place = f"in {self.participant}" if self.participant else "everywhere"
        return f"{place} [{self.source}]{mark_of(self.confidence)}"


@dataclass(frozen=True, slots=True)
class Values:
    """What is set instead of a default: ``everywhere`` (None = nothing), and by participant."""

    everywhere: int | None
    own: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class SettingTable:
    """All rows that count, and by key what they set."""

    rows: tuple[SettingRow, ...] = ()
    values: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[SettingRow]) -> SettingTable:
        """Of two rows about one setting in one place the later counts: the operator's own over a packaged one."""
        counting = {(row.rule, row.name, row.participant): row for row in rows}
        values: dict[str, Values] = {}
        for row in counting.values():
            key = key_of(row.rule, row.name)
            before = values.get(key, Values(None, {}))
            if row.participant is None:
                values[key] = Values(row.value, before.own)
            else:
                values[key] = Values(before.everywhere, {**before.own, row.participant: row.value})
        return cls(tuple(counting.values()), values)

    def of_setting(self, setting: Setting) -> tuple[SettingRow, ...]:
        """The rows about one setting, the one that holds everywhere first, then by participant."""
        found = [row for row in self.rows if key_of(row.rule, row.name) == setting.key]
        return tuple(sorted(found, key=lambda row: row.participant or ""))

    def value(self, setting: Setting, participant: str | None = None) -> int:
        """The value for ``participant``: its own, else the one that is set everywhere, else the default."""
        found = self.values.get(setting.key)
        if found is None:
            return setting.default
        own = found.own.get(participant) if participant else None
        if own is not None:
            return own
        return setting.default if found.everywhere is None else found.everywhere
