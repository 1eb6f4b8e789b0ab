"""How commands print what is stored: a terminal shows every sign of it and obeys none."""

from hotline.names import one_line


def tell_row(*cells: str) -> None:
    """Print one row of a list, its cells parted by tabs."""
    print("\t".join(map(one_line, cells)))
