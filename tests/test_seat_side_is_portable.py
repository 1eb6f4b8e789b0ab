"""Seats are often Windows machines: nothing on the seat's side needs a module or a name that only Unix has."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEAT_SIDE = ("seat_console", "screens", "widgets", "practice", "local_cache", "hotline", "city_packs", "wording")
_MODULES = "crypt curses fcntl grp nis ossaudiodev posix pty pwd readline resource spwd syslog termios tty"
_NAMES = {
    "os": "fork forkpty getuid geteuid getgid getegid setsid setpgid getpgid killpg chown fchmod fchown mkfifo nice "
    "openpty sync uname wait wait3 wait4 waitid",
    "signal": "SIGKILL SIGHUP SIGUSR1 SIGUSR2 SIGALRM SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGWINCH SIGPIPE pause alarm "
    "setitimer sigwait pthread_kill pthread_sigmask",
    "asyncio": "open_unix_connection start_unix_server",
    "socket": "AF_UNIX send_fds recv_fds",
}
UNIX_ONLY = frozenset(_MODULES.split())
UNIX_ONLY_NAMES = {module: frozenset(names.split()) for module, names in _NAMES.items()}


def _unguarded(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that stands under no guard: no `try … except ImportError`, no `if` on the platform."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Try) and any(_catches_absence(handler) for handler in node.handlers):
            continue
        if isinstance(node, ast.If) and any(
            word in ast.unparse(node.test) for word in ("sys.platform", "os.name", "hasattr(")
        ):
            continue
        yield node
        yield from _unguarded(node)


def _catches_absence(handler: ast.ExceptHandler) -> bool:
    return handler.type is not None and any(
        name in ast.unparse(handler.type) for name in ("ImportError", "ModuleNotFoundError", "AttributeError")
    )


def _used(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name.split(".")[0] in UNIX_ONLY]
    if isinstance(node, ast.ImportFrom) and node.module:
        if node.module.split(".")[0] in UNIX_ONLY:
            return [node.module]
        barred = UNIX_ONLY_NAMES.get(node.module, frozenset())
        return [f"{node.module}.{alias.name}" for alias in node.names if alias.name in barred]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        barred = UNIX_ONLY_NAMES.get(node.value.id, frozenset())
        return [f"{node.value.id}.{node.attr}"] if node.attr in barred else []
    return []


def unix_only(source: str) -> list[str]:
    """Return what a source text uses that Windows does not have, each with its line."""
    return [
        f"{node.lineno}: {name}"
        for node in _unguarded(ast.parse(source))
        for name in _used(node)
        if isinstance(node, ast.stmt | ast.expr)
    ]


def _silent_about_encoding(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("read_text", "write_text")
        and not any(keyword.arg == "encoding" for keyword in node.keywords)
        and len(node.args) < (1 if node.func.attr == "read_text" else 2)
    )


@pytest.mark.parametrize("package", SEAT_SIDE)
def test_nothing_on_the_seats_side_is_for_unix_alone(package: str) -> None:
    used = [
        f"{file.relative_to(ROOT).as_posix()}:{line}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for line in unix_only(file.read_text(encoding="utf-8"))
    ]
    assert used == []


@pytest.mark.parametrize("package", SEAT_SIDE)
def test_files_are_read_and_written_in_a_named_encoding(package: str) -> None:
    """On Windows the default is the system's code page, in which a settings file in Chinese cannot be read."""
    silent = [
        f"{file.relative_to(ROOT).as_posix()}: {ast.unparse(node)}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if _silent_about_encoding(node)
    ]
    assert silent == []


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "def lock():\n    import termios",
        "from pwd import getpwuid",
        "import os\nos.fork()",
        "import signal\nsignal.signal(signal.SIGHUP, None)",
        "from signal import SIGKILL",
        "try:\n    import fcntl\nexcept OSError:\n    pass",
    ],
)
def test_the_check_finds_what_windows_lacks(source: str) -> None:
    assert unix_only(source) != []


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import fcntl\nexcept ImportError:\n    import msvcrt",
        "import sys\nif sys.platform == 'win32':\n    import msvcrt\nelse:\n    import fcntl",
        "import os, signal\nif hasattr(signal, 'SIGHUP'):\n    signal.signal(signal.SIGHUP, None)",
    ],
)
def test_a_guarded_alternative_is_fine(source: str) -> None:
    assert unix_only(source) == []
