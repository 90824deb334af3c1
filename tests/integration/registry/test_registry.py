"""A real schema registry keeps the contract, and what is compared before a schema is registered."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator

import httpx
import pytest
from click.testing import CliRunner, Result

from deploy.cli import cli
from schemas.errors import StopError
from schemas.registering import missing
from schemas.registry import REGISTERED, Registry, RegistryAddress, subject
from tests.contracts.schema_registry import SchemaRegistryContract
from tests.integration.kafka.classpath import NoArtifacts
from tests.integration.registry.server import program, running
from tests.registries import text_of, without_field

pytestmark = pytest.mark.integration


def add(url: str, topic: str, text: str) -> int:
    """Register a schema as a stranger does, with whatever rule the registry has."""
    answer = httpx.post(f"{url}/subjects/{subject(topic)}/versions", json={"schema": text, "schemaType": "AVRO"})
    return int(answer.raise_for_status().json()["id"])


class TestARealRegistry(SchemaRegistryContract):
    @pytest.fixture
    def registry(self, registry_url: str) -> Registry:
        self._url = registry_url
        return Registry(RegistryAddress(registry_url))

    @pytest.fixture
    def topic(self) -> str:
        return f"test.{secrets.token_hex(6)}"

    def add(self, topic: str, text: str) -> int:
        return add(self._url, topic, text)

    def test_a_schema_that_is_registered_twice_is_there_once(self, registry: Registry, topic: str) -> None:
        given = registry.register(topic, "Finding")

        assert registry.register(topic, "Finding") == registry.id_of(topic, "Finding") == given
        assert list(registry.versions(topic)) == [1]

    def test_the_rule_of_the_registry_is_asked_too(self, registry: Registry, topic: str) -> None:
        self.add(topic, json.dumps(without_field("Finding", "rule")))
        rule = httpx.put(f"{self._url}/config/{subject(topic)}", json={"compatibility": "FULL"})
        rule.raise_for_status()

        (found,) = missing(registry, [(topic, "Finding")])

        assert any(problem.startswith("the registry: ") for problem in found.problems)
        with pytest.raises(StopError, match="409"):
            registry.register(topic, "Finding")


@pytest.fixture
def own_registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A registry that nobody else looks at."""
    try:
        program()
    except NoArtifacts as reason:
        pytest.skip(f"no registry to start: {reason}")
    with running(tmp_path_factory.mktemp("registry")) as url:
        yield url


def register(url: str, *options: str) -> Result:
    return CliRunner().invoke(
        cli, ["schema", "register", *options], env={"CARATRACE_SCHEMA_REGISTRY": url}, standalone_mode=False
    )


@pytest.mark.slow
def test_schemas_are_shown_compared_registered_when_told_to_and_then_nothing_is_lacking(own_registry: str) -> None:
    registry = Registry(RegistryAddress(own_registry))
    stranger = next(topic for topic, kind in REGISTERED if kind == "Finding")
    add(own_registry, stranger, json.dumps(without_field("Finding", "rule")))

    refused = register(own_registry, "--yes", "--format", "json")

    assert refused.return_value == 1
    assert "nothing was registered" in refused.stderr
    rows = [json.loads(line) for line in refused.stdout.splitlines()]
    assert {row["subject"]: row["problem"] for row in rows if row["problem"]}.keys() == {subject(stranger)}
    assert len(missing(registry)) == len(REGISTERED)

    httpx.delete(f"{own_registry}/subjects/{subject(stranger)}").raise_for_status()
    asked = register(own_registry)
    assert (asked.return_value, "--yes acts without asking" in asked.stderr) == (1, True)
    assert len(missing(registry)) == len(REGISTERED)

    done = register(own_registry, "--yes")
    assert (done.return_value, done.stderr) == (0, f"{len(REGISTERED)} registered\n")
    assert all(list(registry.versions(topic).values()) == [text_of(kind)] for topic, kind in REGISTERED)

    again = register(own_registry, "--yes")
    assert (again.return_value, again.stderr) == (0, "nothing is lacking\n")
