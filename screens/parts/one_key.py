"""A question that one key answers, whatever it is: a digit behind a jump key, a digit behind the key that asks."""

from textual import events

from hotline.texts import half_width
from screens.parts.base import services_of
from screens.parts.keys_alone import KeysAlone


class OneKey(KeysAlone):
    """Takes the next key, but for those that work everywhere; `answer_to` makes the answer of it, None for none."""

    def answer_to(self, key: str, sign: str) -> str | None:
        """Return the answer that a key gives; `sign` is what it types, half-width, empty for nothing."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        keymap = services_of(self.app).keymap
        if any(event.key in keymap.keys(each) for each in ("help", "language", "lock")):
            return
        event.stop()
        self.dismiss(self.answer_to(event.key, half_width(event.character) if event.character else ""))
