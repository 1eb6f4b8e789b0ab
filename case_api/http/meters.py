"""What Prometheus reads: counts and times of one API process, without a word of what a request held."""

from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """The meters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "case_api_requests", "Answers by route and status", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "case_api_request_seconds", "Time to the last byte of an answer", ("route",),
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self.mutations = Counter(
            "case_api_mutations", "Pushed mutations by outcome", ("outcome",), registry=self._registry
        )
        self.in_flight = Gauge("case_api_requests_in_flight", "Requests being answered", registry=self._registry)
        self.streams = Gauge("case_api_waiting", "Open event streams and long polls", registry=self._registry)

    def text(self) -> bytes:
        """Return all meters in Prometheus' text form."""
        return generate_latest(self._registry)


class Metered:
    """ASGI middleware that counts and times every answer under its route's pattern, never its path."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self._app = app
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            route = getattr(scope.get("route"), "path", "")
            self._meters.requests.labels(scope["method"] if route else "", route, str(status)).inc()
            if route != "/v1/sync/events":
                self._meters.seconds.labels(route).observe(perf_counter() - began)
