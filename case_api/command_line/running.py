"""The commands that make, serve, copy and fill a centre, and that let one for trying out go on by itself."""

from pathlib import Path

from case_api.command_line import kinds
from case_api.command_line.adding import Commands, add_password, command, group
from wording import tr


def add_init(commands: Commands) -> None:
    """Add the command that makes a centre."""
    init = command(commands, "init", tr("make a centre: folder, keys, database, first administrator"), "init:init")
    init.add_argument("--city", default="tangshan", help=tr("city pack that comes with the program"))
    init.add_argument("--pack", type=Path, metavar="DIR", help=tr("folder of a city pack of one's own"))
    init.add_argument("--name", type=kinds.hotline_name, help=tr("name of the hotline; else of the city"))
    init.add_argument("--database", metavar="URL", help=tr("postgresql+psycopg://…; else one SQLite file"))
    init.add_argument(
        "--host", type=kinds.host, metavar="ADDRESS", help=tr("address to listen at; else all of this machine")
    )
    init.add_argument("--port", type=kinds.port, default=8345, help=tr("port to listen at"))
    init.add_argument(
        "--host-name", type=kinds.host, action="append", default=[], metavar="NAME", dest="host_names",
        help=tr("name or address by which seats reach the centre; may be given again"),
    )  # fmt: skip
    init.add_argument("--loopback", action="store_true", help=tr("plain HTTP for this machine alone, no TLS"))
    init.add_argument("--admin", default="admin", metavar="ID", help=tr("name of sign-in of the first administrator"))
    init.add_argument("--demo", action="store_true", help=tr("people with known passwords, past cases, ringing calls"))
    add_password(init)


def add_serve(commands: Commands) -> None:
    """Add the commands that run a centre."""
    serve = command(commands, "serve", tr("serve the centre to its seats"), "serve:serve")
    serve.add_argument("--host", type=kinds.host, metavar="ADDRESS", help=tr("another address to listen at"))
    serve.add_argument("--port", type=kinds.port, help=tr("another port to listen at, 0 for a free one"))
    serve.add_argument(
        "--no-worker",
        action="store_true",
        help=tr("leave the telephone and what is due by the clock to `case-api worker`"),
    )
    command(
        commands,
        "worker",
        tr("run the telephone and do what is due by the clock, in a process of its own"),
        "serve:work",
    )


def add_keeping(commands: Commands) -> None:
    """Add the commands that copy a centre, put a copy in place and bring in cases."""
    backup = command(commands, "backup", tr("copy the centre while it runs"), "keeping:backup")
    backup.add_argument("to", type=Path, metavar="FILE", help=tr("file to write"))
    backup.add_argument("--force", action="store_true", help=tr("replace the file if it is there already"))
    restore = command(
        commands, "restore", tr("put a copy in place; seats offer what it lacks again"), "keeping:restore"
    )
    restore.add_argument("source", type=Path, metavar="FILE", help=tr("file that `case-api backup` wrote"))
    restore.add_argument(
        "--yes", action="store_true", help=tr("do not ask though something may be lost by it; each such thing is named")
    )
    imports = group(commands, "import", tr("bring in cases from elsewhere"))
    la311 = command(imports, "la311", tr("bring in a CSV file of MyLA311"), "importing:la311")
    la311.add_argument("file", type=Path, metavar="FILE", help=tr("the CSV file"))
    la311.add_argument(
        "--loop", action="store_true", help=tr("let them go the whole way to the archive at their own times")
    )


def add_simulate(commands: Commands) -> None:
    """Add the commands by which a demo centre goes on by itself."""
    simulate = group(commands, "simulate", tr("work at a demo centre that goes on by itself"))
    people = command(
        simulate, "people", tr("let the people of a demo centre work their lists until it is ended; no other centre"),
        "simulate:people",
    )  # fmt: skip
    people.add_argument(
        "--role", action="append", default=[], dest="roles", metavar="ROLE",
        help=tr("only people of this role, such as unit; may be given again"),
    )  # fmt: skip
    people.add_argument(
        "--pace", type=kinds.pace, default=20.0, metavar="SECONDS",
        help=tr("how long a case lies on average before any of them touches it"),
    )  # fmt: skip
    sitting = command(
        simulate, "seats",
        tr("let operators sit at the seats of a demo centre until it is ended: they answer, wrap up and pause"),
        "simulate:seats",
    )  # fmt: skip
    sitting.add_argument(
        "--seats", type=kinds.count, metavar="N", help=tr("at so many seats at most; else at all that nobody else has")
    )
    for each in (people, sitting):
        each.add_argument(
            "--address", metavar="URL", help=tr("where the centre is served on this machine; else at its own port")
        )
        each.add_argument(
            "--seed", type=int, default=12345, metavar="N", help=tr("from the same number the same people do the same")
        )
