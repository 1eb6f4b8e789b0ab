"""What the consoles that are killed need: the centre of the tests of the whole."""

from tests.whole.conftest import centre, new_centre

__all__ = ["centre", "new_centre"]
