"""How a rate of calls or cases is written on a board and on a wall. Pure."""

NO_RATE = "-"


def rate_words(share: float | None) -> str:
    """Return a share, 0 to 1, as `98.9%`; `100%` only where it is all of them, and a dash where nothing counts.

    It is cut off and not rounded: 1,999 of 2,000 are not all.

    >>> [rate_words(share) for share in (0.9995, 1.0, 0.989, None)]
    ['99.9%', '100%', '98.9%', '-']
    """
    if share is None:
        return NO_RATE
    thousandths = int(share * 1000 + 1e-6)
    return "100%" if thousandths >= 1000 else f"{thousandths // 10}.{thousandths % 10}%"
