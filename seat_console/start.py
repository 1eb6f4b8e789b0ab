"""From the command to the first key: the seat's files are looked at in a thread while Textual is being imported.

Nothing that the first screen can do without is imported here or by what is imported here: no pydantic, no
sqlite-utils, no HTTP client. A test holds that.
"""

import argparse
import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from local_cache.folder import SeatFolder, usual_practice_folder
from seat_console.environment import prepare
from seat_console.exit_codes import Exit
from seat_console.settings import Settings, SettingsError, read_settings, settings_file, wrong_keys
from seat_console.version import version
from wording import tr

if TYPE_CHECKING:
    from local_cache.first_look import FirstLook
    from local_cache.seat import Seat
    from screens.parts.apart import Demo


@dataclass(slots=True)
class Glance:
    """What the thread found, or why it found nothing."""

    folder: SeatFolder
    look: "FirstLook | None" = None
    error: Exception | None = None
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._work, name="first-look")
        self.thread.start()

    def _work(self) -> None:
        from local_cache.first_look import first_look

        try:
            self.look = first_look(self.folder, datetime.now(UTC))
        except Exception as error:
            self.error = error

    def result(self) -> "FirstLook":
        """Wait for what was found. Raises what the look met."""
        self.thread.join()
        if self.look is None:
            raise self.error or RuntimeError("the first look ended without a result")
        return self.look


def seat_folder(options: argparse.Namespace, settings: Settings) -> SeatFolder:
    """Return the folder of this seat: the option's, the settings', else the usual one."""
    chosen: Path | None = options.folder or settings.folder
    return SeatFolder(chosen) if chosen else SeatFolder.usual()


def open_console(options: argparse.Namespace, settings: Settings) -> int:
    """Open the console of this seat; return its exit code when it is left."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(tr("The console needs a terminal; see seat-console --help for what works without one"), file=sys.stderr)
        return Exit.USAGE
    return run_console(seat_folder(options, settings), settings)


def open_seat(folder: SeatFolder, *, lock_after: timedelta | None = None, sync: bool = True) -> "Seat":
    """Open the seat's files with the session that was live, and sync from then on unless told not to.

    A session that nobody has touched for `lock_after` is locked.
    Raises the errors of `Seat.open`.
    """
    from local_cache.seat import Seat

    seat = Seat.open(folder, app_version=version(), start_sync=sync, practice_folder=usual_practice_folder(folder.root))
    seat.resume_session(lock_after).result()
    return seat


def _nothing() -> None:
    """Outside the demo there is nothing else to end."""


def run_console(
    folder: SeatFolder,
    settings: Settings,
    *,
    demo: "Demo | None" = None,
    at_end: Callable[[], None] = _nothing,
) -> int:
    """Run the console on a folder. `at_end` is called when the terminal has gone and the process ends at once.

    Who goes to practice from here does so in a process of its own, with the seat's files closed; then it begins anew.
    """
    while True:
        code, practises, city = _run_once(folder, settings, demo, at_end)
        if practises is None:
            return code
        from seat_console.practice_child import practise

        practise(folder, practises, city)
        with suppress(SettingsError):  # what somebody has broken by hand meanwhile is said at the next start
            settings = read_settings(settings_file())


def _run_once(
    folder: SeatFolder, settings: Settings, demo: "Demo | None", at_end: Callable[[], None]
) -> tuple[int, str | None, str]:
    """Return the exit code, who goes on to practise, None for nobody, and the code of the seat's city, maybe empty."""
    gc.disable()  # until the first screen is up
    prepare()
    glance = Glance(folder)
    from seat_console.app import ConsoleApp
    from seat_console.opening import Opening
    from seat_console.trouble import exit_for, words_for
    from widgets.commands import DEMO
    from widgets.keymap import Keymap, KeymapError

    try:
        look = glance.result()
        keymap = Keymap(settings.keys, apart=DEMO if demo is not None else "")
    except KeymapError as error:
        print(wrong_keys(error), file=sys.stderr)
        return Exit.USAGE, None, ""
    except Exception as error:
        print(words_for(error), file=sys.stderr)
        return exit_for(error), None, ""
    if not look.enrolled:
        print(tr("This seat is not enrolled: run seat-console enrol with the code from the centre"), file=sys.stderr)
        return Exit.NOT_ENROLLED, None, ""
    if look.newer_file:
        from seat_console.newer_file import send_unsent

        return send_unsent(folder), None, ""
    app = ConsoleApp(
        Opening(
            settings=settings,
            settings_file=settings_file(),
            keymap=keymap,
            look=look,
            folder=folder,
            open_seat=lambda: open_seat(folder, lock_after=settings.lock_after),
            demo=demo,
            at_end=at_end,
        )
    )
    try:
        app.run(mouse=False)
    finally:
        app.close_seat()
    if app.last_words:
        print(app.last_words, file=sys.stderr)
    code = app.return_value if app.return_value is not None else int(app.return_code or 0)
    return code, app.practises, app.services.pack.city if app.services.pack is not None else ""
