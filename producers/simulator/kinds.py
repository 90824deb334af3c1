"""How plain a case of a pattern is; what is measured is told apart by it."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How a pattern shows itself."""

    PLAIN = "plain"
    """As described, with nothing done to hide it."""

    NEAR = "near"
    """A small case: the same wrong, by an amount or a delay that is not much more than what honest trade shows."""

    DISGUISED = "disguised"
    """Hidden: in small lots, by two parties, mixed with honest traffic, told late or out of order, corrected later."""

    HONEST = "honest"
    """Looks like the pattern and is no wrong: whoever flags it cries wolf."""
