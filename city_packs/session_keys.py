"""The keys of a reference session (参考场次): a line for each moment, with its seconds from the ring and its keys.

A word is a key as Textual names it (`enter`, `ctrl+g`), a single sign or several digits are typed one by one, and so is
a text in quotes: `6.0  ctrl+g 5 050302` and `9.5  ctrl+g 0 "工地夜里施工"`.
"""

import re

from city_packs.scenario import KeyAt
from wording import tr

_NAMED = re.compile(
    r"enter|tab|shift\+tab|escape|space|backspace|delete|insert|home|end|pageup|pagedown"
    r"|(?:ctrl\+|shift\+)?(?:up|down|left|right)|ctrl\+[a-z]|f(?:[1-9]|1[0-2])"
)
_WORD = re.compile(r'"(?P<text>[^"]*)"|(?P<word>[^\s"]+)')
_MOMENT = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?")


class BadKeys(ValueError):  # noqa: N818  (named after what happened)
    """A line that cannot be read. `line` counts from 0 within the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse_keys(text: str) -> tuple[KeyAt, ...]:
    """Return the keys in their order. Empty lines, and those that begin with `#`, are passed over. Raises `BadKeys`."""
    keys: list[KeyAt] = []
    for place, line in enumerate(text.split("\n")):
        moment, _, rest = line.strip().partition(" ")
        if not moment or moment.startswith("#"):
            continue
        if not _MOMENT.fullmatch(moment):
            raise BadKeys(place, tr("{word} is no moment: a line begins with seconds, such as 4.5").format(word=moment))
        at = float(moment)
        if keys and at < keys[-1].at:
            raise BadKeys(place, tr("{moment} comes before the line above it").format(moment=moment))
        try:
            keys += [KeyAt(at, key, place) for key in _pressed(rest)]
        except ValueError as bad:
            raise BadKeys(place, str(bad)) from bad
    return tuple(keys)


def _pressed(rest: str) -> list[str]:
    if rest.count('"') % 2:
        raise ValueError(tr("a quote is not closed"))
    keys: list[str] = []
    for found in _WORD.finditer(rest):
        word = found["word"]
        if word is None:
            keys += found["text"]
        elif len(word) == 1 or word.isdecimal():
            keys += word
        elif _NAMED.fullmatch(word):
            keys.append(word)
        else:
            raise ValueError(tr("{key} is no key; a text to be typed stands in quotes").format(key=word))
    return keys
