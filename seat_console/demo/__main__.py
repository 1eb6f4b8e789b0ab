"""`python -m seat_console.demo`: the console at a demo seat with ringing calls, or its story without a screen."""

import argparse
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from seat_console.exit_codes import Exit
from seat_console.settings import LANGUAGES, Settings
from wording import detect_language, set_language


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and leave nothing behind; return 0 when all came out as it must."""
    parser = argparse.ArgumentParser(prog="python -m seat_console.demo")
    parser.add_argument("--headless", action="store_true", help="tell the story without a screen")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--people", action="store_true", help="let the others work by themselves from the start")
    options = parser.parse_args(arguments)
    set_language(detect_language(options.language, None))
    end_in_good_order()
    headless = options.headless or not (sys.stdin.isatty() and sys.stdout.isatty())
    if options.people and headless:
        parser.error("--people is for the demo on a screen: without one its story is told step by step")
    try:
        return _headless() if headless else _on_screen(people=options.people)
    except KeyboardInterrupt:
        return Exit.DONE


def end_in_good_order() -> None:
    """Make the signals that end a program end the demo by unwinding it, so that all it started ends too."""

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def _tell(words: str) -> None:
    print(words, flush=True)


def _headless() -> int:
    from seat_console.demo.centre import NoDemo
    from seat_console.demo.story import Mismatch, Story
    from seat_console.demo.world import DemoWorld
    from seat_console.start import open_seat

    try:
        with DemoWorld(_tell, ring_at_once=True) as world:
            seat = open_seat(world.folder)
            try:
                Story(world, seat, _tell).play()
            finally:
                seat.close()
    except (NoDemo, Mismatch) as error:
        print(error, file=sys.stderr)
        return Exit.BROKEN
    return Exit.DONE


def _on_screen(*, people: bool) -> int:
    from seat_console.demo.centre import NoDemo
    from seat_console.demo.world import DemoHands, DemoWorld
    from seat_console.start import run_console

    try:
        with DemoWorld(_tell) as world:
            if people:
                world.centre.let_people_work(True)
            code = run_console(world.folder, Settings(), demo=DemoHands(world.line, world.centre), at_end=world.stop)
    except NoDemo as error:
        print(error, file=sys.stderr)
        return Exit.BROKEN
    end_in_good_order()
    return code


if __name__ == "__main__":
    sys.exit(main())
