"""A schema registry that speaks Confluent's API (Confluent, Apicurio, Karapace, Redpanda), and what its errors mean.

The library brings addresses, headers, passwords and TLS. Its answers are read here, from its ``request``: its own
methods take a registry that fails, or an address with no registry behind it, for one that does not know a schema, and
then messages would be refused for ever, or a schema be registered that was compared with nothing.
"""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from schema_registry.client import SchemaRegistryClient

from schemas import catalog
from schemas.errors import ConfigurationError, MalformedInput, RetryError, StopError
from schemas.events import CustodyEvent
from schemas.findings import Finding, QuarantineRecord
from schemas.records import ReferenceChanged
from schemas.tls import tls_context
from schemas.topics import ALERTS, EVENTS, FINDINGS, QUARANTINE, REFERENCE

REGISTERED: tuple[tuple[str, str], ...] = (
    (EVENTS.name, CustodyEvent.__name__),
    (FINDINGS.name, Finding.__name__),
    (ALERTS.name, Finding.__name__),
    (QUARANTINE.name, QuarantineRecord.__name__),
    (REFERENCE.name, ReferenceChanged.__name__),
)
"""Topics that others read and write, with the schema of their messages. The other topics stay within caratrace."""

_NOT_FOUND = range(40401, 40500)
"""Codes of a registry that is there and does not know a subject, a version or a schema."""


@dataclass(frozen=True, slots=True)
class RegistryAddress:
    """Where the registry is and who asks. Raises ``ConfigurationError`` for settings that cannot be."""

    url: str
    """Of the API: ``http://host:8081``, or with Apicurio ``http://host:8080/apis/ccompat/v7``."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: Path | None = None
    """The certificates (PEM) that the registry's must come from; without it, those of this computer."""

    certificate: Path | None = None
    key: Path | None = None
    key_password: str | None = field(default=None, repr=False)
    answer_seconds: int = 5
    """How long is waited for a connection, and for an answer."""

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigurationError(f"expected a schema registry as http://host:port or https://..., got {self.url!r}")
        if parts.username is not None or parts.password is not None:
            raise ConfigurationError(
                f"expected the address of a schema registry without a password, got one for {parts.hostname}; set "
                "CARATRACE_SCHEMA_REGISTRY_USER and CARATRACE_SCHEMA_REGISTRY_PASSWORD"
            )
        if (self.user is None) != (self.password is None):
            raise ConfigurationError("user and password of the schema registry are needed together")
        if (self.certificate is None) != (self.key is None):
            raise ConfigurationError("a certificate for the schema registry and its private key are needed together")
        if not self.secure and (self.ca or self.certificate):
            raise ConfigurationError(f"certificates are for https; the schema registry is at {self.url}")

    @property
    def secure(self) -> bool:
        """Whether it is spoken to over TLS."""
        return urlsplit(self.url).scheme == "https"


