"""Reads who calls in a scenario and what he says; a line that can never be said is taken down."""

from collections.abc import Mapping

from city_packs.model import CityPack
from city_packs.rows import Row
from city_packs.scenario import MOST_TEXT, STAYS, Caller, Mood, PastCase, Question, Reply, ScriptedLine
from city_packs.scenario_fields import check_code, flag, number, on_a_line, one_of, phone, whole, words
from city_packs.toml_file import TomlFile
from wording import tr

CALM = "calm"
SAVED = "saved"
_EVENTS = frozenset({*Question, CALM, SAVED})
LONGEST = 3600.0
"""Seconds of a call at most."""


def read_caller(file: TomlFile) -> Caller:
    """Return the caller with all lines and replies."""
    row = file.table("caller", needed=True)
    row.only({"name", "name_en", "phone", "mood", "abuse", "erratic", "leaves_after"})
    mood = row.text("mood")
    if mood:
        one_of(row, "mood", mood, frozenset(Mood))
    caller = Caller(
        name=on_a_line(row, "name"),
        phone=phone(row, "phone"),
        mood=Mood(mood) if mood in frozenset(Mood) else Mood.CALM,
        abuse=whole(row, "abuse", 0, 5, 0),
        erratic=whole(row, "erratic", 0, 5, 0),
        leaves_after=number(row, "leaves_after", 30, LONGEST, 600),
        lines=_read_lines(file),
        replies=_read_replies(file),
        name_en=on_a_line(row, "name_en"),
    )
    _check_mood(row, caller)
    _check_release(file.entries("line"), caller, only_record=len(file.entries("record")) == 1)
    return caller


def read_past_cases(file: TomlFile, pack: CityPack) -> tuple[PastCase, ...]:
    """Return the cases that the centre has before the call."""
    known = {"code", "days_ago", "phone", "caller_name", "case_type", "class_code", "area_code", "address_text"}
    cases: dict[str, PastCase] = {}
    for row in file.entries("case"):
        row.only({*known, "text", "text_en", "unit"})
        code = row.code("code")
        if code in cases:
            row.wrong("code", tr("{code} stands here already").format(code=code))
        values = {
            name: row.text(name, needed=name != "unit") for name in ("case_type", "class_code", "area_code", "unit")
        }
        for name, value in values.items():
            if value:
                check_code(row, name, name, value, pack)
        if not row.values.get("phone"):  # no case is filed without one
            row.wrong("phone", tr("is missing"))
        cases[code] = PastCase(
            code=code,
            days_ago=number(row, "days_ago", 0.01, 365),
            phone=phone(row, "phone"),
            caller_name=on_a_line(row, "caller_name"),
            address_text=on_a_line(row, "address_text"),
            content=words(row, "text", most=MOST_TEXT),
            **values,
        )
    return tuple(cases.values())


def _read_lines(file: TomlFile) -> tuple[ScriptedLine, ...]:
    lines: list[ScriptedLine] = []
    for row in file.entries("line"):
        row.only({"code", "at", "after", "wait", "silence", "times", "text", "text_en"})
        code = row.code("code")
        if code in _EVENTS:
            row.wrong("code", tr("{code} is the name of a question or an event: choose another").format(code=code))
        elif code in {line.code for line in lines}:
            row.wrong("code", tr("{code} stands here already").format(code=code))
        released = [name for name in ("at", "after", "silence") if name in row.values]
        if len(released) != 1:
            row.wrong(released[-1] if released else "at", tr("a line is released by one of at, after and silence"))
        lines.append(
            ScriptedLine(
                code=code,
                words=words(row, "text", most=MOST_TEXT),
                at=number(row, "at", 0, LONGEST) if "at" in row.values else None,
                after=row.text("after") if "after" in row.values else "",
                wait=number(row, "wait", 0, LONGEST, 0),
                silence=number(row, "silence", 1, LONGEST) if "silence" in row.values else None,
                times=whole(row, "times", 1, 20, 1),
            )
        )
    if not lines and not file.entries("reply"):
        file.top().wrong("line", tr("is missing: the caller never says anything"))
    return tuple(lines)


def _read_replies(file: TomlFile) -> tuple[Reply, ...]:
    replies: list[Reply] = []
    last: dict[Question, Row] = {}
    for row in file.entries("reply"):
        row.only({"to", "text", "text_en", "wrong"})
        to = row.text("to")
        if not to or not one_of(row, "to", to, frozenset(Question)):
            continue
        replies.append(Reply(Question(to), words(row, "text", most=MOST_TEXT), flag(row, "wrong")))
        last[Question(to)] = row
    for to, row in last.items():
        if [reply for reply in replies if reply.to is to][-1].wrong:
            row.wrong("wrong", tr("is the last reply to {question}: what is so is never said").format(question=to))
    return tuple(replies)


def _check_mood(row: Row, caller: Caller) -> None:
    if (caller.mood is Mood.ABUSIVE) is not (caller.abuse > 0):
        row.wrong("abuse", tr("an abusive caller has an abuse of 1 to 5, and nobody else has"))
    wrong = sum(reply.wrong for reply in caller.replies)
    if caller.erratic != wrong:
        message = tr("is {erratic}; replies that are marked as wrong: {count}")
        row.wrong("erratic", message.format(erratic=caller.erratic, count=wrong))


def _check_release(rows: list[Row], caller: Caller, *, only_record: bool) -> None:
    """Take down each line that waits for what never comes, or until after the caller has left."""
    lines = {line.code: line for line in caller.lines}
    for row, line in zip(rows, caller.lines, strict=True):
        if line.after and line.after not in _EVENTS and line.after not in lines:
            message = tr("{code} is no line, question or event: {names}")
            row.wrong("after", message.format(code=line.after, names=", ".join(sorted(_EVENTS))))
        elif _waits_for_itself(line, lines):
            row.wrong("after", tr("this line waits for itself, so it is never said"))
        elif _earliest(line, lines) >= caller.leaves_after:
            field = next(name for name in ("at", "silence", "wait") if name in row.values)
            row.wrong(field, tr("the caller has left by then: see leaves_after"))
        elif line.after == SAVED and line.wait >= STAYS and only_record:
            message = tr("the caller has left by then: he stays for {seconds} s when all is on file")
            row.wrong("wait", message.format(seconds=f"{STAYS:g}"))


def _waits_for_itself(line: ScriptedLine, lines: Mapping[str, ScriptedLine]) -> bool:
    met: set[str] = set()
    step: ScriptedLine | None = line
    while step is not None:
        if step.code in met:
            return True
        met.add(step.code)
        step = lines.get(step.after)
    return False


def _earliest(line: ScriptedLine, lines: Mapping[str, ScriptedLine]) -> float:
    """Return the seconds before which a line cannot come; there is no circle in what it waits for."""
    before = lines.get(line.after)
    return (line.at or line.silence or 0.0) + line.wait + (_earliest(before, lines) if before else 0.0)
