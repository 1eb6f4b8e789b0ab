"""What every screen is given by the program, and what a screen may ask of it.

Screens never import each other and never touch files, sockets or SQL: they read `Services`, call the seat's facade,
and post one of the requests below for everything that concerns more than themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from textual.message import Message

from widgets.commands import DEMO, PRACTICE
from widgets.keymap import Keymap

if TYPE_CHECKING:
    from textual.screen import Screen

    from city_packs.model import CityPack
    from city_packs.scenario import Words
    from hotline.codes import Role
    from local_cache.model import Draft, SessionInfo
    from local_cache.news import News
    from local_cache.read_out import ReadOut
    from local_cache.seat import Seat
    from local_cache.wall.follower import WallFollower
    from local_cache.wall.seen import WallSeen
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


class Demo(Protocol):
    """The demo's hold on the line between seat and centre, on who sits here, and on the others who work at the centre.

    None outside the demo.
    """

    def cut(self) -> None:
        """Cut the line; returns at once."""

    def restore(self) -> None:
        """Restore the line; returns at once."""

    @property
    def is_cut(self) -> bool:
        """Say whether the line is cut now."""
        ...

    @property
    def people_at_work(self) -> bool:
        """Say whether simulated people work by themselves now."""
        ...

    def let_people_work(self, on: bool) -> None:
        """Let simulated people work, or stop them; returns at once."""

    def after(self, operator_id: str) -> tuple[str, str]:
        """Return who works at the seat after somebody: name of sign-in and password."""
        ...

    @property
    def trainer(self) -> tuple[str, str]:
        """Return who trains: name of sign-in and password."""
        ...

    def shows_wall_after(self, operator_id: str) -> bool:
        """Say whether the wall is shown after somebody, before the next one sits down."""
        ...

    def follow_wall(self, told: Callable[[WallSeen], object]) -> WallFollower:
        """Return who follows the centre for a wall, and tells what is seen."""
        ...


class SpokenLine(Protocol):
    """Something that was said in a practised call: by the caller, or by who practises."""

    @property
    def by(self) -> str:
        """Return `caller` or `own`."""
        ...

    @property
    def code(self) -> str:
        """Return the line's own code; of an own one the question, or the code of the text that was read."""
        ...

    @property
    def words(self) -> Words:
        """Return what was said."""
        ...


class Practice(Protocol):
    """A session of practice as its desk shows it. None at a live seat. Nothing here blocks."""

    @property
    def kind(self) -> str:
        """Return `drill`, `exam`, `shift`, `line_cut` or `course`."""
        ...

    def lines(self) -> Sequence[SpokenLine]:
        """Return what was said in the present call so far, oldest first."""
        ...

    def ask(self, question: str) -> None:
        """Say something to the caller: a value of `city_packs.scenario.Question`."""
        ...

    def read(self, code: str) -> None:
        """Read a text of the city pack to the caller, by its code."""
        ...

    def hints(self) -> Sequence[Words]:
        """Return what helps with this call; nothing where hints are off."""
        ...

    def seconds_left(self) -> float | None:
        """Return how long an exam may still last, None without a limit."""
        ...

    @property
    def record_ok(self) -> bool:
        """Say whether all that has happened is in the record on disk."""
        ...

    def subscribe(self, told: Callable[[], None]) -> None:
        """Call `told`, from any thread, whenever something was said or has ended."""
        ...


class _UnknownCity:
    """A city of which nothing is known yet: the desk takes keys before its pack has been read.

    The values that a first screen asks for stand here; the real model, a fifth of all that the desk imports, is only
    loaded for what is asked besides.
    """

    city = name = name_en = version = time_zone = default_profile = enterprise_profile = ""
    areas: Mapping[str, object] = {}
    classes = units = sub_centres = code_lists = phrases = refusal_reasons = areas
    emergency_lines = merged_lines = settings = falls_back = areas
    clock_profiles: Mapping[str, object] = {"": SimpleNamespace(code="", name="", name_en="", clocks=())}

    def usual_unit(self, _class_code: str, _area_code: str) -> None:
        """Know no unit."""

    def has_area(self, _code: str) -> bool:
        """Know no place."""
        return False

    has_class = has_area

    def name_of(self, _list: str, code: str, _language: str = "zh") -> str:
        """Know no name."""
        raise KeyError(code)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        from city_packs.model import CityPack
        from hotline.clocks import ClockProfile

        empty = CityPack(
            city="", name="", name_en="", version="", time_zone="", phone_area_codes=(), areas={}, classes={}, units={},
            sub_centres={}, code_lists={}, phrases={}, refusal_reasons={}, emergency_lines={}, merged_lines={},
            clock_profiles={"": ClockProfile("", "", "", ())}, default_profile="", enterprise_profile="", settings={},
            sources=(), falls_back={},
        )  # fmt: skip
        return getattr(empty, name)


NO_PACK = cast("CityPack", _UnknownCity())


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
    whether it is seen now or not.
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
    """Somebody wants to practise; the program makes room for practice and begins anew afterwards. `operator_id` is what
    they have typed of who they are, maybe empty.
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
