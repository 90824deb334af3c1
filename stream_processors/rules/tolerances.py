"""By how much two weights may differ: so many thousandths of a carat, or so much of the weight, whichever is more."""

from __future__ import annotations

from typing import NamedTuple

from schemas.reference.settings import CARATS, PER_MILLE, Setting
from stream_processors.rules.base import CertificateCase, EventCase, LotCase


class Tolerance(NamedTuple):
    """The two settings of a tolerance of weights."""

    carats: Setting
    share: Setting

    def of(self, case: LotCase | CertificateCase | EventCase, weight: int, country: str | None = None) -> int:
        """The largest difference from ``weight``, by the participant of ``country``, else of where the event was."""
        carats, share = self
        values = case.reference.settings.values
        if carats.key not in values and share.key not in values:  # as almost always
            return max(carats.default, weight * share.default // 1000)
        return max(case.setting(carats, country), weight * case.setting(share, country) // 1000)

    def agree(self, case: LotCase | CertificateCase | EventCase, first: int, second: int) -> bool:
        """Whether two weights are the same goods, by the participant of where the event took place."""
        return first == second or abs(first - second) <= self.of(case, max(first, second))


def tolerance(rule: str, carats: int, whose: str, what: str = "weights") -> Tolerance:
    """How far ``what`` may differ: by default ``carats`` or 0.1 %; ``whose`` participant's value counts."""
    return Tolerance(
        Setting(rule, "tolerance", carats, CARATS, f"{what} may differ by this much; of {whose}"),
        Setting(
            rule,
            "tolerance_share",
            1,
            PER_MILLE,
            f"or by this much of the weight, if that is more; of {whose}",
            most=1000,
        ),
    )
