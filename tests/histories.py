"""Valid histories of many lots, from a small world that trades by the rules.

Everything is drawn from a ``Random`` that is passed in: one that Hypothesis chose, or one made from a seed. A history
is a list of events in the order in which they occurred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from schemas.events import (
    Body,
    Certificate,
    CustodyEvent,
    ExaminationKind,
    Form,
    LotLine,
    LotsTransformed,
    Place,
    Process,
)
from schemas.identity import with_derived_id
from tests import build

History = list[CustodyEvent]
Fields = dict[str, Any]
"""Values by the name of a field."""

MINES = {"MINE-BW": "BW", "MINE-ZA": "ZA", "MINE-SL": "SL"}
DEALERS = {
    "TRADER-BW": "BW",
    "DEALER-BW": "BW",
    "HOUSE-ZA": "ZA",
    "BUYER-AE": "AE",
    "CUTTER-IN": "IN",
    "OFFICE-BE": "BE",
}
SILENT = "DIGGERS-BW"
"""A party that sends no events: it is handed lots without a receipt, and hands them on without a release."""

UNNUMBERED = ("MINE-SL", "HOUSE-ZA")
"""Parties that do not number their events; all others count from 1 on."""

COUNTRY = {**MINES, **DEALERS, SILENT: "BW"}
START = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
SOON = timedelta(minutes=90)


@dataclass(slots=True)
class Held:
    """A lot as the world knows it: what it is, who holds it, and all who ever owned it."""

    line: LotLine
    holder: str
    owners: list[str]


@dataclass(slots=True)
class World:
    """Trades by the rules. Each method is one step: it appends events and moves the clock; ``lots`` are those alive."""

    rng: Random
    tag: str = ""
    now: datetime = START
    events: History = field(default_factory=list)
    lots: dict[str, Held] = field(default_factory=dict)
    _numbers: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def number(self) -> int:
        """The next number of this world: for lots, handovers, certificates, shipments."""
        self._numbers += 1
        return self._numbers

    def pass_time(self, least_minutes: int = 1, most_minutes: int = 2 * 24 * 60) -> datetime:
        """Let some time pass."""
        self.now += timedelta(minutes=self.rng.randint(least_minutes, most_minutes))
        return self.now

    def happen(self, make: Callable[..., CustodyEvent], *args: Any, country: str, **more: Any) -> CustodyEvent:
        """Append an event that occurs now in ``country`` and is recorded within the next minutes."""
        recorded = self.now + timedelta(minutes=self.rng.randint(0, 30))
        event = make(*args, at=self.now, recorded_at=recorded, place=Place(country=country), **more)
        if event.emitter not in UNNUMBERED:
            number = self.counts[event.emitter] = self.counts.get(event.emitter, 0) + 1
            event = with_derived_id(replace(event, sequence=number))
        self.events.append(event)
        return event

    def lines(self, lots: list[str]) -> list[LotLine]:
        """What is true of these lots now."""
        return [self.lots[lot].line for lot in lots]

    # ------------------------------------------------------------------------------------------------------- steps

    def mine(self, where: str = "") -> list[str]:
        """One to three lots are mined."""
        mine = where or self.rng.choice(sorted(MINES))
        self.pass_time()
        made = []
        for _ in range(self.rng.randint(1, 3)):
            stones = self.rng.randint(1, 9)
            made.append(self._line(self.rng.randint(200, 9000), stones=stones, origins=(COUNTRY[mine],)))
        self._hold(made, mine, [mine])
        licence = f"LIC-{mine}"
        self.happen(build.registered, made, country=COUNTRY[mine], custodian=mine, owner=mine, licence=licence)
        return [line.lot_id for line in made]

    def hand_over(self, lots: list[str], to: str) -> None:
        """The holder hands lots over to ``to``, in the same country."""
        self.pass_time()
        parties = self._parties(lots, to)
        if parties["from_party"] != SILENT:
            self.happen(build.released, self.lines(lots), country=COUNTRY[parties["from_party"]], **parties)
        self.pass_time(0, 8 * 24 * 60)
        if to != SILENT:
            self.happen(build.received, self.lines(lots), country=COUNTRY[to], **parties)
        self._moved(lots, to)

    def ship(self, lots: list[str], to: str) -> None:
        """The holder ships lots to ``to`` in another participant's territory: rough under a certificate."""
        self.pass_time()
        parties = self._parties(lots, to)
        rough = self.lots[lots[0]].line.form is Form.ROUGH
        certificate = self._certificate(lots, parties) if rough else None
        shipment = self._shipment(lots, parties)
        origin = COUNTRY[parties["from_party"]]
        if certificate is not None:
            self.happen(build.issued, certificate, country=origin)
            self.pass_time(1, 60)
        self.happen(build.released, self.lines(lots), country=origin, **parties)
        self.happen(build.exported, self.lines(lots), under=certificate, country=origin, **shipment)
        self.pass_time(60, 5 * 24 * 60)
        self.happen(build.imported, self.lines(lots), under=certificate, emitter=to, country=COUNTRY[to], **shipment)
        self.pass_time(0, 24 * 60)
        self.happen(build.received, self.lines(lots), country=COUNTRY[to], **parties)
        self._moved(lots, to)
        if certificate is not None:
            self.pass_time(1, 6 * 24 * 60)
            self._confirm(certificate, shipment)

    def transform(self, lots: list[str], process: Process) -> list[str]:
        """The holder sorts, splits, mixes, or cuts and polishes lots."""
        self.pass_time()
        before = self.lines(lots)
        operator = self.lots[lots[0]].holder
        after = self._cut(before[0]) if process is Process.CUT_AND_POLISH else self._portions(before, process)
        loss = sum(line.carats for line in before) - sum(line.carats for line in after)
        self.happen(
            build.transformed,
            before,
            after,
            country=COUNTRY[operator],
            process=process,
            operator=operator,
            declared_loss=loss,
        )
        for lot in lots:
            del self.lots[lot]
        self._hold(after, operator, [])
        return [line.lot_id for line in after]

    def sell(self, lot: str) -> None:
        """The owner sells a lot to a party that never owned it; nothing where there is no such party."""
        held = self.lots[lot]
        seller = held.owners[-1] if held.owners else held.holder
        buyers = [party for party in sorted(DEALERS) if party not in {*held.owners, seller}]
        if not buyers:
            return
        self.pass_time()
        buyer = self.rng.choice(buyers)
        stones = held.line.stones or 1
        if held.line.form is Form.POLISHED and held.line.carats < 250 * stones:
            self._screen(held, f"SCREEN-{self.tag}{self.number()}")
            self.pass_time()
        invoice = f"INV-{self.tag}{self.number()}"
        self.happen(build.sold, held.line, country=COUNTRY[held.holder], invoice=invoice, seller=seller, buyer=buyer)
        held.owners = [*(held.owners or [seller]), buyer]

    def look_at(self, lot: str) -> None:
        """A lot is weighed, screened, sealed or its seal inspected, and all is well."""
        held = self.lots[lot]
        self.pass_time()
        country, seal = COUNTRY[held.holder], f"SEAL-{self.tag}{self.number()}"
        match self.rng.randint(0, 3):
            case 0:
                self.happen(build.examined, held.line, country=country, examiner=held.holder, report_number=seal)
            case 1:
                self._screen(held, seal)
            case 2:
                self.happen(build.sealed, held.line, country=country, custodian=held.holder, seal_id=seal)
            case _:
                self.happen(build.inspected, held.line, country=country, inspector=held.holder, seal_id=seal)

    def _screen(self, held: Held, report: str) -> None:
        found: Fields = {"screened_stones": held.line.stones or 1, "lab_grown_stones": 0}
        kind = ExaminationKind.SCREENING
        self.happen(build.examined, held.line, country=COUNTRY[held.holder], kind=kind, report_number=report, **found)

    def retire(self, lot: str) -> None:
        """A lot leaves the trade."""
        held = self.lots.pop(lot)
        self.pass_time()
        self.happen(build.retired, held.line, country=COUNTRY[held.holder], custodian=held.holder)

    # ----------------------------------------------------------------------------------------------------- details

    def _line(self, carats: int, **more: Any) -> LotLine:
        return build.line(f"L{self.tag}{self.number()}", carats, **more)

    def _hold(self, lines: list[LotLine], holder: str, owners: list[str]) -> None:
        for line in lines:
            self.lots[line.lot_id] = Held(line, holder, list(owners))

    def _moved(self, lots: list[str], to: str) -> None:
        for lot in lots:
            self.lots[lot].holder = to

    def _parties(self, lots: list[str], to: str) -> dict[str, str]:
        number = f"H{self.tag}{self.number()}"
        return {"handover_id": number, "from_party": self.lots[lots[0]].holder, "to_party": to}

    def _shipment(self, lots: list[str], parties: dict[str, str]) -> dict[str, Any]:
        seller, buyer = parties["from_party"], parties["to_party"]
        return {
            "shipment_id": f"SH{self.tag}{self.number()}",
            "exporter": seller,
            "importer": buyer,
            "seals": (f"SEAL-{self.tag}{self._numbers}",),
            "from_country": COUNTRY[seller],
            "to_country": COUNTRY[buyer],
        }

    def _certificate(self, lots: list[str], parties: dict[str, str]) -> Certificate:
        country, to = COUNTRY[parties["from_party"]], COUNTRY[parties["to_party"]]
        issuer = "EU" if country == "BE" else country
        digits = f"{100000 + 7 * self.number() + sum(map(ord, self.tag)) * 1000:06d}"
        return build.certificate(
            f"{issuer}{digits}",
            self.lines(lots),
            issued=self.now.date(),
            issuer=issuer,
            authority=f"{issuer}-AUTHORITY",
            exporter=parties["from_party"],
            importer=parties["to_party"],
            destination=to,
            origins=tuple(sorted({origin for line in self.lines(lots) for origin in line.origins})),
            parcel_reference=f"JMI/GGDO/{digits}" if issuer == "SL" else None,
        )

    def _confirm(self, certificate: Certificate, shipment: dict[str, Any]) -> None:
        self.happen(
            build.confirmed,
            certificate,
            country=shipment["to_country"],
            shipment_id=shipment["shipment_id"],
            authority=f"{certificate.destination}-AUTHORITY",
            exporter=certificate.exporter,
            importer=certificate.importer,
            carats=certificate.carats,
        )

    def _cut(self, rough: LotLine) -> list[LotLine]:
        carats = rough.carats * self.rng.randint(400, 500) // 1000
        return [self._line(carats, polished=True, stones=rough.stones, origins=rough.origins)]

    def _portions(self, before: list[LotLine], process: Process) -> list[LotLine]:
        carats, stones = sum(line.carats for line in before), sum(line.stones or 0 for line in before)
        origins = tuple(sorted({origin for line in before for origin in line.origins}))
        many = 1 if process is Process.MIX or stones < 2 else 2
        cut = self.rng.randint(1, carats - 1) if many == 2 else carats
        parts = [(cut, stones - many + 1), (carats - cut, 1)][:many]
        polished = before[0].form is Form.POLISHED
        return [self._line(part, polished=polished, stones=count, origins=origins) for part, count in parts]


