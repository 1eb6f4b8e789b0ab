"""The command line of a centre. Every command's own module is imported only when that command is given."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from importlib import import_module
from math import inf
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from case_api.cases.purge_reason import PurgeReason
from case_api.exit_codes import MEANINGS, Exit, RefusedError
from case_api.host_names import is_host
from hotline.behind import IN_HAND, RECEIVED
from hotline.counts import Count
from hotline.due_moment import ELAPSED_UNITS, WORKING_DAYS
from hotline.names import one_line, sign_in_name
from wording import LANGUAGES, detect_language, set_language, tr
from wording.arguments import Parser

_LAST_PORT = 65535
_LONGEST_NAME = 100
_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


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
        type=_folder,
        metavar="DIR",
        help=tr("folder of the centre; else CASE_API_FOLDER, else the user's own"),
    )
    commands = parser.add_commands()
    _add_init(commands)
    _add_serve(commands)
    _add_users(commands)
    _add_seats(commands)
    _add_authority(commands)
    _add_audit(commands)
    _add_held(commands)
    _add_cases(commands)
    _add_calendar(commands)
    _add_keeping(commands)
    _add_reports(commands)
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


def _add_init(commands: _Commands) -> None:
    init = _command(commands, "init", tr("make a centre: folder, keys, database, first administrator"), "init:init")
    init.add_argument("--city", default="tangshan", help=tr("city pack that comes with the program"))
    init.add_argument("--pack", type=Path, metavar="DIR", help=tr("folder of a city pack of one's own"))
    init.add_argument("--name", type=_hotline_name, help=tr("name of the hotline; else of the city"))
    init.add_argument("--database", metavar="URL", help=tr("postgresql+psycopg://…; else one SQLite file"))
    init.add_argument(
        "--host", type=_host, metavar="ADDRESS", help=tr("address to listen at; else all of this machine")
    )
    init.add_argument("--port", type=_port, default=8345, help=tr("port to listen at"))
    init.add_argument(
        "--host-name", type=_host, action="append", default=[], metavar="NAME", dest="host_names",
        help=tr("name or address by which seats reach the centre; may be given again"),
    )  # fmt: skip
    init.add_argument("--loopback", action="store_true", help=tr("plain HTTP for this machine alone, no TLS"))
    init.add_argument("--admin", default="admin", metavar="ID", help=tr("name of sign-in of the first administrator"))
    init.add_argument("--demo", action="store_true", help=tr("people with known passwords, past cases, ringing calls"))
    _add_password(init)


def _add_serve(commands: _Commands) -> None:
    serve = _command(commands, "serve", tr("serve the centre to its seats"), "serve:serve")
    serve.add_argument("--host", type=_host, metavar="ADDRESS", help=tr("another address to listen at"))
    serve.add_argument("--port", type=_port, help=tr("another port to listen at, 0 for a free one"))
    serve.add_argument("--no-worker", action="store_true", help=tr("leave telephony to `case-api worker`"))
    _command(commands, "worker", tr("run telephony in a process of its own"), "serve:work")


def _add_users(commands: _Commands) -> None:
    users = _group(commands, "user", tr("people"))
    add = _command(users, "add", tr("add a person"), "users:add")
    add.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    add.add_argument("--name", required=True, help=tr("name as it is shown"))
    _add_roles(add)
    _add_places(add)
    add.add_argument("--unit", metavar="CODE", help=tr("unit that they work for; the role unit asks for one"))
    _add_password(add)
    roles = _command(users, "roles", tr("give a person other roles"), "users:roles")
    roles.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    _add_roles(roles)
    unit = _command(users, "unit", tr("let a person work for another unit"), "users:unit")
    unit.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    unit.add_argument("unit", metavar="CODE", help=tr("code of a unit of the city pack, - for none"))
    roster = _command(users, "roster", tr("put a person on other rosters"), "users:roster")
    roster.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    _add_places(roster)
    password = _command(users, "password", tr("change a person's password"), "users:password")
    password.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    _add_password(password)
    for name, words in (
        ("end-sessions", tr("end all sessions and grants of a person")),
        ("disable", tr("shut a person out")),
        ("enable", tr("let a person in again")),
        ("unlock", tr("end the lock-out of a person")),
    ):
        one = _command(users, name, words, f"users:{name.replace('-', '_')}")
        one.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    _command(users, "list", tr("list everybody"), "users:list_all")


def _add_seats(commands: _Commands) -> None:
    seats = _group(commands, "seat", tr("seats"))
    for name, words in (
        ("add", tr("add seats that are not here yet")),
        ("move", tr("let seats stand with another sub-centre; each is to be enrolled again")),
    ):
        some = _command(seats, name, words, f"seats:{name}")
        some.add_argument("seats", nargs="+", metavar="SEAT", help=tr("four digits, or a span such as 0001-0009"))
        some.add_argument("--sub-centre", required=True, metavar="CODE", help=tr("sub-centre where it stands"))
    code = _command(seats, "code", tr("print a one-time enrolment code"), "seats:code")
    code.add_argument("seat", metavar="SEAT", help=tr("four digits"))
    revoke = _command(seats, "revoke", tr("revoke the devices of a seat"), "seats:revoke")
    revoke.add_argument("seat", metavar="SEAT", help=tr("four digits"))
    _command(seats, "list", tr("list seats and their devices"), "seats:list_all")


def _add_authority(commands: _Commands) -> None:
    authority = _group(commands, "authority", tr("the certificate authority that seats have pinned"))
    _command(
        authority, "renew", tr("make its certificate anew; seats enrol again by the old one's end"), "authority:renew"
    )


def _add_audit(commands: _Commands) -> None:
    audits = _group(commands, "audit", tr("the audit of writes and of reads"))
    verify = _command(audits, "verify", tr("check both chains, name the first row that does not fit"), "audit:verify")
    verify.add_argument("--heads", type=Path, metavar="FILE", help=tr("heads that were written out before"))
    heads = _command(audits, "heads", tr("write the heads of both chains out"), "audit:heads")
    heads.add_argument("--to", type=Path, metavar="FILE", help=tr("file to append to; else in the centre's folder"))


def _add_held(commands: _Commands) -> None:
    held = _group(commands, "held", tr("what seats sent and the centre could not take as it was"))
    _command(held, "list", tr("list what is parked or held"), "held:list_all")
    accept = _command(held, "accept", tr("take what was held for its operator's standing"), "held:accept")
    accept.add_argument("mutation", type=_mutation, metavar="ID", help=tr("id of the mutation"))
    accept.add_argument("--by", required=True, metavar="ID", help=tr("name of sign-in of the supervisor who says so"))
    _command(held, "conflicts", tr("list values that lost against what the centre had"), "held:conflicts")
    settle = _command(held, "settle", tr("take what one mutation lost off that list"), "held:settle_conflict")
    settle.add_argument("mutation", type=_mutation, metavar="ID", help=tr("id of the mutation"))
    settle.add_argument("--by", required=True, metavar="ID", help=tr("name of sign-in of the supervisor who says so"))


def _add_cases(commands: _Commands) -> None:
    cases = _group(commands, "case", tr("cases as data"))
    purge = _command(cases, "purge", tr("erase a case for good, here and at every seat"), "cases:purge")
    purge.add_argument(
        "case", metavar="CASE", help=tr("its number or its id; the id of what is held, if the case never came")
    )
    purge.add_argument(
        "--reason",
        required=True,
        choices=[each.value for each in PurgeReason],
        help=tr("why, for the audit; nothing personal"),
    )
    purge.add_argument("--by", required=True, metavar="ID", help=tr("name of sign-in of whoever answers for it"))
    purge.add_argument("--yes", action="store_true", help=tr("do not ask again"))
    explain = _command(cases, "explain", tr("say how its due times are counted, one line a day"), "cases:explain")
    explain.add_argument("case", metavar="CASE", help=tr("its number or its id"))
    _command(
        cases, "without-unit", tr("list cases in hand of units that the city pack has no more"), "cases:without_unit"
    )


def _add_calendar(commands: _Commands) -> None:
    calendar = _group(commands, "calendar", tr("the working-day calendar"))
    _command(calendar, "show", tr("list its years, and until when it is announced"), "calendar:show")
    bring_in = _command(
        calendar, "import", tr("take the file of a year into the calendar, here and at every seat"), "calendar:bring_in"
    )
    bring_in.add_argument("file", type=Path, metavar="FILE", help=tr("the year's file, such as 2027.toml"))
    explain = _command(
        calendar, "explain", tr("say when something is due, and which days are counted"), "calendar:explain"
    )
    explain.add_argument(
        "--from", type=_moment, required=True, metavar="MOMENT", dest="begin",
        help=tr("when it begins, such as 2026-12-30T10:00, in the city's time"),
    )  # fmt: skip
    explain.add_argument("--length", type=_length, required=True, metavar="N", help=tr("how long, such as 5 or 2.5"))
    explain.add_argument(
        "--unit", choices=(WORKING_DAYS, *ELAPSED_UNITS), default=WORKING_DAYS, help=tr("unit of the length")
    )


def _add_keeping(commands: _Commands) -> None:
    backup = _command(commands, "backup", tr("copy the centre while it runs"), "keeping:backup")
    backup.add_argument("to", type=Path, metavar="FILE", help=tr("file to write"))
    backup.add_argument("--force", action="store_true", help=tr("replace the file if it is there already"))
    restore = _command(
        commands, "restore", tr("put a copy in place; seats offer what it lacks again"), "keeping:restore"
    )
    restore.add_argument("source", type=Path, metavar="FILE", help=tr("file that `case-api backup` wrote"))
    restore.add_argument(
        "--yes", action="store_true", help=tr("do not ask though something may be lost by it; each such thing is named")
    )
    imports = _group(commands, "import", tr("bring in cases from elsewhere"))
    la311 = _command(imports, "la311", tr("bring in a CSV file of MyLA311"), "importing:la311")
    la311.add_argument("file", type=Path, metavar="FILE", help=tr("the CSV file"))
    la311.add_argument(
        "--loop", action="store_true", help=tr("let them go the whole way to the archive at their own times")
    )


def _add_reports(commands: _Commands) -> None:
    reports = _group(commands, "report", tr("reports on settled cases"))
    for name, metavar, words in (
        ("month", "YYYY-MM", tr("the report on a month, such as 2026-10")),
        ("week", "YYYY-Wnn", tr("the report on a week from Monday to Sunday, such as 2026-W43")),
    ):
        one = _command(reports, name, words, f"reports:{name}")
        one.add_argument("period", metavar=metavar, help=words)
        one.add_argument("--xlsx", type=Path, metavar="FILE", help=tr("write it as an Excel workbook, not as text"))
        one.add_argument("--html", type=Path, metavar="FILE", help=tr("write it as a page to be printed, not as text"))
        one.add_argument("--force", action="store_true", help=tr("replace the file if it is there already"))
    cases = _command(reports, "cases", tr("list the cases behind a number of a report"), "reports:cases")
    cases.add_argument("since", type=_day, metavar="FROM", help=tr("first day, such as 2026-10-01"))
    cases.add_argument("until", type=_day, metavar="TO", help=tr("last day, included"))
    cases.add_argument(
        "--what", default="settled", choices=[RECEIVED, IN_HAND, *Count], metavar="WHAT",
        help=tr("which number: {names}").format(names=", ".join([RECEIVED, IN_HAND, *Count])),
    )  # fmt: skip
    cases.add_argument("--adjusted", action="store_true", help=tr("without cases that were excluded from assessment"))
    cases.add_argument("--unit", metavar="CODE", help=tr("of one unit, - for what the desk answered itself"))
    cases.add_argument("--class", default="", metavar="CODE", dest="class_code", help=tr("of a class and those below"))
    cases.add_argument("--district", metavar="CODE", help=tr("of one district, - for places that are not known"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = tr("{text} is no day: write it as 2026-10-01")
        raise argparse.ArgumentTypeError(words.format(text=text)) from error


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(tr("a port is a number from 0 to 65535"))
    return port


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("a moment is written such as 2026-12-30T10:00")) from error


def _length(text: str) -> float:
    try:
        length = float(text)
    except ValueError:
        length = -1
    if not 0 <= length < inf:
        raise argparse.ArgumentTypeError(tr("a length is a number from 0 up, such as 5 or 2.5"))
    return length


def _mutation(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        words = tr("{text} is no id of a mutation: copy one from `case-api held list` or `case-api held conflicts`")
        raise argparse.ArgumentTypeError(words.format(text=text)) from error


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError(tr("name a folder"))
    return Path(text)


def _host(text: str) -> str:
    if not is_host(text):
        words = tr("a host is a name of letters A-Z a-z, digits, - and dots, such as centre.example, or an address")
        raise argparse.ArgumentTypeError(words)
    return text


def _hotline_name(text: str) -> str:
    if not 1 <= len(text.strip()) <= _LONGEST_NAME or one_line(text) != text:
        words = tr("the name of a hotline is one line of 1 to {most} characters")
        raise argparse.ArgumentTypeError(words.format(most=_LONGEST_NAME))
    return text


def _add_roles(parser: Parser) -> None:
    parser.add_argument(
        "--role", action="append", required=True, dest="roles", metavar="ROLE",
        help=tr("operator, lead, dispatcher, callback, admin …; may be given again"),
    )  # fmt: skip


def _add_places(parser: Parser) -> None:
    parser.add_argument(
        "--seat", action="append", default=[], dest="seats", metavar="SEAT",
        help=tr("may work at this seat; without --seat and --sub-centre at every seat"),
    )  # fmt: skip
    parser.add_argument(
        "--sub-centre", action="append", default=[], dest="sub_centres", metavar="CODE",
        help=tr("may work at every seat of this sub-centre"),
    )  # fmt: skip


def _add_password(parser: Parser) -> None:
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE",
        help=tr("file with the password, - for standard input; else it is asked for"),
    )  # fmt: skip


def _group(commands: _Commands, name: str, words: str) -> _Commands:
    parser = commands.add_parser(name, help=words, description=words)
    return parser.add_commands()


def _command(commands: _Commands, name: str, words: str, run: str) -> Parser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(run=f"case_api.commands.{run}")
    return parser


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
