"""What the desk says on its message line: how long it stands, and what goes before what."""

from __future__ import annotations

from collections.abc import Callable

from screens.parts.base import ConsoleScreen, Said


class Saying(ConsoleScreen[None]):
    """Words of a call go with it, what concerns every call stands behind them, and complaints go before both."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.complaint = False
        """Whether what is said is something that the operator has to change in the form."""
        self.leaving = ""
        """The command whose next press leaves the caller who is on the line, empty for none."""
        self._true: Callable[[], bool] | None = None
        self._standing: list[tuple[str | Said, Callable[[], bool], bool]] = []

    def say(self, words: str | Said, *, wrong: bool = False, true: Callable[[], bool] | None = None) -> None:
        """Put a message on the desk's line; it goes with its call, and as soon as `true` says that it no longer is.

        Where nothing is said, what stands for the whole seat (`say_standing`) is seen again.
        """
        self.complaint = False
        self.leaving = ""
        self._true = true
        if not words:
            self._standing = [each for each in self._standing if each[1]()]
            if self._standing:
                words, self._true, wrong = self._standing[-1]
        super().say(words, wrong=wrong)

    def say_standing(self, words: str | Said, true: Callable[[], bool], *, wrong: bool = True) -> None:
        """Say something that concerns every call; it stays until `true` says that it no longer is, the newest first.

        What the operator has to change in the form stays before it.
        """
        self._standing.append((words, true, wrong))
        if not self.complaint:
            self.say("")

    def drop_untrue(self) -> None:
        """Take away what is said no longer truly: words about a state do not outlive it."""
        if self._true is not None and not self._true():
            self.say("")

    def complain(self, words: Said) -> None:
        """Say what is wrong until the operator changes something."""
        self.say(words, wrong=True)
        self.complaint = True

    def settle_complaint(self) -> None:
        """Take back what was said to be wrong: something has changed."""
        if self.complaint:
            self.say("")
        else:
            self.drop_untrue()
