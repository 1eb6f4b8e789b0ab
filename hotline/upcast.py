"""Brings payloads of older schemas up to the present one, so that a queue may span an upgrade.

A schema is kept for at least twelve months after its successor. What no step can read is parked by the centre.
"""

from collections.abc import Callable
from typing import Any

from hotline.commands import SCHEMA

Payload = dict[str, Any]
Step = Callable[[str, Payload], Payload]

STEPS: dict[int, Step] = {}
"""For each schema, what turns a payload of it into one of the next: `(op, payload) -> payload`."""


class SchemaUnknownError(ValueError):
    """A payload of a schema that this program cannot read: newer than itself, or too old."""


def upcast(op: str, schema: int, payload: Payload, *, steps: dict[int, Step] = STEPS, target: int = SCHEMA) -> Payload:
    """Return the payload in schema `target`. Raises `SchemaUnknownError`."""
    if schema > target:
        raise SchemaUnknownError(f"schema {schema} is newer than {target}")
    for version in range(schema, target):
        if version not in steps:
            raise SchemaUnknownError(f"schema {schema} is too old")
        payload = steps[version](op, payload)
    return payload