def step(world: World) -> None:
    """One step that the rules allow, chosen by the world's ``rng``."""
    if not world.lots or world.rng.randint(0, 5) == 0:
        world.mine()
        return
    lot = world.rng.choice(sorted(world.lots))
    held = world.lots[lot]
    together = [name for name in sorted(world.lots) if _go_together(held, world.lots[name])]
    move = world.rng.randint(0, 9)
    if held.holder == SILENT:
        world.hand_over(together, "TRADER-BW")
    elif move <= 3:
        to = world.rng.choice([party for party in sorted(DEALERS) if party != held.holder])
        to = SILENT if COUNTRY[held.holder] == "BW" and world.rng.randint(0, 4) == 0 else to
        (world.hand_over if COUNTRY[to] == COUNTRY[held.holder] else world.ship)(together, to)
    elif move <= 5 and len(together) > 1 and held.line.form is Form.ROUGH:
        world.transform(together, world.rng.choice([Process.MIX, Process.SORT]))
    elif move <= 5 and held.line.form is Form.ROUGH:
        world.transform([lot], world.rng.choice([Process.SPLIT, Process.CUT_AND_POLISH]))
    elif move == 6:
        world.sell(lot)
    elif move <= 8:
        world.look_at(lot)
    else:
        world.retire(lot)


