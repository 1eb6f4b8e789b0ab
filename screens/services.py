"""What every screen is given by the program, and what a screen may ask of it.

Screens never import each other and never touch files, sockets or SQL: they read `Services`, call the seat's facade,
and post one of the requests below for everything that concerns more than themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, Literal, Protocol

from textual.message import Message

from screens.parts.unknown_city import NO_PACK
from widgets.commands import DEMO, PRACTICE
from widgets.keymap import Keymap

if TYPE_CHECKING:
    from textual.screen import Screen

    from city_packs.model import CityPack
    from hotline.codes import Role
    from local_cache.model import Draft, SessionInfo
    from local_cache.news import News
    from local_cache.read_out import ReadOut
    from local_cache.seat import Seat
    from screens.parts.apart import Demo, Practice
    from widgets.lamp import Piece

Place = Literal[
    "desk",
    "dispatch",
    "unit_desk",
    "callbacks",
    "supervision",
    "reviews",
    "reports",
    "board",
    "shift",
    "leader_days",
    "trainer",
    "find",
    "needs_you",
    "help",
    "settings",
    "lock",
    "sign_out",
]
"""The places that a screen may send the operator to."""


@dataclass(frozen=True, slots=True)
class DeskCalls:
    """The calls at the desk as other screens show them: their states with clocks, and whether somebody is on one."""

    pieces: tuple[Piece, ...] = ()
    caller_is_there: bool = False


def nothing_to_lay_down(then: Callable[[], object], _failed: Callable[[Exception], object]) -> None:
    """Go on: there is no desk, and so nothing that could be lost with it."""
    then()


@dataclass(slots=True)
class Services:
    """The program as screens see it. `pack` is None until it has been read, `session` until somebody is signed in.

    `now` gives aware times, `zone` is the city's. `draft` is what lay on the desk when the program ended: the desk
    opens it at once, before the seat's files have answered; `read_out` is the number that stood there. `demo` is
    None outside the demo, `practice` outside practice. `calls` is the desk's word on its calls, none until there is a
    desk, which asks the seat for those that are there. `lay_down` has everything on the desk on disk, and calls the
    first of two with nothing or the second with what went wrong. `signing_out` holds from when the operator's drafts
    are being settled until the next one is there. `away` holds while the seat is locked by its operator's own key, or
    since a ring was missed at the locked seat. `screens_up` gives every screen and question that somebody has been at,
    whether it is seen now or not. `desk_fields` gives the labels (message ids) of the desk's fields by the digit of
    their place.
    """

    seat: Seat
    now: Callable[[], datetime]
    zone: tzinfo
    seat_code: str = ""
    pack: CityPack | None = None
    session: SessionInfo | None = None
    draft: Draft | None = None
    read_out: ReadOut | None = None
    keymap: Keymap = field(default_factory=Keymap)
    demo: Demo | None = None
    practice: Practice | None = None
    calls: Callable[[], DeskCalls] = DeskCalls
    lay_down: Callable[[Callable[[], object], Callable[[Exception], object]], object] = nothing_to_lay_down
    signing_out: bool = False
    away: bool = False
    screens_up: Callable[[], Iterable[Screen[Any]]] = tuple
    desk_fields: Callable[[], Mapping[str, str]] = dict

    @property
    def apart(self) -> str:
        """Return what is apart from a live seat: `DEMO`, `PRACTICE`, or nothing."""
        return DEMO if self.demo is not None else PRACTICE if self.practice is not None else ""

    @property
    def city_pack(self) -> CityPack:
        """Return the pack of the seat's city, an empty one until it has been read (news of it: `PackChanged`)."""
        return self.pack or NO_PACK

    @property
    def roles(self) -> frozenset[Role]:
        """Return what who is signed in may do; nothing once they have signed out, while screens of theirs are up."""
        return self.session.roles if self.session is not None else frozenset()

    @property
    def signed_in(self) -> SessionInfo:
        """Return the live session. Raises `RuntimeError` when nobody is signed in."""
        if self.session is None:
            raise RuntimeError("nobody is signed in")
        return self.session


class HasServices(Protocol):
    """The one thing that screens need of the Textual app besides Textual itself."""

    @property
    def services(self) -> Services:
        """Return what screens are given."""
        ...


class Go(Message):
    """Ask the program for another place. `case_id` opens that case there, `words` starts a search with them."""

    def __init__(self, place: Place, *, case_id: str = "", words: str = "") -> None:
        super().__init__()
        self.place = place
        self.case_id = case_id
        self.words = words


class SignedIn(Message):
    """Somebody has signed in, has unlocked the seat, or has taken a locked one over."""

    def __init__(self, session: SessionInfo) -> None:
        super().__init__()
        self.session = session


class SignedOut(Message):
    """The operator has signed out; their drafts are settled."""


class ShowWall(Message):
    """The wall is to be shown over the screen that asks; from there its `next_person` goes on (demo)."""


class LeaveProgram(Message):
    """Whoever is there wants the program to end; a locked seat stays locked."""


class GoPractise(Message):
    """Somebody wants to practise; the program makes room for practice and begins anew afterwards. `operator_id` is who
    they say they are.
    """

    def __init__(self, operator_id: str) -> None:
        super().__init__()
        self.operator_id = operator_id


class LanguageChosen(Message):
    """The operator wants the other language; the program switches, keeps the choice and calls `relabel`."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language


class KeysChosen(Message):
    """The operator has chosen keys of their own, by command id; the program keeps them and sets them in force."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.keys = dict(keys)


class SeatNews(Message):
    """News of the seat's files or of the centre, given by the program to every screen that is up."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news
