"""The commands about what a centre holds: its audit, what is held, cases, the calendar and reports."""

from pathlib import Path

from case_api.cases.purge_reason import PurgeReason
from case_api.command_line import kinds
from case_api.command_line.adding import Commands, command, group
from hotline.due_moment import ELAPSED_UNITS, WORKING_DAYS
from hotline.names import sign_in_name
from hotline.report_arguments import add_files, add_number, whole_reports
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


def add_shifts(commands: Commands) -> None:
    """Add the commands about who sits where in which shift, how shifts are handed over, and leaders who answer."""
    roster = group(commands, "roster", tr("who is to sit at which seat in which shift"))
    bring_in = command(
        roster, "import", tr("take the shifts of a file into the roster, all of them or none"), "roster:bring_in"
    )
    bring_in.add_argument(
        "file", type=Path, metavar="FILE",
        help=tr("a CSV file in UTF-8 with the columns {columns}").format(columns="day, begins, seat, operator_id"),
    )  # fmt: skip
    show = command(roster, "show", tr("list who is to sit where in the shifts of a day"), "roster:show")
    show.add_argument("--day", type=kinds.day, metavar="DAY", help=tr("such as 2026-12-30; else today"))
    handovers = group(commands, "handover", tr("the journals with which shifts are handed over"))
    signed = command(handovers, "list", tr("list the handovers that leads have signed"), "handovers:show_signed")
    signed.add_argument("--sub-centre", metavar="CODE", help=tr("only of this sub-centre"))
    signed.add_argument("--day", type=kinds.day, metavar="DAY", help=tr("such as 2026-12-30; else the newest"))
    journal = command(handovers, "show", tr("print the journal of a shift"), "handovers:show")
    journal.add_argument("sub_centre", metavar="CODE", help=tr("code of the sub-centre"))
    journal.add_argument(
        "--day", type=kinds.day, metavar="DAY",
        help=tr("the signed ones of the shifts that begin then, such as 2026-12-30; else what is open now"),
    )  # fmt: skip
    leaders = group(commands, "leaders", tr("the days on which leaders answer calls"))
    bring_in = command(
        leaders, "import", tr("take the days of a file into the rota, all of them or none"), "leaders:bring_in"
    )
    columns = "day, from, to, name, title, seat, operator_id"
    bring_in.add_argument(
        "file", type=Path, metavar="FILE",
        help=tr("a CSV file in UTF-8 with the columns {columns}").format(columns=columns),
    )  # fmt: skip
    command(leaders, "show", tr("list who is to answer from today on"), "leaders:show")
    summary = command(leaders, "summary", tr("print what came of a leader's day"), "leaders:summary")
    summary.add_argument("--day", type=kinds.day, metavar="DAY", help=tr("such as 2026-12-30; else today"))


def add_reports(commands: Commands) -> None:
    """Add the commands about reports."""
    reports = group(commands, "report", tr("reports on settled cases"))
    for name, metavar, words in whole_reports():
        one = command(reports, name, words, f"reports:{name}")
        one.add_argument("period", metavar=metavar, help=words)
        add_files(one)
    add_number(command(reports, "cases", tr("list the cases behind a number of a report"), "reports:cases"))


def add_practice(commands: Commands) -> None:
    """Add the commands about the results of practice."""
    practice = group(commands, "practice", tr("the results of practice"))
    report = command(practice, "report", tr("results by person, item, class and week"), "practice:report")
    days = (("--from", "since", tr("a day of the first week; else 13 weeks")),
            ("--to", "until", tr("a day of the last week; else today")))  # fmt: skip
    for name, into, words in days:
        report.add_argument(name, type=kinds.day, metavar="DAY", dest=into, help=words)
    report.add_argument("--group", metavar="NAME", help=tr("only who is in this group"))
    add_files(report)
    purge = command(practice, "purge", tr("erase all results of one person for good"), "practice:purge")
    purge.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    purge.add_argument("--yes", action="store_true", help=tr("do not ask again"))
