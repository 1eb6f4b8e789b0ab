"""Routes that thousands of seats ask every few seconds: what finds out who asks, reads the body and makes the answer
costs FastAPI ten times what there is to do. They stand in the document like all others and keep the same rules.

The function of such a route takes `house`, `device` and, where there is a body, `asked`, a model.
"""

from collections.abc import Callable, Coroutine
from typing import Any, get_type_hints

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from case_api.http.bodies import plain_body
from case_api.http.house import House
from case_api.http.security import who_are_you
from case_api.identity import Device
from case_api.problems import ProblemError
from hotline.wire import Problem

_BEARER = "bearer "


class ThinRoute(APIRoute):
    """A route of devices that are known by their tokens for a while."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of its requests."""
        answer = self.endpoint
        model: type[BaseModel] | None = get_type_hints(answer).get("asked")

        async def handle(request: Request) -> Response:
            house: House = request.app.state.house
            device = await _device(house, request)
            given = {} if model is None else {"asked": await _asked(house, request, model)}
            answered: BaseModel = await answer(house=house, device=device, **given)
            return Response(answered.model_dump_json(), media_type="application/json")

        return handle


async def _device(house: House, request: Request) -> Device:
    """Return who asks. Raises `ProblemError`: auth-required, device-revoked, busy."""
    token = _token(request)
    device = house.devices.known(token)
    if device is None and token:
        with house.places.held():
            device = await house.devices.of(token)
    if device is None:
        raise who_are_you("a device token")
    return device


def _token(request: Request) -> str:
    credentials = request.headers.get("authorization", "")
    return credentials[len(_BEARER) :].strip() if credentials[: len(_BEARER)].lower() == _BEARER else ""


async def _asked(house: House, request: Request, model: type[BaseModel]) -> BaseModel:
    limits = house.registry.settings.limits
    raw = await plain_body(request, limits.body_bytes, limits.body_seconds)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        if wrong[0]["type"] == "json_invalid":
            raise ProblemError(Problem.INVALID, 400, "The body is not JSON.") from error
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in wrong]) from error
