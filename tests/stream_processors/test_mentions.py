"""What events name is found in their bytes, for one name and for many, and nothing is overlooked."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given

from schemas.codec import record_of
from schemas.events import CustodyEvent
from schemas.reference.concerned import Concerned
from stream_processors.mentions import LONGEST, MANY, Mentions, naming_texts, texts_of
from tests import build
from tests.disturbances import disturbed_histories
from tests.histories import randoms

LONG = "House of " + "very " * 20 + "long names"


def found(wanted: Concerned, *events: CustodyEvent) -> set[int]:
    """Positions, from 1, of events that name something."""
    mentions = Mentions(wanted)
    mentions.look_through((position, record_of(event).payload) for position, event in enumerate(events, 1))
    return mentions.positions(wanted)


@given(disturbed_histories(), randoms)
def test_whatever_the_texts_of_an_event_name_its_bytes_name_too(events: Sequence[CustodyEvent], rng: Random) -> None:
    texts = sorted({text for event in events for text in texts_of(event)})
    for count in (1, 3, MANY + 20):
        wanted = Concerned(frozenset(rng.sample(texts, min(count, len(texts)))), frozenset({"trader"}))
        names = naming_texts(wanted)
        expected = {position for position, event in enumerate(events, 1) if names(texts_of(event))}
        assert found(wanted, *events) >= expected


@pytest.mark.parametrize("others", [0, MANY + 1])
def test_a_name_is_found_as_a_text_of_its_own_whatever_its_length(others: int) -> None:
    more = {f"NOBODY-{number}" for number in range(others)}
    for name in ("É", "HOUSE-ÖS", "x" * (LONGEST // 2), "x" * (LONGEST // 2 + 1), LONG):
        event, other = build.released(to_party=name), build.released(to_party=f"{name}-2")
        assert found(Concerned(frozenset({name, *more})), other, event) == {2}


def test_a_word_is_found_within_a_text_in_any_letters() -> None:
    event = build.released(to_party="Maison ÉTOILE, Anvers")
    assert found(Concerned(words=frozenset({"étoile"})), build.released(), event) == {2}


def test_only_what_came_since_is_looked_through_again() -> None:
    wanted = Concerned(frozenset({"BUYER-AE"}))
    mentions = Mentions(wanted)
    payload = record_of(build.released(to_party="BUYER-AE")).payload
    mentions.look_through([(1, payload)])
    mentions.look_through([(4, payload)])
    assert (mentions.positions(wanted), mentions.upto) == ({1, 4}, 4)
