"""The command line of a seat. Every command's own module is imported only when that command is given."""

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from hotline.names import sign_in_name
from seat_console.exit_codes import MEANINGS, Exit
from seat_console.settings import LANGUAGES, Settings, SettingsError, read_settings, settings_file
from wording import detect_language, set_language, tr
from wording.arguments import Parser
from wording.os_trouble import os_words

CONSOLE = "seat_console.start:open_console"


def _common_parser() -> Parser:
    """Return the parser of what every command and the console itself take."""
    parser = Parser(prog="seat-console", add_help=False)
    parser.add_argument(
        "--language", choices=LANGUAGES, help=tr("language of all words; else of the settings, else of the system")
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", help=tr("folder of this seat's files"))
    parser.set_defaults(run=CONSOLE)
    return parser


def build_parser() -> Parser:
    """Return the parser, its words in the language that is set now."""
    parser = Parser(
        prog="seat-console",
        parents=[_common_parser()],
        description=tr("The console of a hotline seat. Without a command it opens the desk."),
        epilog=_epilog(),
    )
    parser.add_version()
    commands = parser.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"))

    enrol = _command(commands, "enrol", tr("bind this machine to a seat of a centre"), "enrol:enrol_seat")
    enrol.add_argument("--centre", metavar="URL", help=tr("address of the centre, like https://centre.example:8345"))
    enrol.add_argument("--code", help=tr("the enrolment code from the centre; asked for when left out"))
    enrol.add_argument("--name", help=tr("name of this device; else the machine's name"))

    unenrol = _command(commands, "unenrol", tr("take this seat's files off this machine"), "enrol:unenrol_seat")
    unenrol.add_argument(
        "--yes", action="store_true", help=tr("do it although something is unsent or a draft is open; it is lost")
    )

    case = commands.add_parser("case", help=tr("cases without the screen"))
    cases = case.add_commands()
    file = _command(cases, "file", tr("file cases from JSON lines"), "case_file:file_cases")
    file.description = tr(
        'File cases from JSON lines. A line with a "ref" of your own is filed once on this seat, however often it is '
        "given; a line without one is a new case each time. See docs/headless.md."
    )
    file.add_argument(
        "--from", dest="source", metavar="FILE", required=True, help=tr("file of JSON lines, - for standard input")
    )
    file.add_argument(
        "--rejects",
        type=Path,
        metavar="FILE",
        help=tr("write the lines that were not taken to this file, as they came"),
    )
    file.add_argument(
        "--start-at", type=_line_number, default=1, metavar="LINE", help=tr("begin at this line; those before are done")
    )
    _add_operator(file)

    queue = _command(commands, "queue", tr("show a work list of the centre"), "work_list:show_queue")
    queue.add_argument(
        "name",
        metavar="NAME",
        help=tr("dispatch, lead, unit (your own unit's), callback, supervision, exclusion or caller_note"),
    )
    queue.add_argument("--cursor", default="", metavar="TEXT", help=tr("the page that follows another one"))
    queue.add_argument("--json", action="store_true", help=tr("print one JSON object"))
    _add_operator(queue)

    give = _command(commands, "give", tr("give a command for one case at the centre"), "give:give_command")
    give.description = tr(
        "Give a command for one case at the centre: dispatch, reply, supervise and so on. It counts once the "
        "centre has said so. Commands and their fields: docs/commands.md."
    )
    give.add_argument("case", metavar="CASE", help=tr("its number or its id"))
    give.add_argument("op", metavar="OP", help=tr("name of the command, such as assign"))
    give.add_argument(
        "fields", nargs="*", metavar="FIELD=VALUE", help=tr("its fields; one of several values is given several times")
    )
    give.add_argument("--json", metavar="TEXT", help=tr("its fields as one JSON object; the answer is one then, too"))
    give.add_argument(
        "--revision", type=_revision, metavar="N", help=tr("revision of the case that was seen; else the one it has")
    )
    _add_operator(give)

    _add_reports(commands)
    _add_board(commands)

    wall = _command(commands, "wall", tr("show the figures of the day in a hall"), "wall:open_wall")
    wall.description = tr(
        "Show the figures of the day in a hall, read-only. It needs a display token from `case-api display add`, in a "
        "file or in the variable SEAT_WALL_TOKEN. See docs/wall.md."
    )
    wall.add_argument(
        "--centre", required=True, metavar="URL", help=tr("address of the centre, like https://centre.example:8345")
    )
    wall.add_argument("--ca", type=Path, metavar="FILE", help=tr("the centre's certificate authority, its ca.pem"))
    wall.add_argument(
        "--token-file", type=Path, metavar="FILE", help=tr("file with the display token; else SEAT_WALL_TOKEN")
    )
    wall.set_defaults(run="seat_console.wall:open_wall")

    _add_practice(commands)

    sync = _command(commands, "sync", tr("send and fetch now"), "sync_now:sync_seat")
    sync.add_argument("--json", action="store_true", help=tr("print one JSON object"))

    status = _command(commands, "status", tr("say how this seat stands"), "status:show_status")
    status.add_argument("--json", action="store_true", help=tr("print one JSON object"))

    outbox = commands.add_parser("outbox", help=tr("what waits on this seat"))
    outboxes = outbox.add_commands()
    export = _command(outboxes, "export", tr("write what is unsent to a signed file"), "outbox:export_outbox")
    export.add_argument("file", type=Path, metavar="FILE", help=tr("the file to write; it must be new"))
    take_in = _command(outboxes, "import", tr("take in what another seat exported"), "outbox:import_outbox")
    take_in.add_argument("file", type=Path, metavar="FILE", help=tr("the file that the other seat wrote"))

    pack = commands.add_parser("pack", help=tr("city packs"))
    packs = pack.add_commands()
    check = _command(packs, "check", tr("check a city pack as a whole"), "pack:check_pack")
    check.add_argument("pack", type=Path, metavar="DIR", help=tr("folder of the pack"))

    _command(commands, "keys", tr("list every key"), "keys:list_keys")
    return parser


def _command(commands: "argparse._SubParsersAction[Parser]", name: str, words: str, run: str) -> Parser:
    parser = commands.add_parser(name, help=words, description=words)
    # What every command takes may stand behind its name too; the help tells it once.
    untold = argparse.SUPPRESS
    parser.add_argument("--language", choices=LANGUAGES, default=untold, help=untold)
    parser.add_argument("--folder", type=Path, default=untold, help=untold)
    parser.set_defaults(run=f"seat_console.headless.{run}")
    return parser


def _add_reports(commands: "argparse._SubParsersAction[Parser]") -> None:
    from hotline.report_arguments import add_files, add_number, whole_reports

    reports = commands.add_parser("report", help=tr("reports on settled cases")).add_commands()
    for name, metavar, words in whole_reports():
        one = _command(reports, name, words, f"report:give_{name}")
        which = tr("which one; else the last one that is over")
        one.add_argument("period", nargs="?", default="", metavar=metavar, help=which)
        add_files(one)
        one.add_argument("--json", action="store_true", help=tr("print one JSON object"))
        _add_operator(one)
    cases = _command(reports, "cases", tr("list the cases behind a number of a report"), "report:list_cases")
    add_number(cases)
    cases.add_argument("--cursor", default="", metavar="TEXT", help=tr("the page that follows another one"))
    cases.add_argument("--json", action="store_true", help=tr("print one JSON object"))
    _add_operator(cases)


def _add_board(commands: "argparse._SubParsersAction[Parser]") -> None:
    from uuid import UUID

    board = commands.add_parser("board", help=tr("the shift lead's board without the screen")).add_commands()

    def one(name: str, words: str, run: str) -> Parser:
        parser = _command(board, name, words, f"board:{run}")
        parser.add_argument("--json", action="store_true", help=tr("print one JSON object"))
        _add_operator(parser)
        return parser

    one("figures", tr("show the figures of today, each beside that of a week ago"), "show_figures")
    one("seats", tr("show how each seat stands"), "show_seats")
    one("troubles", tr("list what a lead should look at, most urgent first"), "show_troubles")
    one("missed", tr("list who gave up and has not been called back"), "show_missed")
    notice = one("notice", tr("send a notice to a seat, a sub-centre or all"), "send_notice")
    notice.add_argument("place", metavar="PLACE", help=tr("seat:0042, sub_centre:CODE, or * for every seat"))
    notice.add_argument("words", metavar="WORDS", help=tr("what it says"))
    notice.add_argument("--must-read", action="store_true", help=tr("ask for a key that says it was read"))
    order = one("order", tr("tell a seat what to do"), "order_seat")
    order.add_argument("seat", metavar="SEAT", help=tr("its four digits"))
    order.add_argument("value", choices=("ready", "paused", "general", "enterprise"), help=tr("a state or a queue"))
    order.add_argument("--reason", default="", metavar="CODE", help=tr("why it is to pause, a code of the city pack"))
    claim = one("claim", tr("claim a caller who gave up"), "claim_caller")
    claim.add_argument("--seat", default="", metavar="SEAT", help=tr("for this seat; else for the one that asks"))
    for parser in (claim, one("release", tr("give a caller free who was claimed"), "release_caller")):
        parser.add_argument("call", type=UUID, metavar="CALL", help=tr("id of the call, as `board missed` has it"))


def _add_practice(commands: "argparse._SubParsersAction[Parser]") -> None:
    practice = _command(commands, "practice", tr("practise at the desk with a scripted caller"), "practice")
    practice.description = tr(
        "Practise at the desk with a scripted caller. It has files of its own and touches nothing live; results go to "
        "the centre with the console's next sign-in of a trainee."
    )
    practice.add_argument("--trainee", metavar="ID", type=sign_in_name, default="", help=tr("who practises"))
    practice.add_argument("--name", default="", help=tr("how whoever practises is called"))
    practice.add_argument(
        "--kind", choices=("drill", "exam", "shift", "line_cut", "course"), help=tr("kind of practice")
    )
    practice.add_argument("--scenario", metavar="CODE", help=tr("begin with this scenario at once"))
    practice.add_argument("--city", metavar="CODE", help=tr("city whose scenarios are played"))
    practice.add_argument("--own-city", metavar="CODE", default="", help=tr("city whose scenarios are listed first"))
    practice.set_defaults(run="seat_console.practice.command:open_practice")

    parts = practice.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"))
    check = _command(parts, "check", tr("check scenarios"), "check")
    check.description = tr(
        "Check scenarios: read them, mark their reference and each mistake, and play their keys at a desk that nobody "
        "sees, in both languages. That takes about two seconds for each."
    )
    check.add_argument("path", type=Path, metavar="PATH", help=tr("folder of the scenarios, or one of them"))
    check.add_argument("--quick", action="store_true", help=tr("leave out the keys"))
    check.set_defaults(run="seat_console.practice.check:check_scenarios")

    tried = _command(parts, "try", tr("play a scenario with its hidden truth in view"), "try")
    tried.description = tr("Play a scenario with its hidden truth in view. Nothing of it is kept.")
    tried.add_argument("file", type=Path, metavar="FILE", help=tr("the scenario"))
    tried.set_defaults(run="seat_console.practice.try_out:try_scenario")

    drafted = _command(parts, "from-case", tr("draft a scenario from a real case"), "scenario_draft:draft_scenario")
    drafted.description = tr(
        "Draft a scenario from a real case, with what is personal replaced. While anything is left that looks "
        "personal, nothing is written, and each place is named. What cannot be told by its form only a reader finds: "
        "read the draft before it goes anywhere. A call that made no case has no number, and nothing is kept of it but "
        "what came of it and a line: its scenario is written by hand."
    )
    drafted.add_argument("case", metavar="CASE", help=tr("its number or its id"))
    drafted.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help=tr("the file to write, new, of small letters and dashes such as no-water.toml; else it is printed"),
    )
    drafted.add_argument(
        "--none",
        action="append",
        default=[],
        metavar="PLACE",
        help=tr("this place, as it is named, is nothing personal"),
    )
    drafted.add_argument(
        "--instead",
        action="append",
        default=[],
        type=_instead,
        metavar="WORDS=OTHERS",
        help=tr("write others for these words"),
    )  # fmt: skip
    _add_operator(drafted)


