"""For those who watch over the program: is it up, is it ready, what does it do."""

import ipaddress

import msgspec
from litestar import Response, Router, get
from litestar.enums import MediaType

from livefair.kernel import not_found
from livefair.kernel.runner import job_counts
from livefair.web.access import OPEN
from livefair.web.callers import SESSION_COOKIE, caller_with_cookie
from livefair.web.metrics import Metrics
from livefair.web.requests import Answer, AppRequest
from livefair.web.services import Services


class Readiness(msgspec.Struct, kw_only=True):
    """Each check by name: "ok" or what is missing."""

    ready: bool
    checks: dict[str, str]


@get("/healthz", opt=OPEN, media_type=MediaType.TEXT)
async def healthz() -> str:
    return "ok"


@get("/readyz", opt=OPEN)
async def readyz(request: AppRequest) -> Answer:
    checks = await readiness(request.services)
    ready = all(state == "ok" for state in checks.values())
    return Response(Readiness(ready=ready, checks=checks), status_code=200 if ready else 503)


async def readiness(services: Services) -> dict[str, str]:
    """World loaded, media worker up, no dead letters."""
    checks = {name: await check() for name, check in services.checks.items()}
    _, dead = await services.db.read(job_counts)
    checks["jobs"] = "ok" if not dead else f"{dead} dead letters"
    return checks


@get("/metrics", opt=OPEN)
async def metrics(request: AppRequest) -> Answer:
    """For this machine and for operators; others are told that there is nothing here."""
    if not is_this_machine(request):
        caller = await caller_with_cookie(request.services.db, request.cookies.get(SESSION_COOKIE))
        if not caller.actor.has("operator"):
            not_found("page")
    counted: Metrics = request.app.state.metrics
    body = await counted.text(request.services)
    return Response(body, media_type="text/plain; version=0.0.4")


def is_this_machine(request: AppRequest) -> bool:
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.address).is_loopback
    except ValueError:
        return False


router = Router("/", route_handlers=[healthz, readyz, metrics], include_in_schema=False)
