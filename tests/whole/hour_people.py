"""The operator and the lead of the simulated hour: what they press, and by which words they see that it was done."""

import re
from typing import NamedTuple

from tests.terminal.pty_terminal import Terminal
from tests.whole.centre import PASSWORD


class Words(NamedTuple):
    """What stands on the screens in one language."""

    password: str
    states: dict[str, str]
    signs: dict[str, str]
    pause: str
    matter: str
    read_out: str
    answered: str
    hand_up: str
    answers: str
    told: str
    notice: str
    have_read: str
    to_whom: str
    sent: str
    dial: str
    no_case: str
    order: str
    offered: str
    at_centre: str
    seats: str


_STATES = ("ready", "ringing", "talking", "wrap_up", "paused")
ENGLISH = Words(
    password="Password",
    states=dict(zip(_STATES, ("Ready", "Ringing", "Talking", "Wrap-up", "Paused: Meal"), strict=True)),
    signs=dict(zip(_STATES, ("Re", "Ri", "Ta", "Wr", "Pa"), strict=True)),
    pause="Pause: why?", matter="Water cut", read_out="Read the number", answered="Answered in the call",
    hand_up="hand up", answers="answers: ", told="Your note goes", notice="read the notice", have_read="I have read it",
    to_whom="Notice: to whom", sent="Notice sent to 1 seat", dial="Dial ", no_case="Noted without a case",
    order="what is the seat to do?", offered="Callers who came to a queue: ",
    at_centre="1 found at the centre", seats="seats 110",
)  # fmt: skip
CHINESE = Words(
    password="密码",
    states=dict(zip(_STATES, ("就绪", "振铃", "通话", "话后", "小休：用餐"), strict=True)),
    signs=dict(zip(_STATES, ("就", "振", "通", "后", "休"), strict=True)),
    pause="小休：请选原因", matter="小区停水", read_out="请向来电人报号", answered="当场答复", hand_up="举手 ",
    answers="答复：", told="您的答复正发往", notice="的通知：", have_read="我已阅读", to_whom="通知：发给谁",
    sent="通知已发给 1 个座席", dial="请拨", no_case="不生成工单", order="要座席做什么？", offered="进入队列的来电：",
    at_centre="中心找到1件", seats="座席 110",
)  # fmt: skip
WORDS = {"en": ENGLISH, "zh": CHINESE}
_NUMBER = re.compile(r"\d{4}-\d{2}-\d{6}-\d")


class Person:
    """Somebody at a console."""

    def __init__(self, terminal: Terminal, words: Words) -> None:
        self.terminal = terminal
        self.words = words

    def sees(self, words: str) -> None:
        """Wait until it stands on the screen."""
        self.terminal.wait_for(words)

    def sees_no_more(self, words: str) -> None:
        """Wait until it does not stand on the screen."""
        self.terminal.wait_for(lambda screen: words not in screen)

    def presses(self, *keys: str) -> None:
        """Press keys."""
        self.terminal.keys(*keys)

    def takes(self, row: str) -> None:
        """Choose from the list that is open, once it is."""
        self.terminal.wait_for(lambda screen: re.search(rf"^[> ] {row}  ", screen, re.MULTILINE) is not None)
        self.presses(row)

    def signs_in(self, operator: str) -> None:
        """Type the name of sign-in and the password, once they are asked for."""
        self.sees(self.words.password)
        self.presses(operator, "enter", PASSWORD, "enter")
        self.terminal.wait_for(lambda _: operator in self.terminal.rows[0])


class AtTheDesk(Person):
    """The operator."""

    def is_in(self, state: str) -> None:
        """Wait until the top line says so."""
        self.terminal.wait_for(lambda _: self.words.states[state] in self.terminal.rows[0])

    def answers(self) -> None:
        """Answer the call that rings."""
        self.is_in("ringing")
        self.presses("enter")
        self.is_in("talking")

    def writes_down(self, text: str) -> None:
        """Fill the form."""
        for digit, typed, found in (("4", "xflsq", "祥富里"), ("5", "xqts", self.words.matter)):
            self.presses("ctrl+g", digit, typed)
            self.sees(found)
            self.presses("enter")
        self.presses("ctrl+g", "0", text)
        self.sees(text)

    def files(self, text: str) -> None:
        """Write down and file a case, and see its number."""
        self.writes_down(text)
        self.presses("ctrl+s")
        self.sees(self.words.read_out)

    def answers_directly(self, text: str, told: str) -> None:
        """Write down what was asked and what the caller was told."""
        self.writes_down(text)
        self.presses("f9", told)
        self.sees(told)
        self.presses("enter")
        self.sees_no_more(told)
        self.sees(self.words.answered)

    def goes_on(self) -> None:
        """Leave what was saved; a caller who is on the line is hung up."""
        self.presses("enter")
        self.is_in("ready")

    def hangs_up(self) -> None:
        """Hang up; what was written down stays."""
        self.presses("f3")
        self.takes("7")
        self.is_in("wrap_up")

    def ends_without_a_case(self) -> None:
        """Say that it was a nuisance call."""
        self.presses("f3")
        self.takes("1")
        self.sees(self.words.no_case)

    def pauses_for_a_meal(self) -> None:
        """Take no calls."""
        self.presses("ctrl+w")
        self.sees(self.words.pause)
        self.takes("1")
        self.is_in("paused")

    def raises_hand(self) -> None:
        """Ask for the lead."""
        self.presses("ctrl+t")
        self.sees(self.words.hand_up)

    def reads_answer(self, words: str) -> None:
        """Read what the lead says, and take the hand down with it."""
        self.sees(self.words.answers + words)
        self.presses("ctrl+t")
        self.sees_no_more(self.words.hand_up)

    def reads_notice(self, words: str) -> None:
        """Read a notice that must be read, and say so."""
        self.sees(self.words.notice)
        self.presses("ctrl+y")
        self.sees(self.words.have_read)
        assert words in self.terminal.text
        self.presses("enter")
        self.sees_no_more(words)

    def calls_back(self, text: str) -> None:
        """Dial the next caller who gave up, and file what they had wanted to say."""
        self.presses("ctrl+o")
        self.sees(self.words.dial)
        self.files(text)


class AtTheBoard(Person):
    """The lead."""

    def sees_seat(self, seat: str, state: str) -> None:
        """Wait until a seat of the grid is in a state."""
        wanted = re.compile(rf"\b{seat} {self.words.signs[state]}")
        self.terminal.wait_for(lambda screen: wanted.search(screen) is not None)

    def answers_hand(self, words: str) -> None:
        """Answer the hand that is up."""
        self.terminal.wait_for(lambda screen: "0042 王敏" in screen)
        self.presses("h", words)
        self.sees(words)
        self.presses("enter")
        self.sees(self.words.told)

    def sends_notice(self, seat: str, words: str) -> None:
        """Send a notice that must be read to a seat."""
        self.presses(seat, "n")
        self.sees(self.words.to_whom)
        self.presses("enter", words)
        self.sees(words)
        self.presses("tab", " ", "ctrl+s")
        self.sees(self.words.sent)

    def orders(self, seat: str, *rows: str) -> None:
        """Choose what a seat is to do, from one page of the list or from a later one."""
        self.presses(seat, "o")
        self.sees(self.words.order)
        for each in rows:
            self.presses(each)
        self.sees_no_more(self.words.order)
