"""Reads what came back over HTTP: an answer of the centre, its problem document, or something else altogether.

What is not recognisably the centre's word counts as no line: a captive portal must neither stop a queue nor feed a
cache. Nothing of a body ever gets into an exception.
"""

from __future__ import annotations

from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from hotline.wire import PROBLEM_PREFIX, Problem
from local_cache.sync.transport import TransportDown, TransportProblem

A = TypeVar("A", bound=BaseModel)
_PROBLEM_TYPE = "application/problem+json"
_OF_ANYBODY = frozenset({413, 429, 503})
"""Statuses that a proxy in front of the centre gives in the centre's stead."""


def checked(response: httpx.Response) -> httpx.Response:
    """Return a successful response. Raises `TransportProblem`, `TransportDown`."""
    if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
        return response
    document = _document(response)
    if document is None and response.status_code not in _OF_ANYBODY:
        raise TransportDown("NotTheCentre")
    members = document or {}
    raise TransportProblem(
        _problem(members.get("type")),
        response.status_code,
        retry_after=_seconds(response.headers.get("retry-after")),
        extra={key: value for key, value in members.items() if key not in ("type", "title", "status", "detail")},
    )


def parsed(response: httpx.Response, kind: type[A]) -> A:
    """Return the body as a wire model. Raises as `checked` does."""
    try:
        return kind.model_validate_json(checked(response).content)
    except ValidationError:
        raise TransportDown("NotTheCentre") from None  # a validation error quotes what it was given


def members(response: httpx.Response, *names: str) -> dict[str, Any]:
    """Return the body as a JSON object that has these members. Raises as `checked` does."""
    try:
        body = checked(response).json()
    except ValueError:
        raise TransportDown("NotTheCentre") from None
    if not isinstance(body, dict) or any(name not in body for name in names):
        raise TransportDown("NotTheCentre")
    return body


def _document(response: httpx.Response) -> dict[str, Any] | None:
    if not response.headers.get("content-type", "").startswith(_PROBLEM_TYPE):
        return None
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _problem(urn: object) -> Problem | None:
    try:
        return Problem(str(urn).removeprefix(PROBLEM_PREFIX))
    except ValueError:
        return None


def _seconds(header: str | None) -> float | None:
    try:
        return min(max(0.0, float(header)), 600.0) if header else None
    except ValueError:
        return None
