"""What an argument of the centre's commands may be; what is not of its kind is refused with words that say why."""

import argparse
from datetime import date, datetime
from math import inf
from pathlib import Path
from uuid import UUID

from case_api.host_names import is_host
from hotline.names import one_line
from wording import tr

_LAST_PORT = 65535
_LONGEST_NAME = 100
_SHORTEST_PACE_S, _LONGEST_PACE_S = 0.5, 86400


def port(text: str) -> int:
    """Return the number of a port."""
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(tr("a port is a number from 0 to 65535"))
    return port


def moment(text: str) -> datetime:
    """Return a moment written as 2026-12-30T10:00."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("a moment is written such as 2026-12-30T10:00")) from error


def day(text: str) -> date:
    """Return a day written as 2026-12-30."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("a day is written such as 2026-12-30")) from error


def length(text: str) -> float:
    """Return a length, a number from 0 up."""
    try:
        length = float(text)
    except ValueError:
        length = -1
    if not 0 <= length < inf:
        raise argparse.ArgumentTypeError(tr("a length is a number from 0 up, such as 5 or 2.5"))
    return length


def pace(text: str) -> float:
    """Return how many seconds a case lies before simulated people touch it."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not _SHORTEST_PACE_S <= seconds <= _LONGEST_PACE_S:
        words = tr("the pace is a number of seconds from {least} to {most}")
        raise argparse.ArgumentTypeError(words.format(least=_SHORTEST_PACE_S, most=_LONGEST_PACE_S))
    return seconds


def count(text: str) -> int:
    """Return how many of something, at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(tr("name a whole number from 1 up"))
    return int(text)


def mutation(text: str) -> UUID:
    """Return the id of a mutation."""
    try:
        return UUID(text)
    except ValueError as error:
        words = tr("{text} is no id of a mutation: copy one from `case-api held list` or `case-api held conflicts`")
        raise argparse.ArgumentTypeError(words.format(text=text)) from error


def folder(text: str) -> Path:
    """Return a folder."""
    if not text:
        raise argparse.ArgumentTypeError(tr("name a folder"))
    return Path(text)


def host(text: str) -> str:
    """Return a name or an address of a machine."""
    if not is_host(text):
        words = tr("a host is a name of letters A-Z a-z, digits, - and dots, such as centre.example, or an address")
        raise argparse.ArgumentTypeError(words)
    return text


def hotline_name(text: str) -> str:
    """Return the name of a hotline."""
    if not 1 <= len(text.strip()) <= _LONGEST_NAME or one_line(text) != text:
        words = tr("the name of a hotline is one line of 1 to {most} characters")
        raise argparse.ArgumentTypeError(words.format(most=_LONGEST_NAME))
    return text
