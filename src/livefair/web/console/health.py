"""Whether everything holds: the invariants of the database, and the parts of the running program."""

import time
from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel import ReadTx
from livefair.kernel.runner import job_counts
from livefair.web import i18n
from livefair.web.access import needs
from livefair.web.i18n import N_, gettext
from livefair.web.requests import Answer, AppRequest
from livefair.world.invariants import CHECKS

BREACHES_SHOWN = 5


class CheckView(NamedTuple):
    name: str
    is_good: bool
    text: str
    ms: int


class FactView(NamedTuple):
    label: str
    value: str
    note: str


@get("/health", opt=needs("operator"))
async def show_health(request: AppRequest) -> Answer:
    locale, services = request.locale, request.services
    waiting, dead = await request.read(job_counts)
    media = services.media
    facts = [
        FactView(gettext(N_("Jobs waiting"), locale), i18n.number(waiting, locale), ""),
        FactView(gettext(N_("Dead letters"), locale), i18n.number(dead, locale), ""),
        FactView(gettext(N_("Media worker"), locale), "✓" if media and media.is_ready else "✗", ""),
        FactView(gettext(N_("Database"), locale), services.db.engine.dialect, ""),
    ]
    context = {
        "checks": await services.db.analyse(checked),
        "facts": facts,
        "checked_at_ms": services.db.clock(),
    }
    return await request.page("console/health.html", context)


@post("/health", opt=needs("operator"))
async def check_now(request: AppRequest) -> Answer:
    return request.go("/console/health")


def checked(tx: ReadTx) -> list[CheckView]:
    views = []
    for check in CHECKS:
        began = time.perf_counter()
        breaches = check(tx)
        took_ms = round((time.perf_counter() - began) * 1000)
        text = "; ".join(breaches[:BREACHES_SHOWN]) or f"{took_ms} ms"
        views.append(CheckView(check.__module__.removeprefix("livefair."), not breaches, text, took_ms))
    return views


router = Router("/", route_handlers=[show_health, check_now])
