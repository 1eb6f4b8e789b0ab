"""Whether a text states something or says it: its words stand in it, in whatever signs they are written.

Small or capital, wide or narrow, blanks, numerals in signs or digits (`city_packs.numerals`) and the words of `_SAME`
make no difference. A number stands there only as a whole, and so does an English word, its endings aside.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from city_packs.numerals import with_digits, with_one_unit
from city_packs.scenario import Fact
from hotline.texts import half_width

GAP = "…"
"""In words that are looked for: up to eight signs, or a few words of English, without a stop between them."""
_ANYTHING = r"(?:[^,。;!?]{0,8}|[a-z0-9' -]{0,30})"
_SAME = (
    (re.compile("没有|无|未(?!来(?!人))"), "没"),
    (re.compile("(?:昨天|昨日|夜个)(?:晚上|夜里|夜间|晚)|昨夜"), "昨晚"),
    (re.compile("(?:今天|今日)(?:早上|早晨|清晨|早)|今晨"), "今早"),
)
_DENIED = re.compile(
    r"(?:[不没](?:[能会敢可要]|[用需必须]要?再?[带办交找去]?)?(?:保证|承诺|答应)?|不是|并非|不得|不曾|没法|没说"
    r"|没(?:任何)?人员?被?|没被|[能是]否"
    r"|(?<![a-z])(?:(?:not?|never|nobody|without|cannot|[a-z]+n't)(?: (?:an?|any|the|yet|been?|being|is|was|were|has"
    r"|have|had|longer|need|to|bring))*|whether) ?)$"
)
_OPEN = re.compile("(?:有没|(?P<it>.{1,2})不(?P=it)|[能是]否|(?<![a-z])whether(?: [a-z]+){0,4} ?)$")
"""Before words that are asked, neither denied nor said."""
_CUT_BEFORE = re.compile("[0-9][0-9]|[a-z][a-z]")
_CUT_BEHIND = re.compile("[0-9][0-9]|[a-z](?=[a-z])(?!(?:s|es|d|ed|ing)(?![a-z]))")
_BLANK = re.compile("(?<![a-z]) | (?![a-z])")
_TURNS = re.compile(r"[不没否]|(?<![a-z])(?:not?|never|nobody|nothing|without|cannot)(?![a-z])|n't")
_DENYING = re.compile(f"{_TURNS.pattern}|[勿别免]")
_HAN = re.compile("[\u4e00-\u9fff]")
_DIGIT = re.compile("[0-9]")
_STOP = re.compile("[,。;!?、]")
_LONGEST_WORD = 4
"""Signs of a Chinese word that only names something."""
_ENOUGH = "的和与及或了"
_TIMES = "今昨前明后"
_BEFORE = 24
"""Signs before words in which they can be denied."""
_ASKED = re.compile(r"吗|么|与否|\?|不(?=[,。;!?]|$)")


def plain(text: str) -> str:
    """Return a text without what makes no difference in a name: wide signs, capitals and blanks.

    >>> plain("Last  night，２２：００")
    'lastnight,22:00'
    """
    return "".join(half_width(text).casefold().split())


def states(text: str, any_of: Iterable[str]) -> bool:
    """Say whether one of some words stands in a text and is not denied; `…` in them stands for whatever is between."""
    told = _told(text)
    return any(_is_stated(way, each) for each in any_of for way in told)


def states_fact(text: str, fact: Fact) -> bool:
    """Say whether a text states a fact.

    Where that is that something is not so, its bare words do, however they are denied.
    """
    if states(text, fact.any_of):
        return True
    bare = [each for each in fact.any_of if not _denies(each)] if _denies(f"{fact.words.zh} {fact.words.en}") else []
    return any(True for each in bare for way in _told(text) for _ in _found(way, each))


def bare_word(fact: Fact) -> str:
    """Return a word that states a fact whatever is said of it, where no other way to state it says more; else nothing.

    Of `电梯停运` it is `电梯`: the fact's own words go on about it. Numbers, times and one of several things say
    enough, and so does a verb, which is what a word of one sign is.
    """
    chinese = [each for each in fact.any_of if _HAN.search(each)]
    ways = [_compared(each) for each in chinese if GAP not in each]
    if len(ways) < len(chinese) or any(len(each) > _LONGEST_WORD or _DIGIT.search(each) for each in ways):
        return ""
    for piece in _STOP.split(_compared(fact.words.zh)):
        for each in ways:
            goes_on = piece.startswith(each) and len(piece) > len(each) and piece[len(each)] not in _ENOUGH
            if goes_on and len(each) > 1 and each[0] not in _TIMES:
                return each
    return ""


def said(text: str, any_of: Iterable[str]) -> str | None:
    """Return the first of some words that a text says, or None: where they are denied or asked they are not said."""
    told = _told(text)
    return next((each for each in any_of if any(_is_said(way, each) for way in told)), None)


def _is_stated(told: str, words: str) -> bool:
    return any(
        (_DENIED.search(before) is None or _OPEN.search(before) is not None) and not _is_turned(told[begin:end], words)
        for begin, end in _found(told, words)
        for before in (told[max(begin - _BEFORE, 0) : begin],)
    )


def _is_said(told: str, words: str) -> bool:
    return any(
        _DENIED.search(told, max(begin - _BEFORE, 0), begin) is None
        and _ASKED.match(told, end) is None
        and not _is_turned(told[begin:end], words)
        for begin, end in _found(told, words)
    )


def _is_turned(found: str, words: str) -> bool:
    """Say whether what stands in a gap of words turns them round: 下午能否来水, for 下午…来水."""
    return len(_TURNS.findall(found)) > sum(len(_TURNS.findall(part)) for part in _parts(words))


@lru_cache(maxsize=4096)
def _denies(words: str) -> bool:
    """Say whether words say of something that it is not so."""
    return _DENYING.search(_compared(words)) is not None


def _found(told: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where words stand in a text as it is compared; numbers and words of letters as a whole."""
    parts = _parts(words)
    if len(parts) > 1:
        spans: Iterator[tuple[int, int]] = (found.span() for found in _pattern(words).finditer(told))
    else:
        spans = _places(told, parts[0])
    for begin, end in spans:
        cut = _CUT_BEFORE.match(told, max(begin - 1, 0), end) if begin else None
        if begin < end and cut is None and _CUT_BEHIND.match(told, end - 1) is None:
            yield begin, end


def _places(told: str, part: str) -> Iterator[tuple[int, int]]:
    begin = told.find(part)
    while begin >= 0:
        yield begin, begin + len(part)
        begin = told.find(part, begin + 1)


@lru_cache(maxsize=64)
def _told(text: str) -> tuple[str, ...]:
    """Return the ways in which a text is held against words: one holds 16点 of 16点-21点, the other 16-21点."""
    told = _compared(text)
    return tuple(dict.fromkeys((told, with_one_unit(told))))


def _compared(text: str) -> str:
    """Return a text as it is compared; of its blanks only one between two words of letters stays."""
    told = with_digits(_BLANK.sub("", " ".join(half_width(text).casefold().split())))
    for pattern, instead in _SAME:
        told = pattern.sub(instead, told)
    return told


@lru_cache(maxsize=8192)
def _parts(words: str) -> tuple[str, ...]:
    return tuple(with_one_unit(_compared(part)) for part in words.split(GAP))


@lru_cache(maxsize=4096)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(_ANYTHING.join(map(re.escape, _parts(words))))
