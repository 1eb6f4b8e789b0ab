"""The commands about people, seats, displays and the authority that seats trust."""

from case_api.command_line.adding import Commands, add_password, add_places, add_roles, command, group
from hotline.names import sign_in_name
from wording import tr


def add_users(commands: Commands) -> None:
    """Add the commands about people."""
    users = group(commands, "user", tr("people"))
    add = command(users, "add", tr("add a person"), "users:add")
    add.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    add.add_argument("--name", required=True, help=tr("name as it is shown"))
    add_roles(add)
    add_places(add)
    add.add_argument("--unit", metavar="CODE", help=tr("unit that they work for; the role unit asks for one"))
    add_password(add)
    roles = command(users, "roles", tr("give a person other roles"), "users:roles")
    roles.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    add_roles(roles)
    unit = command(users, "unit", tr("let a person work for another unit"), "users:unit")
    unit.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    unit.add_argument("unit", metavar="CODE", help=tr("code of a unit of the city pack, - for none"))
    roster = command(users, "roster", tr("put a person on other rosters"), "users:roster")
    roster.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    add_places(roster)
    password = command(users, "password", tr("change a person's password"), "users:password")
    password.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    add_password(password)
    for name, words in (
        ("end-sessions", tr("end all sessions and grants of a person")),
        ("disable", tr("shut a person out")),
        ("enable", tr("let a person in again")),
        ("unlock", tr("end the lock-out of a person")),
    ):
        one = command(users, name, words, f"users:{name.replace('-', '_')}")
        one.add_argument("operator", metavar="ID", type=sign_in_name, help=tr("name of sign-in"))
    command(users, "list", tr("list everybody"), "users:list_all")


def add_seats(commands: Commands) -> None:
    """Add the commands about seats."""
    seats = group(commands, "seat", tr("seats"))
    for name, words in (
        ("add", tr("add seats that are not here yet")),
        ("move", tr("let seats stand with another sub-centre; each is to be enrolled again")),
    ):
        some = command(seats, name, words, f"seats:{name}")
        some.add_argument("seats", nargs="+", metavar="SEAT", help=tr("four digits, or a span such as 0001-0009"))
        some.add_argument("--sub-centre", required=True, metavar="CODE", help=tr("sub-centre where it stands"))
    code = command(seats, "code", tr("print a one-time enrolment code"), "seats:code")
    code.add_argument("seat", metavar="SEAT", help=tr("four digits"))
    revoke = command(seats, "revoke", tr("revoke the devices of a seat"), "seats:revoke")
    revoke.add_argument("seat", metavar="SEAT", help=tr("four digits"))
    command(seats, "list", tr("list seats and their devices"), "seats:list_all")


def add_displays(commands: Commands) -> None:
    """Add the commands about displays."""
    displays = group(commands, "display", tr("walls that show the figures in a hall"))
    for name, words in (
        ("add", tr("add a display and print its token, which is shown this once")),
        ("revoke", tr("let a display read no more")),
    ):
        one = command(displays, name, words, f"displays:{name}")
        one.add_argument("name", metavar="NAME", help=tr("name of the display, such as where it hangs"))
    command(displays, "list", tr("list displays and when they were last seen"), "displays:list_all")


def add_authority(commands: Commands) -> None:
    """Add the commands about the certificate authority."""
    authority = group(commands, "authority", tr("the certificate authority that seats have pinned"))
    command(
        authority, "renew", tr("make its certificate anew; seats enrol again by the old one's end"), "authority:renew"
    )
