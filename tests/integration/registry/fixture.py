"""Where the tests find a schema registry: an address that is given, a container, or the archive that Maven brings."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.integration.kafka.classpath import NoArtifacts
from tests.integration.kafka.fixture import docker_answers
from tests.integration.registry.server import API, program, running
from tests.integration.told import tell, tell_nothing

SERVICE = "Schema registry"
ADDRESS = "CARATRACE_TEST_REGISTRY"
IMAGE = "apicurio/apicurio-registry:3.0.9"


@pytest.fixture(scope="session")
def registry_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the API of a registry. Others may use it too: besides our own schemas, use subjects of yours."""
    given = os.environ.get(ADDRESS)
    if given:
        tell(request.config, SERVICE, f"the one at {given}, named by {ADDRESS}")
        yield given
    elif docker_answers():
        from testcontainers.core.container import DockerContainer
        from testcontainers.core.wait_strategies import HttpWaitStrategy

        ready = HttpWaitStrategy(8080, f"{API}/subjects")
        tell(request.config, SERVICE, f"{IMAGE} in a container")
        with DockerContainer(IMAGE).with_exposed_ports(8080).waiting_for(ready) as container:
            yield f"http://{container.get_container_host_ip()}:{container.get_exposed_port(8080)}{API}"
    else:
        try:
            program()
        except NoArtifacts as reason:
            why = f"{ADDRESS} is not set, no Docker engine answers, and there is none to start: {reason}"
            tell_nothing(request.config, SERVICE, why)
        tell(
            request.config, SERVICE, f"Apicurio from its Maven artifact, as {ADDRESS} is not set and no engine answers"
        )
        with running(tmp_path_factory.mktemp("registry")) as url:
            yield url
