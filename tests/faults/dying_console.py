"""Runs the console so that it is killed, as by `kill -9`, at a named point of its first save.

`python dying_console.py POINT [words for seat-console]`. The points are set from outside: the console knows nothing
of them.
"""

import os
import signal
import sys
from collections.abc import Callable
from threading import get_ident
from typing import Any

import httpx

from local_cache import cases, outbox
from local_cache.saver import Saver
from local_cache.sync.http import HttpTransport
from local_cache.sync.secure_client import BreakableClient
from local_cache.writer import Writer
from screens.desk.outcomes import Outcomes
from seat_console import cli


def die() -> None:
    """Be killed here and now."""
    os.kill(os.getpid(), signal.SIGKILL)


class Armed:
    """Whether this run's save is committed: what runs before it is let alone.

    The two files have a thread each, and the cache's may end a transaction while that of the save is open.
    """

    saved_by = 0
    saved = False


def replace(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put what `make` makes of a function in its place. Raises `AttributeError` if there is no such function."""
    setattr(owner, name, make(getattr(owner, name)))


def on_entry(original: Callable[..., Any]) -> Callable[..., Any]:
    """Die instead of the call."""

    def patched(*given: Any, **named: Any) -> Any:
        die()

    return patched


def after_it(original: Callable[..., Any]) -> Callable[..., Any]:
    """Die when the call has returned, once the save is committed."""

    def patched(*given: Any, **named: Any) -> Any:
        result = original(*given, **named)
        if Armed.saved:
            die()
        return result

    return patched


def at_its_end(original: Callable[..., Any]) -> Callable[..., Any]:
    """Die when the call has returned."""

    def patched(*given: Any, **named: Any) -> Any:
        original(*given, **named)
        die()

    return patched


def noted(original: Callable[..., Any]) -> Callable[..., Any]:
    """Note in which thread the outbox got a new row; the transaction is still open."""

    def patched(*given: Any, **named: Any) -> Any:
        result = original(*given, **named)
        Armed.saved_by = get_ident()
        return result

    return patched


def committed(original: Callable[..., Any]) -> Callable[..., Any]:
    """Note that the transaction with the outbox's new row is over."""

    def patched(*given: Any, **named: Any) -> Any:
        result = original(*given, **named)
        Armed.saved = Armed.saved or Armed.saved_by == get_ident()
        return result

    return patched


def when_sent(original: Callable[..., Any]) -> Callable[..., Any]:
    """Die when a push has been sent whole and its answer is being waited for."""

    def patched(client: BreakableClient, request: httpx.Request) -> None:
        original(client, request)
        watched = request.extensions["trace"]

        def traced(event: str, told: dict[str, Any]) -> None:
            watched(event, told)
            if event == "http11.receive_response_headers.started":
                die()

        if request.url.path == "/v1/sync/push" and Armed.saved:
            request.extensions["trace"] = traced

    return patched


POINTS: dict[str, tuple[Any, str, Callable[[Any], Any]]] = {
    "never": (Saver, "save", lambda original: original),
    "before_the_transaction": (Saver, "save", on_entry),
    "before_the_commit": (outbox, "append", at_its_end),
    "after_the_commit": (Writer, "_in_transaction", after_it),
    "before_the_number_is_shown": (Outcomes, "_is_saved", on_entry),
    "while_the_cache_follows": (cases, "put_shown", after_it),
    "while_a_push_is_in_flight": (BreakableClient, "_watch", when_sent),
    "between_answer_and_acknowledgement": (HttpTransport, "push", after_it),
}


if __name__ == "__main__":
    owner, name, make = POINTS[sys.argv[1]]
    replace(outbox, "append", noted)
    replace(Writer, "_in_transaction", committed)
    replace(owner, name, make)
    sys.exit(cli.main(sys.argv[2:]))
