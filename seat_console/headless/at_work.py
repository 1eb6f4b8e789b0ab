"""Who answers a headless command: the console that holds this seat, or the seat opened for the command itself."""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from local_cache.errors import NewerFile, SeatBusy, SignInFailed, WhyNot
from local_cache.handoff import Caller, NobodyThere
from seat_console.exit_codes import Exit
from seat_console.headless import push_only
from seat_console.headless.answers import Json
from seat_console.headless.jobs import answer
from seat_console.settings import Settings
from seat_console.start import open_seat, seat_folder
from wording import language, tr


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks whoever holds the seat. `through_console` says that it is a running console."""

    through_console: bool
    _ask: Callable[[Json], Json]

    def __call__(self, request: Json) -> Json:
        """Return the answer to one job of `seat_console.headless.jobs`."""
        return self._ask(request)


@contextmanager
def asking(options: argparse.Namespace, settings: Settings, *, sync: bool = True) -> Iterator[Asking]:
    """Open the seat, or reach the console that has it. `sync` false leaves the line alone.

    A seat whose files are of a newer program answers what it still can (`push_only`). Raises the errors of
    `Seat.open`; `SeatBusy` when its holder does not answer.
    """
    folder = seat_folder(options, settings)
    try:
        seat = open_seat(folder, lock_after=settings.lock_after, sync=sync)
    except NewerFile:
        with push_only.open_seat(folder) as seat_behind:
            yield Asking(False, lambda request: push_only.answer(seat_behind, request))
        return
    except SeatBusy:
        try:
            with Caller(folder) as console:
                yield Asking(True, lambda request: console.ask({**request, "language": language()}))
        except NobodyThere as error:
            raise SeatBusy("whoever holds this seat does not answer") from error
        return
    try:
        yield Asking(False, lambda request: answer(seat, request))
    finally:
        seat.close()


@contextmanager
def operator_signed_in(ask: Asking, options: argparse.Namespace) -> Iterator[None]:
    """Work as the operator whom the options name, else as the one who is signed in already.

    Through a console only its own operator works: a command never changes who sits there. Raises `SignInFailed`.
    """
    if options.operator is None:
        yield
        return
    if ask.through_console:
        if ask({"job": "status"}).get("operator") != options.operator:
            raise SignInFailed(WhyNot.NOT_AT_THE_CONSOLE)
        yield
        return
    told = ask({"job": "sign_in", "operator": options.operator, "password": password(options)})
    if "exit" in told:
        raise SystemExit(fail(told))
    try:
        yield
    finally:
        ask({"job": "sign_out"})


def password(options: argparse.Namespace) -> str:
    """Return the password from the file that the options name, else as it is typed; say why there is none."""
    if options.password_file is not None:
        try:
            lines = options.password_file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            raise _misused(tr("{file} is not UTF-8: save it as UTF-8").format(file=options.password_file)) from None
        return str(lines[0]) if lines else ""
    if not sys.stdin.isatty():
        raise _misused(tr("no terminal to ask for the password: name a file with --password-file"))
    return getpass.getpass(tr("Password: "))


def _misused(words: str) -> SystemExit:
    print(words, file=sys.stderr)
    return SystemExit(Exit.USAGE)


def fail(told: Json) -> Exit:
    """Print what an answer says went wrong and return its exit code."""
    print(told["error"], file=sys.stderr)
    return Exit(told["exit"])
