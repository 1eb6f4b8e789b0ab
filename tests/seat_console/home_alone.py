"""A home of practice at which nobody does anything, for what is said there."""

from collections.abc import Callable

import pytest

from seat_console.practice import home_app


def said_at_home(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], str] | None]:
    """Let home be left as soon as it is opened; return what is said there, each time, as it comes."""
    said: list[Callable[[], str] | None] = []

    class Home:
        def __init__(self, *_: object, words: Callable[[], str] | None, **__: object) -> None:
            said.append(words)

        def run(self, *, mouse: bool) -> None:
            assert not mouse

    monkeypatch.setattr(home_app, "HomeApp", Home)
    return said
