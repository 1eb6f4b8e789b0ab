"""The app of one API process: routes, middleware, and what runs beside them while it serves."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from case_api.accounts.registry import Registry
from case_api.centre import Centre
from case_api.http import (
    routes_alerts,
    routes_beats,
    routes_board,
    routes_calls,
    routes_cases,
    routes_channels,
    routes_desk_acts,
    routes_handovers,
    routes_house,
    routes_lead_acts,
    routes_leaders,
    routes_missed,
    routes_practice,
    routes_queues,
    routes_reports,
    routes_seats,
    routes_sessions,
    routes_sync,
    routes_trainer,
    routes_wall,
)
from case_api.http.file_watch import FileWatch, may_be_shared
from case_api.http.hands import Hands
from case_api.http.house import House, ServedPack
from case_api.http.limiter import Limiter, Places
from case_api.http.meters import Metered, Meters
from case_api.http.news import News
from case_api.http.problems import ProblemDocument, answer_with_problems
from case_api.http.watch import Listener, Watch
from case_api.storage.engine import reading
from case_api.storage.epoch import epoch_of
from case_api.version import VERSION
from case_api.worker import Worker

_ROUTERS = (
    routes_beats,
    routes_house,
    routes_seats,
    routes_sessions,
    routes_sync,
    routes_cases,
    routes_queues,
    routes_reports,
    routes_channels,
    routes_calls,
    routes_alerts,
    routes_lead_acts,
    routes_leaders,
    routes_desk_acts,
    routes_missed,
    routes_wall,
    routes_handovers,
    routes_board,
    routes_practice,
    routes_trainer,
)
_ABOUT = """The central case API of a 12345 hotline: seats enrol, people sign in, cases come in from queues.

Every error is a problem document (RFC 9457) whose `type` is `urn:seat-console:problem:<name>`; a seat acts on the
type, never on the words. Nothing personal stands in a URL, and personal fields are masked unless revealed."""


class _CaseApi(FastAPI):
    """A FastAPI whose own document knows problem documents, where all routes point at one."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            document = super().openapi()
            problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas = document["components"]["schemas"]
            schemas.update(problem.pop("$defs", {}))
            schemas[ProblemDocument.__name__] = problem
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
        return super().openapi()


def create_app(
    centre: Centre,
    registry: Registry,
    *,
    ca_pem: bytes | None = None,
    make_worker: Callable[[Callable[[], None]], Worker] | None = None,
    certificate_ends_soon: Callable[[], bool] = lambda: False,
) -> FastAPI:
    """Return the app of a centre. With `make_worker` a worker runs inside; it is given whom to tell of its events.

    `certificate_ends_soon` says whether what it is served with should have been renewed; health tells it.

    The app takes over `centre.told`. Its state belongs to one event loop at a time.
    """
    house = House(
        centre=centre,
        registry=registry,
        pack=ServedPack.of(centre.pack),
        ca_pem=ca_pem,
        hands=Hands(one_writer=centre.engine.dialect.name == "sqlite"),
        places=Places(registry.settings.limits),
        meters=Meters(),
        news=News(registry.settings.limits.waiting_per_device),
        certificate_ends_soon=certificate_ends_soon,
    )
    centre.told = house.news.tell
    app = _CaseApi(
        title="Case API",
        version=VERSION,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        lifespan=lambda _app: _lifespan(house, make_worker),
        redirect_slashes=False,
    )
    app.state.house = house
    for module in _ROUTERS:
        app.router.routes.extend(module.router.routes)  # as they are: `include_router` makes each of them once more
    answer_with_problems(app)
    app.add_middleware(Limiter, places=house.places)
    app.add_middleware(Metered, meters=house.meters)
    return app


def let_go(app: FastAPI) -> None:
    """End every stream and long poll, so that the server can shut down at once."""
    house: House = app.state.house
    house.news.close()


@asynccontextmanager
async def _lifespan(house: House, make_worker: Callable[[Callable[[], None]], Worker] | None) -> AsyncIterator[None]:
    house.news.start()
    house.epoch = await house.hands.read(_epoch, house)
    beside = [asyncio.create_task(each.run()) for each in (Watch(house), house.seats, house.board)]
    listener = _listener(house)
    if listener:
        listener.start()
    with _working(house, make_worker) if make_worker else contextlib.nullcontext():
        yield
    house.news.close()
    if listener:
        await asyncio.to_thread(listener.stop)
    for task in beside:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await asyncio.to_thread(house.hands.close)


def _listener(house: House) -> Listener | FileWatch | None:
    """Return who hears that another process has committed."""
    engine = house.centre.engine
    if engine.dialect.name == "postgresql":
        return Listener(house)
    return FileWatch(house) if may_be_shared(engine) else None


@contextlib.contextmanager
def _working(house: House, make_worker: Callable[[Callable[[], None]], Worker]) -> Iterator[None]:
    loop = asyncio.get_running_loop()

    def told() -> None:
        loop.call_soon_threadsafe(house.watch_now)
        loop.call_soon_threadsafe(partial(house.board_now, acted=False))

    worker = make_worker(told)
    thread = threading.Thread(target=worker.run, name="centre-worker", daemon=True)
    house.wake_worker = worker.wake
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join()


def _epoch(house: House) -> str:
    with reading(house.centre.engine) as conn:
        return epoch_of(conn)
