"""``docs/rules.md``: every rule and detector, then every pattern and what covers it."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.catalogue.coverage import PATTERNS, coverage
from deploy.catalogue.entries import Entry, SettingEntry, all_entries, measured
from deploy.catalogue.markdown import MADE, joined, prose, table

_PREFACE = """
`caratrace rules` prints the same. A law is the one in force on the day of the event. Values marked (proposed) are
defaults of this project, which `settings.csv` of yours may set otherwise ([evidence.md](evidence.md)); of a rule also
for one participant, the one that the meaning of the setting names. What is from memory was not confirmed by a text.
Rules look at one history and may block.
Detectors look at stored rows, state their window and their smallest sample, and never block. What was measured is told
in [detection.md](detection.md).
"""


def rules_page() -> str:
    """The page."""
    lines = ["# Rules and detectors", "", MADE, "", prose(_PREFACE), ""]
    by_authority: dict[str, list[Entry]] = {}
    for entry in all_entries():
        by_authority.setdefault(entry.authority, []).append(entry)
    for authority, entries in by_authority.items():
        lines += [f"## {authority.capitalize()}", ""]
        for entry in entries:
            lines += [*_entry(entry), ""]
    return joined([*lines, *_coverage()])


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {entry.code}: {entry.title}"
    yield ""
    yield f"- law: {entry.law}"
    yield f"- in force: {entry.since}" + (f" until {entry.until}" if entry.until else "")
    yield f"- severity: {entry.severity}; blocks: {entry.blocking}"
    if entry.window:
        yield f"- window: {entry.window}; smallest sample: {entry.minimum_sample}"
    if entry.parameters:
        yield "- parameters: " + "; ".join(f"{name}: {value}" for name, value in entry.parameters.items())
    if entry.settings:
        yield "- settings:"
        yield from (f"  - `{setting.name}`: {_value(setting)}: {setting.meaning}" for setting in entry.settings)
    yield f"- covers: {', '.join(entry.patterns)}"
    yield f"- measured: {measured(entry.code)}"


def _value(setting: SettingEntry) -> str:
    return ", ".join((setting.default, *setting.set_to))


def _coverage() -> Iterator[str]:
    yield from ("## What the trade is cheated with, and what covers it", "")
    for key, name in PATTERNS.items():
        rows = [(row.requirement, ", ".join(row.codes), row.reason) for row in coverage() if row.pattern == key]
        yield from (f"### {key}: {name}", "")
        yield from table(("requirement", "checked by", "what events cannot show"), rows)
        yield ""
