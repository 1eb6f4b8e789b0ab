"""Numerals and times of day as digits, so that one text can be held against another however either was written."""

import re

_DIGITS = {
    sign: digit
    for digit, signs in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile("[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*")

_AFTER_DIGITS = re.compile("(?<=[0-9])(?=[零〇一二两三四五六七八九])")  # 9、10三个月 is not 103
_SPAN = re.compile(r"(?<=[0-9点月日天号栋楼#])(?:到|至|~|-|–|—)+(?=[0-9])")
_FIRST_UNIT = re.compile(r"([0-9]+)(点|月|号楼|号|栋|楼|日|天)-([0-9]+)(?=\2)")
_RULES = (
    (re.compile(r"(?<=[0-9]),(?=[0-9]00(?![0-9]))"), ""),  # 1,200
    (re.compile("(?<=[0-9])#(?=[-楼到至—–])"), "号"),
    (re.compile("俩"), "2个"),
    (re.compile("仨"), "3个"),
    (re.compile("(?<=[0-9])[趟回]"), "次"),
    (re.compile("(?<=[0-9])[栋幢]"), "号楼"),
    (re.compile("(?<=[0-9])块钱?"), "元"),
    (re.compile("(?<=[0-9])个[多来]个?月"), "个月"),
    (re.compile("星期|礼拜"), "周"),
    (re.compile("([0-9])个?(?:[多来余]个?)?周"), r"\1周"),
    (re.compile(r"([0-9])[时点]半"), r"\1:30"),
    (re.compile(r"(?<![0-9])([0-9]{1,2})(?::00(?![0-9])|时(?!间|段|长|候|期))"), r"\1点"),
    (re.compile(r"(?<![0-9])([0-9]{1,2})点(?=[0-9]{2}(?![0-9]))"), r"\1:"),
    (re.compile("(?<=:[0-9]{2})分"), ""),
    (re.compile("(?<=[0-9])(?:[多几]|来(?![电访信函]))"), "余"),
)


def with_digits(text: str) -> str:
    """Return a text with its Chinese numerals, what they count, spans and times of day in one way of writing.

    >>> with_digits("夜里十二点到三点，二三十人")
    '夜里12点-3点，20-30人'
    """
    text = _NUMERAL.sub(lambda found: _digits(found.group()), _AFTER_DIGITS.sub(",", text))
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return _SPAN.sub("-", text)


def with_one_unit(text: str) -> str:
    """Return a text whose spans name their unit once.

    >>> with_one_unit("12点-3点")
    '12-3点'
    """
    return _FIRST_UNIT.sub(r"\1-\3", text)


def _digits(signs: str) -> str:
    """Return a numeral in digits; two neighbours (七八, 二三十) are a span, signs without tens stand one by one."""
    unit = _TENS.get(signs[-1], 1)
    pair = signs[:-1] if unit > 1 else signs[-2:]
    before = "" if unit > 1 else signs[:-2]
    if len(pair) == 2 and _neighbours(pair) and (not before or before[-1] in _TENS):
        base = _value(before) if before else 0
        return "-".join(str(base + _DIGITS[sign] * unit) for sign in pair)
    if all(sign in _DIGITS for sign in signs):
        return "".join(str(_DIGITS[sign]) for sign in signs)
    return str(_value(signs))


def _neighbours(pair: str) -> bool:
    first, second = (_DIGITS.get(sign, 0) for sign in pair)
    return 0 < first == second - 1


def _value(signs: str) -> int:
    value, digit, last = 0, 0, 1
    for sign in signs:
        if sign in _TENS:
            last = _TENS[sign]
            value += (digit or 1) * last
            digit = 0
        else:
            digit = _DIGITS[sign]
            last = 1 if digit == 0 else last
    return value + digit * (last // 10 if last > 10 else 1)  # 一百五 is 150
