"""The command line of a centre. Every command's own module is imported only when that command is given."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module

from case_api.command_line.kinds import folder
from case_api.command_line.people_and_seats import add_authority, add_displays, add_seats, add_users
from case_api.command_line.running import add_init, add_keeping, add_serve, add_simulate
from case_api.command_line.work import (
    add_audit,
    add_calendar,
    add_cases,
    add_held,
    add_practice,
    add_reports,
    add_shifts,
)
from case_api.exit_codes import MEANINGS, Exit, RefusedError
from wording import LANGUAGES, detect_language, set_language, tr
from wording.arguments import Parser


def build_parser() -> Parser:
    """Return the parser, its words in the language that is set now."""
    parser = Parser(
        prog="case-api",
        description=tr("The central case API of a hotline."),
        epilog=_epilog(),
    )
    parser.add_version()
    parser.add_argument("--language", choices=LANGUAGES, help=tr("language of all words; else of the system"))
    parser.add_argument(
        "--folder",
        type=folder,
        metavar="DIR",
        help=tr("folder of the centre; else CASE_API_FOLDER, else the user's own"),
    )
    commands = parser.add_commands()
    add_init(commands)
    add_serve(commands)
    add_users(commands)
    add_seats(commands)
    add_displays(commands)
    add_authority(commands)
    add_audit(commands)
    add_held(commands)
    add_cases(commands)
    add_calendar(commands)
    add_shifts(commands)
    add_keeping(commands)
    add_reports(commands)
    add_practice(commands)
    add_simulate(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (`case_api.exit_codes`)."""
    given = sys.argv[1:] if arguments is None else arguments
    set_language(detect_language(_asked_language(given), None))
    options = build_parser().parse_args(given)
    module, _, function = options.run.partition(":")
    try:
        with ExitStack() as options.closing:
            return int(getattr(import_module(module), function)(options))
    except RefusedError as error:
        print(error, file=sys.stderr)
        return Exit.REFUSED
    except (KeyboardInterrupt, EOFError):  # the end of input where something was asked
        return Exit.INTERRUPTED
    except Exception as error:
        from case_api.commands.failures import told_failure

        return told_failure(error, options)


def _epilog() -> str:
    return "\n".join([tr("exit codes:"), *(f"  {int(code)}  {tr(words)}" for code, words in MEANINGS.items())])


def _asked_language(arguments: Sequence[str]) -> str | None:
    """Return the language that the command line names, before the parser's own words are made."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--language":
            asked = value or next(iter(arguments[place + 1 :]), None)
            return asked if asked in LANGUAGES else None
    return None
