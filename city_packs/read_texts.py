"""Reads what is said to callers: phrases, refusal reasons, emergency lines and merged lines."""

from collections.abc import Container

from city_packs.code_tables import EMERGENCY_NUMBERS, FIXED, PHRASE_KINDS
from city_packs.entries import EmergencyLine, MergedLine, Phrase, RefusalReason
from city_packs.errors import Known
from city_packs.source import PackSource
from wording import tr


def read_phrases(source: PackSource, classes: Container[str]) -> dict[str, Phrase]:
    """Return the phrases by code; there is at least one of each kind.

    `classes` are the codes of the city: of those that a shared text names only its own count.
    """
    fields = {"code", "kind", "title", "title_en", "text", "text_en", "classes"}
    known = Known(source.findings, "classes", classes)
    phrases: dict[str, Phrase] = {}
    for row in source.entries("phrases", "phrase", fields, ("code",)):
        kind = row.one_of("kind", set(PHRASE_KINDS)) or ""
        code = row.code("code", needed=False)
        named = row.words("classes") if source.is_shared(row) else row.codes("classes", known)
        phrases[code] = Phrase(
            code=code,
            kind=kind,
            title=row.text("title"),
            title_en=row.text("title_en"),
            text=row.text("text"),
            text_en=row.text("text_en"),
            classes=tuple(each for each in named if each in classes),
        )
    kinds = {phrase.kind for phrase in phrases.values()}
    for kind in PHRASE_KINDS if "" not in kinds else ():  # a kind that nobody knows is said where it stands
        if kind not in kinds:
            message = tr("there is no phrase of kind {kind}").format(kind=kind)
            source.miss("phrases", "kind", kind, message)
    return phrases


def read_refusal_reasons(source: PackSource) -> dict[str, RefusalReason]:
    """Return the reasons by code; both grounds have at least one, and each names a lawful route."""
    fields = {"code", "kind", "name", "name_en", "route", "say", "say_en"}
    reasons: dict[str, RefusalReason] = {}
    for row in source.entries("refusal_reasons", "reason", fields, ("code",)):
        code = row.code("code", needed=False)
        reasons[code] = RefusalReason(
            code=code,
            kind=row.one_of("kind", set(FIXED["refusal_kind"])) or "",
            name=row.text("name"),
            name_en=row.text("name_en"),
            route=row.one_of("route", set(FIXED["legal_route"])) or "",
            say=row.text("say"),
            say_en=row.text("say_en"),
        )
    kinds = {reason.kind for reason in reasons.values()}
    for kind in sorted(FIXED["refusal_kind"]) if "" not in kinds else ():
        if kind not in kinds:
            message = tr("there is no reason of kind {kind}").format(kind=kind)
            source.miss("refusal_reasons", "kind", kind, message)
    return reasons


def read_emergency_lines(source: PackSource) -> dict[str, EmergencyLine]:
    """Return the emergency lines by number: all that `hotline.codes` knows, and no other."""
    columns = ("number", "name", "name_en", "when", "when_en")
    lines: dict[str, EmergencyLine] = {}
    for row in source.csv("emergency_lines", columns, ("number",)):
        number = row.one_of("number", set(EMERGENCY_NUMBERS)) or ""
        texts = [row.text(field) for field in ("name", "name_en", "when", "when_en")]
        lines[number] = EmergencyLine(number, *texts)
    for number in sorted(EMERGENCY_NUMBERS - lines.keys()) if "" not in lines else ():
        message = tr("the line {number} is missing").format(number=number)
        source.miss("emergency_lines", "number", number, message)
    return lines


def read_merged_lines(source: PackSource) -> dict[str, MergedLine]:
    """Return the merged lines by number."""
    lines: dict[str, MergedLine] = {}
    for row in source.csv("merged_lines", ("number", "name", "name_en", "hand_over"), ("number",)):
        number = row.text("number", needed=False)
        if number and not (number.isascii() and number.isdecimal()):
            row.wrong("number", tr("must be digits only"))
        hand_over = row.one_of("hand_over", {"yes", "no"}) == "yes"
        lines[number] = MergedLine(number, row.text("name"), row.text("name_en"), hand_over)
    return lines
