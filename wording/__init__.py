"""The words of the program in two languages: the English text is the message id, Chinese comes from the catalogue.

Only the standard library is used, because the console asks for words before its first screen.
How to add words: write `tr("English text")` (`mark("…")` where it is translated later, `trn("one", "many", count)`
where English has a plural), then run `python -m wording.extract` and fill the empty `msgstr` in
`locale/zh_CN/LC_MESSAGES/seat_console.po`.
"""

import gettext
import locale
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "seat_console"
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_catalogue: gettext.NullTranslations | None = None
_language: Language = "zh"
_for_now: ContextVar[Language | None] = ContextVar("language", default=None)
"""What a thread speaks while it answers somebody who asked in another language than the program's."""


def mark(msgid: str) -> str:
    """Return `msgid` unchanged: it only tells the extraction that `tr` will be given it later."""
    return msgid


def tr(msgid: str) -> str:
    """Return the words for `msgid` in the present language; named placeholders are the caller's to fill.

    >>> set_language("en")
    >>> tr("{count} unsent").format(count=3)
    '3 unsent'
    """
    if language() == "en" or not msgid:
        return msgid
    return _chinese().gettext(msgid)


def trn(one: str, many: str, count: float) -> str:
    """Return the words for so many: `one` and `many` are message ids, the second also for none.

    >>> set_language("en")
    >>> trn("{count} call before", "{count} calls before", 1).format(count=1)
    '1 call before'
    """
    if language() == "en":
        return one if count == 1 else many
    return _chinese().ngettext(one, many, 1 if count == 1 else 2)


def listed(items: Iterable[str]) -> str:
    """Return words as a list in a sentence of the present language.

    >>> set_language("en")
    >>> listed(["one", "two"])
    'one, two'
    """
    return tr(", ").join(items)


def sentences(*parts: str) -> str:
    """Return whole sentences one after the other as the present language writes them; empty ones are left out.

    >>> set_language("en")
    >>> sentences("It is handled.", "", "A reply comes.")
    'It is handled. A reply comes.'
    """
    return (" " if language() == "en" else "").join(filter(None, parts))


def set_language(language: str) -> None:
    """Speak `zh` or `en` from now on. Raises `ValueError` for anything else."""
    global _language
    if language not in LANGUAGES:
        raise ValueError("the language is zh or en")
    _language = "en" if language == "en" else "zh"


def language() -> Language:
    """Return the present language, `zh` until `set_language` says otherwise."""
    return _for_now.get() or _language


@contextmanager
def speaking(wish: object) -> Iterator[None]:
    """Speak `wish` in this thread alone and for this while; what is no language of ours changes nothing.

    >>> set_language("en")
    >>> with speaking("zh"):
    ...     language()
    'zh'
    """
    token = _for_now.set(next((each for each in LANGUAGES if each == wish), _for_now.get()))
    try:
        yield
    finally:
        _for_now.reset(token)


def detect_language(option: str | None, setting: str | None, environ: Mapping[str, str] | None = None) -> Language:
    """Return the language by the option, else the settings, else the locale; Chinese when none of them knows.

    `environ` stands in for the process's environment in tests; with it the system is not asked.
    """
    for wish in (option, setting):
        if wish:
            return _spoken(wish) or "zh"
    source = os.environ if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := _spoken(source.get(name, "")):
            return found
    if environ is None:
        return _spoken(locale.getlocale()[0] or "") or "zh"
    return "zh"


def _spoken(name: str) -> Language | None:
    """Return the language of a locale's name, `zh_CN.UTF-8` as well as Windows' `English_United States`."""
    lowered = name.lower()
    if lowered.startswith(("zh", "chinese")):
        return "zh"
    return "en" if lowered.startswith("en") else None


def _chinese() -> gettext.NullTranslations:
    global _catalogue
    if _catalogue is None:
        # Without the compiled catalogue (a tree that was never installed) English words are better than no start.
        _catalogue = gettext.translation(DOMAIN, LOCALE_FOLDER, ["zh_CN"], fallback=True)
    return _catalogue
