"""Handing a call to an emergency line: what can be chosen, and what may truthfully be said afterwards. Pure.

The switch can be asked to answer, hold and hang up, not to transfer: the desk writes the hand-off down, and the
operator makes it on the telephone. So the words never say that a caller has been put through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.desk.saved_panel import SavedView
from screens.parts.ask import Option
from wording import language, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

THREE_WAY = "3way:"


def hand_off_heading(*, caller_gone: bool, line_up: bool) -> str:
    """Return what stands above the lines: with nobody to put through, or no switch, that is said before the choice."""
    if caller_gone:
        return tr("No caller is on the line: this only records, ring them yourself")
    if not line_up:
        return tr("No line to the switch: this only records, transfer on the telephone")
    return tr("Life or property at risk: hand over to")


def hand_off_options(pack: CityPack, *, caller_gone: bool) -> list[Option]:
    """Return the city's emergency lines, then three-way with each of them while there is a caller."""
    english = language() == "en"
    lines = pack.emergency_lines.values()
    whens = {line.number: line.when_en if english else line.when for line in lines}
    names = {line.number: line.name_en if english else line.name for line in lines}
    options = [Option(n, tr("{number} {name}").format(number=n, name=names[n]), whens[n]) for n in whens]
    if not caller_gone:
        options += [Option(THREE_WAY + n, tr("{number} three-way, stay on the line").format(number=n), whens[n])
                    for n in whens]  # fmt: skip
    return options


def hand_off_view(line: str, *, three_way: bool, caller_gone: bool, line_up: bool) -> SavedView:
    """Return what the desk shows when the hand-off is on this seat's disk: what happened, and what to do now."""
    if caller_gone:
        heading = tr("{line}: only recorded, nobody was put through. Number of the record:")
        todo = tr("The caller is not on the line: ring {line} yourself, then call the caller back")
    elif not line_up:
        heading = tr("{line}: only recorded, no line to the switch. Number of the record:")
        todo = tr("Transfer by hand on the telephone, or have the caller dial {line} at once")
    elif three_way:
        heading = tr("{line} three-way: recorded. Number of the record:")
        todo = tr("Bring {line} into the call on the telephone now, and stay on the line")
    else:
        heading = tr("{line}: recorded. Number of the record:")
        todo = tr("Transfer the caller to {line} on the telephone now")
    return SavedView(heading.format(line=line), told=(todo.format(line=line),))
