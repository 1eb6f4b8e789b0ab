"""Messages handed out with less looking around: a desk hands out a thousand while somebody types a number.

For each message Textual 8.2.8 asks every class of a widget for a handler, twenty of them for two, and for each callback
it reads the signature anew. What classes have is looked up once here, and a signature once for each function's code.
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from inspect import unwrap
from types import CodeType
from typing import Any

from textual import _callback
from textual.message import Message
from textual.message_pump import MessagePump

_Handler = tuple[type, Callable[[Message], Awaitable[Any]]]

_look_everywhere = MessagePump._get_dispatch_methods
_read_signature = _callback._count_parameters
_counted: dict[CodeType, int] = {}


def hand_out_quickly() -> None:
    """Let Textual look handlers and signatures up here."""
    MessagePump._get_dispatch_methods = _handlers  # type: ignore[method-assign]
    _callback._count_parameters = _count_parameters


def _handlers(self: MessagePump, method_name: str, message: Message) -> Iterable[_Handler]:
    """Yield the handlers of a message, those of the nearest class first, until one prevents the default."""
    decorated, named = _classes(type(self), type(message), method_name)  # type: ignore[arg-type]
    if decorated:
        yield from _look_everywhere(self, method_name, message)
        return
    for each in named:
        if message._no_default_action:
            return
        method = each.__dict__.get(f"_{method_name}") or each.__dict__.get(method_name)
        if method is not None and not getattr(method, "_textual_on", None):
            yield each, method.__get__(self, each)


@cache
def _classes(kind: type, told: type, method_name: str) -> tuple[bool, tuple[type, ...]]:
    """Say whether a widget's class has a handler by decorator, and which of its classes have one of this name."""
    names = (f"_{method_name}", method_name)
    return (
        any(
            message in each.__dict__.get("_decorated_handlers", ()) for each in kind.__mro__ for message in told.__mro__
        ),
        tuple(each for each in kind.__mro__ if any(name in each.__dict__ for name in names)),
    )


def _count_parameters(func: Callable[..., Any]) -> int:
    code = getattr(func, "__code__", None)
    if code is None or unwrap(func) is not func:
        return _read_signature(func)
    if code not in _counted:
        _counted[code] = _read_signature(func)
    return _counted[code]
