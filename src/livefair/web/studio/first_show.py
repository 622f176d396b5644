"""The way to a first show, step by step: from somebody who makes videos to somebody who is on air."""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Actor, ReadTx
from livefair.live import assortment_of, rooms_of, rules
from livefair.live.knowledge import quizzes_missing
from livefair.live.on_air import Show
from livefair.live.queries import shows_of
from livefair.live.rehearsals import grades_of
from livefair.live.run_of_show import run_of
from livefair.people.queries import profile
from livefair.web.requests import Answer, AppRequest

SIGNAL_SCORE_LEAST = 75


class Step(NamedTuple):
    """`href` is where it is done."""

    code: str
    is_done: bool
    href: str


class FirstShow(NamedTuple):
    steps: list[Step]
    is_over: bool


def first_show(tx: ReadTx, actor: Actor) -> FirstShow:
    shows = [show for room in rooms_of(tx, actor) for show in shows_of(tx, actor, room.id)]
    coming = min((show for show in shows if show.is_to_come), key=_when, default=None)
    is_over = any(show.started_at_ms for show in shows)
    return FirstShow([*_of_person(tx, actor), *_of_show(tx, actor, coming, is_over=is_over)], is_over)


def has_been_on_air(tx: ReadTx, actor: Actor) -> bool:
    return first_show(tx, actor).is_over


def _when(show: Show) -> tuple[int, str]:
    return show.planned_at_ms or 0, show.id


def _of_person(tx: ReadTx, actor: Actor) -> list[Step]:
    me = profile(tx, actor.id)
    return [
        Step("host", actor.has("host"), "/me/settings"),
        Step("profile", me.avatar_key is not None and bool(me.about.strip()), "/me/settings"),
    ]


def _of_show(tx: ReadTx, actor: Actor, show: Show | None, *, is_over: bool) -> list[Step]:
    """What belongs to the next show; without one, all of it is open and begins with planning one."""
    at = f"/studio/shows/{show.id}" if show else "/studio/shows/new"
    goods = [each.product_id for each in assortment_of(tx, show.id)] if show else []
    grades = grades_of(tx, actor.id)
    parts = [part for grade in grades for part in grade.parts if part.code == "picture_and_sound"]
    return [
        Step("planned", show is not None, at),
        Step("goods", bool(goods), f"{at}#goods"),
        Step("run", show is not None and len(run_of(tx, show.id)) >= rules.RUN_BLOCKS_LEAST, f"{at}#run"),
        Step("knowledge", bool(goods) and not quizzes_missing(tx, actor.id, goods), "/studio/knowledge"),
        Step("rehearsal", bool(grades), f"{at}/rehearsals" if show else at),
        Step(
            "stream",
            any(part.score is not None and part.score >= SIGNAL_SCORE_LEAST for part in parts),
            f"{at}/rehearsals" if show else at,
        ),
        Step("on_air", is_over, f"/studio/rooms/{show.room_id}" if show else at),
    ]


@get("/first-show")
async def show_first_show(request: AppRequest) -> Answer:
    page = await request.read(first_show, request.actor)
    return await request.page("studio/first_show.html", page._asdict())


router = Router("/", route_handlers=[show_first_show])
