"""What stories carry about: lots with their holder and owner, and the arithmetic of lots in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from producers.simulator.actors import Actor
from schemas.events import Form, LotLine, Species
from schemas.measures import weighing_tolerance

UNSORTED, ROUGH, POLISHED = "710210", "710231", "710239"
"""HS codes of natural stones: unsorted rough, other rough, polished."""

LAB_ROUGH, LAB_POLISHED = "710421", "710491"
"""HS codes of lab-grown stones."""


@dataclass(slots=True)
class Goods:
    """Lots that travel together."""

    lines: tuple[LotLine, ...]
    holder: Actor
    owner: Actor

    @property
    def carats(self) -> int:
        """Weight of all lots, thousandths of a carat."""
        return sum(line.carats for line in self.lines)

    @property
    def value_cents(self) -> int:
        """Value of all lots, US cents; a lot without a price counts nothing."""
        return sum(line.value_cents or 0 for line in self.lines)

    @property
    def origins(self) -> tuple[str, ...]:
        """Every country of mining, in order."""
        return united(self.lines)

    @property
    def rough(self) -> bool:
        """Whether a certificate is needed at a border: natural rough."""
        line = self.lines[0]
        return line.form is Form.ROUGH and line.species is not Species.LAB_GROWN


def united(lines: tuple[LotLine, ...]) -> tuple[str, ...]:
    """The union of the countries of mining."""
    if len(lines) == 1:
        return lines[0].origins
    return tuple(sorted({origin for line in lines for origin in line.origins}))


def parts(total: int, count: int, least: int, rng: Random) -> list[int]:
    """``total`` in ``count`` parts of ``least`` or more; fewer parts where it does not suffice."""
    count = max(1, min(count, total // max(least, 1)))
    shares = [1 + int(rng.random() * 9) for _ in range(count)]
    free, whole = total - count * least, sum(shares)
    found = [least + free * share // whole for share in shares]
    found[-1] += total - sum(found)
    return found


def weighed(line: LotLine, rng: Random) -> LotLine:
    """The same lot on another balance: half the tolerance of weighing is never exceeded."""
    half = weighing_tolerance(line.carats) // 2
    return replace(line, carats=line.carats - half + int(rng.random() * (2 * half + 1)))


def priced(lines: tuple[LotLine, ...], per_mille: int) -> tuple[LotLine, ...]:
    """The same lots at ``per_mille`` of their value."""
    return tuple(
        line if line.value_cents is None else replace(line, value_cents=line.value_cents * per_mille // 1000)
        for line in lines
    )


def divided(line: LotLine, lot_ids: list[str], rng: Random) -> tuple[LotLine, ...]:
    """``line`` divided into lots of these ids, or fewer where it has too few stones; nothing is lost."""
    stones = parts(line.stones or 1, len(lot_ids), 1, rng)
    least = min(100, line.carats // (2 * len(stones)))
    carats = parts(line.carats, len(stones), max(1, least), rng)
    whole = line.value_cents
    found = [
        replace(
            line,
            lot_id=lot_id,
            carats=weight,
            stones=count,
            value_cents=None if whole is None else whole * weight // line.carats,
        )
        for lot_id, weight, count in zip(lot_ids, carats, stones, strict=False)
    ]
    return tuple(found)
