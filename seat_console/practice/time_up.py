"""What stands on the desk of practice when the time of an exam is over and somebody still types."""

from textual import events

from screens.parts.keys_alone import KeysAlone
from screens.parts.over import Keys
from wording import tr


class TimeUp(KeysAlone):
    """Takes every key and does nothing with it: it was meant for the record, and would act on the marks."""

    def __init__(self) -> None:
        super().__init__(lambda: tr("The time of this exam is over: it is marked as it stands"))

    def keys(self) -> Keys:
        """Say when the marks come."""
        return [("", tr("nothing is taken down any more; the marks come when no key is pressed"))]

    def on_key(self, event: events.Key) -> None:
        """Let the key go nowhere."""
        event.stop()
        event.prevent_default()
