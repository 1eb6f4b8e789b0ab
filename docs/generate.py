"""Draws the pages of docs/ that stand in the code already: `make docs`. A test fails while a page is out of date."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from pydantic import BaseModel

from case_api.accounts.registry import make_signing_key
from case_api.cipher import Cipher
from case_api.cli import build_parser as build_centre_parser
from case_api.exit_codes import MEANINGS as CENTRE_MEANINGS
from case_api.http.app import create_app
from case_api.opening import open_centre
from case_api.settings import CentreFolder, write_settings
from case_api.settings import Settings as CentreSettings
from hotline.codes import ENDED, LIVE, State
from hotline.command_table import COMMANDS, CommandRow, Start
from hotline.commands import Command
from hotline.work_order import Intake
from seat_console.cli import build_parser
from seat_console.exit_codes import MEANINGS
from widgets.commands import COMMANDS as COMMANDS_OF_KEYS
from widgets.keymap import key_words
from wording import language, set_language, tr

DOCS = Path(__file__).parent
NOTE = "<!-- drawn from the code by `make docs`; edit the code -->\n"


def commands() -> str:
    """Return the page of commands: what a work order can undergo, and what `seat-console` understands."""

    def row(each: CommandRow) -> str:
        cells = (
            f"`{each.op}`",
            f"{each.name} {_chinese(each.name)}",
            ", ".join(sorted(each.roles)),
            _states(each.start),
            ", ".join(dict.fromkeys((*each.to, *each.merged_to))) or "as it was",
            each.offline.value.replace("_", " "),
            each.records,
        )
        return "| " + " | ".join(cells) + " |"

    lines = [
        "# Commands",
        "",
        "## What changes a work order",
        "",
        "One table decides who may do what, in which states, and whether a seat without a line may do it. Both the",
        "seat and the centre judge by it (`hotline/command_table.py`).",
        "",
        "| command | name | who | from | to | offline | records |",
        "|---|---|---|---|---|---|---|",
        *(row(each) for each in COMMANDS.values()),
        "",
        "`live` is every state in which somebody still has to do something; `settled` is over but not yet filed away.",
        "",
        "## States",
        "",
        "`filed` is the only state without a way out. What changes no state (a note, an extension) is not drawn.",
        "",
        *_diagram(),
        "",
        "## Fields of the intake",
        "",
        "What `file_case` and the other commands of an intake carry as `intake`; `amend_case` may change each of them.",
        "",
        "| field | value | |",
        "|---|---|---|",
        *_fields(Intake),
        "",
        "Fields of each command, of those that make a work order besides `intake`; a line of `case file` has them.",
        "",
        *(line for model in get_args(Command) for line in _payload(model)),
        "## seat-console",
        "",
    ]
    lines += [line for parser in _parsers(build_parser()) for line in _usage(parser)]
    lines += ["## case-api", ""]
    lines += [line for parser in _parsers(build_centre_parser()) for line in _usage(parser)]
    for program, meanings in (("seat-console", MEANINGS), ("case-api", CENTRE_MEANINGS)):
        lines += [f"## Exit codes of {program}", "", "| code | meaning |", "|---|---|"]
        lines += [*(f"| {int(code)} | {words} |" for code, words in meanings.items()), ""]
    return "\n".join(lines) + "\n"


def _chinese(words: str) -> str:
    set_language("zh")
    found = tr(words)
    set_language("en")
    return found


def _diagram() -> Iterator[str]:
    """Draw the states as the table of commands ties them, an arrow for each pair with the commands that lead along."""
    ways: dict[tuple[str, str], list[str]] = {}
    for row in COMMANDS.values():
        for start in (each for each in (*Start, *State) if each in row.start):
            before = "[*]" if start is Start.NEW else start.value
            for after in row.ends_from(start):
                if after is not start:
                    ways.setdefault((before, after.value), []).append(row.op)
    yield from ("```mermaid", "stateDiagram-v2")
    yield from (f"    {before} --> {after}: {', '.join(ops)}" for (before, after), ops in ways.items())
    yield from (f"    {State.FILED.value} --> [*]", "```")


def _payload(model: type[BaseModel]) -> Iterator[str]:
    yield from (f"### `{model.model_fields['op'].default}`", "", "| field | value | |", "|---|---|---|")
    yield from _fields(model, frozenset({"op", "intake", "number", "pack_version"}))
    yield ""


def _states(start: frozenset[State | Start]) -> str:
    names = []
    for states, name in ((LIVE, "live"), (ENDED, "settled")):
        if states <= start:
            names.append(name)
            start -= states
    return ", ".join([*names, *(each.value for each in (*Start, *State) if each in start)])


def _fields(model: type[BaseModel], without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield a row for each field of a command or of the intake."""
    schema = model.model_json_schema()
    yield from _rows(schema, schema.get("$defs", {}), without)


