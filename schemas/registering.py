"""What a schema registry lacks of ours, and whether it may be given it: compared before, by us and by the registry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from schemas import catalog, compatibility
from schemas.errors import ConfigurationError
from schemas.registry import REGISTERED, subject


class Subjects(Protocol):
    """What is asked of a registry before something is registered; see ``schemas.registry.Registry``."""

    def registered_id(self, topic: str, kind: str) -> int | None:
        """The id of our schema, or None."""

    def versions(self, topic: str) -> dict[int, str]:
        """Every version of the subject, as JSON."""

    def objections(self, topic: str, kind: str) -> list[str]:
        """What the registry has against our schema."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A schema that is not registered for a topic: whether there are earlier versions, and why it must not be."""

    topic: str
    kind: str
    versions: tuple[int, ...]
    problems: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Where it would be registered."""
        return subject(self.topic)


def missing(registry: Subjects, wanted: Iterable[tuple[str, str]] = REGISTERED) -> list[Missing]:
    """Every pair of topic and schema that the registry does not have.

    A log is kept for ever, so a schema must go with every version there was, not only with the latest.
    """
    found = []
    for topic, kind in wanted:
        if registry.registered_id(topic, kind) is None:
            versions = registry.versions(topic)
            problems = [problem for number, text in versions.items() for problem in _problems(number, text, kind)]
            if versions:
                problems += [f"the registry: {objection}" for objection in registry.objections(topic, kind)]
            found.append(Missing(topic, kind, tuple(versions), tuple(problems)))
    return found


def _problems(version: int, text: str, kind: str) -> Iterator[str]:
    """Why our schema cannot follow a version."""
    try:
        problems = compatibility.check(json.loads(text), catalog.inline(kind))
    except (AttributeError, ConfigurationError, LookupError, RecursionError, TypeError, ValueError) as error:
        yield f"version {version} cannot be compared: {type(error).__name__}: {error}"
    else:
        yield from (f"version {version}: {problem}" for problem in problems)
