"""Watches a program of practice from the inside: whatever it opens, writes, starts or calls that is not practice's own.

Each such thing is a line of a report. The Python runtime tells of them (audit events), but for the encrypted database,
whose own connect is watched.
"""

import os
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

_SOCKETS = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"})
_CHILDREN = frozenset(
    {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.system", "os.fork", "os.forkpty", "pty.spawn"}
)
_CHANGES = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
     "os.utime", "os.setxattr"}
)  # fmt: skip
_NEVER_IMPORTED = (
    "httpx", "httpcore", "httpx_sse", "requests", "urllib.request", "http.server", "socketserver", "pyperclip",
    "local_cache.sync.http", "local_cache.sync.secure_client", "local_cache.enrol", "case_api",
)  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(report: Path, own: Path, live: Path, *, may_write: Path) -> None:
    """Report from now on what leaves the folder `own`, or looks into the live seat's folder `live`.

    `may_write` is a file of the test itself.
    """
    said = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    own, live = own.resolve(), live.resolve()

    def tell(what: str, of: object) -> None:
        os.write(said, f"{what} {of}\n".encode())

    def path_of(told: object, folder: object = -1) -> Path | None:
        """Return the path that is meant, below an open folder if one is; None for an open file."""
        if not isinstance(told, str | bytes | os.PathLike):
            return None
        above = Path(f"/proc/self/fd/{folder}").readlink() if isinstance(folder, int) and folder >= 0 else ""
        return Path(os.path.abspath(os.path.join(above, os.fsdecode(told))))  # noqa: PTH100, PTH118 - links stay links

    def is_own(path: Path) -> bool:
        return path.is_relative_to(own) or path == may_write

    def changed(event: str, told: object, folder: object = -1) -> None:
        path = path_of(told, folder)
        if path is not None and not is_own(path):
            tell(event, path)

    def opened(told: object, mode: object, flags: object) -> None:
        path = path_of(told)
        if path is None or path.is_relative_to("/dev") or path.is_relative_to("/proc"):
            return
        writes = bool(int(flags) & _WRITES) if isinstance(flags, int) else any(each in str(mode) for each in "wax+")
        if (writes and not is_own(path) and "__pycache__" not in path.parts) or path.is_relative_to(live):
            tell("open", path)

    def heard(event: str, told: tuple[Any, ...]) -> None:
        if event == "open":
            opened(*told)
        elif event in _CHANGES:
            both = event in ("os.rename", "os.link")
            folder_of = -1 if event in ("os.truncate", "os.setxattr") else told[-1]
            for each, folder in zip(told[:2], told[2:], strict=False) if both else [(told[0], folder_of)]:
                if isinstance(each, int) or "__pycache__" not in os.fsdecode(each):
                    changed(event, each, folder)
        elif event in ("os.listdir", "os.scandir"):
            path = path_of(told[0])
            if path is not None and path.is_relative_to(live):
                tell(event, path)
        elif event in _SOCKETS or event in _CHILDREN:
            tell(event, told)

    class Imports(MetaPathFinder):
        """Finds nothing, and tells of what is looked for: the runtime does not tell of every way to import."""

        def find_spec(self, name: str, *_: object) -> None:
            if any(name == each or name.startswith(f"{each}.") for each in _NEVER_IMPORTED):
                tell("import", name)

    for name in sys.modules.keys() & {*_NEVER_IMPORTED}:
        tell("import", name)
    sys.meta_path.insert(0, Imports())
    _watch_databases(changed)
    sys.addaudithook(heard)


def _watch_databases(changed: Any) -> None:
    from sqlcipher3 import dbapi2

    connect = dbapi2.connect

    def connected(database: object, *rest: Any, **named: Any) -> Any:
        changed("database", str(database).removeprefix("file:").partition("?")[0])
        return connect(database, *rest, **named)

    dbapi2.connect = connected
