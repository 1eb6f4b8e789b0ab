"""The summary of a leader's day as it is read and printed, the same on the screen and from the command. Pure."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Protocol

from hotline.leader_doc import LeaderCase, LeaderDay, LeaderStay
from hotline.order_number import grouped
from wording import tr, trn


class CaseNames(Protocol):
    """What a summary calls classes, units and outcomes, each by its code."""

    def class_name(self, code: str) -> str:
        """Return the name of a class."""
        ...

    def unit_name(self, code: str) -> str:
        """Return the name of a unit."""
        ...

    def outcome_name(self, code: str) -> str:
        """Return what became of a call."""
        ...


def summary_lines(day: LeaderDay, names: CaseNames, zone: tzinfo, now: datetime) -> Iterator[str]:
    """Yield the lines of the summary of a leader's day; a case is a line of its own, set in by two blanks.

    Of a day that at `now` is not over nothing is said to have been left out.
    """
    yield f"{day.begins.astimezone(zone):%Y-%m-%d}  {day.name}  {day.title}".rstrip()
    yield tr("Rota: {begins}-{ends}, seat {seat}").format(
        begins=_at(day.begins, zone), ends=_at(day.ends, zone), seat=day.seat
    )
    if not day.stays:
        if now < day.begins:
            yield tr("Still to come")
        else:
            yield tr("Has answered no calls here yet") if now < day.ends else tr("Has answered no calls here")
        return
    for stay in day.stays:
        yield _stay_words(stay, zone)
    yield trn("{count} call answered", "{count} calls answered", day.answered).format(count=day.answered)
    many = len(day.cases)
    filed = trn("{count} case filed", "{count} cases filed", many).format(count=many)
    told = tr("{filed}: {spot} answered on the spot, {asked} asked back")
    yield told.format(filed=filed, spot=day.on_the_spot, asked=day.asked_back)
    for case in day.cases:
        yield f"  {_case_words(case, names)}"
    if day.words:
        yield tr("{name}: {words}").format(name=day.words_by, words=day.words)


def _stay_words(stay: LeaderStay, zone: tzinfo) -> str:
    since, beside = _at(stay.since, zone), stay.beside or "-"
    if stay.silent_since is not None:
        words = tr("Answered from {since}; the seat has had no line since {until}. Beside: {name}")
        return words.format(since=since, until=_at(stay.silent_since, zone), name=beside)
    if stay.until is None:
        return tr("Answers since {since}. Beside: {name}").format(since=since, name=beside)
    words = tr("Answered from {since} to {until}. Beside: {name}")
    return words.format(since=since, until=_at(stay.until, zone), name=beside)


def _case_words(case: LeaderCase, names: CaseNames) -> str:
    unit = names.unit_name(case.unit) if case.unit else names.outcome_name(case.outcome)
    return "  ".join(filter(None, (grouped(case.number), names.class_name(case.class_code), unit)))


def _at(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
