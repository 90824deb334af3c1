"""Servers for the integration tests; each kind is found, started or excused in a module of its own."""

from __future__ import annotations

from tests.integration.kafka.fixture import kafka_address, kafka_artifacts
from tests.integration.registry.fixture import registry_url

__all__ = ["kafka_address", "kafka_artifacts", "registry_url"]
