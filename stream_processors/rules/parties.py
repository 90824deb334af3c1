"""When two names of parties are the same party, written otherwise."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LEGAL_FORMS = frozenset(
    {
        "ag", "bv", "bvba", "co", "corp", "corporation", "company", "dmcc", "fze", "fzco", "gmbh", "inc",
        "incorporated", "limited", "llc", "llp", "ltd", "nv", "plc", "private", "pte", "pty",
        "pvt", "sa", "sarl", "spa", "sprl", "srl",
    }
)  # fmt: skip
"""Words at the end of a name that say what kind of firm it is, not which one."""


@lru_cache(maxsize=8192)
def party_key(name: str) -> str:
    """A name without capitals, accents, spaces, punctuation, and the legal form at its end.

    ``F.S. Diamonds Pvt. Ltd.`` and ``FS DIAMONDS`` are one party. A legal form counts only as a word of its own after a
    space, so ``HOUSE-SA`` stays what it is; a name that is nothing else keeps it.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()
    words = ["".join(sign for sign in word if sign.isalnum()) for word in plain.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return "".join(words) or plain


def same_party(first: str, second: str) -> bool:
    """Whether two names are one party."""
    return first == second or party_key(first) == party_key(second)
