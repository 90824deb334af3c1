"""Changes of reference data for tests: one at a time, or many at random about the world of ``tests.histories``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from schemas.records import ReferenceChanged
from schemas.reference.model import Reference
from schemas.reference.register import Statements
from schemas.reference.statements import statement, table_named
from schemas.reference.tables import Row
from tests.histories import COUNTRY, START

STATED_AT = START + timedelta(days=200)

_TEMPLATES: dict[str, dict[str, str]] = {
    "parties": {"name": "A party", "country": "BW", "role": "trader", "connected": "yes", "grace_days": "0"},
    "sites": {"name": "A site", "iso2": "BW", "kind": "mine"},
    "licences": {"kind": "mining", "country": "BW", "valid_from": "2020-01-01"},
    "listed_parties": {"jurisdiction": "EU", "measure": "asset freeze"},
    "participant_status": {
        "scope": "country", "level": "country", "status": "SUSPENDED", "trade_allowed": "no", "basis": "test",
        "end_is_open": "no",
    },
    "territories": {"name": "A territory"},
    "participants": {"name": "A participant", "precision": "day"},
    "certificate_rules": {"number_pattern": "^{participant}[ -]?[0-9A-Z]{3,12}$", "validity_confidence": "sourced"},
    "certificate_serials": {},
    "eu_members": {},
    "sanctions": {
        "jurisdiction": "EU", "kind": "ban", "country": "BW", "links": "mined originates exported",
        "hs_codes": "710210 710231 710239", "from_ct": "0", "acts": "import purchase", "measure": "a ban",
    },
}  # fmt: skip


def change(
    table: str,
    *,
    recorded_at: datetime = STATED_AT,
    stated_by: str = "AUTHORITY",
    withdrawn: bool = False,
    **cells: str,
) -> ReferenceChanged:
    """A statement about a row; what is not given is what an ordinary row has. ``start`` and ``end`` are from and to."""
    spec = table_named(table)
    named = {"from": cells.pop("start", ""), "to": cells.pop("end", "")}
    plain = {"source": "test", "confidence": "proposed"} | _TEMPLATES[table]
    row = {
        **dict.fromkeys((*spec.columns, *spec.options), ""),
        **plain,
        **{k: v for k, v in named.items() if v},
        **cells,
    }
    return statement(spec, Row("test.csv", 2, row), stated_by, recorded_at, withdrawn=withdrawn)


def party(party_id: str, **more: Any) -> ReferenceChanged:
    """A statement about a party."""
    return change("parties", party_id=party_id, **more)


def taken_back(reference: Reference, table: str, number: int, recorded_at: datetime = STATED_AT) -> ReferenceChanged:
    """A row that came with the program is withdrawn."""
    assert isinstance(reference.statements, Statements)
    rows = reference.statements.packaged[table]
    spec = table_named(table)
    row = rows[number % len(rows)]
    whole = Row(row.file, row.line, {**dict.fromkeys(spec.columns, ""), **row.cells})
    return statement(spec, whole, "AUTHORITY", recorded_at, withdrawn=True)


def some_changes(rng: Random, reference: Reference, count: int, *, authorities: bool = False) -> list[ReferenceChanged]:
    """Changes that concern what histories of a random world name, some of them corrections or withdrawals of others.

    ``authorities``: only of them, and of the territories that they act for.
    """
    makers = [_authority, _authority, _territory] if authorities else _MAKERS
    found: list[ReferenceChanged] = []
    for _ in range(count):
        at = STATED_AT + timedelta(minutes=rng.randint(0, 30))
        found.append(rng.choice(makers)(rng, reference, at))
    return found


def _day(rng: Random) -> str:
    return (START.date() + timedelta(days=rng.randint(-20, 60))).isoformat()


def _maybe(rng: Random, text: str) -> str:
    return text if rng.randint(0, 1) else ""


def _party(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    return party(
        rng.choice(list(COUNTRY)),
        name=rng.choice(["A party", "Trading House Seven", "Alrosa (Belgium)"]),
        country=rng.choice(["BW", "BE", "IN", "RU", "GB"]),
        connected=rng.choice(["yes", "no"]),
        grace_days=str(rng.choice([0, 7, 20])),
        first_number=rng.choice(["", "1", "3"]),
        valid_from=_maybe(rng, rng.choice(["2024-01-20", "2024-02-10"])),
        recorded_at=at,
        withdrawn=rng.randint(0, 3) == 0,
    )


def _authority(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    """An authority that begins or ends to be one, to report, or to be known; papers may name others of its country."""
    return party(
        rng.choice(["ZA-AUTHORITY", "BW-AUTHORITY", "ZA-OFFICE", "SL-OFFICE", "EU-OFFICE", "OFFICE-9"]),
        name=rng.choice(["A party", "BW Authority", "Office of ZA"]),
        country=rng.choice(["BW", "ZA", "SL", "BE", "DE", "GL"]),
        role=rng.choice(["authority", "authority", "authority", "other"]),
        connected=rng.choice(["yes", "yes", "no"]),
        valid_from=_maybe(rng, "2024-01-20"),
        valid_to=_maybe(rng, rng.choice(["2024-01-25", "2024-02-10"])),
        recorded_at=at,
        withdrawn=rng.randint(0, 4) == 0,
    )


def _listing(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    return change(
        "listed_parties",
        name=rng.choice([*COUNTRY, "Seven", "dealer"]),
        jurisdiction=rng.choice(["EU", "UN", "UK"]),
        start=_day(rng),
        recorded_at=at,
    )


def _status(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    start = _day(rng)
    end = (date.fromisoformat(start) + timedelta(days=rng.randint(0, 60))).isoformat()
    return change(
        "participant_status",
        iso2=rng.choice(["BW", "ZA", "EU", "AE", "IN", "SL"]),
        status=rng.choice(["SUSPENDED", "REMOVED"]),
        start=start,
        end=_maybe(rng, end),
        recorded_at=at,
    )


def _territory(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    code, to = rng.choice(["BW", "AE", "BE", "IN", "GL"]), rng.choice(["ZA", "EU", "GB"])
    return change("territories", iso2=code, participant=to, start=_day(rng), recorded_at=at)


def _participant(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    joined = rng.choice(["2003-08-31", "2024-02-01"])
    return change("participants", iso2=rng.choice(["BW", "IN", "AE"]), joined_on=joined, recorded_at=at)


def _withdrawal(rng: Random, reference: Reference, at: datetime) -> ReferenceChanged:
    table = rng.choice(["participants", "eu_members", "sanctions", "listed_parties", "certificate_rules"])
    return taken_back(reference, table, rng.randint(0, 80), at)


def _ban(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    return change(
        "sanctions",
        measure_id=rng.choice(["T-1", "T-2"]),
        jurisdiction=rng.choice(["EU", "UK", "UN"]),
        kind=rng.choice(["ban", "ban", "embargo", "statement"]),
        country=rng.choice(["BW", "ZA", "SL"]),
        start=_day(rng),
        recorded_at=at,
    )


def _rule(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    return change(
        "certificate_rules",
        participant=rng.choice(["BW", "*", "ZA"]),
        number_pattern=rng.choice(["^{participant}[0-9]+$", "^{participant}[0-9]{2}$"]),
        max_validity_days=rng.choice(["", "10"]),
        reference_suffix=rng.choice(["", "yes"]),
        start=_maybe(rng, _day(rng)),
        recorded_at=at,
    )


def _serials(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    return change(
        "certificate_serials",
        participant=rng.choice(["BW", "ZA", "SL"]),
        first_serial="1",
        last_serial="999999999",
        year_of_use="2019",
        recorded_at=at,
    )


def _site(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    return change("sites", site_id=rng.choice(["BW-JWANENG", "S-1"]), iso2=rng.choice(["BW", "ZA"]), recorded_at=at)


def _licence(rng: Random, _: Reference, at: datetime) -> ReferenceChanged:
    """A licence of the register that is renewed or given to somebody else, or the first of its kind in a country."""
    return change(
        "licences",
        licence=rng.choice(["LIC-MINE-BW", "lic mine/bw", "LIC-MINE-ZA", "LIC-2", "LIC-9"]),
        holder=rng.choice(list(COUNTRY)),
        kind=rng.choice(["mining", "buying", "warranties"]),
        country=rng.choice(["BW", "ZA", "SL", "BE"]),
        area=rng.choice(["", "Orapa", "Jwaneng"]),
        valid_from=rng.choice(["2020-01-01", "2024-01-20"]),
        valid_until=rng.choice(["", "2024-02-01"]),
        recorded_at=at,
        withdrawn=rng.randint(0, 3) == 0,
    )


Maker = Callable[[Random, Reference, datetime], ReferenceChanged]
_MAKERS: list[Maker] = [
    _party, _party, _party, _authority, _authority, _licence, _licence, _listing, _status, _territory, _participant,
    _withdrawal, _ban, _rule, _serials, _site,
]  # fmt: skip
