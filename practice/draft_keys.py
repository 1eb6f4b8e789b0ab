"""The keys of a drafted session: what a good operator presses at the desk to take a call down as its record says. Pure.

Each is pressed as soon as it may be known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from city_packs.model import CityPack
from city_packs.scenario import Question

FindPlace = Callable[[str], str]
"""Gives the code of the place that the desk takes first for what is typed, empty for none."""

_PER_SIGN_S = 0.5
"""A good operator's time for a Chinese sign, the input method's keys and the listening with it."""
_MOST_TYPING_S = 900.0
_ASKS = {question: f"insert {digit}" for digit, question in enumerate(Question)}
_REFUSAL = 6
"""The digit of a refusal among the ends of a call without a case."""
_Press = tuple[str, float]


def session_keys(
    op: str, values: Mapping[str, object], content: str, answer: str, pack: CityPack, find: FindPlace
) -> tuple[str, float]:
    """Return the lines of a session that gives the command `op`, and how many seconds it takes until all is on file.

    `values` are those of the intake and of the command by name; what is empty or unknown is left to the author.
    """
    at, lines = 0.8, []
    for keys, seconds in _presses(op, values, content, answer, pack, find):
        lines.append(f"{at:<6.1f} {keys}\n")
        at += seconds
    return "".join(lines), at


def _presses(
    op: str, values: Mapping[str, object], content: str, answer: str, pack: CityPack, find: FindPlace
) -> Iterator[_Press]:
    yield "enter", 1.2
    yield _ASKS[Question.GREET], 3
    if op == "urge":
        yield _ASKS[Question.SINCE], 6
        yield "f6 1", 2
        yield _typed("ctrl+g 0", content)
        yield _ASKS[Question.DONE], 6
        yield _ASKS[Question.READ_BACK], 6
        yield "f7", 8
    else:
        yield from _picked(values, pack, find)
        if op == "hand_off":
            yield _typed("ctrl+g 0", content)
            yield f"f12 {_digit_of_line(values, pack)}", 8
        else:
            yield from _written(values, content)
            yield from _ended(op, values, answer, pack)
    yield "enter", 0


def _picked(values: Mapping[str, object], pack: CityPack, find: FindPlace) -> Iterator[_Press]:
    """Give the wishes, class, type, urgency, who the caller is, and the place."""
    for jump, wish in ((2, "anonymous"), (3, "confidential")):
        if values.get(wish):
            yield f"ctrl+g {jump} y", 2
    if pack.has_class(str(values.get("class_code", ""))):
        yield f"ctrl+g 5 {values['class_code']} enter", 3
    for jump, name in ((6, "case_type"), (7, "urgency")):
        yield f"ctrl+g {jump} {_row_of(name, values[name], pack)}", 2
    if values.get("is_enterprise") or values.get("subject_kind"):
        kind = _row_of("subject_kind", values.get("subject_kind", "natural"), pack)
        yield f"ctrl+g + enter {kind}{' y' if values.get('is_enterprise') else ''} ctrl+s", 4
    yield _ASKS[Question.WHERE], 6
    if pack.has_area(str(values.get("area_code", ""))):
        yield f'ctrl+g 4 "{_place(str(values["area_code"]), pack, find)}" enter', 4


def _written(values: Mapping[str, object], content: str) -> Iterator[_Press]:
    yield _ASKS[Question.WHO], 5
    if values.get("caller_name"):
        yield f'ctrl+g 8 "{values["caller_name"]}"', 4
    yield _ASKS[Question.SINCE], 6
    yield _typed("ctrl+g 0", content)
    yield _ASKS[Question.DONE], 6
    yield _ASKS[Question.REACH], 5
    yield _ASKS[Question.READ_BACK], 6


def _ended(op: str, values: Mapping[str, object], answer: str, pack: CityPack) -> Iterator[_Press]:
    if op == "answer_directly":
        yield _typed("f9", answer)
        yield "enter", 8
    elif op == "propose_refusal":
        reasons = [*pack.refusal_reasons]
        row = reasons.index(str(values["reason"])) if values["reason"] in reasons else 0
        yield " ".join((f"f3 {_REFUSAL}", *["down"] * row)), 8
        yield "enter", 8
    else:
        yield "ctrl+s", 8


def _typed(jump: str, text: str) -> _Press:
    return f'{jump} "{text}"', min(max(5, len(text) * _PER_SIGN_S), _MOST_TYPING_S)


def _row_of(code_list: str, code: object, pack: CityPack) -> int:
    """Return the digit that takes a code of a list of the pack."""
    return 1 + next((row for row, each in enumerate(pack.code_lists.get(code_list, ())) if each.code == code), 0)


def _digit_of_line(values: Mapping[str, object], pack: CityPack) -> int:
    """Return the digit of an emergency line; those for three on the line stand behind all the others."""
    lines: Sequence[str] = [*pack.emergency_lines]
    row = lines.index(str(values["line"])) if values["line"] in lines else 0
    return 1 + row + len(lines) * bool(values.get("three_way"))


def _place(area: str, pack: CityPack, find: FindPlace) -> str:
    """Return the shortest letters by which the desk finds a place: of its own, with those of the street before it."""
    path = pack.area_path(area)  # city, district, street, community
    own, above = path[-1], path[-2] if len(path) > 1 else path[-1]
    tries = (own.initials, above.initials[:2] + own.initials, above.initials + own.initials, above.pinyin + own.pinyin)
    return next((each for each in tries if find(each) == area), tries[-1])
