"""`event_to_pixel`: a call event at the centre's door to the changed cell of a lead's board in a real pty.

120 seats beat as consoles do and say what they do at once, calls come ten times a second, and two API processes serve
one database: the worker with its switch is in one, the board asks the other, and each hears half of the seats. Measured
is, on one clock of the machine, from the moment at which the adapter hands an event on (its line's thread wakes the
worker) to the read of the bytes that paint it: of callers who come or are answered the first paint of a tile that
counts them, and apart from these of a seat's state, from the moment at which its beat is written, the first paint of
its cell. Not in it are the way from the switch to the adapter, and the terminal's own drawing.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.centre import PASSWORD, SEAT, ServedCentre
from benchmarks.engines import on_each_engine
from benchmarks.enrolled_seats import enrolled, signed_in
from benchmarks.painted_board import Chunk, PaintedBoard
from benchmarks.report import Figure, at_most, quantile
from benchmarks.terminal import TerminalProgram
from hotline.codes import CallEventKind
from local_cache import keystore, sessions
from local_cache.encrypted import connect
from local_cache.sign_in import begun_online
from screens.board.words import sign_words
from wording import set_language

LEAD = "1029"
"""A lead of the sub-centre in which the demo's seat is."""
_STARTING_S = 10.0
"""So long after the first beats the calls begin: all is started by then."""
_SETTLE_S = 13.0
"""So long all goes on before it is measured: every seat of 120 has had a call."""
_MEASURED_S = 25.0
_TILES = {CallEventKind.OFFERED: "Offered", CallEventKind.ANSWERED: "Answered"}
"""The tiles that an event must change: each counts all of its kind."""
NEVER = 60.0
"""What counts for an event that was not painted before the next one took its place: no bar holds with it."""


@dataclass(frozen=True, slots=True)
class Latencies:
    """Seconds from door to paint, of calls and of seats' states."""

    calls: list[float]
    states: list[float]


def measure() -> Iterator[Figure]:
    """Yield the 99th percentile of calls and of states on each engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    return figures_of("event_to_pixel", engine, latencies(root, database, seats=120, readers=0), 250)


def figures_of(name: str, engine: str, taken: Latencies, limit_ms: float) -> Iterator[Figure]:
    """Yield the 99th percentile of calls and of states."""
    for what, seconds in (("", taken.calls), ("_states", taken.states)):
        yield at_most(f"{name}{what}_{engine}", quantile(seconds, 0.99) * 1000, "ms p99", limit_ms)


def latencies(root: Path, database: str, *, seats: int, readers: int) -> Latencies:
    """Run a centre with so many seats, a board in a pty and `readers` boards without a screen."""
    set_language("en")
    with ExitStack() as running:
        centre = running.enter_context(ServedCentre(root / "centre", database=database))
        url = database or f"sqlite:///{root / 'centre' / 'centre.db'}"
        tokens = enrolled(url, seats, but=SEAT)
        leads = signed_in(url, LEAD, list(tokens)[:readers])  # before they are heard, so that each is a lead's at once
        begin, calls_log, states_log, names = (root / name for name in ("begin", "calls", "states", "seats"))
        names.write_text("\n".join(tokens))
        script = ("benchmarks.scripted_centre", str(begin), str(calls_log), str(names))
        addresses = (centre.serve("--port", "0", program=script), centre.address)
        at = [(seat, addresses[place % 2]) for place, seat in enumerate(tokens)]
        whole = _SETTLE_S + _MEASURED_S
        began_at = time.monotonic() + seats / 200 + _STARTING_S
        beats = [(seat, address, tokens[seat]) for seat, address in at]
        running.enter_context(_load("beating_seats", root, beats, whole + 15, str(began_at), str(states_log)))
        if readers:
            asked = [(address, tokens[seat], leads[seat]) for seat, address in at[:readers]]
            running.enter_context(_load("board_readers", root, asked, whole + 5))
        board = running.enter_context(_board(centre))
        chunks = [(time.monotonic(), board.wait_for("Offered"))]
        assert time.monotonic() < began_at, "calls came before the board was there"
        begin.write_text(str(began_at))
        chunks += _read(board, began_at + whole)
    return _taken(chunks, calls_log, states_log, began_at + _SETTLE_S)


@contextmanager
def _load(module: str, root: Path, places: Sequence[tuple[str, ...]], seconds: float, *more: str) -> Iterator[None]:
    file = root / module
    file.write_text("\n".join(map(" ".join, places)))
    command = [sys.executable, "-m", f"benchmarks.{module}", str(file), str(seconds), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        assert load.stdout.readline() == "begun\n"
        try:
            yield
        finally:
            load.terminate()


def _board(centre: ServedCentre) -> TerminalProgram:
    """Sign a lead in at the centre's seat and open the console there: it shows the board."""
    folder = centre.seat
    live = begun_online(centre.transport().sign_in(LEAD, PASSWORD))
    with closing(connect(folder.work, keystore.file_secret(folder, keystore.load(folder)))) as work:
        sessions.put(work, live)
    command = [sys.executable, "-m", "seat_console", "--folder", str(folder.root), "--language", "en"]
    return TerminalProgram(command, environment={"LANG": "C.UTF-8"})


def _read(board: TerminalProgram, until: float) -> list[Chunk]:
    chunks = []
    while (left := until - time.monotonic()) > 0:
        if data := board.read(left):
            chunks.append((time.monotonic(), data))
    return chunks


def _taken(chunks: list[Chunk], calls_log: Path, states_log: Path, since: float) -> Latencies:
    painted = PaintedBoard(chunks, list(_TILES.values()))
    last = chunks[-1][0] - 2.0
    return Latencies(
        [each for kind, tile in _TILES.items() for each in _of_tile(painted, tile, calls_log, kind, since, last)],
        list(_of_states(painted, states_log, since, last)),
    )


def _of_tile(
    painted: PaintedBoard, tile: str, log: Path, kind: CallEventKind, since: float, last: float
) -> Iterator[float]:
    """Yield for each event of a kind how long it took until the tile counted it."""
    handed_on = [float(line.split()[0]) for line in log.read_text().splitlines() if line.endswith(f" {kind}")]
    counted = [(moment, int(words.replace(",", ""))) for moment, words in painted.history(tile) if words[0].isdigit()]
    for number, moment in enumerate(handed_on, 1):
        if since <= moment <= last:
            yield next((at for at, count in counted if count >= number), moment + NEVER) - moment


def _of_states(painted: PaintedBoard, log: Path, since: float, last: float) -> Iterator[float]:
    """Yield for each state of a seat in sight how long it took until its cell said so."""
    told: dict[str, list[tuple[float, str]]] = {}
    for line in log.read_text().splitlines():
        written, seat, state = line.split()
        told.setdefault(seat, []).append((float(written), sign_words(state)))
    for seat, states in told.items():
        history = painted.history(seat)
        for (moment, sign), (next_at, _) in pairwise(states):
            if history and since <= moment <= last:
                found = (at for at, words in history if moment <= at < next_at and words == sign)
                yield next(found, moment + NEVER) - moment
