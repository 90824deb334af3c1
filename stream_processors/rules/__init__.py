"""Finds every rule by walking the folders; the file name says the code, so nothing has to be registered.

A file ``<code>_<what>.py`` in a folder named after the authority holds one ``RULE``. A missing, duplicate or misnamed
rule, and a folder without rules, stop the program.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from schemas.errors import ConfigurationError
from stream_processors.rules.base import AnyRule, ConflictRule, DeadlineRule, GapRule, LineageRule, NumberRule, Rule


@lru_cache(maxsize=1)
def all_rules() -> tuple[AnyRule, ...]:
    """Every rule, sorted by code. Raises ``ConfigurationError`` when the folders are not as they must be."""
    rules: dict[str, AnyRule] = {}
    for authority in _authorities():
        for rule in _rules_of(authority):
            if rule.code in rules:
                raise ConfigurationError(f"rule code {rule.code} is used twice; codes are for ever, choose a new one")
            rules[rule.code] = rule
    if not rules:
        raise ConfigurationError(f"no rules found below {__path__}; the installation is incomplete, install again")
    return tuple(rules[code] for code in sorted(rules))


def authority_of(rule: AnyRule) -> str:
    """Name of the folder a rule stands in: who made the law."""
    for authority in _authorities():
        if any(found.code == rule.code for found in _rules_of(authority)):
            return authority
    raise ConfigurationError(f"rule {rule.code} stands in no folder")


def _authorities() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


@lru_cache(maxsize=64)
def _rules_of(authority: str) -> tuple[AnyRule, ...]:
    package = importlib.import_module(f"{__name__}.{authority}")
    found = [_rule_of(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    if not found:
        raise ConfigurationError(f"folder {authority} of the rules is empty; remove it or add a rule")
    return tuple(found)


def _rule_of(name: str) -> AnyRule:
    rule = getattr(importlib.import_module(name), "RULE", None)
    if not isinstance(rule, Rule | DeadlineRule | ConflictRule | GapRule | LineageRule | NumberRule):
        raise ConfigurationError(f"{name} must define RULE, one of the kinds in rules/base.py; got {rule!r}")
    if name.rsplit(".", 1)[1].split("_", 1)[0] != rule.code.lower():
        raise ConfigurationError(f"{name} holds rule {rule.code}; its file name must begin with {rule.code.lower()}_")
    return rule
