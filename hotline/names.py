"""Names of sign-in and names of people: what they may hold, so that every screen and terminal can show them."""

import re

from hotline.texts import half_width, visible

_SIGN_IN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def sign_in_name(typed: str) -> str:
    """Return a name of sign-in as it is kept: half-width, without blanks at its ends; what is none as it was typed.

    >>> sign_in_name(" ２００４ ")
    '2004'
    """
    name = half_width(typed).strip()
    return name if is_sign_in_name(name) else typed.strip()


def is_sign_in_name(name: str) -> bool:
    """Say whether a name of sign-in is 1 to 64 letters, digits and `- _ .`, a letter or digit first."""
    return _SIGN_IN_NAME.fullmatch(name) is not None


def one_line(text: str) -> str:
    """Return a text as one line of a terminal: control signs, tabs, line ends and direction marks shown, not obeyed."""
    return visible(text).replace("\t", "\u2409").replace("\n", "\u240a")
