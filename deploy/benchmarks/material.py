"""What is sent: slices of one simulated world, in world order, as files that a generator reads before it begins."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from deploy.overlay import write_overlay
from producers.simulator.world import simulate
from schemas.codec import record_of

_SIZES = struct.Struct(">II")


class Material:
    """One world, told a slice at a time; its reference data are written into ``reference`` at once.

    ``today`` is when it begins: the judges are told what time it is, and for them a world of last year would be one in
    which every deadline has passed.
    """

    def __init__(self, folder: Path, events: int, seed: int, today: date) -> None:
        world = simulate(seed, events, faults=events // 1000, start=today)
        self.reference = folder / "reference"
        write_overlay(self.reference, world.parties, world.sites, world.licences, world.zones)
        self._folder, self._slices = folder, 0
        self._messages = (
            (sent.event.emitter.encode(), record_of(sent.event).payload) for sent in world.sent()
        )  # fmt: skip

    def slice(self, events: int) -> Path:
        """A file with the next events; fewer where the world has come to its end."""
        self._slices += 1
        path = self._folder / f"slice-{self._slices}"
        with path.open("wb") as file:
            for key, payload in islice(self._messages, events):
                file.write(_SIZES.pack(len(key), len(payload)) + key + payload)
        return path


def read_slice(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Key and payload of each message of a file."""
    content, at = path.read_bytes(), 0
    while at < len(content):
        key_size, size = _SIZES.unpack_from(content, at)
        at += _SIZES.size
        yield content[at : at + key_size], content[at + key_size : at + key_size + size]
        at += key_size + size
