"""Prometheus metrics of one program: requests by route, the hub, the outbox."""

from time import perf_counter

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client import Counter as Count

from livefair.kernel.runner import job_counts
from livefair.web.services import Services

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Count("livefair_requests", "Answers by route", names, registry=self.registry)
        self._seconds = Histogram(
            "livefair_request_seconds", "Time to the first byte", ("route",), buckets=SECONDS, registry=self.registry
        )
        self._hub = Gauge("livefair_hub", "The real-time hub", ("what",), registry=self.registry)
        self._jobs = Gauge("livefair_jobs", "The outbox", ("state",), registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    async def text(self, services: Services) -> bytes:
        for name, value in services.hub.metrics()._asdict().items():
            self._hub.labels(name).set(value)
        waiting, dead = await services.db.read(job_counts)
        self._jobs.labels("waiting").set(waiting)
        self._jobs.labels("dead").set(dead)
        return generate_latest(self.registry)


class Counter(ASGIMiddleware):
    """Tells the metrics of every answer as it begins."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        began_s = perf_counter()
        metrics: Metrics = scope["litestar_app"].state.metrics

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                route, seconds = scope["path_template"], perf_counter() - began_s
                metrics.answered(str(scope.get("method")), route, message["status"], seconds)
            await send(message)

        await next_app(scope, receive, counting)
