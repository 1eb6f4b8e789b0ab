"""What a lead asks and does when a shift is handed over: each with its address and the shape of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from hotline.handover_doc import Explain, Handover, HandoverList, HandoverPlaces, SignHandover
from local_cache.board_questions import BoardAct, BoardQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_PATH = "board/handovers"


def places() -> BoardQuestion[HandoverPlaces]:
    """Ask for which sub-centres who asks may sign."""
    return BoardQuestion(_PATH, HandoverPlaces)


def present(sub_centre: str) -> BoardQuestion[Handover]:
    """Ask for the handover that is worked on in a sub-centre."""
    return BoardQuestion(_of(sub_centre), Handover)


def of_shift(sub_centre: str, begins: datetime) -> BoardQuestion[Handover]:
    """Ask for the handover of the shift that began at a moment."""
    return BoardQuestion(_of(sub_centre), Handover, (("begins", begins.isoformat()),))


def signed(sub_centre: str, before: datetime | None = None) -> BoardQuestion[HandoverList]:
    """Ask for the handovers that were signed; `before` is that of the page before."""
    asked = (("before", before.isoformat()),) if before is not None else ()
    return BoardQuestion(f"{_of(sub_centre)}/signed", HandoverList, asked)


def explain(of: Handover, keys: Iterable[str], words: str) -> BoardAct[Handover]:
    """Explain items of a journal as it was read."""
    asked = Explain(begins=of.begins, n=of.n, keys=tuple(keys), words=words)
    return BoardAct(f"{_of(of.sub_centre)}/explanations", Handover, asked)


def hand_over(of: Handover) -> BoardAct[Handover]:
    """Sign as the lead who goes."""
    return BoardAct(f"{_of(of.sub_centre)}/handed", Handover, SignHandover(begins=of.begins))


def take_over(of: Handover) -> BoardAct[Handover]:
    """Sign as the lead who comes."""
    return BoardAct(f"{_of(of.sub_centre)}/taken", Handover, SignHandover(begins=of.begins))


def _of(sub_centre: str) -> str:
    return f"{_PATH}/{quote(sub_centre, safe='')}"
