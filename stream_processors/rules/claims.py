"""How the facts that an event claims of a lot differ from those on record."""

from __future__ import annotations

from collections.abc import Callable

from schemas.events import LotLine
from schemas.measures import carats_text
from stream_processors.custody.state import LotState
from stream_processors.rules.words import count_text, names_text

Difference = tuple[str, str]
"""What is claimed, and what is on record."""


def is_as_known(line: LotLine, lot: LotState) -> bool:
    """Whether a line says exactly what is on record; then nothing differs, whatever is asked for."""
    return (
        line.carats == lot.carats
        and line.stones == lot.stones
        and line.form is lot.form
        and line.origins == lot.origins
        and line.species is lot.species
    )


def differences(
    line: LotLine,
    lot: LotState,
    *,
    agree: Callable[[int, int], bool] | None,
    stones: bool,
    origins: bool,
    species: bool,
) -> list[Difference]:
    """What differs between a line and the lot: the form always, the other facts where they are asked for.

    Weights differ where they do not ``agree`` (None: they are not asked for), counts of stones where both are known,
    origins as sets.
    """
    found: list[Difference] = []
    if agree is not None and line.carats != lot.carats and not agree(line.carats, lot.carats):
        found.append((carats_text(line.carats), carats_text(lot.carats)))
    if stones and line.stones != lot.stones and line.stones is not None and lot.stones is not None:
        found.append((count_text(line.stones, "stone"), count_text(lot.stones, "stone")))
    if line.form is not lot.form:
        found.append((line.form, lot.form))
    if origins and line.origins != lot.origins and set(line.origins) != set(lot.origins):
        found.append((f"origins {names_text(line.origins)}", f"origins {names_text(lot.origins)}"))
    if species and line.species is not lot.species:
        found.append((f"species {line.species}", f"species {lot.species}"))
    return found
