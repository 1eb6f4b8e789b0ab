"""Renders documents down to the schema that a seat can read, so that an old console works with a newer centre."""

from collections.abc import Callable
from typing import Any

from case_api.problems import ProblemError
from hotline.commands import SCHEMA
from hotline.wire import Problem

Doc = dict[str, Any]
Step = Callable[[str, Doc], Doc]

STEPS: dict[int, Step] = {}
"""For each schema, what turns a document of it into one of the schema before: `(entity, doc) -> doc`."""


def check_schema(schema: int, *, steps: dict[int, Step] = STEPS, newest: int = SCHEMA) -> None:
    """Raise `ProblemError` (`upgrade-required`) for a seat too old for any step; it may still push."""
    if any(version not in steps for version in range(schema + 1, newest + 1)):
        raise ProblemError(
            Problem.UPGRADE_REQUIRED, 409, "this console is too old to read what the centre holds", {"newest": newest}
        )


def render(entity: str, doc: Doc, schema: int, *, steps: dict[int, Step] = STEPS, newest: int = SCHEMA) -> Doc:
    """Return a document of the newest schema as a seat of `schema` reads it; a newer seat reads it as it is."""
    for version in range(newest, schema, -1):
        doc = steps[version](entity, doc)
    return doc
