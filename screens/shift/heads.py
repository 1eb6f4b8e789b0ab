"""What stands above a journal: which shift, how much is red, who has signed, what keeps it from being signed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from screens.parts.house_words import sub_centre_words
from screens.shift.signed_lines import shift_words, signed_by
from widgets.clock_text import exact
from widgets.lamp import Tone, signed
from wording import listed, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from city_packs.model import CityPack
    from hotline.handover_doc import Handover, Signature
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece


def title(of: Handover, pack: CityPack, zone: tzinfo) -> str:
    """Return which shift of which sub-centre a journal is of."""
    return f"{shift_words(of.begins, of.ends, zone)}  {sub_centre_words(pack, of.sub_centre)}"


def count_pieces(of: Handover) -> list[Piece]:
    """Return how much is red, how much of that has no explanation, and how much else is open."""
    red, missing = len(of.red), len(of.unexplained)
    words = (
        tr("{red} red, {missing} without explanation").format(red=red, missing=missing) if red else tr("nothing red")
    )
    others = len(of.items) - red
    more = trn("{count} more open", "{count} more open", others).format(count=others)
    return [signed(words, Tone.RED) if missing else (words, Tone.BRIGHT), (more, Tone.GREY)]


def age_piece(as_of: datetime | None, ago_s: float, zone: tzinfo, *, live: bool, line_up: bool) -> Piece:
    """Return whether a journal is as it is now, else as of when it is, how old, and why."""
    if as_of is None:
        return (tr("asking the centre ..."), Tone.GREY) if line_up else signed(tr("no line"), Tone.YELLOW)
    at = f"{as_of.astimezone(zone):%H:%M:%S}"
    if live:
        return tr("as of {at}").format(at=at), Tone.GREY
    why = tr("the centre does not answer") if line_up else tr("no line")
    words = tr("as of {at}, {seconds} s ago, {why}").format(at=at, seconds=max(0, int(ago_s)), why=why)
    return signed(words, Tone.YELLOW)


def signature_rows(of: Handover, zone: tzinfo) -> list[Row]:
    """Return who hands over and who takes over: who has signed, else whom the roster names."""
    return [
        [_who(tr("Hands over: {who}"), of.handed, of.leads_going, of.now, zone)],
        [_who(tr("Takes over: {who}"), of.taken, of.leads_coming, of.now, zone)],
    ]


def _who(words: str, signature: Signature | None, roster: Sequence[str], now: datetime, zone: tzinfo) -> Piece:
    if signature is not None:
        said = tr("signed by {who}").format(who=signed_by(signature, now, zone))
        return words.format(who=said), Tone.BRIGHT
    if not roster:
        return words.format(who=tr("not signed; no lead of this sub-centre is on the roster")), Tone.YELLOW
    names = listed(visible(name) for name in roster)
    return words.format(who=tr("not signed; on the roster: {names}").format(names=names)), Tone.GREY


def over_words(of: Handover) -> str:
    """Return why a journal does not change any more."""
    if of.taken is not None:
        return tr("Both leads have signed: nothing of this changes any more")
    return tr("Nobody took this shift over in its time: nothing of this changes any more")


def blocked_words(of: Handover, zone: tzinfo) -> str:
    """Return what keeps a journal from being signed; empty where nothing does."""
    missing = len(of.unexplained)
    if missing:
        words = trn(
            "Cannot be signed: {count} red has no explanation", "Cannot be signed: {count} red have no explanation",
            missing,
        )  # fmt: skip
        return words.format(count=missing)
    if of.now < of.sign_from:
        return tr("Can be signed from {at} on").format(at=exact(of.sign_from, of.now, zone))
    return ""


def sign_piece(of: Handover, zone: tzinfo, key: str, *, live: bool) -> Piece:
    """Return what keeps a journal from being signed, or who signs next and with which key."""
    if of.over:
        return over_words(of), Tone.GREY if of.taken is not None else Tone.YELLOW
    if not live:
        return signed(tr("Nothing can be explained or signed: the centre is not reached"), Tone.YELLOW)
    if blocked := blocked_words(of, zone):
        return signed(blocked, Tone.RED) if of.unexplained else (blocked, Tone.GREY)
    if of.handed is None:
        return tr("The lead who goes signs now: {key}").format(key=key), Tone.BRIGHT
    return tr("The lead who takes over signs now: {key}").format(key=key), Tone.BRIGHT
