"""The replay of a practice session in the terminal: its screens with the keys that were pressed, at any speed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from practice.playing import Playing
from practice.record import CameBack, KeyPressed
from screens.parts.ask import SIGN_CELLS, Choose, Option, Write
from screens.parts.base import ConsoleScreen, bindings_of
from screens.parts.mark_words import item_words, loss_words, points_words
from screens.parts.text_rows import TextRows
from screens.parts.who_words import banner_pieces
from screens.practice.replay_view import ReplayView
from widgets.clock_text import minutes
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Piece, Tone
from widgets.message_line import MessageLine
from widgets.shown_text import clipped
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from city_packs.scenario import Scenario
    from practice.finished import FinishedSession
    from practice.marks import Loss
    from practice.shown_frames import ShownFrames

STEP_MS = 5_000
PAGE_MS = 60_000
_PAINT_EVERY_S = 0.05
_KEYS_SHOWN = 12
_PAUSE_MS = 3_000
"""After so long without a key those before are not shown any more."""
_LEAD_MS = 1_000
"""So long before a loss shows the replay begins."""
_LONGEST_TOLD_MS = 20_000
_MOMENT = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Shown:
    """A loss with where it shows first, in milliseconds of the session."""

    begins: int
    ends: int
    item: str
    loss: Loss
    scenario: Scenario

    def named(self) -> str:
        """Return the item and the points, in the present language."""
        return f"{item_words(self.item)} -{points_words(self.loss.points)}"

    def told(self, pack: CityPack) -> str:
        """Return it with why, in the present language."""
        why = loss_words(self.loss, self.scenario, pack)
        return tr("{label}: {value}").format(label=self.named(), value=why)


class ReplayScreen(ConsoleScreen[None]):
    """Plays a session. `seconds` counts up evenly, from anywhere."""

    PLACE = "replay"
    KEYS = ("play", "slower", "faster", "to_loss", "to_moment", "language")
    BINDINGS = bindings_of("replay")
    DEFAULT_CSS = "ReplayScreen #place { background: $surface; }"

    def __init__(self, session: FinishedSession, frames: ShownFrames, at_ms: int, seconds: Callable[[], float]) -> None:
        super().__init__()
        self._session = session
        self._frames = frames
        self._seconds = seconds
        self._playing = Playing(session.length_ms, seconds())
        self._playing.go_to(at_ms - _LEAD_MS, seconds())
        self._keys = [event for event in session.record.events if isinstance(event, KeyPressed)]
        self._key_ms = [key.ms for key in self._keys]
        self._losses = losses_of(session)
        self._away = [event for event in session.record.events if isinstance(event, CameBack)]
        self._lost: Shown | CameBack | None = None

    def compose(self) -> ComposeResult:
        """The recorded screen, where the replay is with the last keys, a line for messages, the keys that work now."""
        yield ReplayView(id="shown")
        yield TextRows(id="place")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin."""
        self.set_focus(None)
        self.set_interval(_PAINT_EVERY_S, self._tick)
        head = self._session.record.head
        if self._frames.is_empty:
            self.say(lambda: tr("Nothing was kept of the screens of this session"), wrong=True)
        elif self.app.size.width < head.columns or self.app.size.height < head.rows:
            self.say(
                lambda: tr("Recorded on {columns} by {rows}: make the terminal that large to see all").format(
                    columns=head.columns, rows=head.rows
                )
            )
        self.paint()

    def _tick(self) -> None:
        if self._playing.runs:
            self.paint()

    # ---- painting

    def paint(self) -> None:
        """Show the present moment."""
        ms = self._playing.at(self._seconds())
        if not self._frames.is_empty:
            self.query_one(ReplayView).show(self._frames.at(ms))
        playing = self._playing
        state = tr("speed {speed}").format(speed=points_words(playing.speed)) if playing.runs else tr("stopped")
        where = f"{minutes(ms / 1000)} / {minutes(playing.length_ms / 1000)}"
        pieces: list[Piece] = [*banner_pieces(self.services), (f"{where}  {state}   ", Tone.ACCENT)]
        self.query_one("#place", TextRows).show([*pieces, *self._last_keys(ms)])
        self._tell_loss(ms)
        self.offer_keys((tr("Arrows"), tr("5 s")), (self.key_of("back"), tr("back")))

    def _last_keys(self, ms: int) -> list[Piece]:
        """Return the keys just pressed, the newest last; those that did nothing carry a sign."""
        end = bisect_right(self._key_ms, ms)
        keys = [key for key in self._keys[max(0, end - _KEYS_SHOWN) : end] if ms - key.ms <= _PAUSE_MS]
        return [(_pressed(key) + " ", Tone.BRIGHT if key.used else Tone.RED) for key in keys]

    def _tell_loss(self, ms: int) -> None:
        """Say what is being lost at this moment, or that nobody was there; a loss over a long time is said nowhere."""
        away = next((each for each in self._away if each.ms - each.away_ms <= ms <= each.ms + _PAUSE_MS), None)
        now = [each for each in self._losses if each.begins - _LEAD_MS <= ms <= each.ends + _PAUSE_MS]
        lost = away or next((each for each in now if each.ends - each.begins <= _LONGEST_TOLD_MS), None)
        if lost is self._lost:
            return
        self._lost = lost
        self.say("" if lost is None else lambda: self._told(lost))

    def _told(self, lost: Shown | CameBack) -> str:
        if isinstance(lost, CameBack):
            return tr("The program was away for {span}").format(span=minutes(lost.away_ms / 1000))
        return lost.told(self.services.city_pack)

    # ---- keys

    def on_key(self, event: events.Key) -> None:
        """Go back and forth."""
        steps = {"left": -STEP_MS, "right": STEP_MS, "pageup": -PAGE_MS, "pagedown": PAGE_MS}
        ends = {"home": 0, "end": self._playing.length_ms}
        if event.key in steps:
            self._go(self._playing.at(self._seconds()) + steps[event.key])
        elif event.key in ends:
            self._go(ends[event.key])
        else:
            return
        event.stop()

    def _go(self, ms: int) -> None:
        self._playing.go_to(ms, self._seconds())
        self.paint()

    def action_play(self) -> None:
        """Let it run, or stop it."""
        self._playing.turn(self._seconds())
        self.paint()

    def action_faster(self) -> None:
        """Double the speed."""
        self._change_speed(1)

    def action_slower(self) -> None:
        """Halve the speed."""
        self._change_speed(-1)

    def _change_speed(self, steps: int) -> None:
        playing = self._playing
        playing.change_speed(steps, self._seconds())
        self.say(lambda: tr("speed {speed}").format(speed=points_words(playing.speed)))
        self.paint()

    def action_to_moment(self) -> None:
        """Ask for a moment and go there."""

        def written(text: str | None) -> None:
            ms = moment_ms(text or "")
            if ms is not None:
                self._go(ms)

        question = Write(
            lambda: tr("Go to which moment?"), mark("Minutes:seconds"), limit=9,
            check=lambda text: moment_trouble(text, self._playing.length_ms),
        )  # fmt: skip
        self.app.push_screen(question, written)

    def action_to_loss(self) -> None:
        """List where points were lost, each with as much of why as its row has room for, and go to one of these."""
        pack, losses, room = self.services.city_pack, self._losses, self.app.size.width - SIGN_CELLS

        def options() -> list[Option]:
            return [
                Option(str(place), clipped(f"{minutes(each.begins / 1000)}  {each.told(pack)}", room),
                       loss_words(each.loss, each.scenario, pack))
                for place, each in enumerate(losses)
            ]  # fmt: skip

        def chosen(key: str | None) -> None:
            if key is not None:
                self._go(losses[int(key)].begins - _LEAD_MS)

        self.app.push_screen(Choose(lambda: tr("Where points were lost"), options), chosen)

    def action_back(self) -> None:
        """Back to the marks."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what works on a replay, and nothing of a live seat."""
        if action == "to_loss":
            return bool(self._losses)
        own = ("play", "slower", "faster", "to_moment", "back", "language", "help")
        return action in own and super().check_action(action, parameters)

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()


