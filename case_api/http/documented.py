"""What the OpenAPI document says about errors, once for all routes."""

from typing import Any

from case_api.http.problems import MEDIA_TYPE, ProblemDocument

Responses = dict[int | str, dict[str, Any]]

_WORDS = {
    400: "The body cannot be read",
    401: "Sign in, or sign a new token request",
    403: "Not allowed, or the device was revoked",
    404: "Not there",
    405: "The address does not take this method; Allow says which it takes",
    408: "The body did not come in time",
    409: "Does not fit what the centre has: a sequence gap, a forked client, a refusal",
    410: "The cursor has run out; pull a snapshot",
    413: "Too large",
    415: "Another type or encoding of body than the API takes",
    422: "Not the shape that this address takes",
    429: "Locked out; Retry-After says for how long",
    503: "Busy; Retry-After says when to come again",
}


def _documented(*statuses: int) -> Responses:
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"}}}
    return {status: {"description": _WORDS[status], "content": content} for status in statuses}


PROBLEMS = _documented(*_WORDS)
"""For routes that need a token."""

UNSIGNED = _documented(400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 503)
"""For routes that need none."""
