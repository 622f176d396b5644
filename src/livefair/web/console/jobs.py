"""The outbox as the operator sees it: what waits, what the clock will do, what has died and can be tried again."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel.job_board import drop_dead, planned, waiting
from livefair.kernel.runner import dead_letters, revive
from livefair.web.access import needs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


class DeadView(NamedTuple):
    id: str
    name: str
    attempts: int
    error: str
    failed_at_ms: int


@get("/jobs", opt=needs("operator"))
async def show_jobs(request: AppRequest) -> Answer:
    dead = await request.read(dead_letters)
    context = {
        "dead": [DeadView(letter.id, letter.kind, letter.attempts, letter.error, letter.dead_at_ms) for letter in dead],
        "waiting": await request.read(waiting),
        "crons": await request.read(planned),
    }
    return await request.page("console/jobs.html", context)


@post("/jobs/{job_id:str}/retry", opt=needs("operator"))
async def retry(request: AppRequest, job_id: Id) -> Answer:
    await request.write(revive, job_id)
    return request.go("/console/jobs", toast="saved")


@post("/jobs/{job_id:str}/drop", opt=needs("operator"))
async def drop(request: AppRequest, job_id: Id) -> Answer:
    await request.write(drop_dead, job_id)
    return request.go("/console/jobs", toast="saved")


router = Router("/", route_handlers=[show_jobs, retry, drop])
