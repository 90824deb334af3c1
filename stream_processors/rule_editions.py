"""Which rules are others than those a log was judged with, down to the text of their files.

A version that was raised says that a rule changed, and not that nothing else did: what rules share, folds and
reference data take part in every verdict. So an edition holds a digest of each rule's own file, and one of everything
else. Only where the second is the same may histories be passed over that no changed rule looks at.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from stream_processors.rulebook import RuleBook
from stream_processors.rules.base import AnyRule, Rule

UNKNOWN = ""
"""Mark of a log that was judged with several editions, or with one that nobody wrote down."""

_RULES = "stream_processors.rules."


@dataclass(frozen=True, slots=True)
class Edition:
    """The fingerprint of a book, digests of its rules by code, and one of all else."""

    fingerprint: str
    rules: dict[str, str]
    rest: str

    def __str__(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def edition_of(book: RuleBook) -> Edition:
    """The edition of ``book`` in this program."""
    rest = hashlib.sha256(f"{_shared()}\n{sys.version_info[:3]}\n{book.reference_version}".encode()).hexdigest()
    return Edition(book.fingerprint, {rule.code: _digest(rule) for rule in book.rules}, rest)


def changed_codes(before: str | None, judged_with: str | None, now: Edition) -> frozenset[str] | None:
    """The rules that were added, removed or changed since the edition that was marked; None where more may have.

    ``judged_with`` is the fingerprint of the rules that a log was judged with last: a mark of others tells nothing.
    """
    if not before:
        return None
    was = json.loads(before)
    if was["rest"] != now.rest or was["fingerprint"] != judged_with:
        return None
    codes = was["rules"].keys() | now.rules.keys()
    return frozenset(code for code in codes if was["rules"].get(code) != now.rules.get(code))


def _digest(rule: AnyRule) -> str:
    """Of the file in which a rule stands, and of what it states; a rule of no rule's file is never the same."""
    module = (rule.check if isinstance(rule, Rule) else rule.describe).__module__
    stated = f"{rule.version} {sorted(rule.stated.items())}"
    package, _, name = module.rpartition(".")
    if not module.startswith(_RULES) or package.count(".") != 2:
        return f"{module} {id(rule)} {stated}"
    return hashlib.sha256(_source(package, name) + stated.encode()).hexdigest()


@lru_cache(maxsize=1024)
def _source(package: str, name: str) -> bytes:
    return (resources.files(package) / f"{name}.py").read_bytes()


@lru_cache(maxsize=1)
def _shared() -> str:
    """Digest of every file that takes part in verdicts and is no rule's own."""
    digest = hashlib.sha256()
    for package in ("schemas", "stream_processors"):
        for place, content in _files(resources.files(package), package):
            digest.update(f"{place} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Traversable, place: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        inside = f"{place}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, inside)
        elif entry.name.endswith((".py", ".avsc")) and not _is_rule(inside):
            yield inside, entry.read_bytes()


def _is_rule(place: str) -> bool:
    """Whether a file is a rule's own: two folders deep in the rules, and no ``__init__``."""
    parts = place.split("/")
    return parts[:2] == ["stream_processors", "rules"] and len(parts) == 4 and parts[-1] != "__init__.py"
