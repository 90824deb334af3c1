"""A shipment that comes in parts: what came of it, and whether what is confirmed fits that. Weights in thousandths."""

from __future__ import annotations

from typing import NamedTuple

from stream_processors.custody.state import CertificateState


class Parts(NamedTuple):
    """What is known of a shipment of ``whole``: weights ``imported`` and ``confirmed`` before, in order.

    Weights that differ by no more than ``within`` are the same.
    """

    whole: int
    within: int
    imported: tuple[int, ...]
    confirmed: tuple[int, ...]

    @property
    def apart(self) -> bool:
        """Whether less than the whole came in at once."""
        return any(carats < self.whole - self.within for carats in self.imported)

    @property
    def came(self) -> int:
        """The weight of all that came, without reports that would make it more than the whole."""
        came = 0
        for carats in self.imported:
            if came + carats <= self.whole + self.within:
                came += carats
        return came

    def confirmed_with(self, carats: int) -> int:
        """The weight of all that is confirmed together with ``carats``; the same weight again is the same part."""
        parts: list[int] = []
        for one in (*self.confirmed, carats):
            if not any(self._same(one, part) for part in parts):
                parts.append(one)
        return sum(parts)

    def fits(self, carats: int) -> bool:
        """Whether ``carats`` are parts of what came, or all of it, and not more than the whole is confirmed so."""
        if self._same(carats, self.whole):
            return True
        if not self.apart or self.confirmed_with(carats) > self.whole + self.within:
            return False
        if self._same(carats, self.came) or any(self._same(carats, part) for part in self.imported):
            return True
        return self.came - carats >= min(self.imported) - self.within

    def rest(self, carats: int) -> int:
        """What has not come in, where with ``carats`` all that has is confirmed; otherwise 0."""
        came, known = self.came, max(self.confirmed_with(carats), carats)
        lacks = self.apart and came < self.whole - self.within and not self._same(carats, self.whole)
        return self.whole - came if lacks and known >= came - self.within else 0

    def _same(self, first: int, second: int) -> bool:
        return abs(first - second) <= self.within


def parts_of(state: CertificateState, shipment_id: str, whole: int, within: int) -> Parts:
    """The parts of a shipment, as far as they are known."""
    imported, confirmed = (
        tuple(known.carats for known in every if known.shipment_id == shipment_id)
        for every in (state.imports, state.confirmed)
    )
    return Parts(whole, within, imported, confirmed)
