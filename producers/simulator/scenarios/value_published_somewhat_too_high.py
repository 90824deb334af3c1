"""A published value a carat above every swing that a market has shown without a reason."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country publishes a value a carat two thirds above that of the years before; the largest rises of others had
    an embargo that ended behind them.
    """
    play.wrong("STA001", "country:TG:2025")


PLAY = Play(
    name="value_published_somewhat_too_high",
    pattern="F24",
    kind=Kind.NEAR,
    rules=("STA001",),
    stage=_stage,
    figures=output(
        "TG", 2019, 20_000, 21_000, 19_000, 20_000, 20_500, 20_000, 20_200, usd=(110, 118, 104, 112, 115, 110, 183)
    ),
)
