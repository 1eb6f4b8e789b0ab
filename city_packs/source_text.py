"""The text of a source file, also of one that is not in UTF-8: that is taken down, and the rest can be judged."""

from contextlib import suppress
from pathlib import Path

from city_packs.errors import Findings
from wording import tr

_UNREAD = "\ufffd"
"""Stands for each byte that is not UTF-8. Commas, quotes and line ends come through, so that the rest can be judged."""


def read_text(path: Path, findings: Findings) -> str | None:
    """Return the file's text, or None after taking down why there is none; bytes that are not UTF-8 are taken down.

    A file in UTF-16, which has no line that could be read as UTF-8, is one error, and its rows are judged all the same.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        findings.add(str(path), 0, "", tr("the file is missing or cannot be read"))
        findings.lose(str(path), None)
        return None
    if encoding := _wide(raw):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            findings.add(str(path), 0, "", tr("is UTF-16 (what Windows calls Unicode): save the file as UTF-8"))
            return text.removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        if b"\0" in raw:  # a workbook, perhaps
            findings.add(str(path), 0, "", tr("is no text file: save it as text, a table as CSV, in UTF-8"))
            findings.lose(str(path), None)
            return None
        line = raw[: bad.start].count(b"\n") + 1
        findings.add(str(path), line, "", tr("is not UTF-8 (GBK, perhaps): save the file as UTF-8"))
        return raw.decode("utf-8-sig", "replace")


def _wide(raw: bytes) -> str:
    """Return the UTF-16 in which a file seems to be, empty for none: each part of a pack begins with an ASCII sign."""
    for encoding in ("utf-16-le", "utf-16-be"):
        if raw.startswith("\ufeff".encode(encoding)) or (raw[:2].count(0) == 1 and raw[:2].decode(encoding) < "\x80"):
            return encoding
    return ""


def is_garbled(text: str) -> bool:
    """Say whether a text has bytes in it that are not UTF-8."""
    return _UNREAD in text
