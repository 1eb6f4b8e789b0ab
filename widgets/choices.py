"""What a picker offers, and the search over it: digit codes, pinyin initials or Chinese, thousands of choices a key.

Pure. The index is made once a list; a needle is answered from sorted arrays and one long string, so that a key over
8,000 places costs well under a millisecond or two whatever is typed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from hotline.texts import half_width

SHOWN = 64
"""Choices that an answer brings."""
COUNTED = 200
"""Choices beyond which an answer no longer counts: nobody reads that far, and counting would cost the key."""
_LAST = "\U0010ffff"


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
    """What fits a needle, the best first. `total` counts all that fit, but no more than `COUNTED`.

    `left` counts those that are still in question: letters may stand anywhere in so many initials that only those
    that fit from a start count as long as there are any; Chinese counts wherever it stands.
    """

    choices: tuple[Choice, ...]
    total: int
    left: int

    @property
    def only(self) -> Choice | None:
        """The one that is left, when only one is."""
        return self.choices[0] if self.left == 1 else None


class Choices:
    """Choices with their index. Iterating gives them in the order in which they were given."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._choices: tuple[Choice, ...] = tuple(choices)
        self._place = {choice.key: place for place, choice in enumerate(self._choices)}
        self._texts = [_texts(choice) for choice in self._choices]
        self.has_codes = any(choice.code for choice in self._choices)
        """Whether a digit may begin a code."""
        self._children: dict[int, list[int]] = {}
        for place, choice in enumerate(self._choices):
            above = self._place.get(choice.parent) if choice.parent else None
            if above is not None:
                self._children.setdefault(above, []).append(place)
        self._heads = _Heads(self._texts, range(len(self._choices)))
        self._parents = _Heads(self._texts, self._children)
        # Codes are only ever typed from their start, so they are not among what is searched inside.
        inside = ["\t".join((_needle(choice.label), *self._texts[place][bool(choice.code) :]))
                  for place, choice in enumerate(self._choices)]  # fmt: skip
        self._inside = "\n".join(inside)
        self._starts = [0, *accumulate(len(line) + 1 for line in inside)][: len(inside)]
        by_order = sorted(
            range(len(self._choices)),
            key=lambda place: (self._choices[place].rank, len(self._choices[place].label), place),
        )
        self._order = [0] * len(by_order)
        for order, place in enumerate(by_order):
            self._order[place] = order

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

        Ranking: exact initials, code or name; then from the start of one of them; then street and community typed in
        one go, or what lies below a street that fits; then inside. Among equals by `rank`, then shorter first, then
        in the given order.
        """
        needle = _needle(typed)
        if not needle:
            return Answer(self._choices[:SHOWN], len(self._choices), len(self._choices))
        tiers = {place: int(needle not in self._texts[place]) for place in self._heads.starting_with(needle)}
        for place in self._below(needle):
            tiers.setdefault(place, 2)
        close = len(tiers)
        for place in self._containing(needle):
            tiers.setdefault(place, 3)
        count, order = len(self._choices), self._order
        ranked = sorted(tiers, key=lambda place: tiers[place] * count + order[place])
        left = close if close and needle.isascii() else len(tiers)
        return Answer(tuple(self._choices[place] for place in ranked[:SHOWN]), min(len(tiers), COUNTED), left)

    def taken_by(self, typed: str) -> str:
        """Return the key of the choice that a picker takes for letters and Enter, empty for none."""
        answers = [self.find(typed[:end]) for end in range(1, len(typed) + 1)]
        taken = next((each.only for each in answers if each.only is not None), None)
        if taken is None and answers and answers[-1].choices:
            taken = answers[-1].choices[0]
        return taken.key if taken is not None else ""

    def fits(self, typed: str, choice: Choice) -> bool:
        """Say whether `typed` still fits this one choice, from a start or as street and community in one go."""
        needle = _needle(typed)
        place = self._place[choice.key]
        return any(text.startswith(needle) for text in self._texts[place]) or place in self._below(needle)

    def _below(self, needle: str) -> set[int]:
        """Return the places whose parent's start and own start make up the needle (`jc` + `xf`, `jc` + nothing)."""
        found: set[int] = set()
        for cut in range(1, len(needle) + 1):
            own = needle[cut:]
            for parent in self._parents.starting_with(needle[:cut]):
                children = self._children[parent]
                if own:
                    found.update(c for c in children if any(text.startswith(own) for text in self._texts[c]))
                else:
                    found.update(children)
        return found

    def _containing(self, needle: str) -> list[int]:
        """Return places in which the needle stands anywhere, each once, in the given order, `COUNTED` at most."""
        text, starts = self._inside, self._starts
        found: list[int] = []
        at = text.find(needle)
        while at >= 0 and len(found) < COUNTED:
            place = bisect_left(starts, at + 1) - 1
            found.append(place)
            if place + 1 >= len(starts):
                break
            at = text.find(needle, starts[place + 1])
        return found


class _Heads:
    """The sorted beginnings of texts, for "which places have a text that starts with this"."""

    def __init__(self, texts: Sequence[Sequence[str]], places: Iterable[int]) -> None:
        pairs = sorted({(text, place) for place in places for text in texts[place]})
        self._sorted = [text for text, _ in pairs]
        self._places = [place for _, place in pairs]

    def starting_with(self, needle: str) -> set[int]:
        first = bisect_left(self._sorted, needle)
        return set(self._places[first : bisect_left(self._sorted, needle + _LAST, first)])


def _needle(typed: str) -> str:
    """Return what was typed as it is looked up: half-width, lower case, without blanks."""
    return "".join(half_width(typed).lower().split())


def _texts(choice: Choice) -> tuple[str, ...]:
    """Return what a choice is found by from the start: code first, initials, the last step of the label, words."""
    texts = (choice.code, choice.initials, choice.label.rpartition("/")[2], *choice.words)
    return tuple(dict.fromkeys(filter(None, map(_needle, texts))))
