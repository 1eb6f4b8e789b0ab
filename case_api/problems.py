"""What the centre answers when it does not do what was asked (RFC 9457)."""

from typing import Any

from hotline.wire import Problem


class ProblemError(Exception):
    """A problem document. `detail` is for people and holds no personal data; `extra` are its further members."""

    def __init__(self, problem: Problem, status: int, detail: str, extra: dict[str, Any] | None = None) -> None:
        """Take the type, the HTTP status, a sentence, and further members such as `expected_seq`."""
        super().__init__(detail)
        self.problem = problem
        self.status = status
        self.detail = detail
        self.extra = extra or {}


def busy(detail: str) -> ProblemError:
    """Return the problem of a centre that has no hand free; asking again later is right."""
    return ProblemError(Problem.BUSY, 503, detail)
