"""Who is here: found by name or address, suspended and let back in."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.kernel import ReadTx
from livefair.people.queries import Found, search_people
from livefair.people.suspensions import restore, suspend
from livefair.web.access import needs
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

PAGE = 50


class PeopleView(NamedTuple):
    people: list[Found]
    next_url: str | None


@get("/people", opt=needs("operator"))
async def show_people(request: AppRequest) -> Answer:
    wanted = " ".join(request.query_params.get("q", "")[:100].replace("\x00", " ").split())
    before = request.query_params.get("before", "")[:40].replace("\x00", "") or "~"
    people = await request.read(found_people, wanted, before)
    next_url = f"/console/people?before={people[-1].id}" if len(people) == PAGE else None
    return await request.page("console/people.html", {"people": people, "query": wanted, "next_url": next_url})


@post("/people/{person_id:str}/suspend", opt=needs("operator"))
async def suspend_person(request: AppRequest, person_id: Id) -> Answer:
    await request.write(suspend, person_id)
    return request.go("/console/people", toast="saved")


@post("/people/{person_id:str}/restore", opt=needs("operator"))
async def restore_person(request: AppRequest, person_id: Id) -> Answer:
    await request.write(restore, person_id)
    return request.go("/console/people", toast="saved")


def found_people(tx: ReadTx, wanted: str, before: str) -> list[Found]:
    return search_people(tx, wanted, before=before, most=PAGE)


router = Router("/", route_handlers=[show_people, suspend_person, restore_person])
