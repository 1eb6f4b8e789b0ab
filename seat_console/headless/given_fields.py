"""Reads the fields of a command as they stand on the command line: `FIELD=VALUE`, or all of them as one JSON object."""

import json
from collections.abc import Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from hotline.codes import Role
from hotline.command_table import COMMANDS, Start
from hotline.commands import Command, parse_command, payload_of
from local_cache.ids import new_id
from seat_console.headless.case_lines import words_for
from wording import listed, tr

GIVEN = tuple(
    op
    for op, row in COMMANDS.items()
    if op != "reveal" and row.roles - {Role.WORKER} and any(not isinstance(each, Start) for each in row.start)
)
"""Commands for a case that is there, of people: what a reveal shows is for a screen alone."""
_MODELS: dict[str, type[BaseModel]] = {model.model_fields["op"].default: model for model in get_args(Command)}


class Wrong(ValueError):  # noqa: N818 - the name says what it is
    """What cannot be read; the message names the field and says what to do, and repeats nothing of the value."""


def read_command(op: str, fields: Sequence[str], text: str | None) -> dict[str, Any]:
    """Return the payload of a command, as JSON. Raises `Wrong`."""
    if op not in GIVEN:
        raise Wrong(tr("there is no such command for a case; use one of: {names}").format(names=listed(GIVEN)))
    if text is not None and fields:
        raise Wrong(tr("give the fields one by one, or all of them with --json"))
    payload = _one_by_one(op, fields) if text is None else _object(text)
    if op == "split":
        payload.setdefault("new_id", str(new_id()))
    try:
        return payload_of(parse_command(op, payload))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Wrong(_wrong(place, _advice(op, first["type"], words_for(first)))) from None


def _one_by_one(op: str, fields: Sequence[str]) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    for given in fields:
        name, is_one, value = given.partition("=")
        if not is_one:
            raise Wrong(tr("write each field as FIELD=VALUE, in quotes where it has blanks"))
        known = _MODELS[op].model_fields.get(name)
        if known is not None and get_origin(known.annotation) is tuple:
            payload.setdefault(name, []).append(value)
        elif name in payload:
            raise Wrong(_wrong(name, tr("it stands twice in this line: leave one")))
        else:
            payload[name] = value
    return payload


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Wrong(_wrong("--json", tr("write a JSON object in braces")))
    return found


def _advice(op: str, kind: str, words: str) -> str:
    """Return what to do; of a field that there is not, the ones that there are."""
    if kind != "extra_forbidden":
        return words
    names = [name for name in _MODELS[op].model_fields if name != "op"]
    if not names:
        return tr("this command has no fields")
    return tr("there is no such field; use one of: {names}").format(names=listed(names))


def _wrong(place: str, words: str) -> str:
    return tr("{label}: {value}").format(label=place, value=words) if place else words
