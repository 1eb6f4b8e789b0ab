"""`seat-console wall`: the figures of the hotline for a whole hall. No seat, no sign-in, no files of a seat."""

import argparse
import os
import random
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from seat_console.environment import prepare
from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from seat_console.version import version
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_cache.wall.follower import WallFollower
    from local_cache.wall.seen import WallSeen
    from local_cache.wall.transport import WallTransport

TOKEN_VARIABLE = "SEAT_WALL_TOKEN"  # noqa: S105 - the name of a variable


class _UsageError(Exception):
    """What the command line or the environment lacks; the words say what to give."""


def open_wall(options: argparse.Namespace, settings: Settings) -> int:
    """Open the wall; return its exit code when it is left."""
    try:
        transport = _transport(options)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise _UsageError(tr("The wall needs a terminal"))
    except _UsageError as error:
        print(error, file=sys.stderr)
        return Exit.USAGE
    prepare()
    from screens.wall.screen import WallScreen
    from seat_console.wall_app import WallApp

    app = WallApp(lambda: WallScreen(lambda told: follower(transport, told), monotonic), settings.theme)
    app.run(mouse=False)
    return app.return_value if app.return_value is not None else int(app.return_code or 0)


def follower(transport: "WallTransport", told: "Callable[[WallSeen], object]") -> "WallFollower":
    """Return who follows the centre over a line by the clock of this machine, and tells what is seen."""
    from local_cache.wall.follower import WallFollower

    return WallFollower(transport, told, counted=monotonic, rand=random.SystemRandom())


def _transport(options: argparse.Namespace) -> "WallTransport":
    """Return the line that the options name. Raises `_UsageError`, `OSError`."""
    from local_cache.centre_address import centre_address
    from local_cache.sync.secure_client import UnsafeAddress
    from local_cache.wall.transport import WallTransport

    try:
        address = centre_address(options.centre)
    except ValueError as error:
        words = tr(
            "This is no address of a centre: give https://, its name and its port, like https://centre.example:8345, "
            "without user, password, path or query"
        )
        raise _UsageError(words) from error
    ca: Path | None = options.ca
    token = _token(options.token_file)
    ca_pem = ca.read_text(encoding="utf-8", errors="replace") if ca else None
    if address.startswith("https:") and ca_pem is None:
        raise _UsageError(tr("https needs the centre's certificate authority: give its file, ca.pem, with --ca"))
    try:
        return WallTransport(address, ca_pem, token, app_version=version())
    except UnsafeAddress as error:
        if ca_pem is not None and address.startswith("https:"):
            raise _UsageError(tr("There is no certificate authority in {file}").format(file=ca)) from error
        raise _UsageError(tr("Plain http is for this machine alone: use the centre's https address")) from error


def _token(file: Path | None) -> str:
    """Return the display's token from its file or from the environment. Raises `_UsageError`, `OSError`."""
    given = file.read_text(encoding="utf-8", errors="replace") if file else os.environ.get(TOKEN_VARIABLE, "")
    token = given.strip()
    if not token:
        words = tr(
            "A display token is wanted: `case-api display add NAME` prints one; give its file with --token-file, or "
            "put it into {variable}"
        )
        raise _UsageError(words.format(variable=TOKEN_VARIABLE))
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise _UsageError(tr("This is no display token: it is one line, as `case-api display add` printed it"))
    return token