def losses_of(session: FinishedSession) -> list[Shown]:
    """Return where points were lost in a session, in the order of time."""
    shown = [
        Shown(begins, ends, item.item, loss, call.scenario)
        for call in session.calls
        for item in call.marks.items
        for loss in item.losses
        for begins, ends in loss.evidence[:1]
    ]
    return sorted(shown, key=lambda each: each.begins)


def moment_ms(text: str) -> int | None:
    """Return a moment as it is written (`4:30`, `1:02:00`, `95`) in milliseconds; None for what is none."""
    found = _MOMENT.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        return None
    hours, mins, seconds = (int(each or 0) for each in found.groups())
    return ((hours * 60 + mins) * 60 + seconds) * 1000


def moment_trouble(text: str, length_ms: int) -> str:
    """Return why a moment cannot be gone to in a session of so many milliseconds, empty for nothing."""
    ms = moment_ms(text)
    if ms is None:
        return tr("Write it like 4:30, or as seconds")
    # A second that has begun counts as a whole: the end can be gone to as it is shown.
    if ms >= length_ms + 1000:
        return tr("The session ends at {end}: write an earlier moment").format(end=minutes(length_ms / 1000))
    return ""


def _pressed(key: KeyPressed) -> str:
    """Return a key as it is read; of a paste that it was one, of a key that did nothing a sign."""
    if key.key == "paste":
        return tr("paste")
    words = key.char if key.char.strip() and key.char.isprintable() else key_words(key.key)
    return words if key.used else f"{words}(?)"
