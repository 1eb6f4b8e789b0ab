"""Problem documents (RFC 9457): every answer that is no success is one, and holds nothing of what was sent."""

import json
import random
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from case_api.problems import ProblemError
from hotline.wire import PROBLEM_PREFIX, Problem

MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = (1, 5)
_MOST_FIELDS = 20

_TITLES = {
    Problem.SEQUENCE_GAP: "Mutations are missing",
    Problem.CLIENT_FORKED: "Two disks speak as one client",
    Problem.CURSOR_EXPIRED: "The cursor has run out",
    Problem.AUTH_REQUIRED: "Sign in",
    Problem.DEVICE_REVOKED: "The device was revoked",
    Problem.BUSY: "The centre is busy",
    Problem.UPGRADE_REQUIRED: "The console is too old",
    Problem.TOO_LARGE: "Too large",
    Problem.INVALID: "Not understood",
    Problem.NOT_FOUND: "Not there",
    Problem.FORBIDDEN: "Not allowed",
    Problem.REFUSED: "Refused",
    Problem.LOCKED_OUT: "Locked out",
}
_BY_STATUS = {
    401: Problem.AUTH_REQUIRED,
    403: Problem.FORBIDDEN,
    404: Problem.NOT_FOUND,
    413: Problem.TOO_LARGE,
    503: Problem.BUSY,
}


class WrongField(BaseModel):
    """One thing wrong with a request: where, and what would be right."""

    field: str
    says: str


class ProblemDocument(BaseModel):
    """A problem document; a type may bring further members, such as `expected_seq` of a sequence-gap."""

    type: str = Field(examples=[PROBLEM_PREFIX + Problem.INVALID])
    title: str = Field(examples=[_TITLES[Problem.INVALID]])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["The request does not have the shape that this address takes."])
    fields: list[WrongField] | None = None


def problem_response(
    problem: Problem,
    status: int,
    detail: str,
    extra: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return a problem document as an HTTP answer; a busy centre says at random when to come again."""
    members = dict(extra or {})
    sent = dict(headers or {})
    retry_after = members.pop("retry_after", None)
    if problem is Problem.BUSY and retry_after is None:
        retry_after = random.randint(*_RETRY_SECONDS)  # noqa: S311 - spreads load, guards nothing
    if retry_after is not None:
        sent["Retry-After"] = str(retry_after)
    if status == 401:
        sent.setdefault("WWW-Authenticate", "Bearer")
    body = {"type": PROBLEM_PREFIX + problem, "title": _TITLES[problem], "status": status, "detail": detail, **members}
    return Response(json.dumps(body, default=str), status, sent, MEDIA_TYPE)


def answer_with_problems(app: FastAPI) -> None:
    """Make every error of an app a problem document."""
    app.add_exception_handler(ProblemError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_shape)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_defect)


def wrong_fields(error: ValidationError | RequestValidationError) -> list[dict[str, str]]:
    """Return what is wrong in each field, without a word of what was sent."""
    return [
        {"field": ".".join(str(step) for step in found["loc"]), "says": str(found["msg"])}
        for found in error.errors()[:_MOST_FIELDS]
    ]


async def _of_ours(_request: Request, error: Any) -> Response:
    return problem_response(error.problem, error.status, error.detail, error.extra)


async def _of_shape(_request: Request, error: Any) -> Response:
    detail = "The request does not have the shape that this address takes."
    return problem_response(Problem.INVALID, 422, detail, {"fields": wrong_fields(error)})


async def _of_http(_request: Request, error: Any) -> Response:
    problem = _BY_STATUS.get(error.status_code, Problem.INVALID)
    headers = dict(error.headers or {})
    return problem_response(problem, error.status_code, str(error.detail), headers=headers)


async def _of_defect(request: Request, error: Exception) -> Response:
    # The message of an exception may hold what was sent; its type and place are enough to find the defect.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    route = request.scope.get("route")
    structlog.get_logger().error("defect", kind=type(error).__name__, where=where, route=getattr(route, "path", ""))
    # Called busy, so that a seat comes again: what was stored all the same is answered then as it would have been now.
    return problem_response(Problem.BUSY, 500, "A defect of the centre, which has been logged. Ask again later.")
