"""A published value a carat that is more than twice what the country's goods ever fetched."""

from __future__ import annotations

from producers.simulator.kinds import Kind
from producers.simulator.plays import Play, Production
from producers.simulator.storylines.published import output


def _stage(play: Production) -> None:
    """A country publishes for 2025 a value a carat 2.1 times that of the years before.

    So did South Africa for 2017 (+113 %), and took it back a year later.
    """
    play.wrong("STA001", "country:GY:2025")


PLAY = Play(
    name="value_published_twice_as_high",
    pattern="F24",
    kind=Kind.PLAIN,
    rules=("STA001",),
    stage=_stage,
    figures=output(
        "GY", 2019, 90_000, 95_000, 88_000, 91_000, 93_000, 90_000, 92_000, usd=(180, 172, 190, 185, 178, 182, 385)
    ),
)