class Registry:
    """Asks a registry, each time anew: ``schemas.framing`` remembers the answers. Subjects are ``<topic>-value``.

    Every call raises ``RetryError`` for a registry that does not answer, is too busy or fails, and
    ``ConfigurationError`` where the address, the user or the certificates are wrong.
    """

    def __init__(self, address: RegistryAddress) -> None:
        self._url = address.url
        self._client = SchemaRegistryClient(address.url, timeout=httpx.Timeout(address.answer_seconds))
        # the library looks at ``ca`` only with a certificate of our own, and sends an empty user where there is none
        auth = httpx.BasicAuth(address.user, address.password or "") if address.user is not None else None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, which is what plain http needs
        if address.secure:
            context = tls_context(address.ca, address.certificate, address.key, address.key_password)
        self._client.client_kwargs |= {"auth": auth, "verify": context}

    def id_of(self, topic: str, kind: str) -> int:
        """The id of our schema ``kind`` in the subject of ``topic``."""
        found = self.registered_id(topic, kind)
        if found is None:
            raise ConfigurationError(
                f"expected the schema {kind} in the subject {subject(topic)} of {self._url}, found it not registered; "
                "run `caratrace schema register`"
            )
        return found

    def schema_of(self, schema_id: int) -> str:
        """The schema with that id, as JSON. Raises ``MalformedInput`` (unknown_schema_id) where there is none."""
        found = self._ask("get_by_id", schema_id=schema_id)
        if found is None:
            message = f"expected a schema with the id {schema_id} in {self._url}, got none; what wrote the message?"
            raise MalformedInput("unknown_schema_id", message)
        return str(self._part(found, "schema"))

    def registered_id(self, topic: str, kind: str) -> int | None:
        """The id of our schema ``kind`` in the subject of ``topic``, or None where it is not registered."""
        found = self._ask("check_version", _as_sent(kind), subject=subject(topic))
        return None if found is None else int(self._part(found, "id"))

    def versions(self, topic: str) -> dict[int, str]:
        """Every version of the subject of ``topic``, as JSON, by its number."""
        found = {}
        for version in self._ask("get_versions", subject=subject(topic)) or ():
            answer = self._ask("get_schema", subject=subject(topic), version=version)
            if answer is not None:
                found[int(version)] = str(self._part(answer, "schema"))
        return found

    def objections(self, topic: str, kind: str) -> list[str]:
        """What the registry, by the rule it has for the subject of ``topic``, has against our schema ``kind``."""
        found = self._ask("test_compatibility", _as_sent(kind), subject=subject(topic), version="latest")
        if found is None or self._part(found, "is_compatible"):
            return []
        return [str(message) for message in found.get("messages") or ["it does not say why"]]

    def register(self, topic: str, kind: str) -> int:
        """Make our schema ``kind`` the newest version of the subject of ``topic``, unless it is there; its id.

        The registry checks it by its own rule only: ask ``schemas.compatibility`` before.
        """
        return int(self._part(self._ask("register", _as_sent(kind), subject=subject(topic)), "id"))

    def _ask(self, what: str, body: dict[str, Any] | None = None, **where: object) -> Any:
        """The answer to a request of the library's table of addresses; None where the registry knows no such thing."""
        url, method = self._client.url_manager.url_for(what, **where)
        parameters = {"verbose": "true"} if what == "test_compatibility" else None
        try:
            response = self._client.request(url, method, body=body, params=parameters)
        except httpx.HTTPError as error:
            raise self._unanswered(error, url) from error
        try:
            answer = response.json()
        except ValueError:
            answer = None
        return self._understood(response.status_code, answer, f"{method} {url}")

    def _unanswered(self, error: httpx.HTTPError, url: str) -> RetryError | StopError:
        said = f"the schema registry does not answer to {url}: {str(error).strip() or type(error).__name__}"
        if "[SSL" in said:
            return ConfigurationError(f"{said}; check CARATRACE_SCHEMA_REGISTRY and the certificates")
        return RetryError(f"{said}; check that it is up and can be reached, and try again")

    def _understood(self, status: int, answer: Any, asked: str) -> Any:
        known = answer if isinstance(answer, dict) else {}
        said = f"the schema registry answered {asked} with {status}"
        if known.get("message"):
            said += f": {known['message']}"
        if 200 <= status < 300 and isinstance(answer, dict | list):
            return answer
        if status == 404 and known.get("error_code") in _NOT_FOUND:
            return None
        if status in (408, 429) or status >= 500:
            raise RetryError(f"{said}; try again")
        if status in (401, 403):
            raise ConfigurationError(f"{said}; check CARATRACE_SCHEMA_REGISTRY_USER, its password and its rights")
        if status in (409, 422):
            raise StopError(said)
        raise ConfigurationError(
            f"{said}, which is no answer of a registry; check the path of CARATRACE_SCHEMA_REGISTRY (Apicurio has the "
            "API below /apis/ccompat/v7)"
        )

    def _part(self, answer: Any, name: str) -> Any:
        if not isinstance(answer, dict) or name not in answer:
            raise ConfigurationError(f"expected {name!r} in an answer of {self._url}, got {str(answer)[:200]}")
        return answer[name]


def subject(topic: str) -> str:
    """The subject under which the registry keeps the schemas of a topic's messages."""
    return f"{topic}-value"


def _as_sent(kind: str) -> dict[str, Any]:
    return {"schema": json.dumps(catalog.inline(kind)), "schemaType": "AVRO"}
