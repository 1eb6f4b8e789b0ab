"""How commands print what is stored: a terminal shows every sign of it and obeys none."""

import sys

from hotline.names import one_line
from wording import tr


def tell_row(*cells: str) -> None:
    """Print one row of a list, its cells parted by tabs."""
    print("\t".join(map(one_line, cells)))


def tell_header(*names: str) -> None:
    """Print what stands in the columns of a list where somebody reads it; a program reads rows alone.

    `names` are message ids.
    """
    if sys.stdout.isatty():
        tell_row(*map(tr, names))
