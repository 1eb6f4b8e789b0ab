"""Where a replay is: it runs at a speed, stands still, or jumps. Pure: the seconds come in."""

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class Playing:
    """A place in `length_ms` milliseconds that goes on by a clock; `seconds` counts up evenly from anywhere."""

    def __init__(self, length_ms: int, seconds: float) -> None:
        self.length_ms = max(0, length_ms)
        self._place = 0.0
        self._seconds = seconds
        self._speed = SPEEDS.index(1.0)
        self.runs = False

    @property
    def speed(self) -> float:
        """How many seconds of the session go by in a second."""
        return SPEEDS[self._speed]

    def at(self, seconds: float) -> int:
        """Return the place in milliseconds; it stops at the end."""
        gone, self._seconds = max(0.0, seconds - self._seconds), seconds
        if self.runs:
            self._place = min(float(self.length_ms), self._place + gone * 1000 * self.speed)
            self.runs = self._place < self.length_ms
        return int(self._place)

    def turn(self, seconds: float) -> None:
        """Run, or stand still; at the end begin anew."""
        place = self.at(seconds)
        if not self.runs and place >= self.length_ms:
            self._place = 0.0
        self.runs = not self.runs

    def change_speed(self, steps: int, seconds: float) -> None:
        """Go faster by so many steps of `SPEEDS`, slower by negative ones."""
        self.at(seconds)
        self._speed = max(0, min(len(SPEEDS) - 1, self._speed + steps))

    def go_to(self, ms: int, seconds: float) -> None:
        """Jump to a place."""
        self.at(seconds)
        self._place = float(max(0, min(ms, self.length_ms)))
