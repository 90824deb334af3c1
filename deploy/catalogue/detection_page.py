"""``docs/detection.md``: what the published run of the detection benchmark measured, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploy.catalogue.coverage import PATTERNS
from deploy.catalogue.entries import RESULT, in_words, published
from deploy.catalogue.markdown import MADE, joined, prose, table
from deploy.catalogue.without_scenario import reasons
from producers.simulator.kinds import Kind
from producers.simulator.scenarios import all_scenarios

Row = dict[str, Any]

_METHOD = (
    """
A **scenario** is written from described facts, never from a rule's number. Plain: as described. Near: a small case, not
much beyond what honest trade shows. Disguised: in small lots, by two parties, among honest goods, told late or out of
order, corrected later. Honest: looks like it and is none.
""",
    """
**Recall**: cases in which all that was labelled is found, over all cases. **Precision**: hits over hits and all false
alarms of the code. A **false alarm** is a finding that stands in the end and that no label asks for: in honest trade,
in an honest look-alike, or beside what a faulty story may lead to.
""",
    """
**Passing alarms** were raised by rules on honest trade and taken back, mostly when the missing event came. Those of
detectors count as false alarms, also when they were taken back.
""",
    """
**Delay** is simulated time from the arrival of the first faulty event to the flag. Detectors look on the second day of
each month, so their delay holds the rest of the month, and for many of them of the quarter.
""",
    """
**Taken back**: of the cases that an error declaration corrects, those in which the finding was retracted.
""",
)

_AIMS = """
Aims: rules that block find all plain cases with no false alarm, and 95% of disguised ones; detectors find 90% of plain
cases with at most one false alarm per 10,000 honest events. The benchmark lists by itself what misses them, and near
cases, for which there is no aim.
"""

_WITHOUT = """
Every code has a plain, a near and a disguised scenario too, but for these:
"""

_WORLDS = """
Mines are drawn by their published capacity, prices from the published value a carat of their country (the median, with
a spread of a quarter), weights of parcels log-normally. A world is small, so a single large parcel moves the shares.
The benchmark measured what came of it:
"""


def detection_page() -> str:
    """The page."""
    result = published()
    lines = ["# How well the rules detect", "", MADE, ""]
    if result is None:
        return joined([*lines, "No run was published yet; `caratrace bench detection` makes one."])
    parts = (_method, _falls_short, _results, _patterns, _facts, _alarms, _world)
    return joined([*lines, *(line for part in parts for line in part(result))])


def command_of(result: Row) -> str:
    """The command that makes this result."""
    seeds = " ".join(f"--seed {seed}" for seed in result["seeds_reported"])
    tuned = " ".join(f"--tuned-seed {seed}" for seed in result["seeds_tuned"])
    size = f"--events {result['events_per_world']} --cases {result['cases_per_fault']}"
    return f"caratrace bench detection {seeds} {tuned} {size} --format json"


def _method(result: Row) -> Iterator[str]:
    seeds, tuned = (", ".join(map(str, result[name])) for name in ("seeds_reported", "seeds_tuned"))
    yield from ("```", f"{command_of(result)} > deploy/catalogue/{RESULT}", "make pages", "```", "")
    yield prose(
        f"Reported seeds: {seeds}; nobody looked at them before the run. Seeds used while tuning: {tuned}; they are in "
        f"the result file and not in these tables. {result['honest_events']:,} honest events were judged. Every fault "
        f"was put {result['cases_per_fault']} times into the world of each seed, every play was given once for each."
    )
    yield ""
    yield from (prose(text, "- ") for text in _METHOD)
    yield ""


def _falls_short(result: Row) -> Iterator[str]:
    rows = [(row["code"], row["scenario"], row["what"], row["reason"]) for row in result["falls_short"]]
    yield from ("## What falls short", "", prose(_AIMS), "")
    yield from table(("code", "scenario", "what", "why"), rows) if rows else ("Nothing.",)
    yield ""


def _results(result: Row) -> Iterator[str]:
    for kind in Kind:
        yield from (f"## {str(kind).capitalize()} scenarios", "")
        rows = [row for row in result["rules"] if row["kind"] == kind]
        if kind is Kind.HONEST:
            told = [(row["code"], row["scenario"], row["cases"], row["false_alarms"]) for row in rows]
            yield from table(("code", "scenario", "cases", "false alarms"), told)
        else:
            columns = ("code", "scenario", "cases", "recall", "precision", "p50 delay", "p95 delay", "taken back")
            yield from table(columns, map(_measured, rows))
        yield ""


def _measured(row: Row) -> tuple[object, ...]:
    delays = (in_words(row[name]) if row[name] is not None else "" for name in ("p50_delay_s", "p95_delay_s"))
    return (row["code"], row["scenario"], row["cases"], row["recall"], row["precision"], *delays, row["taken_back"])


def _facts(result: Row) -> Iterator[str]:
    known = all_scenarios()
    names = sorted({row["scenario"] for row in result["rules"]} & known.keys())
    yield from ("## What happens in the scenarios", "")
    yield from table(("scenario", "kind", "facts"), [(name, known[name].kind, known[name].facts) for name in names])
    yield ""


def _patterns(result: Row) -> Iterator[str]:
    columns = ("pattern", *Kind)
    rows = [
        (f"{row['pattern']}: {PATTERNS[row['pattern']]}", *(row[kind] for kind in Kind)) for row in result["patterns"]
    ]
    yield from ("## How many scenarios measure each pattern", "")
    yield from table(columns, rows)
    yield from ("", prose(_WITHOUT), "")
    yield from table(("code", "kind", "why"), [(*of, why) for of, why in sorted(reasons().items())])
    yield ""


def _alarms(result: Row) -> Iterator[str]:
    columns = ("code", "honest events", "false alarms", "per 10,000", "passing per 10,000")
    names = ("code", "honest_events", "false_alarms", "false_alarms_per_10k", "passing_alarms_per_10k")
    yield from ("## False alarms by code", "")
    yield from table(columns, [tuple(row[name] for name in names) for row in result["codes"]])
    yield ""


def _world(result: Row) -> Iterator[str]:
    sizes = [(name.replace("_", " "), value) for name, value in result["calibration_shipments"].items()]
    columns = ("country", "share", "published_share", "usd_per_carat", "published_usd_per_carat")
    shares = [tuple(row[name] for name in columns) for row in result["calibration_countries"]]
    yield from ("## How far the honest worlds are from the published figures", "", prose(_WORLDS), "")
    yield from table(("what", "measured"), sizes)
    yield ""
    yield from table(("country", "% of carats mined", "published %", "US$ a carat", "published US$"), shares)
