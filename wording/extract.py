"""Brings the catalogue up to the code: `python -m wording.extract`, for those who work on the program (needs Babel).

Every `tr("…")`, `mark("…")` and `trn("…", "…", count)` of the packages is put into `seat_console.po`, what nobody says
any more is taken out, and the catalogue is compiled. `--check` changes nothing and ends with 1 when a message has no
Chinese.
"""

import re
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from wording import DOMAIN, LOCALE_FOLDER

ROOT = Path(__file__).parent.parent
CATALOGUE = LOCALE_FOLDER / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
PACKAGES = (
    "seat_console",
    "screens",
    "widgets",
    "practice",
    "local_cache",
    "hotline",
    "case_api",
    "city_packs",
    "wording",
)
MessageId = str | tuple[str, str]
"""What a message is known by: its English text, or that for one and that for many."""
_SAID: dict[str, tuple[int, ...] | None] = {"tr": None, "mark": None, "trn": (1, 2)}
_NAMES_OF_COMMANDS = {"_row": (2,)}
"""The table of commands names them in its second column; `hotline` does without `mark`, to stay free of words."""

_MAY_SAY = re.compile(r"\b(?:" + "|".join([*_SAID, *_NAMES_OF_COMMANDS]) + r")\s*\(")


def messages(root: Path = ROOT) -> dict[MessageId, list[str]]:
    """Return every message id of the packages with the files that say it, in the order of the files."""
    found: dict[MessageId, list[str]] = {}
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            if not _MAY_SAY.search(file.read_text(encoding="utf-8")):
                continue  # Babel reads a file sign by sign
            keywords: Mapping[str, tuple[int, ...] | None] = _SAID
            name = file.relative_to(root).as_posix()
            if name == "hotline/command_table.py":
                keywords = {**_SAID, **_NAMES_OF_COMMANDS}
            for _, msgid, _, _ in extract_from_file("python", str(file), keywords=keywords):
                if isinstance(msgid, tuple):
                    found.setdefault((msgid[0], msgid[1]), []).append(name)
                elif msgid:
                    found.setdefault(msgid, []).append(name)
    return found


def read_catalogue(file: Path = CATALOGUE) -> Catalog:
    """Return a catalogue. Raises Babel's `PoFileError` on a broken one."""
    with file.open("rb") as source:
        return read_po(source, locale=file.parts[-3], abort_invalid=True)


def placeholders(text: str) -> set[str]:
    """Return the names in braces of a message. Raises `ValueError` where braces do not pair."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the texts of a message or of its translation: one, or one for each form that depends on a count."""
    return ((words or ""),) if words is None or isinstance(words, str) else tuple(words)


def problems(catalogue: Catalog, said: Mapping[MessageId, list[str]]) -> Iterator[str]:
    """Yield in words what is wrong: a message without Chinese, one that nobody says, placeholders that differ."""
    known = {message.id: message for message in catalogue if message.id}
    for msgid, files in said.items():
        message = known.get(msgid)
        if message is None or not all(texts(message.string)) or message.fuzzy:
            yield f"{files[0]}: no Chinese for {msgid!r}"
        elif len({frozenset(placeholders(text)) for text in (*texts(msgid), *texts(message.string))}) > 1:
            yield f"{files[0]}: other placeholders in the Chinese of {msgid!r}"
    yield from (f"nobody says {msgid!r}" for msgid in known if msgid not in said)


def update(catalogue: Catalog, said: Mapping[MessageId, list[str]]) -> Catalog:
    """Return the catalogue with exactly the messages of `said`, keeping the Chinese that it has."""
    fresh = Catalog(
        locale="zh_CN",
        domain=DOMAIN,
        header_comment=catalogue.header_comment,
        project="Seat Console",
        version="1",
        msgid_bugs_address="none",
        last_translator="Seat Console",
        language_team="zh_CN",
        creation_date=catalogue.creation_date,  # a date of now would change the file on every run
        revision_date=catalogue.creation_date,
        fuzzy=False,
    )
    for msgid in said:
        old: Message | None = catalogue.get(texts(msgid)[0])
        chinese = texts(old.string)[:1] if old is not None else ("",)
        fresh.add(msgid, chinese if isinstance(msgid, tuple) else chinese[0])
    return fresh


def write_catalogue(catalogue: Catalog, file: Path = CATALOGUE) -> None:
    """Write a catalogue and its compiled form beside it, sorted, so that two branches seldom touch the same line."""
    with file.open("wb") as target:
        write_po(target, catalogue, width=0, sort_output=True, omit_header=False, ignore_obsolete=True)
    with file.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


def main(arguments: list[str]) -> int:
    """Update the catalogue, or only check it; print what is still to be done."""
    said, catalogue = messages(), read_catalogue()
    if "--check" not in arguments:
        catalogue = update(catalogue, said)
        write_catalogue(catalogue)
    wrong = list(problems(catalogue, said))
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
