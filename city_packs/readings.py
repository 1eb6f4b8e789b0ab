"""Pinyin of place and class names, worked out once when a pack is read and never on the seat's start path.

A general dictionary misreads place names (柳行 is liǔ háng, 南堡 nán pù), so the rows of `readings.csv` count first.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[A-Za-z0-9]+")
"""What has a reading; brackets and quotation marks have none."""
_NEVER = "(?!)"


class Readings:
    """Reads names aloud. `overrides` maps a piece of a name to its syllables, `{"乐亭": "lao ting"}`."""

    def __init__(self, overrides: dict[str, str]) -> None:
        self._overrides = {piece: tuple(syllables.split()) for piece, syllables in overrides.items()}
        longest_first = sorted(filter(None, self._overrides), key=len, reverse=True)
        self._pieces = re.compile("|".join(map(re.escape, longest_first)) or _NEVER)

    def syllables(self, name: str) -> list[str]:
        """Return one syllable for each Chinese character, and each other letter or digit by itself, lower case."""
        found: list[str] = []
        read = 0
        for piece in self._pieces.finditer(name):
            found += [*_plain_syllables(name[read : piece.start()]), *self._overrides[piece.group()]]
            read = piece.end()
        return [*found, *_plain_syllables(name[read:])]

    def initials(self, name: str) -> str:
        """Return the first letters: `lbq` for 路北区."""
        return "".join(syllable[0] for syllable in self.syllables(name))

    def initials_and_pinyin(self, name: str) -> tuple[str, str]:
        """Return the first letters and the whole reading: `lbq` and `lubeiqu`."""
        syllables = self.syllables(name)
        return "".join(syllable[0] for syllable in syllables), "".join(syllables)


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
