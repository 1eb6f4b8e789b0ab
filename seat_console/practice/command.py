"""`seat-console practice`: a process of its own, in a folder of its own; nothing of a live seat is opened."""

import argparse
import gc
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline.codes import PracticeKind
from hotline.names import is_sign_in_name, sign_in_name
from local_cache.errors import KeyLost, SeatBusy, SeatError, WorkLost
from local_cache.folder import usual_practice_folder
from practice.folder import NotForPractice, PracticeFolder, WhyNot
from seat_console.environment import prepare
from seat_console.exit_codes import Exit
from seat_console.settings import Settings, wrong_keys
from seat_console.start import seat_folder
from wording import language, mark, tr
from wording.os_trouble import os_words

if TYPE_CHECKING:
    from seat_console.practice.home_app import Wish
    from seat_console.practice.past import Past
    from seat_console.practice.play import Player
    from widgets.keymap import Keymap

_WHY_NOT = {
    WhyNot.LIVE: mark("{path} is a live seat's folder: name another one for practice"),
    WhyNot.INSIDE: mark("{path} is a live seat's folder, and practice is to lie in it: name another one"),
    WhyNot.AROUND: mark("{path} is a live seat's folder inside practice's: name another one"),
    WhyNot.TAKEN: mark("{path} holds something else: name another folder for practice"),
    WhyNot.LINKED: mark("{path} is a link: practice keeps to its own folder"),
}


def open_practice(options: argparse.Namespace, settings: Settings) -> int:
    """Practise until somebody leaves; return the exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(tr("Practice needs a terminal"), file=sys.stderr)
        return Exit.USAGE
    gc.disable()  # until the home, or the desk, is up
    prepare()
    live = seat_folder(options, settings).root
    folder = PracticeFolder(usual_practice_folder(live))
    try:
        folder.make((live,))
        held = folder.hold()
    except NotForPractice as error:
        print(tr(_WHY_NOT[error.why]).format(path=error.path), file=sys.stderr)
        return Exit.USAGE
    except SeatBusy:
        print(tr("Somebody practises here already: use that program, or close it"), file=sys.stderr)
        return Exit.BUSY
    except OSError as error:
        print(os_words(error), file=sys.stderr)
        return Exit.NOT_SAVED
    try:
        return _practise(folder, options, settings)
    finally:
        held.release()


def _practise(folder: PracticeFolder, options: argparse.Namespace, settings: Settings) -> int:
    from practice.session_plan import Trainee
    from screens.practice.given import Practise
    from seat_console.practice.home_app import Wish
    from seat_console.practice.material import Material, NoScenario, cities
    from seat_console.practice.past import Past
    from seat_console.practice.play import Player
    from widgets.commands import PRACTICE
    from widgets.keymap import Keymap, KeymapError

    try:
        keymap = Keymap(settings.keys, apart=PRACTICE)
        material = Material.shipped(options.city or "")
    except KeymapError as error:
        print(wrong_keys(error), file=sys.stderr)
        return Exit.USAGE
    except NoScenario:
        print(tr("There is no scenario for this city; there are some for: {cities}").format(cities=", ".join(cities())),
              file=sys.stderr)  # fmt: skip
        return Exit.USAGE
    trainee = options.trainee if is_sign_in_name(options.trainee) else _asked_for()
    past = Past(folder, material, Trainee(trainee, options.name or trainee), options.own_city)
    player = Player(past, keymap, settings)
    kind = options.kind or ""
    wish: Wish = None
    if options.scenario and kind != PracticeKind.COURSE:
        if options.scenario not in material.scenarios:
            print(tr("There is no scenario {code}").format(code=options.scenario), file=sys.stderr)
            return Exit.USAGE
        wished = kind or PracticeKind.DRILL.value
        work = past.set_for().work(options.scenario, wished)
        wish = Practise(wished, options.scenario, work.assignment if work else None)
    return until_left(past, player, keymap, settings, wish, kind)


def until_left(
    past: "Past", player: "Player", keymap: "Keymap", settings: Settings, wish: "Wish", kind: str = ""
) -> int:
    """Play what is wished for and show the home of practice in between, until somebody leaves; return the exit code."""
    from city_packs.errors import PackErrors
    from local_cache.encrypted import DatabaseError
    from practice.record import RecordDamaged
    from practice.session_file import read_plan
    from practice.session_plan import ScenarioGone
    from screens.parts.practice_words import kept_back_words
    from screens.practice.given import GoOnWith
    from seat_console.practice.home_app import HomeApp

    marked, show = "", ""
    words: Callable[[], str] | None = None
    while True:
        if wish is None:
            wish = HomeApp(past, keymap, settings.theme, kind=kind, marked=marked, show=show, words=words).run(
                mouse=False
            )
        show, words = "", None
        if wish is None:
            return Exit.DONE
        from practice.session_parts import ExamTaken, NothingHeard  # with the small centre, of no use to the home
        from practice.set_work import KeptBack

        try:
            if isinstance(wish, GoOnWith):
                plan = read_plan(past.folder.session(wish.session)).plan
                kind, marked = plan.kind.value, plan.calls[0].scenario if plan.calls else ""
                show = player.go_on(wish.session)
            else:
                kind, marked = wish.kind, wish.scenario
                size = shutil.get_terminal_size()
                show = player.begin(PracticeKind(kind), wish.scenario, wish.assignment, language(), size)
            if not show:
                marked = ""  # it was left for another time: the first row goes on with it
        except ExamTaken:
            words = _exam_taken
        except KeptBack:
            words = kept_back_words
        except NothingHeard:
            words = _nothing_heard
        except (RecordDamaged, PackErrors, ScenarioGone, KeyLost, WorkLost):
            words = _damaged
        except (OSError, DatabaseError, SeatError):
            words = _not_written
        wish = None


def _asked_for() -> str:
    """Ask on the terminal who practises, until it can be a name of sign-in."""
    while True:
        name = sign_in_name(input(tr("Who practises? Your operator number (Ctrl+C: back): ")))
        if is_sign_in_name(name):
            return name
        print(tr("An operator number is letters and digits, such as 1042"), file=sys.stderr)


def _exam_taken() -> str:
    return tr("You have sat this exam before: an exam is sat once")


def _nothing_heard() -> str:
    return tr("The caller had said nothing: this exam is not sat and can be begun again")


def _damaged() -> str:
    return tr("This session cannot be gone on with: its record is damaged, or its scenario is gone")


def _not_written() -> str:
    return tr("The disk did not take it: try again")