def _instead(text: str) -> tuple[str, str]:
    words, sign, others = text.partition("=")
    if not (words and sign):
        raise argparse.ArgumentTypeError(tr("write it as {example}").format(example="阳光花园=某小区"))
    return words, others


def _line_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(tr("lines are counted from 1"))
    return int(text)


def _revision(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(tr("a revision is a number from 1 up"))
    return int(text)


def _add_operator(parser: Parser) -> None:
    parser.add_argument(
        "--operator",
        metavar="ID",
        type=sign_in_name,
        help=tr("sign in as this operator; else the live sign-in is used"),
    )
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help=tr("file with the password; else it is asked for")
    )


def _epilog() -> str:
    lines = [tr("exit codes:")]
    lines += [f"  {int(code)}  {tr(words)}" for code, words in MEANINGS.items()]
    return "\n".join(lines)


def _asked_language(arguments: Sequence[str]) -> str | None:
    """Return the language that the command line names, before the parser's own words are made."""
    asked = None
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--language":  # as for the parser, the last one counts
            asked = value or next(iter(arguments[place + 1 :]), None)
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (`seat_console.exit_codes`)."""
    given = sys.argv[1:] if arguments is None else arguments
    if isinstance(sys.stdout, io.TextIOWrapper):  # a Windows pipe speaks an old code page, which lacks Chinese
        sys.stdout.reconfigure(errors="backslashreplace")
    asked = _asked_language(given)
    set_language(detect_language(asked if asked in LANGUAGES else None, None))
    try:
        settings = read_settings(settings_file())
    except SettingsError as error:
        print(error, file=sys.stderr)
        return Exit.USAGE
    set_language(detect_language(asked if asked in LANGUAGES else None, settings.language))
    options, more = _common_parser().parse_known_args(given)
    if more:  # the console itself does not wait until the parsers of all commands are made
        options = build_parser().parse_args(given)
    return run(options, settings)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run the command that the options name; what its seat or its files cannot do is said in one line."""
    module, _, function = options.run.partition(":")
    try:
        return int(getattr(import_module(module), function)(options, settings))
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except (KeyboardInterrupt, EOFError):  # Ctrl+C, or Ctrl+D where something was asked
        return Exit.INTERRUPTED
    except Exception as error:
        return _told_failure(error, options, settings)


def _told_failure(error: Exception, options: argparse.Namespace, settings: Settings) -> Exit:
    """Print what went wrong and return its exit code. Where in the program nobody foresaw it is kept in the log."""
    from local_cache.errors import SeatError
    from seat_console.crash import note_crash
    from seat_console.trouble import exit_for, words_for

    if isinstance(error, OSError) and error.filename:
        print(os_words(error), file=sys.stderr)
        return Exit.USAGE
    if not isinstance(error, SeatError):
        note_crash(_log(options, settings), error)
    print(words_for(error), file=sys.stderr)
    return exit_for(error)


def _log(options: argparse.Namespace, settings: Settings) -> Path:
    """Return the log of the command's own files: practice writes nothing into a live seat's folder."""
    from local_cache.folder import usual_practice_folder
    from seat_console.start import seat_folder

    folder = seat_folder(options, settings)
    if options.run.startswith("seat_console.practice."):
        return usual_practice_folder(folder.root) / folder.console_log.name
    return folder.console_log
