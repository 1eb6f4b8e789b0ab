"""JSON lines for `seat-console case file`: one call a line, read into a command or into words on what to mend.

    {"ref": "A-17", "op": "file_case", "intake": {"case_type": "QZ", "content": "…"}, "dispatch_advice": "…"}

`op` is any command that makes a work order (see docs/commands.md) and may be left out for `file_case`. `ref` is the
sender's own name for the case: it comes back with the result, and its case is made at most once on this seat. Number
and pack version are the seat's to give.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hotline.commands import IntakeCommand, parse_command
from hotline.intake_rules import REQUIRED
from hotline.texts import unkeepable
from local_cache.refs import Ref
from wording import listed, tr

LINE_BYTES = 64 * 1024
"""Longest line that is read; 4,000 characters of narrative and all fields fit several times."""
INTAKE_OPS = frozenset(each.model_fields["op"].default for each in get_args(IntakeCommand))
REF_LENGTH = 100
_SEATS_OWN = frozenset({"number", "pack_version"})


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One good line: the command's name and payload, still without number and pack version."""

    line: int
    ref: str | None
    op: str
    payload: dict[str, Any]

    @property
    def advice(self) -> str:
        """The unit that the line would send its case to, empty for none."""
        return str(self.payload.get("dispatch_advice", ""))

    def reference(self) -> Ref | None:
        """Return what makes the case at most once, None for a line without `ref`. Order and blanks do not count."""
        if self.ref is None:
            return None
        content = json.dumps([self.op, self.payload], sort_keys=True)
        return Ref(self.ref, hashlib.sha256(content.encode()).hexdigest())

    def command(self, number: str, pack_version: str) -> IntakeCommand:
        """Return the command with what the seat adds."""
        made = parse_command(self.op, {**self.payload, "number": number, "pack_version": pack_version})
        assert isinstance(made, IntakeCommand)  # noqa: S101 - `op` was checked when the line was read
        return made


@dataclass(frozen=True, slots=True)
class BadLine:
    """One line that cannot be taken: which field, and what to do. It repeats nothing of what the line says."""

    line: int
    ref: str | None
    field: str
    do: str


class _Object(dict[str, Any]):
    """A JSON object; `twice` is where in it a field stands twice, empty for nowhere. JSON itself keeps the last."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        deeper = (f"{name}.{value.twice}" for name, value in pairs if isinstance(value, _Object) and value.twice)
        self.twice: str = next((name for name, times in counts.items() if times > 1), "") or next(deeper, "")


def read_line(count: int, raw: bytes) -> CaseLine | BadLine:
    """Read one line."""

    def bad(field: str, do: str) -> BadLine:
        return BadLine(count, ref, field, do)

    ref: str | None = None
    if len(raw) > LINE_BYTES:
        return bad("", tr("shorten the line to {count} bytes").format(count=LINE_BYTES))
    try:
        text = raw.decode("utf-8-sig")
        if "\0" in text:
            return bad("", tr("the character {sign} cannot be stored; delete it").format(sign="U+0000"))
        found = json.loads(text, object_pairs_hook=_Object)
        place, sign = _unkeepable(found)
    except UnicodeDecodeError:
        return bad("", tr("save the file as UTF-8"))
    except (ValueError, RecursionError):  # also a number too long to be one
        return bad("", tr("write one JSON object on one line"))
    if not isinstance(found, _Object):
        return bad("", tr("write one JSON object on one line"))
    if found.twice:
        return bad(found.twice, tr("it stands twice in this line: leave one"))
    ref = found.pop("ref", None)
    if ref is not None and not isinstance(ref, str):
        ref = None
        return bad("ref", tr("write text in quotes"))
    if ref is not None and (words := _wrong_ref(ref)):
        ref = None
        return bad("ref", words)
    op = found.pop("op", "file_case")
    if not isinstance(op, str) or op not in INTAKE_OPS:
        return bad("op", tr("use one of: {names}").format(names=listed(sorted(INTAKE_OPS))))
    for name in sorted(_SEATS_OWN & found.keys()):
        return bad(name, tr("leave it out: the seat gives it"))
    if not isinstance(found.get("intake"), dict):
        return bad("intake", tr("give the intake as a JSON object"))
    if sign:
        return bad(place, _unstored(sign))
    line = CaseLine(count, ref, op, found)
    try:
        command = line.command("0", "0")
        # What JSON says is meant: a number is no time. Last, since it cannot say which field holds half a character.
        type(command).model_validate_json(json.dumps(found | {"number": "0", "pack_version": "0"}), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return bad(".".join(str(part) for part in first["loc"] if part != op), words_for(first))
    blank = _blank(command, found)
    return bad(blank, tr("it must not be empty")) if blank else line


def _blank(command: IntakeCommand, found: dict[str, Any]) -> str:
    """Return the first text that the command cannot do without and that says nothing, empty for none."""
    own = [name for name, each in type(command).model_fields.items() if each.is_required()]
    given = {f"intake.{name}": found["intake"].get(name) for name in REQUIRED[command.op]}
    given |= {name: found.get(name) for name in own}
    return next((name for name, value in given.items() if isinstance(value, str) and not value.strip()), "")


def _unkeepable(value: object, place: str = "") -> tuple[str, str]:
    """Return the first field that holds what no database keeps, and the sign; both empty for none."""
    if isinstance(value, str):
        return place, unkeepable(value) or ""
    inner: Iterable[tuple[str, object]] = ()
    if isinstance(value, dict):
        names = ((place, name) for name in value)
        inner = (*names, *((f"{place}.{name}".lstrip("."), each) for name, each in value.items()))
    elif isinstance(value, list):
        inner = ((place, each) for each in value)
    return next((found for where, each in inner if (found := _unkeepable(each, where))[1]), ("", ""))


def _unstored(sign: str) -> str:
    if sign == "U+0000":
        return tr("the character {sign} cannot be stored; delete it").format(sign=sign)
    return tr("{sign} is half of a character: write the whole character, or delete it").format(sign=sign)


def _wrong_ref(ref: str) -> str:
    if not ref.strip():
        return tr("it must not be empty")
    if len(ref) > REF_LENGTH:
        return tr("shorten it to {count} characters").format(count=REF_LENGTH)
    sign = unkeepable(ref)
    return _unstored(sign) if sign else ""


def words_for(error: ErrorDetails) -> str:
    """Return what to do about one pydantic error, without the value that was given."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return tr("add this field")
        case "extra_forbidden":
            return tr("there is no such field: take it out or mend its name")
        case "string_too_long":
            return tr("shorten it to {count} characters").format(count=context["max_length"])
        case "string_too_short":
            return tr("it must not be empty")
        case "enum" | "literal_error":
            return tr("use one of: {names}").format(names=listed(re.findall(r"'([^']*)'", context["expected"])))
        case "string_type":
            return tr("write text in quotes")
        case "bool_type" | "bool_parsing":
            return tr("write true or false")
        case kind if kind.startswith(("datetime", "timezone")):
            return tr("write a time with its zone, like 2026-11-21T18:03:12+08:00")
        case "model_type" | "model_attributes_type":
            return tr("write a JSON object in braces")
        case "float_type" | "float_parsing":
            return tr("write a number without quotes")
        case "greater_than":
            return tr("write more than {least}").format(least=f"{context['gt']:g}")
        case "less_than_equal":
            return tr("write {most} at most").format(most=f"{context['le']:g}")
        case "value_error" if not error["loc"] and isinstance(context["error"], ValueError):  # a rule of the command's
            return tr(str(context["error"]))
        case _:
            return tr("this value does not fit; see the field in docs/commands.md")