def _rows(schema: dict[str, Any], models: dict[str, Any], without: frozenset[str] = frozenset()) -> Iterator[str]:
    for name, field in schema["properties"].items():
        if name in without:
            continue
        kinds = []
        for option in field.get("anyOf", [field]):
            found = {**option, **models.get(option.get("$ref", "").rpartition("/")[2], {})}
            if "enum" in found:
                kinds.append(" ".join(f"`{value}`" for value in found["enum"]))
            elif found.get("type") != "null":
                kinds.append(found.get("format") or found.get("type", "any"))
            if "maxLength" in found:
                kinds[-1] += f" up to {found['maxLength']}"
        needed = "needed" if name in schema.get("required", []) else ""
        yield f"| `{name}` | {', '.join(kinds)} | {needed} |"


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _parsers(inner)


def _usage(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield what a command is for and what it takes; argparse's own help differs from Python to Python."""
    if parser.description is None:
        return  # it only holds other commands
    yield from (f"### `{parser.prog}`", "", parser.description, "")
    taken = [
        action for action in parser._actions if action.dest != "help" and action.help not in (None, argparse.SUPPRESS)
    ]
    for action in taken:
        name = ", ".join(action.option_strings)
        value = action.metavar or ("|".join(action.choices) if action.choices else "")
        yield f"- `{f'{name} {value}'.strip()}`: {action.help}" if action.nargs != 0 else f"- `{name}`: {action.help}"
    if taken:
        yield ""


def keys() -> str:
    """Return the page of keys, in the order of the help screen."""
    lines = [
        "# Keys",
        "",
        "Every action has a key; settings or the screen for settings give it another (docs/settings.md). Enter goes to",
        "the next field, Shift+Tab back. Escape is never needed to go on. Under a question at the bottom of a screen",
        "only its own keys work, and help, language, lock and back. A text that is longer than its room says how many",
        "rows are left: Tab (in find also Enter on its row) goes to it, arrows, PgDn, PgUp, Home and End move it.",
        "",
        "| command | key | | what it does | where |",
        "|---|---|---|---|---|",
    ]
    for each in COMMANDS_OF_KEYS:
        named = " / ".join(key_words(key) for key in each.keys)
        anywhere = "everywhere" if each.without_session or each.id == "back" else "wherever somebody is signed in"
        where = ", ".join(each.places).replace("_", " ") or anywhere
        lines.append(f"| `{each.id}` | {named} | {each.label} {_chinese(each.label)} | {each.help} | {where} |")
    return "\n".join(lines) + "\n"


def api() -> str:
    """Return the page of the case API: each path with what it takes and answers."""
    schema = _openapi()
    lines = [
        "# The case API",
        "",
        f"Version {schema['info']['version']}. The OpenAPI document, with examples, is at",
        "`/v1/openapi.json`. Errors are problem documents (RFC 9457), `application/problem+json`.",
        "",
        "`/metrics` stands beside it, for Prometheus on the centre's own machine: it wants no sign-in and is answered",
        "over the loopback alone (404 to everybody else). It tells counts and times of answers by method, pattern of",
        "the address and status, pushed commands by outcome, requests in flight and open streams, and no name, number,",
        "address or id of anybody. A proxy on the same machine asks over the loopback too: let it not pass this on.",
        "",
    ]
    problems: dict[str, str] = {}
    for path, methods in schema["paths"].items():
        for method, what in methods.items():
            lines += [f"## {method.upper()} {path}", "", what.get("description", "").strip(), ""]
            if taken := _named(what.get("requestBody", {})):
                lines.append(f"Takes `{taken}`.")
            good = {status: answer for status, answer in what["responses"].items() if status < "400"}
            bad = {status: answer["description"] for status, answer in what["responses"].items() if status >= "400"}
            answers = [f"{status} `{_named(answer)}`" if _named(answer) else status for status, answer in good.items()]
            lines += [f"Answers {', '.join(answers)}; problems {', '.join(bad)}.", ""]
            problems |= bad
    lines += ["## Problems", "", "| status | what it means |", "|---|---|"]
    lines += [*(f"| {status} | {words} |" for status, words in sorted(problems.items())), ""]
    lines += ["## What is in them", ""]
    for name, model in sorted(schema["components"]["schemas"].items()):
        if "properties" in model:
            lines += [f"### {name}", "", model.get("description", "").split("\n\n")[0], ""]
            lines += ["| field | value | |", "|---|---|---|", *_rows(model, schema["components"]["schemas"]), ""]
    return "\n".join(lines)


def _openapi() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        made = CentreFolder(Path(folder))
        made.keys.mkdir()
        Cipher.create(made.personal_data_key)
        make_signing_key(made)
        write_settings(made, CentreSettings())
        opened = open_centre(made)
        try:
            return create_app(opened.centre, opened.registry).openapi()
        finally:
            opened.centre.engine.dispose()


def _named(body: dict[str, Any]) -> str:
    """Return the name of the model that a request or an answer carries, empty for none."""
    for content in body.get("content", {}).values():
        if "$ref" in content.get("schema", {}):
            return str(content["schema"]["$ref"].rpartition("/")[2])
    return ""


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands, "keys.md": keys, "api.md": api}


def page(name: str) -> str:
    """Return one page as it ought to be now."""
    spoken = language()
    set_language("en")
    try:
        return NOTE + PAGES[name]()
    finally:
        set_language(spoken)


if __name__ == "__main__":
    for name in PAGES:
        (DOCS / name).write_text(page(name), encoding="utf-8")
        print(f"docs/{name}")
