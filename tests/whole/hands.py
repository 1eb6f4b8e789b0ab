"""An operator's hands and eyes at a console in a pseudo-terminal: keys alone, Chinese on the screen."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from local_cache.folder import SeatFolder
from tests.terminal.pty_terminal import Terminal

CONSOLE = (sys.executable, "-m", "seat_console")
TALKING, WRAP_UP, READY = "通话", "话后", "就绪"
AT_THE_CENTRE = "已到中心"
_READ_OUT = "请向来电人报号"
_KEPT, _HANDED_OVER, _NO_DRAFT = "为我保留", "交给下一位话务员", "没有未完成的草稿"
_KEEP, _HAND_OVER, _DOWN = "1", "2", "\x1b[B"
_NUMBER = re.compile(r"\d{4}-\d{2}-\d{6}-\d")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a caller brings. `place` and `what`: the pinyin initials that are typed, and what the list then shows."""

    text: str
    phone: str = "19900001234"
    place: tuple[str, str] = ("xflsq", "祥富里")
    what: tuple[str, str] = ("xqts", "小区停水")


class Hands(Terminal):
    """A console of a seat; use it with `with`."""

    def __init__(self, folder: SeatFolder, settings: Path, command: Sequence[str] = CONSOLE) -> None:
        self.folder = folder
        words = [*command, "--folder", str(folder.root), "--language", "zh"]
        super().__init__(words, {"SEAT_CONSOLE_SETTINGS": str(settings)}, columns=100, rows=30)

    def __enter__(self) -> "Hands":
        return self

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen shows a text; a console that ended instead tells where in it that was."""
        try:
            return super().wait_for(wanted)
        except AssertionError as error:
            log = self.folder.console_log
            crash = log.read_text("utf-8") if log.exists() else "no crash was noted"
            raise AssertionError(f"{error}\n{crash}") from None

    def ready(self) -> None:
        """Wait for a screen whose seat is open: the city is named in the top line then."""
        self.wait_for("唐山")

    def state(self, word: str) -> None:
        """Wait until the top line says so."""
        self.wait_for(lambda _: word in self.rows[0])

    def opens_a_call(self) -> None:
        """Begin a call that came without the switch."""
        self.keys("f2")
        self.state(TALKING)

    def hangs_up(self) -> None:
        """End the call and keep the draft."""
        self.keys("f3")
        self.takes("挂断，保留草稿")
        self.state(WRAP_UP)

    def writes_down(self, matter: Matter) -> None:
        """Fill the form."""
        self.keys("ctrl+g", "1", matter.phone, "enter")
        self.wait_for(matter.phone)
        for digit, (typed, found) in (("4", matter.place), ("5", matter.what)):
            self.keys("ctrl+g", digit, typed)
            self.wait_for(found)
            self.keys("enter")
        self.goes_to_the_narrative()
        self.types(matter.text)

    def goes_to_the_narrative(self) -> None:
        """Put the caret into the narrative."""
        self.keys("ctrl+g", "0")

    def types(self, text: str) -> None:
        """Type Chinese as an input method commits it, and wait until it is on the screen."""
        self.keys(text)
        self.wait_for(text)

    def files(self) -> str:
        """File the case and return the number that the screen tells to read out."""
        self.keys("ctrl+s")
        self.wait_for(lambda _: bool(self.number_to_read_out()))
        return self.number_to_read_out()

    def number_to_read_out(self) -> str:
        """Return the number of the case that has just been filed, without its hyphens; empty if none is shown.

        It stands on a row of its own; others, of cases that this may repeat, stand among words.
        """
        own = [row.strip() for row in self.rows if _NUMBER.fullmatch(row.strip())]
        return own[0].replace("-", "") if own and _READ_OUT in self.text else ""

    def is_done(self) -> None:
        """Leave the call; the desk is ready for the next."""
        self.keys("enter")
        self.state(READY)

    def parks(self, name: str) -> None:
        """Set the draft aside under the name that it has by itself."""
        self.keys("f4")
        self.wait_for("直接回车用此名称")
        self.keys("enter")
        self.wait_for(f"已暂存：{name}")

    def takes_up(self, name: str) -> None:
        """Take a parked draft up again."""
        self.keys("f5")
        self.wait_for("暂存的草稿")
        self.takes(name)

    def takes(self, label: str) -> None:
        """Choose from the list that is open."""
        row = re.compile(rf"^[>\s]+([1-9])\s+{re.escape(label)}", re.MULTILINE)
        self.wait_for(lambda screen: row.search(screen) is not None)
        self.state("席")  # what lies below the list is still seen
        found = row.search(self.text)
        assert found is not None
        self.keys(found[1])

    def finds(self, words: str, title: str) -> None:
        """Search on this seat and read the one case that is found."""
        self.keys("ctrl+f")
        self.wait_for("查找")
        self.types(words)
        self.keys("enter")
        self.wait_for(title)

    def notes(self, text: str) -> None:
        """Add a note to the case that is shown."""
        self.keys("f8")
        self.wait_for("补充")
        self.types(text)
        self.keys("enter")
        self.wait_for("已补充")

    def signs_in(self, operator: str, password: str, name: str) -> None:
        """Sign in; the desk stands open then."""
        self.wait_for("密码")
        self.keys(operator, "enter", password, "enter")
        self.state(f"{name} {operator}")

    def signs_out(self, *, handing_over: Sequence[str] = (), keeping: Sequence[str] = ()) -> None:
        """End the shift with these drafts, each either handed to the next operator or kept."""
        drafts = len(handing_over) + len(keeping)
        self.keys("ctrl+q")
        self.wait_for(lambda screen: screen.count(_KEPT) == drafts if drafts else _NO_DRAFT in screen)
        for row in [row for row in self.rows if _KEPT in row]:
            self.keys(_HAND_OVER if any(name in row for name in handing_over) else _KEEP, _DOWN)
        self.wait_for(lambda screen: screen.count(_HANDED_OVER) == len(handing_over))
        assert self.text.count(_KEPT) == len(keeping)
        self.keys("enter")
        self.wait_for("密码")
