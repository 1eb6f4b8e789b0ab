"""Whether a text states something: its words stand in it, small or capital, wide or narrow, blanks aside."""

from collections.abc import Iterable

from hotline.texts import half_width


def plain(text: str) -> str:
    """Return a text as it is compared.

    >>> plain("Last  night，２２：００")
    'lastnight,22:00'
    """
    return "".join(half_width(text).casefold().split())


def states(text: str, any_of: Iterable[str]) -> bool:
    """Say whether one of some words stands in a text."""
    return stated(text, any_of) is not None


def stated(text: str, any_of: Iterable[str]) -> str | None:
    """Return the first of some words that stands in a text, or None."""
    told = plain(text)
    return next((each for each in any_of if plain(each) in told), None)
