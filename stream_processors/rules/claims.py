"""How the facts that an event claims of a lot differ from those on record."""

from __future__ import annotations

from schemas.events import LotLine
from schemas.measures import carats_text, weights_agree
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
    line: LotLine, lot: LotState, *, weight: bool, stones: bool, origins: bool, species: bool
) -> list[Difference]:
    """What differs between a line and the lot: the form always, the other facts where they are asked for.

    Weights differ beyond the tolerance of weighing, counts of stones where both are known, origins as sets.
    """
    found: list[Difference] = []
    if weight and line.carats != lot.carats and not weights_agree(line.carats, lot.carats):
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