def _go_together(one: Held, other: Held) -> bool:
    return (one.holder, one.line.form, one.line.species) == (other.holder, other.line.form, other.line.species)


def walk(rng: Random, steps: int, tag: str = "") -> World:
    """A world that took so many steps."""
    world = World(rng, tag)
    for _ in range(steps):
        step(world)
    return world


def journey(rng: Random, tag: str = "") -> World:
    """A history with everything in it once, from the mine to the sale: what single faults are put into."""
    world = World(rng, tag)
    lots = world.mine("MINE-BW")
    lots += world.mine("MINE-BW")
    world.sell(lots[0])
    world.hand_over(lots, "TRADER-BW")
    mixed = world.transform(lots, Process.MIX)
    world.ship(mixed, "OFFICE-BE")
    world.ship(mixed, "CUTTER-IN")
    polished = world.transform(mixed, Process.CUT_AND_POLISH)
    world.sell(polished[0])
    world.retire(polished[0])
    return world


def changed(event: CustodyEvent, *, same_id: bool = False, head: Fields | None = None, **body: Any) -> CustodyEvent:
    """The event with other fields of its body, and of its envelope; under its own new id, or under the ``same_id``."""
    whole: Body = replace(event.body, **body)
    made = replace(event, body=whole, **(head or {}))
    return made if same_id else with_derived_id(made)


def relined(event: CustodyEvent, **more: Any) -> Fields:
    """The lines of a body with other values in the first one, as fields for ``changed``."""
    name = "inputs" if isinstance(event.body, LotsTransformed) else "lines"
    if hasattr(event.body, "line"):
        return {"line": replace(event.body.line, **more)}
    first, *rest = getattr(event.body, name)
    return {name: (replace(first, **more), *rest)}


def after(events: Sequence[CustodyEvent], days: int = 0) -> datetime:
    """An instant later than everything that happened."""
    return max((event.occurred_at for event in events), default=START) + timedelta(days=days, minutes=1)


randoms = st.binary(min_size=8, max_size=8).map(Random)
"""A source of choices. Numbers of steps and disturbances are drawn one by one: they shrink, the choices do not."""


@st.composite
def valid_histories(draw: st.DrawFn, most_steps: int = 8) -> History:
    """Histories in which all is well."""
    return walk(draw(randoms), draw(st.integers(most_steps // 2, most_steps))).events
