"""The commands about what a centre holds: its audit, what is held, cases, the calendar and reports."""

from pathlib import Path

from case_api.cases.purge_reason import PurgeReason
from case_api.command_line import kinds
from case_api.command_line.adding import Commands, command, group
from hotline.behind import IN_HAND, RECEIVED
from hotline.counts import Count
from hotline.due_moment import ELAPSED_UNITS, WORKING_DAYS
from wording import tr


def add_audit(commands: Commands) -> None:
    """Add the commands about the audit."""
    audits = group(commands, "audit", tr("the audit of writes and of reads"))
    verify = command(audits, "verify", tr("check both chains, name the first row that does not fit"), "audit:verify")
    verify.add_argument("--heads", type=Path, metavar="FILE", help=tr("heads that were written out before"))
    heads = command(audits, "heads", tr("write the heads of both chains out"), "audit:heads")
    heads.add_argument("--to", type=Path, metavar="FILE", help=tr("file to append to; else in the centre's folder"))


def add_held(commands: Commands) -> None:
    """Add the commands about what could not be taken as it was."""
    held = group(commands, "held", tr("what seats sent and the centre could not take as it was"))
    command(held, "list", tr("list what is parked or held"), "held:list_all")
    accept = command(held, "accept", tr("take what was held for its operator's standing"), "held:accept")
    accept.add_argument("mutation", type=kinds.mutation, metavar="ID", help=tr("id of the mutation"))
    accept.add_argument("--by", required=True, metavar="ID", help=tr("name of sign-in of the supervisor who says so"))
    command(held, "conflicts", tr("list values that lost against what the centre had"), "held:conflicts")
    settle = command(held, "settle", tr("take what one mutation lost off that list"), "held:settle_conflict")
    settle.add_argument("mutation", type=kinds.mutation, metavar="ID", help=tr("id of the mutation"))
    settle.add_argument("--by", required=True, metavar="ID", help=tr("name of sign-in of the supervisor who says so"))


def add_cases(commands: Commands) -> None:
    """Add the commands about cases as data."""
    cases = group(commands, "case", tr("cases as data"))
    purge = command(cases, "purge", tr("erase a case for good, here and at every seat"), "cases:purge")
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
    explain = command(cases, "explain", tr("say how its due times are counted, one line a day"), "cases:explain")
    explain.add_argument("case", metavar="CASE", help=tr("its number or its id"))
    command(
        cases, "without-unit", tr("list cases in hand of units that the city pack has no more"), "cases:without_unit"
    )


def add_calendar(commands: Commands) -> None:
    """Add the commands about the working-day calendar."""
    calendar = group(commands, "calendar", tr("the working-day calendar"))
    command(calendar, "show", tr("list its years, and until when it is announced"), "calendar:show")
    bring_in = command(
        calendar, "import", tr("take the file of a year into the calendar, here and at every seat"), "calendar:bring_in"
    )
    bring_in.add_argument("file", type=Path, metavar="FILE", help=tr("the year's file, such as 2027.toml"))
    explain = command(
        calendar, "explain", tr("say when something is due, and which days are counted"), "calendar:explain"
    )
    explain.add_argument(
        "--from", type=kinds.moment, required=True, metavar="MOMENT", dest="begin",
        help=tr("when it begins, such as 2026-12-30T10:00, in the city's time"),
    )  # fmt: skip
    explain.add_argument(
        "--length", type=kinds.length, required=True, metavar="N", help=tr("how long, such as 5 or 2.5")
    )
    explain.add_argument(
        "--unit", choices=(WORKING_DAYS, *ELAPSED_UNITS), default=WORKING_DAYS, help=tr("unit of the length")
    )


def add_reports(commands: Commands) -> None:
    """Add the commands about reports."""
    reports = group(commands, "report", tr("reports on settled cases"))
    for name, metavar, words in (
        ("month", "YYYY-MM", tr("the report on a month, such as 2026-10")),
        ("week", "YYYY-Wnn", tr("the report on a week from Monday to Sunday, such as 2026-W43")),
    ):
        one = command(reports, name, words, f"reports:{name}")
        one.add_argument("period", metavar=metavar, help=words)
        one.add_argument("--xlsx", type=Path, metavar="FILE", help=tr("write it as an Excel workbook, not as text"))
        one.add_argument("--html", type=Path, metavar="FILE", help=tr("write it as a page to be printed, not as text"))
        one.add_argument("--force", action="store_true", help=tr("replace the file if it is there already"))
    cases = command(reports, "cases", tr("list the cases behind a number of a report"), "reports:cases")
    cases.add_argument("since", type=kinds.day, metavar="FROM", help=tr("first day, such as 2026-10-01"))
    cases.add_argument("until", type=kinds.day, metavar="TO", help=tr("last day, included"))
    cases.add_argument(
        "--what", default="settled", choices=[RECEIVED, IN_HAND, *Count], metavar="WHAT",
        help=tr("which number: {names}").format(names=", ".join([RECEIVED, IN_HAND, *Count])),
    )  # fmt: skip
    cases.add_argument("--adjusted", action="store_true", help=tr("without cases that were excluded from assessment"))
    cases.add_argument("--unit", metavar="CODE", help=tr("of one unit, - for what the desk answered itself"))
    cases.add_argument("--class", default="", metavar="CODE", dest="class_code", help=tr("of a class and those below"))
    cases.add_argument("--district", metavar="CODE", help=tr("of one district, - for places that are not known"))
