"""Marks of the keyboard: what was typed and taken back again, and keys that did nothing."""

from practice.mark_speed import share_lost
from practice.marks import Loss
from practice.seen import Seen

_TAKES_BACK = frozenset({"backspace", "delete", "ctrl+h", "ctrl+u", "ctrl+z"})


def correction_losses(seen: Seen) -> list[Loss]:
    """Return what the share of the typed signs that were taken back lost; a key that takes back counts as one."""
    item = seen.item("corrections")
    back = [key for key in seen.call.keys if key.used and key.key in _TAKES_BACK]
    typed = sum(key.signs for key in seen.call.keys)
    lost = item.points * share_lost(len(back) / typed if typed else 0.0, item)
    told = {"taken_back": str(len(back)), "typed": str(typed)}
    return [Loss("corrections", lost, told, tuple((key.ms, key.ms) for key in back))] if lost else []


def wrong_key_losses(seen: Seen) -> list[Loss]:
    """Return what keys that did nothing lost."""
    item = seen.item("wrong_keys")
    wrong = [key for key in seen.call.keys if not key.used]
    lost = min(max(len(wrong) - item.figures["free"], 0) * item.figures["each"], item.points)
    return [Loss("wrong_keys", lost, {"count": str(len(wrong))}, tuple((k.ms, k.ms) for k in wrong))] if lost else []
