"""Pinyin of place and class names, worked out once when a pack is read and never on the seat's start path.

A general dictionary misreads place names (柳行 is liǔ háng, 南堡 nán pù), so the rows of `readings.csv` count first.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[A-Za-z0-9]+")
"""What has a reading; brackets and quotation marks have none."""


class Readings:
    """Reads names aloud. `overrides` maps a piece of a name to its syllables, `{"乐亭": "lao ting"}`."""

    def __init__(self, overrides: dict[str, str]) -> None:
        self._overrides = {piece: tuple(syllables.split()) for piece, syllables in overrides.items()}
        self._longest = max(map(len, self._overrides), default=0)

    def syllables(self, name: str) -> list[str]:
        """Return one syllable for each Chinese character, and each other letter or digit by itself, lower case."""
        found: list[str] = []
        plain = ""
        place = 0
        while place < len(name):
            piece = self._override_at(name, place)
            if piece is None:
                plain += name[place]
                place += 1
                continue
            found += [*_plain_syllables(plain), *self._overrides[piece]]
            plain = ""
            place += len(piece)
        return [*found, *_plain_syllables(plain)]

    def initials(self, name: str) -> str:
        """Return the first letters: `lbq` for 路北区."""
        return "".join(syllable[0] for syllable in self.syllables(name))

    def initials_and_pinyin(self, name: str) -> tuple[str, str]:
        """Return the first letters and the whole reading: `lbq` and `lubeiqu`."""
        syllables = self.syllables(name)
        return "".join(syllable[0] for syllable in syllables), "".join(syllables)

    def _override_at(self, name: str, place: int) -> str | None:
        for length in range(min(self._longest, len(name) - place), 0, -1):
            piece = name[place : place + length]
            if piece in self._overrides:
                return piece
        return None


@lru_cache(maxsize=20_000)
def _plain_syllables(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    found: list[str] = []
    for piece in _RUNS.findall(text):
        found += _in_pinyin()(piece) if piece[0] > "\x7f" else list(piece)
    return tuple(syllable.lower().replace("ü", "v") for syllable in found)


@cache
def _in_pinyin() -> Callable[[str], list[str]]:
    """Return what reads Chinese aloud. It remembers words: names of places are made of few, and each takes it long."""
    # pypinyin takes 0.4 s to import: only whoever compiles a pack pays for it.
    from pypinyin.converter import UltimateConverter
    from pypinyin.core import Pinyin

    class Remembering(UltimateConverter):
        convert = lru_cache(maxsize=20_000)(UltimateConverter.convert)

    return Pinyin(Remembering()).lazy_pinyin
