"""The journal of a handover as plain text: to be printed, read and filed."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from case_api.accounts.roles import EVERY_SEAT
from case_api.reports.names import class_name, place_name, unit_name
from city_packs.model import CityPack, named
from hotline.handover_doc import KIND_NAMES, Handover, ItemKind, JournalItem, Signature
from hotline.names import one_line
from hotline.order_number import grouped
from wording import language, tr, trn

_INDENT = "   "


def journal_lines(of: Handover, pack: CityPack) -> list[str]:
    """Return a journal as lines: which shift, both signatures, how much is open, then item by item."""
    zone = ZoneInfo(pack.time_zone)
    red, missing = len(of.red), len(of.unexplained)
    counts = (
        tr("{red} red, {missing} without explanation").format(red=red, missing=missing) if red else tr("nothing red")
    )
    others = len(of.items) - red
    more = trn("{count} more open", "{count} more open", others).format(count=others)
    shift = f"{_at(of.begins, zone)}-{of.ends.astimezone(zone):%H:%M}"
    lines = [
        f"{tr('Handover of the shift')}  {shift}  {sub_centre_name(pack, of.sub_centre)}",
        tr("Hands over: {who}").format(who=_signed(of.handed, zone)),
        tr("Takes over: {who}").format(who=_signed(of.taken, zone)),
        f"{counts}; {more}",
    ]
    if not of.over:
        lines.append(tr("as of {at}").format(at=_at(of.now, zone)))
    for place, item in enumerate(of.items, 1):
        lines += ["", *_item(place, item, pack, zone)]
    return [one_line(line) for line in lines]


def sub_centre_name(pack: CityPack, code: str) -> str:
    """Return the name of a sub-centre, its code where the pack does not know it."""
    return named(pack.sub_centres[code], language()) if code in pack.sub_centres else code


def _item(place: int, item: JournalItem, pack: CityPack, zone: ZoneInfo) -> Iterator[str]:
    since = tr("since {at}").format(at=_at(item.since, zone))
    yield "  ".join(filter(None, (f"{place}. {tr(KIND_NAMES[item.kind])}", _which(item, pack), since)))
    about = [
        class_name(pack, item.class_code) if item.number else "",
        place_name(pack, item.area_code) if item.area_code else "",
        unit_name(pack, item.unit) if item.unit else "",
        tr("came after the first signature") if item.late else "",
    ]
    if any(about):
        yield _INDENT + "  ".join(filter(None, about))
    if item.explanation is not None:
        said = item.explanation
        for line in said.words.split("\n"):
            yield _INDENT + line
        by = tr("{who}, {at}").format(who=said.by_name, at=_at(said.at, zone))
        yield _INDENT + (tr("{who}, in an earlier shift").format(who=by) if said.before else by)
    elif item.is_red:
        yield _INDENT + tr("no explanation yet")


def _which(item: JournalItem, pack: CityPack) -> str:
    if item.number:
        return grouped(item.number)
    if item.kind is ItemKind.UNREAD_NOTICE:
        unread = trn("{count} has not read it", "{count} have not read it", item.unread).format(count=item.unread)
        return f"{_sent_to(item.place, pack)}  {unread}"
    if item.kind is ItemKind.MISSED_CALLER:
        known = {entry.code: entry for entry in pack.code_lists.get("call_queue", ())}
        return named(known[item.queue], language()) if item.queue in known else item.queue
    return f"{item.seat} {item.operator}".strip()


def _sent_to(place: str, pack: CityPack) -> str:
    if place == EVERY_SEAT:
        return tr("every seat")
    kind, _, code = place.partition(":")
    return sub_centre_name(pack, code) if kind == "sub_centre" else tr("seat {seat}").format(seat=code)


def _signed(signature: Signature | None, zone: ZoneInfo) -> str:
    if signature is None:
        return tr("not signed")
    return tr("signed by {who}").format(who=f"{signature.by_name} ({signature.by}), {_at(signature.at, zone)}")


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
