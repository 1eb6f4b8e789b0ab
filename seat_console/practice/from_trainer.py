"""What a trainer wrote to a trainee: under marks that are shown here, and under those that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.practice.given import Remark, RemarkElsewhere

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from city_packs.scenario import Words
    from hotline.practice_doc import AppealAnswer, AssignedWork, TrainerNote

Played = tuple[str, "Sequence[str]"]
"""What is known of a session: its kind, and the scenarios of its calls."""


def remark_of(said: TrainerNote | AppealAnswer) -> Remark:
    """Return a note or an answer as it stands under a mark; what it agrees with is an answer's alone."""
    return Remark(said.place, said.item or "", said.words, said.by, agreed=getattr(said, "agreed", None))


def written(work: AssignedWork | None, session: str) -> Iterator[Remark]:
    """Yield the notes on a session, then the answers."""
    for each in _said(work):
        if str(each.session) == session:
            yield remark_of(each)


def written_elsewhere(
    work: AssignedWork | None, shown: Container[str], marked: Container[str], played: Mapping[str, Played],
    titles: Mapping[str, Words],
) -> tuple[RemarkElsewhere, ...]:  # fmt: skip
    """Return what was written on sessions other than `shown`, newest first; the marks of those `marked` can be opened.

    `played` tells of sessions what is known of them on this machine.
    """
    said = [each for each in _said(work) if str(each.session) not in shown]
    found = []
    for each in sorted(said, key=lambda each: each.at, reverse=True):
        kind, codes = played.get(str(each.session), (each.kind, ()))  # a centre that is older tells no kind
        title = titles.get(codes[each.place] if each.place < len(codes) else each.scenario)
        reason = getattr(each, "reason", "")
        session = str(each.session) if str(each.session) in marked else ""
        found.append(RemarkElsewhere(remark_of(each), each.at, reason, kind, title, session))
    return tuple(found)


def _said(work: AssignedWork | None) -> list[TrainerNote | AppealAnswer]:
    return [*work.notes, *work.answers] if work is not None else []
