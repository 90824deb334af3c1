"""How far a file has been emitted: a small file for each, written anew and put in place in one step."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from schemas.errors import CorruptStoreError

_CHUNK = 1024 * 1024


def file_digest(path: Path, *more: str) -> str:
    """SHA-256 over the bytes of the file and over whatever else decides what its records are and where they go."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    for text in more:
        digest.update(b"\0" + text.encode())
    return digest.hexdigest()


class Bookmark:
    """The number of records of one file that were acknowledged; survives a crash of this process or computer."""

    def __init__(self, folder: Path, digest: str) -> None:
        self._path = folder / f"{digest}.json"
        self.acknowledged = self._read()

    def _read(self) -> int:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return 0
        try:
            count = json.loads(text)["acknowledged"]
        except (ValueError, LookupError, TypeError):
            count = None
        if not isinstance(count, int) or count < 0:
            raise CorruptStoreError(
                f"expected {{'acknowledged': <count>}} in {self._path}, got {text[:80]!r}; delete the file to emit "
                "everything again, which does no harm: repeats have the same event ids"
            )
        return count

    def move(self, acknowledged: int) -> None:
        """Remember that so many records are acknowledged."""
        if acknowledged == self.acknowledged:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(json.dumps({"acknowledged": acknowledged}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self.acknowledged = acknowledged
