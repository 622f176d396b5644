"""Prometheus metrics of one program: requests by route, the hub, the outbox."""

from time import perf_counter

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from livefair.kernel.runner import job_counts
from livefair.web.services import Services

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics(ASGIMiddleware):
    scopes = (ScopeType.HTTP,)

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Counter("livefair_requests", "Answers by route", names, registry=self.registry)
        self._seconds = Histogram(
            "livefair_request_seconds", "Time to the first byte", ("route",), buckets=SECONDS, registry=self.registry
        )
        self._hub = Gauge("livefair_hub", "The real-time hub", ("what",), registry=self.registry)
        self._jobs = Gauge("livefair_jobs", "The outbox", ("state",), registry=self.registry)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        began_s = perf_counter()
        route = scope["path_template"]

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.labels(str(scope.get("method")), route, str(message["status"])).inc()
                self._seconds.labels(route).observe(perf_counter() - began_s)
            await send(message)

        await next_app(scope, receive, counting)

    async def text(self, services: Services) -> bytes:
        for name, value in services.hub.metrics()._asdict().items():
            self._hub.labels(name).set(value)
        waiting, dead = await services.db.read(job_counts)
        self._jobs.labels("waiting").set(waiting)
        self._jobs.labels("dead").set(dead)
        return generate_latest(self.registry)
