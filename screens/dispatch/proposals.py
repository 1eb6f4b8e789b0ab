"""Where a case may go, in words: the usual unit of the city, or who accepted that class and place last. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from hotline.queue_doc import Proposal
from screens.parts.case_words import unit_words
from widgets.clock_text import at
from wording import listed, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.queue_doc import QueueLine


def proposals_of(line: QueueLine, pack: CityPack) -> tuple[Proposal, ...]:
    """Return the units that may be meant, the best first: the centre's, else the city's usual one or the desk's advice.

    A unit that the pack does not know (any more) is none.
    """
    known = tuple(each for each in line.proposed if pack.has_unit(each.unit))
    if known:
        return known
    usual = pack.usual_unit(line.order.class_code, line.order.area_code)
    code = usual.code if usual is not None else line.order.dispatch_advice
    return (Proposal(unit=code),) if code and pack.has_unit(code) else ()


def is_usual(line: QueueLine, unit: str, pack: CityPack) -> bool:
    """Say whether the city pack names the unit for this class and place."""
    usual = pack.usual_unit(line.order.class_code, line.order.area_code)
    return usual is not None and usual.code == unit


def proposal_cell(line: QueueLine, pack: CityPack) -> str:
    """Return where Space sends a case: `Lubei housing bureau (usual 96%)`; or that one is to be chosen."""
    found = proposals_of(line, pack)
    if not found:
        return tr("choose a unit")
    first = found[0]
    unit, why = unit_words(pack, first.unit), why_in_short(line, first, pack)
    return tr("{unit} ({why})").format(unit=unit, why=why) if why else unit


def why_in_short(line: QueueLine, proposal: Proposal, pack: CityPack) -> str:
    """Return in a word why a unit is proposed: it is the usual one, or accepted such a case last, and how often."""
    usual = tr("usual") if is_usual(line, proposal.unit, pack) else ""
    if not proposal.times:
        return usual
    return tr("{why} {share}%").format(why=usual or tr("last"), share=proposal.share)


def proposal_words(line: QueueLine, proposal: Proposal, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return one proposal in full: the unit, why it is proposed, how often it accepted this and when last."""
    why = [tr("usual for this class and place")] if is_usual(line, proposal.unit, pack) else []
    if proposal.times:
        words = trn("accepted it {count} time ({share}%)", "accepted it {count} times ({share}%)", proposal.times)
        why.append(words.format(count=proposal.times, share=proposal.share))
    if proposal.last_at is not None:
        why.append(tr("last {at}").format(at=at(proposal.last_at, now, zone)))
    return tr("{unit}: {why}").format(
        unit=unit_words(pack, proposal.unit), why=listed(why) or tr("advised by the desk")
    )
