"""What was begun about a case and is not saved yet: how the act is called, and the keys that do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.parts.base import key_of, label_of
from widgets.commands import BY_ID, SHIFT, WORK_LISTS
from wording import mark, tr

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App

NOTE, ANSWER = "note", "answer_query"
_CALLED = {ANSWER: mark("Answer")}
"""An act that has another name than the command whose key does it."""


def act_words(act: str) -> str:
    """Return the name of an act in the present language, the one that its key carries."""
    return tr(_CALLED[act]) if act in _CALLED else label_of(act)


def key_command(act: str) -> str:
    """Return the command whose key does an act."""
    return NOTE if act == ANSWER else act


def begun_as(app: App[Any], act: str) -> str:
    """Return what a draft on the desk was begun as, and where to do that; the desk itself can only add a note."""
    key = key_of(app, key_command(act))
    if act == NOTE:
        return tr("Begun as: {act}. To do it: {key}").format(act=act_words(act), key=key)
    words = tr("Begun as: {act}. To do it: {find}, then {key}")
    found = BY_ID.get(act)
    there = "work" if found is not None and {*found.places} <= {*WORK_LISTS, SHIFT} else "find"
    return words.format(act=act_words(act), find=key_of(app, there), key=key)
