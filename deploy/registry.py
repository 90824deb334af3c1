"""Settings become a schema registry and the format of messages; shared by all that read from the log or write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploy.settings import Framing, Settings
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from schemas.framing import WireFormat
    from schemas.registry import Registry


def registry_of(settings: Settings) -> Registry:
    """The registry that the settings name. Raises ``ConfigurationError`` where they name none, or wrongly."""
    from schemas.registry import Registry, RegistryAddress

    if settings.schema_registry is None:
        raise ConfigurationError("expected the URL of a schema registry, got none; set CARATRACE_SCHEMA_REGISTRY")
    return Registry(
        RegistryAddress(
            url=settings.schema_registry,
            user=settings.schema_registry_user,
            password=settings.schema_registry_password,
            ca=settings.schema_registry_ca,
            certificate=settings.schema_registry_certificate,
            key=settings.schema_registry_key,
            key_password=settings.schema_registry_key_password,
            answer_seconds=settings.schema_registry_seconds,
        )
    )


def wire_format_of(settings: Settings) -> WireFormat:
    """How messages are read and written. The registry is not asked before the first message that needs it.

    Raises ``ConfigurationError`` where the format needs a registry and the settings name none.
    """
    from schemas.framing import Confluent, SingleObject

    if settings.wire_format is Framing.CONFLUENT:
        return Confluent(registry_of(settings))
    return SingleObject(registry_of(settings) if settings.schema_registry is not None else None)
