"""Proposing a refusal: why the hotline may not take a matter, and the lawful route that the caller is told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.desk.saved_panel import SavedView
from screens.parts.ask import Option
from screens.parts.case_words import coded
from wording import language, tr

if TYPE_CHECKING:
    from city_packs.entries import RefusalReason
    from city_packs.model import CityPack


def refusal_options(pack: CityPack) -> list[Option]:
    """Return the city's reasons; each says the lawful route and the words to read out."""
    return [_option(pack, each) for each in pack.refusal_reasons.values()]


def _option(pack: CityPack, reason: RefusalReason) -> Option:
    english = language() == "en"
    kind = coded(pack, "refusal_kind", reason.kind)
    route = coded(pack, "legal_route", reason.route)
    says = tr("Lawful route: {route}. {say}").format(route=route, say=reason.say_en if english else reason.say)
    label = tr("{label}: {value}").format(label=kind, value=reason.name_en if english else reason.name)
    return Option(reason.code, label, says)


def refusal_view(pack: CityPack, reason: str) -> SavedView:
    """Return what the desk shows when the proposal is on this seat's disk."""
    route = coded(pack, "legal_route", pack.refusal_reasons[reason].route)
    return SavedView(
        tr("Refusal proposed. A lead looks at it; the number to read out:"),
        told=(tr("Told: {route}").format(route=route),),
    )
