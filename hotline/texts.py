"""What a text of a caller may hold, and how control signs are made visible.

Everything is kept exactly as typed but for what no database can keep. A text of a caller is never markup.
"""

import re
import unicodedata

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_NAMES = {
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u061c": "ALM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\ufeff": "BOM",
}


def unkeepable(text: str) -> str | None:
    """Return the first sign that cannot be stored (NUL or half of a surrogate pair) as `U+0000`, or None."""
    found = _UNKEEPABLE.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def _shown(match: re.Match[str]) -> str:
    sign = match.group()
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<{_NAMES.get(sign, f'U+{code:04X}')}>"


def visible(text: str) -> str:
    """Return `text` with control signs and direction marks shown as themselves, never obeyed.

    Line feeds and tabs stay; a joiner inside an emoji stays, so that the emoji does.
    """
    if _INVISIBLE.search(text) is None:
        return text
    return _INVISIBLE.sub(lambda found: found.group() if _joins_emoji(found) else _shown(found), text)


def _joins_emoji(found: re.Match[str]) -> bool:
    if found.group() != "\u200d" or found.start() == 0:
        return False
    before = found.string[found.start() - 1]
    return unicodedata.category(before) == "So" or before == "\ufe0f"


def half_width(text: str) -> str:
    """Return `text` with full-width letters, digits and signs as their half-width forms (NFKC)."""
    return unicodedata.normalize("NFKC", text)
