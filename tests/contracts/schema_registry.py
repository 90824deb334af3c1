"""What a schema registry must keep. One is tested by a class that derives from ``SchemaRegistryContract``."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from schemas import catalog
from schemas.errors import ConfigurationError, MalformedInput
from schemas.framing import SchemaIds
from schemas.registering import Missing, Subjects, missing
from tests.registries import text_of, without_field


class Registry(SchemaIds, Subjects, Protocol):
    """All that is asked of a registry."""


class SchemaRegistryContract(ABC):
    """The suite. The class brings two fixtures: ``registry``, and ``topic``, of which it knows nothing yet."""

    @abstractmethod
    def add(self, topic: str, text: str) -> int:
        """Register a schema as others do; its id."""

    def test_a_registered_schema_is_found_by_name_and_by_id(self, registry: Registry, topic: str) -> None:
        given = self.add(topic, text_of("Finding"))

        assert registry.id_of(topic, "Finding") == registry.registered_id(topic, "Finding") == given
        found = json.loads(registry.schema_of(given))
        assert catalog.fingerprint_of(found) == catalog.fingerprint("Finding")

    def test_a_schema_has_one_id_in_all_subjects(self, registry: Registry, topic: str) -> None:
        assert self.add(topic, text_of("Finding")) == self.add(f"{topic}.more", text_of("Finding"))

    def test_units_and_logical_types_come_back_as_they_were_registered(self, registry: Registry, topic: str) -> None:
        given = self.add(topic, text_of("CustodyEvent"))

        assert json.loads(registry.schema_of(given)) == catalog.inline("CustodyEvent")

    def test_a_schema_that_is_not_registered_has_no_id(self, registry: Registry, topic: str) -> None:
        self.add(topic, json.dumps(without_field("Finding", "cured_by")))

        assert registry.registered_id(topic, "Finding") is None
        assert registry.registered_id(f"{topic}.other", "Finding") is None
        with pytest.raises(ConfigurationError):
            registry.id_of(topic, "Finding")

    def test_an_id_that_nobody_gave_is_refused_and_not_waited_for(self, registry: Registry) -> None:
        with pytest.raises(MalformedInput) as refused:
            registry.schema_of(2**31 - 1)

        assert refused.value.reason == "unknown_schema_id"

    def test_all_versions_are_listed_in_order(self, registry: Registry, topic: str) -> None:
        old, new = without_field("Finding", "cured_by"), catalog.inline("Finding")
        assert registry.versions(topic) == {}
        for schema in (old, new):
            self.add(topic, json.dumps(schema))

        assert [json.loads(text) for text in registry.versions(topic).values()] == [old, new]

    def test_nothing_is_missing_once_it_is_registered(self, registry: Registry, topic: str) -> None:
        wanted = [(topic, "Tick")]

        assert missing(registry, wanted) == [Missing(topic, "Tick", (), ())]
        self.add(topic, text_of("Tick"))
        assert missing(registry, wanted) == []

    def test_a_schema_may_follow_an_earlier_version(self, registry: Registry, topic: str) -> None:
        self.add(topic, json.dumps(without_field("Finding", "cured_by")))

        assert missing(registry, [(topic, "Finding")]) == [Missing(topic, "Finding", (1,), ())]

    def test_a_schema_must_go_with_every_version_and_not_only_with_the_latest(
        self, registry: Registry, topic: str
    ) -> None:
        self.add(topic, json.dumps(without_field("Finding", "rule")))
        self.add(topic, json.dumps(without_field("Finding", "cured_by")))

        (found,) = missing(registry, [(topic, "Finding")])

        assert found.versions == (1, 2)
        assert [problem.split(":")[0] for problem in found.problems] == ["version 1"]
        assert "rule" in found.problems[0]
