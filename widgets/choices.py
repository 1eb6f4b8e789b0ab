"""What a picker offers, and the search over it: digit codes, pinyin initials or Chinese, thousands of choices a key.

Pure. The index is made once a list; a needle is answered from sorted arrays and one long string, so that a key over
8,000 places costs well under a millisecond or two whatever is typed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hotline.texts import half_width

_END = "\U0010ffff"
_SHOWN = 64
"""Choices of one answer that are ranked and listed; how many there are beyond is only counted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick. `key` is what is kept, `label` what is read, `hint` is shown greyed behind it.

    `code` is a digit code to type (empty for none); `initials` the pinyin initials (`lbq`); `words` are further things
    it is found by (keywords, an English name, the whole pinyin). `parent` is the key of the choice above it, so that a
    street's initials and its community's are typed in one go (`jcxf`). A smaller `rank` comes first among equals.
    """

    key: str
    label: str
    code: str = ""
    initials: str = ""
    hint: str = ""
    parent: str = ""
    words: tuple[str, ...] = ()
    rank: int = 0


class Answer(NamedTuple):
    """What fits a needle: the best first; `close` of them fit from the start of something, the rest only inside."""

    choices: tuple[Choice, ...]
    total: int
    close: int

    @property
    def only(self) -> Choice | None:
        """The one that is left, when only one fits closely (or, with none close, only one fits at all)."""
        left = self.close or self.total
        return self.choices[0] if left == 1 else None


class Choices:
    """Choices with their index. Iterating gives them in the order in which they were given."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._choices: tuple[Choice, ...] = tuple(choices)
        self._place = {choice.key: place for place, choice in enumerate(self._choices)}
        self._all_texts = [_texts(choice) for choice in self._choices]
        self._children: dict[str, list[int]] = {}
        heads: list[tuple[str, int]] = []
        inside: list[str] = []
        for place, choice in enumerate(self._choices):
            if choice.parent:
                self._children.setdefault(choice.parent, []).append(place)
            texts = self._all_texts[place]
            heads.extend((text, place) for text in texts)
            inside.append("\t".join(texts))
        heads.sort()
        self._heads = [text for text, _ in heads]
        self._head_places = [place for _, place in heads]
        self._inside = "\n".join(inside)
        self._starts: list[int] = []
        offset = 0
        for line in inside:
            self._starts.append(offset)
            offset += len(line) + 1
        self.has_codes = any(choice.code for choice in self._choices)
        """Whether a digit may begin a code."""

    def __len__(self) -> int:
        return len(self._choices)

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._choices)

    def get(self, key: str) -> Choice | None:
        """Return the choice kept as `key`, or None."""
        place = self._place.get(key)
        return None if place is None else self._choices[place]

    def find(self, typed: str) -> Answer:
        """Return what fits `typed`; an empty needle offers everything in the given order.

        Ranking: exact initials, code or name; then from the start; then street and community typed in one go; then
        inside. Among equals by `rank`, then shorter first, then in the given order.
        """
        needle = normal_needle(typed)
        if not needle:
            return Answer(self._choices[:_SHOWN], len(self._choices), len(self._choices))
        tiers: dict[int, int] = {}
        for place in self._starting_with(needle):
            tiers[place] = 0 if needle in self._all_texts[place] else 1
        for place in self._below(needle):
            tiers.setdefault(place, 2)
        close = len(tiers)
        for place in self._containing(needle):
            tiers.setdefault(place, 3)
        ranked = sorted(tiers, key=lambda place: (tiers[place], *self._order(place)))
        return Answer(tuple(self._choices[place] for place in ranked[:_SHOWN]), len(tiers), close)

    def fits(self, typed: str, choice: Choice) -> bool:
        """Say whether `typed` still fits this one choice, from a start or as street and community in one go."""
        needle = normal_needle(typed)
        return any(text.startswith(needle) for text in _texts(choice)) or self._place[choice.key] in self._below(needle)

    def _order(self, place: int) -> tuple[int, int, int]:
        choice = self._choices[place]
        return choice.rank, len(choice.label), place

    def _starting_with(self, needle: str) -> set[int]:
        first = bisect_left(self._heads, needle)
        end = bisect_left(self._heads, needle + _END, first)
        return set(self._head_places[first:end])

    def _below(self, needle: str) -> set[int]:
        """Return the places whose parent's start and own start make up the needle (`jc` + `xf`)."""
        if len(needle) < 2 or not self._children:
            return set()
        found: set[int] = set()
        for cut in range(1, len(needle)):
            own = needle[cut:]
            for parent in self._starting_with(needle[:cut]):
                for place in self._children.get(self._choices[parent].key, ()):
                    if any(text.startswith(own) for text in self._all_texts[place]):
                        found.add(place)
        return found

    def _containing(self, needle: str) -> list[int]:
        """Return places in which the needle stands anywhere, each once, in the given order."""
        text, starts = self._inside, self._starts
        found: list[int] = []
        at = text.find(needle)
        while at >= 0:
            place = bisect_left(starts, at + 1) - 1
            found.append(place)
            if place + 1 >= len(starts):
                break
            at = text.find(needle, starts[place + 1])
        return found


def normal_needle(typed: str) -> str:
    """Return what was typed as it is looked up: half-width, lower case, without blanks."""
    return half_width(typed).lower().replace(" ", "").replace("\t", "").replace("\n", "")


def _texts(choice: Choice) -> Sequence[str]:
    texts = (choice.code, choice.initials, choice.label, *choice.words)
    return [normal_needle(text) for text in texts if text]
