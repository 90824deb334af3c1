"""The numbers in the header of a detector as settings that an operator may set. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.reference.settings import (
    CARATS,
    CENTS,
    DAYS,
    HOURS,
    MONTHS,
    NUMBER,
    PER_MILLE,
    YEARS,
    Setting,
)
from sinks.parameters import Parameter

MARK = " (proposed)"
"""How the header and the statement of a detector mark a threshold of this project."""

MARK_AS_SET = " (as set)"
"""What stands in its place in a finding where the operator set a threshold."""

_UNITS = {
    "per_mille": PER_MILLE,
    "cents": CENTS,
    "thousandths": CARATS,
    "carats": "ct",
    "days": DAYS,
    "hours": HOURS,
    "months": MONTHS,
    "years": YEARS,
}
_MOST = 2**16 - 1


def as_setting(code: str, parameter: Parameter, default: int) -> Setting:
    """A parameter of a statement, in the unit that its name ends with; never zero, by which statements may divide."""
    unit = next((unit for suffix, unit in _UNITS.items() if parameter.name.endswith(f"_{suffix}")), NUMBER)
    return Setting(
        rule=code,
        name=parameter.name,
        default=default,
        unit=unit,
        meaning=parameter.meaning.removesuffix(MARK),
        least=1,
        most=_MOST,
        proposed=parameter.meaning.endswith(MARK),
        everywhere_only=True,
    )


def expected_as_set(expected: str, own: tuple[Setting, ...], values: Mapping[str, int]) -> str:
    """What a statement expects; not called a proposal where a threshold in it is the operator's."""
    if all(values[setting.name] == setting.default for setting in own if setting.proposed):
        return expected
    return expected.replace(MARK, MARK_AS_SET)
