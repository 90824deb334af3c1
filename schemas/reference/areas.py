"""Names of mining areas as people write them, made comparable. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[,;/()|]")
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_GENERIC = frozenset(
    {
        "zone", "zones", "area", "areas", "field", "fields", "diamond", "diamonds", "mine", "mines", "mining",
        "deposit", "compliant", "conforme", "district", "town", "ville", "commune", "region",
        "prefecture", "subprefecture", "sousprefecture", "sub", "sous", "de", "du", "des", "la", "le", "les",
        "the", "of",
    }
)  # fmt: skip


def area_key(name: str) -> str:
    """One area name without case, accents, punctuation and words that only say what kind of area it is."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return " ".join(word for word in _NOT_A_WORD.sub(" ", plain).split() if word not in _GENERIC)


@lru_cache(maxsize=4096)
def area_keys(text: str) -> frozenset[str]:
    """The areas a text names: ``Marange (Mbada)`` names two. Each counts as a whole: ``Nola`` is not ``Nolanda``."""
    return frozenset(key for key in map(area_key, _SEPARATORS.split(text)) if key)
