"""Words for what the system could not do with a file, a folder or a port; the system's own words are English."""

import errno

from wording import mark, tr

_WORDS = {
    errno.ENOENT: mark("there is no such file or folder: check the name"),
    errno.ENOTDIR: mark("a part of this path is no folder: check the name"),
    errno.EISDIR: mark("this is a folder: name a file"),
    errno.EEXIST: mark("it is there already: name another one"),
    errno.ENOTEMPTY: mark("the folder is not empty: name another one"),
    errno.EACCES: mark("this account has no right to it: use another one, or have the right given"),
    errno.EPERM: mark("this account has no right to it: use another one, or have the right given"),
    errno.EROFS: mark("the disk is read-only: name another place"),
    errno.ENOSPC: mark("the disk is full: free some space"),
    errno.EIO: mark("the disk cannot be read or written: it may be failing"),
    errno.ENAMETOOLONG: mark("the name is too long"),
}


def os_words(error: OSError) -> str:
    """Return `name: what is wrong and what to do` in the present language; the system's words where we have none."""
    said, name = _said(error), error.filename2 or error.filename
    return tr("{name}: {words}").format(name=name, words=said) if name else said


def os_row(error: OSError) -> str:
    """Return the same for one row of a screen, the name last: it may be long, and what is cut off is then of it."""
    said, name = _said(error), error.filename2 or error.filename
    return tr("{words}: {name}").format(name=name, words=said) if name else said


def _said(error: OSError) -> str:
    words = _WORDS.get(error.errno or 0)
    return tr(words) if words else str(error.strerror or error)
