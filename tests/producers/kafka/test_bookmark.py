"""How far a file was emitted is remembered by its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from producers.kafka.bookmark import Bookmark, file_digest
from schemas.errors import CorruptStoreError


def test_a_file_keeps_its_digest_under_another_name_and_loses_it_with_its_content(tmp_path: Path) -> None:
    first, second, third = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    for path, content in ((first, b"x" * 3_000_000), (second, b"x" * 3_000_000), (third, b"x" * 2_999_999 + b"y")):
        path.write_bytes(content)

    assert file_digest(first) == file_digest(second)
    others = {file_digest(third), file_digest(first, "MINE"), file_digest(first, "", "MINE")}
    assert len(others | {file_digest(first)}) == 4


def test_a_bookmark_starts_at_nothing_and_is_found_where_it_was_put(tmp_path: Path) -> None:
    folder = tmp_path / "not yet" / "there"
    mark = Bookmark(folder, "d1")
    assert mark.acknowledged == 0

    mark.move(0)
    assert not folder.exists(), "nothing to remember, nothing written"

    mark.move(500)
    mark.move(1000)
    assert Bookmark(folder, "d1").acknowledged == 1000
    assert Bookmark(folder, "d2").acknowledged == 0
    assert [path.name for path in folder.iterdir()] == ["d1.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"acknowledged": -1}', '{"acknowledged": "many"}', "null"])
def test_a_bookmark_that_cannot_be_read_stops_and_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "d1.json").write_text(text, encoding="utf-8")

    with pytest.raises(CorruptStoreError, match=r"d1\.json.*delete the file to emit everything again"):
        Bookmark(tmp_path, "d1")
