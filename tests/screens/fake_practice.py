"""A session of practice as screens know it: what the caller says is put there by the test."""

from collections.abc import Callable
from dataclasses import dataclass, field

from city_packs.scenario import Words


@dataclass(frozen=True)
class Said:
    by: str
    code: str
    words: Words


@dataclass
class APractice:
    """Remembers what was asked and read; `say` lets somebody speak."""

    kind: str = "drill"
    asked: list[str] = field(default_factory=list)
    read_out: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    hinted: tuple[Words, ...] = ()
    left: float | None = None
    place: tuple[int, int] = (1, 1)
    to_come: tuple[int, int] = (0, 1)
    hears: bool = True
    record_ok: bool = True
    clock_behind: bool = False
    told: list[Callable[[], None]] = field(default_factory=list)

    def lines(self) -> tuple[Said, ...]:
        return tuple(self.said)

    def ask(self, question: str) -> bool:
        return self._says(self.asked, question)

    def read(self, code: str) -> bool:
        return self._says(self.read_out, code)

    def _says(self, kept: list[str], code: str) -> bool:
        if self.hears:
            kept.append(code)
            self.say("own", code, code, code)
        return self.hears

    def hints(self) -> tuple[Words, ...]:
        return self.hinted

    def seconds_left(self) -> float | None:
        return self.left

    def subscribe(self, told: Callable[[], None]) -> None:
        self.told.append(told)

    def say(self, by: str, code: str, zh: str, en: str) -> None:
        """Let somebody say something, as the session does: it tells whoever follows."""
        self.said.append(Said(by, code, Words(zh, en)))
        for each in self.told:
            each()
