"""Small sheets for tests, and what the importer answers to them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from producers.importers import csv_file
from producers.importers.base import Accepted, Read, Refused
from schemas.events import LotRegistered

RECORDED = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
HEADER = "registered_at,emitter,kind,custodian,owner,lot_id,carats,form,hs_code,origins,species"
ROW = "2024-05-01,COOP,MINED,COOP,COOP,{lot},{carats},ROUGH,710231,SL,NATURAL"
RELEASES = "released_at,emitter,handover_id,from_party,to_party,lot_id,carats,form,hs_code,species"
RELEASE = "2024-05-02,COOP,{handover},COOP,BUYER,{lot},{carats},ROUGH,710231,NATURAL"


def read(folder: Path, text: str | bytes, **more: str) -> list[Read]:
    file = folder / "sheet.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(csv_file.read(file, recorded_at=RECORDED, **more))


def rows(*lots: tuple[str, str], header: str = HEADER) -> str:
    return "\n".join([header, *(ROW.format(lot=lot, carats=carats) for lot, carats in lots)]) + "\n"


def refusal(readings: list[Read]) -> Refused:
    """The only reading, which must be a refusal."""
    assert len(readings) == 1, readings
    assert isinstance(readings[0], Refused), readings
    return readings[0]


def carats(readings: list[Read]) -> list[int]:
    """Weights of the first lot of each accepted registration."""
    found = [reading.record.event.body for reading in readings if isinstance(reading, Accepted)]
    return [body.lines[0].carats for body in found if isinstance(body, LotRegistered)]
